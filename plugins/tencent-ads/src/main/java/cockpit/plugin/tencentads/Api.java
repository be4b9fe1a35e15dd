package cockpit.plugin.tencentads;

import cockpit.spi.Secret;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.AccessTokens;
import java.util.Map;

/** The Marketing API with a valid token: a refused one is renewed once, and the call repeated once. */
final class Api {

    private final TencentAds channel;
    private final AccessTokens tokens;

    Api(TencentAds channel, AccessTokens tokens) {
        this.channel = channel;
        this.tokens = tokens;
    }

    /** @return the answer's {@code data} */
    Json get(String path, Map<String, String> query) throws SourceFault, InterruptedException {
        Secret token = tokens.current();
        TencentAds.Answer answer = channel.get(path, query, token);
        if (answer instanceof TencentAds.Answer.Refusal refusal
                && refusal.meaning().renewsToken()) {
            answer = channel.get(path, query, tokens.insteadOf(token));
        }
        return switch (answer) {
            case TencentAds.Answer.Success success -> success.data();
            case TencentAds.Answer.Refusal refusal -> throw refusal.fault();
        };
    }
}
