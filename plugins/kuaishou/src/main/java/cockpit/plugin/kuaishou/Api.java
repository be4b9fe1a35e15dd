package cockpit.plugin.kuaishou;

import cockpit.spi.source.Json;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.AccessTokens;
import cockpit.spi.source.kit.JsonPosts;
import java.util.List;
import java.util.Map;

/** The Marketing API with a valid token. */
final class Api {

    static final String ROOT = "/rest/openapi";

    private final JsonPosts posts;
    private final AccessTokens tokens;

    Api(JsonPosts posts, AccessTokens tokens) {
        this.posts = posts;
        this.tokens = tokens;
    }

    /** @return the answer's {@code data} */
    Json post(String path, Map<String, Object> body) throws SourceFault, InterruptedException {
        return posts.post(ROOT + path, body, tokens);
    }

    byte[] download(String path, Map<String, String> query) throws SourceFault, InterruptedException {
        return posts.download(ROOT + path, query, tokens);
    }

    /** Whether there is a page after this one, as this answer counts them. */
    static boolean hasMore(Json data, long page, int pageSize) throws SourceFault {
        long total = data.at("total_count")
                .integer()
                .orElseThrow(() -> KuaishouSource.FAULTS.shape("应答缺少 total_count", "the answer has no total_count"));
        if (!(data.at("details").raw() instanceof List) && total != 0) {
            throw KuaishouSource.FAULTS.shape("应答缺少 details", "the answer has no details");
        }
        return page * pageSize < total;
    }
}
