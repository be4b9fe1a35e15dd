package cockpit.plugin.douyin;

import cockpit.spi.Secret;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The connection's access token. A refresh gives a new pair and kills the old one at once, so it is done by one server
 * at a time and the new pair is stored, whole and in one step, before anybody uses it.
 */
final class Tokens {

    static final String REFRESH_PATH = "/open_api/oauth2/refresh_token/";

    private static final String NAME = "token-pair";
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final OceanEngine channel;
    private final SourceContext context;
    private final String appId;
    private final Secret appSecret;
    private final Secret consented;

    /** @param consented the refresh token that the admin entered after the consent */
    Tokens(OceanEngine channel, SourceContext context, String appId, Secret appSecret, Secret consented) {
        this.channel = channel;
        this.context = context;
        this.appId = appId;
        this.appSecret = appSecret;
        this.consented = consented;
    }

    /** A token that should work. */
    Secret current() throws SourceFault, InterruptedException {
        Optional<Pair> pair = load().filter(this::isFresh);
        if (pair.isPresent()) {
            return pair.get().access();
        }
        TokenStore.Work<Secret> work = () -> {
            Optional<Pair> latest = load();
            return latest.filter(this::isFresh).isPresent() ? latest.get().access() : refresh(latest);
        };
        return context.tokens().exclusively(work);
    }

    /** Another token than one that the channel refused: the one that somebody else just got, or a new one. */
    Secret insteadOf(Secret refused) throws SourceFault, InterruptedException {
        TokenStore.Work<Secret> work = () -> {
            Optional<Pair> latest = load();
            return latest.filter(this::isFresh)
                            .filter(pair -> !pair.access().equals(refused))
                            .isPresent()
                    ? latest.get().access()
                    : refresh(latest);
        };
        return context.tokens().exclusively(work);
    }

    private Secret refresh(Optional<Pair> latest) throws SourceFault, InterruptedException {
        Secret refreshToken = latest.map(Pair::refresh).orElse(consented);
        String body = "{\"app_id\":" + JsonText.id(appId) + ",\"secret\":" + JsonText.quoted(appSecret.reveal())
                + ",\"grant_type\":\"refresh_token\",\"refresh_token\":" + JsonText.quoted(refreshToken.reveal()) + "}";
        return switch (channel.post(REFRESH_PATH, body, List.of(appSecret, refreshToken))) {
            case OceanEngine.Answer.Refusal refusal -> throw refusal.fault();
            case OceanEngine.Answer.Success success -> {
                Optional<String> access = success.data().at("access_token").text();
                Optional<String> refresh = success.data().at("refresh_token").text();
                Optional<Long> seconds = success.data().at("expires_in").integer();
                if (access.isEmpty() || refresh.isEmpty() || seconds.isEmpty()) {
                    throw OceanEngine.shape("刷新令牌的应答不完整", "the answer to a refresh lacks a token or its life");
                }
                Pair pair = new Pair(
                        Secret.of(access.get()),
                        Secret.of(refresh.get()),
                        context.now().plus(usefulLife(Duration.ofSeconds(seconds.get()))));
                context.tokens().save(NAME, pair.toText(fingerprint()));
                yield pair.access();
            }
        };
    }

    /** A token is renewed a little before its end, so that it does not run out on the way. */
    private static Duration usefulLife(Duration life) {
        Duration tenth = life.dividedBy(10);
        return life.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
    }

    private boolean isFresh(Pair pair) {
        return pair.renewAt().isAfter(context.now());
    }

    private Optional<Pair> load() {
        return context.tokens().load(NAME).flatMap(text -> Pair.fromText(text, fingerprint()));
    }

    /** Ties a stored pair to the consent that it came from: after a new consent the old pair counts for nothing. */
    private String fingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(consented.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    private record Pair(Secret access, Secret refresh, Instant renewAt) {

        private static final String VERSION = "1";

        Secret toText(String consent) {
            return Secret.of(String.join(
                    "\n",
                    VERSION,
                    consent,
                    access.reveal(),
                    refresh.reveal(),
                    Long.toString(renewAt.getEpochSecond())));
        }

        static Optional<Pair> fromText(Secret text, String consent) {
            List<String> lines = text.reveal().lines().toList();
            return lines.size() == 5
                            && lines.get(0).equals(VERSION)
                            && lines.get(1).equals(consent)
                            && lines.get(4).matches("\\d{1,11}")
                    ? Optional.of(new Pair(
                            Secret.of(lines.get(2)),
                            Secret.of(lines.get(3)),
                            Instant.ofEpochSecond(Long.parseLong(lines.get(4)))))
                    : Optional.empty();
        }
    }
}
