package cockpit.plugin.kuaishou;

import cockpit.spi.Secret;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.AccessTokens;
import cockpit.spi.source.kit.Ids;
import cockpit.spi.source.kit.JsonPosts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Asks for a new pair of tokens with the one that came last. */
final class Refresh implements AccessTokens.Renewal {

    static final String PATH = Api.ROOT + "/oauth2/authorize/refresh_token";

    private final JsonPosts posts;
    private final String appId;
    private final Secret appSecret;

    Refresh(JsonPosts posts, String appId, Secret appSecret) {
        this.posts = posts;
        this.appId = appId;
        this.appSecret = appSecret;
    }

    @Override
    public AccessTokens.Grant renew(Secret refreshToken) throws SourceFault, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("app_id", Ids.asNumber(appId));
        body.put("secret", appSecret.reveal());
        body.put("refresh_token", refreshToken.reveal());
        Json data = posts.authorise(PATH, body);
        Optional<String> access = data.at("access_token").text().filter(token -> !token.isBlank());
        Optional<String> refresh = data.at("refresh_token").text().filter(token -> !token.isBlank());
        Optional<Long> seconds = data.at("access_token_expires_in").integer();
        if (access.isEmpty() || refresh.isEmpty() || seconds.isEmpty()) {
            throw KuaishouSource.FAULTS.shape("刷新令牌的应答不完整", "the answer to a refresh lacks a token or its life");
        }
        return new AccessTokens.Grant(
                Secret.of(access.get()), Optional.of(Secret.of(refresh.get())), Duration.ofSeconds(seconds.get()));
    }
}
