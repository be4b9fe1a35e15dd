package cockpit.plugin.jd;

import cockpit.spi.Secret;
import cockpit.spi.source.Json;
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
import java.util.Map;
import java.util.Optional;

/**
 * The merchant's token: the one of the settings until the platform refuses it, then those that follow. The platform refreshes
 * in the last 24 hours of a token only, so a known one is refreshed when 20 hours are left. One server at a time does it,
 * and stores the new pair, whole and in one step, before anybody uses it.
 */
final class Tokens {

    private static final String NAME = "token-pair";
    private static final Duration BEFORE_END = Duration.ofHours(20);

    private final Jos jos;
    private final SourceContext context;
    private final Secret given;
    private final Optional<Secret> refreshToken;

    Tokens(Jos jos, SourceContext context, Secret given, Optional<Secret> refreshToken) {
        this.jos = jos;
        this.context = context;
        this.given = given;
        this.refreshToken = refreshToken;
    }

    /** Calls an interface; a refused token is renewed once, and the call repeated once. */
    Json call(String method, Map<String, String> values) throws SourceFault, InterruptedException {
        Secret token = current();
        Jos.Answer answer = jos.call(method, values, token);
        if (answer instanceof Jos.Answer.Refusal refusal
                && refusal.meaning().renewsToken()
                && refreshToken.isPresent()) {
            answer = jos.call(method, values, insteadOf(token, refreshToken.get()));
        }
        return switch (answer) {
            case Jos.Answer.Success success -> success.body();
            case Jos.Answer.Refusal refusal -> throw refusal.fault();
        };
    }

    private Secret current() throws SourceFault, InterruptedException {
        Optional<Pair> pair = load();
        if (pair.isEmpty() || refreshToken.isEmpty() || pair.get().renewAt().isAfter(context.now())) {
            return pair.map(Pair::access).orElse(given);
        }
        return insteadOf(pair.get().access(), refreshToken.get());
    }

    private Secret insteadOf(Secret refused, Secret entered) throws SourceFault, InterruptedException {
        TokenStore.Work<Secret> work = () -> {
            Optional<Pair> latest = load();
            Optional<Secret> other = latest.map(Pair::access).filter(access -> !access.equals(refused));
            return other.isPresent()
                    ? other.get()
                    : refresh(latest.map(Pair::refresh).orElse(entered));
        };
        return context.tokens().exclusively(work);
    }

    private Secret refresh(Secret token) throws SourceFault, InterruptedException {
        return switch (jos.refresh(token)) {
            case Jos.Answer.Refusal refusal -> throw refusal.fault();
            case Jos.Answer.Success success -> {
                Optional<String> access = success.body().at("access_token").text();
                Optional<Long> seconds = success.body().at("expires_in").integer();
                if (access.isEmpty() || seconds.isEmpty()) {
                    throw Jos.shape("刷新令牌的应答不完整", "the answer to a refresh lacks a token or its life");
                }
                Duration life = Duration.ofSeconds(Math.max(1, seconds.get()));
                Duration early = life.dividedBy(10);
                Pair pair = new Pair(
                        Secret.of(access.get()),
                        success.body()
                                .at("refresh_token")
                                .text()
                                .map(Secret::of)
                                .orElse(token),
                        context.now().plus(life).minus(early.compareTo(BEFORE_END) < 0 ? early : BEFORE_END));
                context.tokens().save(NAME, pair.toText(fingerprint()));
                yield pair.access();
            }
        };
    }

    private Optional<Pair> load() {
        return context.tokens().load(NAME).flatMap(text -> Pair.fromText(text, fingerprint()));
    }

    /** Ties a stored pair to the consent that it came from: after a new consent the old pair counts for nothing. */
    private String fingerprint() {
        try {
            String consent =
                    given.reveal() + "\n" + refreshToken.map(Secret::reveal).orElse("");
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(consent.getBytes(StandardCharsets.UTF_8)));
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
