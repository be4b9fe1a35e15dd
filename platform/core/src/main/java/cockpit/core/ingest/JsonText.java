package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceFault;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON with exact numbers. */
final class JsonText {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /** @throws SourceFault DATA if it is none; the sentence does not quote it */
    static Json read(byte[] body) throws SourceFault {
        try {
            return Json.of(MAPPER.readValue(body, Object.class));
        } catch (JacksonException _) {
            throw new SourceFault(
                    Fault.DATA, Text.of("应答不是 JSON，请检查接口地址是否正确。", "The answer is no JSON; check the API's address."));
        }
    }

    static String write(@Nullable Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
