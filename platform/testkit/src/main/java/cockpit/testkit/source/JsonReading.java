package cockpit.testkit.source;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceFault;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON as the host does: exact numbers, and a DATA fault for everything that is none. */
final class JsonReading {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonReading() {}

    static Json parse(byte[] body) throws SourceFault {
        try {
            return Json.of(MAPPER.readValue(body, Object.class));
        } catch (JacksonException _) {
            throw new SourceFault(Fault.DATA, Text.of("应答不是 JSON。", "The answer is no JSON."));
        }
    }
}
