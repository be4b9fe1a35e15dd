package cockpit.testkit.source;

import cockpit.spi.source.Json;
import cockpit.spi.source.Reply;
import cockpit.spi.source.SourceFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer of a channel, written down. Immutable. */
public final class RecordedReply implements Reply {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private RecordedReply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** 200 with a JSON text. */
    public static RecordedReply json(String text) {
        return of(200, text);
    }

    public static RecordedReply of(int status, String body) {
        return new RecordedReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * 200 with the content of a file beside a test class.
     *
     * @throws IllegalArgumentException if there is no such file
     */
    public static RecordedReply resource(Class<?> beside, String name) {
        try (InputStream stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException("There is no " + name + " beside " + beside.getName() + ".");
            }
            return new RecordedReply(200, Map.of(), stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same answer with one more header. */
    public RecordedReply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header.toLowerCase(Locale.ROOT), value);
        return new RecordedReply(status, all, body);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public Json json() throws SourceFault {
        return JsonReading.parse(body);
    }
}
