package cockpit.plugin.douyin;

import cockpit.spi.Secret;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.AccessTokens;
import cockpit.spi.source.kit.Ids;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for a new pair of tokens: the old one is dead at once. */
final class Refresh implements AccessTokens.Renewal {

    static final String PATH = "/open_api/oauth2/refresh_token/";

    private final OceanEngine channel;
    private final String appId;
    private final Secret appSecret;

    Refresh(OceanEngine channel, String appId, Secret appSecret) {
        this.channel = channel;
        this.appId = appId;
        this.appSecret = appSecret;
    }

    @Override
    public AccessTokens.Grant renew(Secret refreshToken) throws SourceFault, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("app_id", Ids.asNumber(appId));
        body.put("secret", appSecret.reveal());
        body.put("grant_type", "refresh_token");
        body.put("refresh_token", refreshToken.reveal());
        return switch (channel.post(PATH, Json.of(body).toJson(), List.of(appSecret, refreshToken))) {
            case OceanEngine.Answer.Refusal refusal -> throw refusal.fault();
            case OceanEngine.Answer.Success success -> {
                Optional<String> access = success.data().at("access_token").text();
                Optional<String> refresh = success.data().at("refresh_token").text();
                Optional<Long> seconds = success.data().at("expires_in").integer();
                if (access.isEmpty() || refresh.isEmpty() || seconds.isEmpty()) {
                    throw OceanEngine.shape("刷新令牌的应答不完整", "the answer to a refresh lacks a token or its life");
                }
                yield new AccessTokens.Grant(
                        Secret.of(access.get()),
                        Optional.of(Secret.of(refresh.get())),
                        Duration.ofSeconds(seconds.get()));
            }
        };
    }
}
