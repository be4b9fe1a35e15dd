package cockpit.simulator.push;

import cockpit.simulator.clock.WorldClock;
import cockpit.simulator.fault.Faults;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.http.Json;
import cockpit.simulator.world.Times;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls a host back about what changes, as WeCom and WeChat do: it makes sure of the address first, then sends each message up
 * to three times and forgets it, so a host that was away has to read what it missed.
 */
public final class Caller implements AutoCloseable {
    private static final int TRIES = 3;
    private static final int SKEW_SECONDS = 150;
    private static final long MISSED_SECONDS = 300;

    private final Faults.Target target;
    private final Faults faults;
    private final CallbackCipher cipher;
    private final String receiver;
    private final Style style;
    private final Source source;
    private final WorldClock clock;
    private final InstantSource real;
    private final HttpClient http;
    private @Nullable URI hook;
    private @Nullable Thread thread;
    private volatile boolean verified;
    private volatile long watermark;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile @Nullable String problem;

    /** How a channel writes its parameters. */
    public enum Style {
        /** {@code msg_signature} over the ciphertext; the echo is encrypted. */
        WECOM,
        /** {@code signature} besides, and {@code encrypt_type}; the echo is plain. */
        WECHAT,
        /** {@code signature} only, and nothing is encrypted. */
        WECHAT_PLAIN
    }

    /** A message to send: its XML. */
    public record Message(long at, String xml) {}

    /** Tells what there is to call back about. */
    @FunctionalInterface
    public interface Source {
        /** Messages after one instant and not after another, in order. */
        List<Message> between(long after, long upTo);
    }

    /** Idle until {@link #address}. */
    public Caller(
            Faults.Target target,
            Faults faults,
            CallbackCipher cipher,
            String receiver,
            Style style,
            Source source,
            WorldClock clock,
            InstantSource real) {
        this.target = target;
        this.faults = faults;
        this.cipher = cipher;
        this.receiver = receiver;
        this.style = style;
        this.source = source;
        this.clock = clock;
        this.real = real;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** Says where to call from now on. */
    public synchronized void address(URI address) {
        begin(address, hook == null ? clock.seconds() : watermark);
    }

    private synchronized void begin(URI address, long from) {
        close();
        hook = address;
        watermark = from;
        verified = false;
        thread = Thread.ofVirtual().name(target.word() + "-callbacks").start(() -> run(address));
    }

    /** How it stands. */
    public synchronized ObjectNode status() {
        ObjectNode status = Json.object().put("set", hook != null);
        if (hook != null) {
            status.put("hook", hook.toString())
                    .put("verified", verified)
                    .put("sent", sent.get())
                    .put("lost", lost.get())
                    .put("upTo", Times.iso(watermark));
            if (problem != null) {
                status.put("problem", problem);
            }
        }
        return status;
    }

    /** For the state file. */
    public synchronized ObjectNode save() {
        ObjectNode saved = Json.object();
        return hook == null ? saved : saved.put("hook", hook.toString()).put("watermark", watermark);
    }

    /** Goes on where a former run stopped; what is long past is lost. */
    public void restore(JsonNode saved) {
        String address = Json.text(saved, "hook");
        if (address != null) {
            begin(URI.create(address), Math.max(saved.path("watermark").asLong(0), clock.seconds() - MISSED_SECONDS));
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    private void run(URI address) {
        try {
            while (!verify(address)) {
                Thread.sleep(2_000);
            }
            verified = true;
            while (true) {
                long now = clock.seconds();
                List<Message> messages = source.between(watermark, now);
                for (Message message : messages) {
                    if (deliver(address, message.xml())) {
                        sent.incrementAndGet();
                    } else {
                        lost.incrementAndGet();
                    }
                    watermark = Math.max(watermark, message.at() - 1);
                }
                watermark = Math.max(watermark, now);
                Thread.sleep(200);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean verify(URI address) throws InterruptedException {
        String echo = Long.toString(real.millis());
        String sentEcho = style == Style.WECOM ? cipher.encrypt(echo) : echo;
        Map<String, String> query = parameters(style == Style.WECOM ? sentEcho : null, 0, false);
        query.put("echostr", sentEcho);
        String answer = send(HttpRequest.newBuilder(with(address, query)).GET());
        if (answer != null && !answer.equals(echo)) {
            problem = "the address was not verified: it answered another text";
        }
        return echo.equals(answer);
    }

    private boolean deliver(URI address, String xml) throws InterruptedException {
        boolean again = faults.take(target, Kind.REPEAT);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (faults.take(target, Kind.WRONG_SIGNATURE)) {
                post(address, xml, true);
            }
            if (post(address, xml, false)) {
                problem = null;
                return !again || post(address, xml, false);
            }
            Thread.sleep(300L * (attempt + 1));
        }
        return false;
    }

    private boolean post(URI address, String xml, boolean forged) throws InterruptedException {
        int skew = faults.take(target, Kind.CLOCK_SKEW) ? SKEW_SECONDS : 0;
        String encrypted = style == Style.WECHAT_PLAIN ? null : cipher.encrypt(xml);
        String body = encrypted == null
                ? xml
                : "<xml><ToUserName><![CDATA[" + receiver + "]]></ToUserName><Encrypt><![CDATA[" + encrypted
                        + "]]></Encrypt></xml>";
        URI uri = with(address, parameters(encrypted, skew, forged));
        return send(HttpRequest.newBuilder(uri)
                        .header("Content-Type", "text/xml")
                        .POST(BodyPublishers.ofString(body)))
                != null;
    }

    private Map<String, String> parameters(@Nullable String encrypted, int skew, boolean forged) {
        String timestamp = Long.toString(real.instant().getEpochSecond() + skew);
        String nonce = Long.toString(real.millis() % 1_000_000_007L);
        Map<String, String> query = new LinkedHashMap<>();
        if (style != Style.WECOM) {
            query.put("signature", cipher.sign(forged ? "0" : timestamp, nonce));
        }
        query.put("timestamp", timestamp);
        query.put("nonce", nonce);
        if (encrypted != null) {
            if (style == Style.WECHAT) {
                query.put("encrypt_type", "aes");
            }
            query.put("msg_signature", cipher.sign(forged ? "0" : timestamp, nonce, encrypted));
        }
        return query;
    }

    private static URI with(URI address, Map<String, String> query) {
        String text = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(address + "?" + text);
    }

    /** The answer's text; nothing if it was not taken. */
    private @Nullable String send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return response.body();
            }
            problem = "HTTP " + response.statusCode();
        } catch (IOException failure) {
            problem = failure.getClass().getSimpleName() + " " + failure.getMessage();
        }
        return null;
    }
}
