package cockpit.plugin.tmall;

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
 * The shop's session: the one of the settings until the platform refuses it, then, where the app may refresh, the ones that
 * follow. A refresh is done by one server at a time, and the new pair is stored, whole and in one step, before anybody uses
 * it.
 */
final class Sessions {

    static final String REFRESH_METHOD = "taobao.top.auth.token.refresh";

    private static final String NAME = "session";
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final Top top;
    private final SourceContext context;
    private final Secret given;
    private final Optional<Secret> refreshToken;

    /**
     * @param given the session of the settings
     * @param refreshToken of the settings; empty where the app's sessions have a fixed term
     */
    Sessions(Top top, SourceContext context, Secret given, Optional<Secret> refreshToken) {
        this.top = top;
        this.context = context;
        this.given = given;
        this.refreshToken = refreshToken;
    }

    /** Calls an interface; a refused session is renewed once, and the call repeated once. */
    Json call(String method, Map<String, String> parameters) throws SourceFault, InterruptedException {
        Secret session = current();
        Top.Answer answer = top.call(method, parameters, session);
        if (answer instanceof Top.Answer.Refusal refusal
                && refusal.meaning().renewsSession()
                && refreshToken.isPresent()) {
            answer = top.call(method, parameters, insteadOf(session, refreshToken.get()));
        }
        return switch (answer) {
            case Top.Answer.Success success -> success.body();
            case Top.Answer.Refusal refusal -> throw refusal.fault();
        };
    }

    private Secret current() throws SourceFault, InterruptedException {
        Optional<Pair> pair = load();
        if (pair.isEmpty() || pair.get().renewAt().isAfter(context.now()) || refreshToken.isEmpty()) {
            return pair.map(Pair::session).orElse(given);
        }
        return insteadOf(pair.get().session(), refreshToken.get());
    }

    /** Another session than one that ran out: the one that somebody else just got, or a new one. */
    private Secret insteadOf(Secret refused, Secret entered) throws SourceFault, InterruptedException {
        TokenStore.Work<Secret> work = () -> {
            Optional<Pair> latest = load();
            Optional<Secret> other = latest.map(Pair::session).filter(session -> !session.equals(refused));
            return other.isPresent()
                    ? other.get()
                    : refresh(latest.map(Pair::refresh).orElse(entered));
        };
        return context.tokens().exclusively(work);
    }

    private Secret refresh(Secret token) throws SourceFault, InterruptedException {
        return switch (top.call(REFRESH_METHOD, Map.of("refresh_token", token.reveal()), List.of(token))) {
            case Top.Answer.Refusal refusal -> throw refusal.fault();
            case Top.Answer.Success success -> {
                Json result = result(success.body());
                Optional<String> session = result.at("access_token").text();
                Optional<Long> seconds = result.at("expires_in").integer();
                if (session.isEmpty() || seconds.isEmpty()) {
                    throw Top.shape("刷新授权的应答不完整", "the answer to a refresh lacks a session or its life");
                }
                Pair pair = new Pair(
                        Secret.of(session.get()),
                        result.at("refresh_token").text().map(Secret::of).orElse(token),
                        context.now().plus(usefulLife(Duration.ofSeconds(Math.max(1, seconds.get())))));
                context.tokens().save(NAME, pair.toText(fingerprint()));
                yield pair.session();
            }
        };
    }

    /** The answer carries the token as a JSON text of its own; plain members are taken as well. */
    private Json result(Json body) throws SourceFault {
        Optional<String> text = body.at("token_result").text();
        return text.isPresent()
                ? context.json(text.get().getBytes(StandardCharsets.UTF_8))
                : body.at("token_result").isObject() ? body.at("token_result") : body;
    }

    private static Duration usefulLife(Duration life) {
        Duration tenth = life.dividedBy(10);
        return life.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
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

    private record Pair(Secret session, Secret refresh, Instant renewAt) {

        private static final String VERSION = "1";

        Secret toText(String consent) {
            return Secret.of(String.join(
                    "\n",
                    VERSION,
                    consent,
                    session.reveal(),
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
