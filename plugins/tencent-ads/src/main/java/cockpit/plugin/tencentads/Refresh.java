package cockpit.plugin.tencentads;

import cockpit.spi.Secret;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.AccessTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for a new access token. The refresh token stays, its thirty days begin anew, and the answer does not repeat it. */
final class Refresh implements AccessTokens.Renewal {

    static final String PATH = "/oauth/token";

    private final TencentAds channel;
    private final String clientId;
    private final Secret clientSecret;

    Refresh(TencentAds channel, String clientId, Secret clientSecret) {
        this.channel = channel;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    @Override
    public AccessTokens.Grant renew(Secret refreshToken) throws SourceFault, InterruptedException {
        Map<String, String> query = Map.of(
                "client_id",
                clientId,
                "client_secret",
                clientSecret.reveal(),
                "grant_type",
                "refresh_token",
                "refresh_token",
                refreshToken.reveal());
        return switch (channel.authorise(PATH, query, List.of(clientSecret, refreshToken))) {
            case TencentAds.Answer.Refusal refusal -> throw refusal.fault();
            case TencentAds.Answer.Success success -> grant(success.data());
        };
    }

    private static AccessTokens.Grant grant(Json data) throws SourceFault {
        Optional<String> access = data.at("access_token").text().filter(token -> !token.isBlank());
        Optional<Long> seconds = data.at("access_token_expires_in").integer();
        if (access.isEmpty() || seconds.isEmpty()) {
            throw TencentAds.FAULTS.shape("刷新令牌的应答不完整", "the answer to a refresh lacks the token or its life");
        }
        return new AccessTokens.Grant(
                Secret.of(access.get()),
                data.at("refresh_token")
                        .text()
                        .filter(token -> !token.isBlank())
                        .map(Secret::of),
                Duration.ofSeconds(seconds.get()));
    }
}
