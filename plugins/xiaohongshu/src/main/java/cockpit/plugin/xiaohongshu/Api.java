package cockpit.plugin.xiaohongshu;

import cockpit.spi.source.Json;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.AccessTokens;
import cockpit.spi.source.kit.JsonPosts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Marketing API with a valid token. */
final class Api {

    static final String ROOT = "/api/open";

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

    /** Lines of a report. */
    static List<Json> lines(Json data, String name) throws SourceFault {
        if (!(data.at(name).raw() instanceof List) && total(data).orElse(1L) != 0) {
            throw XiaohongshuSource.FAULTS.shape("报表应答缺少 " + name, "the report has no " + name);
        }
        return data.at(name).elements();
    }

    /** Whether there is a page after this one, as this answer counts them; the channel's last page may be an empty one. */
    static boolean hasMore(Json data, List<Json> lines, long page, int pageSize) {
        return !lines.isEmpty()
                && total(data).map(total -> page * pageSize < total).orElse(lines.size() >= pageSize);
    }

    private static Optional<Long> total(Json data) {
        return data.at("total_count")
                .integer()
                .or(() -> data.at("page").at("total_count").integer());
    }
}
