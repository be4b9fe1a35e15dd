package cockpit.spi.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A push as it came over the wire.
 *
 * @param method GET or POST
 * @param query values by parameter name
 * @param headers values by lower-case name
 * @param body raw bytes, at most 1 MB (uploads: 64 MB)
 */
public record WebhookRequest(
        String method, Map<String, List<String>> query, Map<String, List<String>> headers, byte[] body) {

    /** The first value of a header, whatever its case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The first value of a parameter of the address. */
    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }
}
