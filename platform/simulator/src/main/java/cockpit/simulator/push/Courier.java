package cockpit.simulator.push;

import cockpit.simulator.fault.Faults;
import cockpit.simulator.fault.Faults.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries signed bodies to a host, and tries again until the host has taken or refused them for good. */
final class Courier {
    /** Answers that another try would not change. */
    private static final Set<Integer> FINAL = Set.of(400, 409, 413, 422);

    private static final long FIRST_PAUSE = 250;
    private static final long LONGEST_PAUSE = 20_000;

    private final HttpClient http;
    private final StandardWebhooks signer;
    private final Faults faults;
    private final Faults.Target target;
    private final InstantSource world;
    private volatile @Nullable String problem;

    Courier(HttpClient http, StandardWebhooks signer, Faults faults, Faults.Target target, InstantSource world) {
        this.http = http;
        this.signer = signer;
        this.faults = faults;
        this.target = target;
        this.world = world;
    }

    /** What last went wrong, null while all is well. */
    @Nullable
    String problem() {
        return problem;
    }

    /**
     * Delivers a body; returns when the host has accepted it (true) or refused it for good (false).
     *
     * @param address asked anew before each try, since it can be changed meanwhile
     * @throws InterruptedException if the simulator stops
     */
    boolean deliver(Supplier<URI> address, String id, String type, byte[] body, boolean file)
            throws InterruptedException {
        long pause = FIRST_PAUSE;
        while (true) {
            while (faults.take(target, Kind.DOWN)) {
                Thread.sleep(200);
            }
            Attempt attempt = attempt(address.get(), id, type, body, file);
            if (attempt.accepted()) {
                problem = null;
                if (!file && faults.take(target, Kind.REPEAT)) {
                    send(address.get(), id, type, body, signer.sign(id, seconds(), body), seconds());
                }
                return true;
            }
            problem = attempt.problem();
            if (attempt.damaged()) {
                continue;
            }
            if (FINAL.contains(attempt.status())) {
                return false;
            }
            Thread.sleep(Math.max(pause, attempt.retryAfter()));
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    private record Attempt(
            int status,
            long retryAfter,
            boolean damaged,
            @Nullable String problem) {
        boolean accepted() {
            return status >= 200 && status < 300;
        }
    }

    private Attempt attempt(URI address, String id, String type, byte[] body, boolean file)
            throws InterruptedException {
        long now = seconds();
        if (!file && faults.take(target, Kind.TIMEOUT)) {
            stall(address, id, type, body, now);
            return new Attempt(0, 0, true, "stopped half way, as ordered");
        }
        if (!file && faults.take(target, Kind.WRONG_SIGNATURE)) {
            Attempt attempt = send(address, id, type, body, signer.sign(id + "-other", now, body), now);
            return new Attempt(attempt.status(), 0, true, "signed wrongly, as ordered");
        }
        if (!file && faults.take(target, Kind.TRUNCATED)) {
            byte[] half = Arrays.copyOf(body, body.length / 2);
            Attempt attempt = send(address, id, type, half, signer.sign(id, now, half), now);
            return new Attempt(attempt.status(), 0, true, "cut in half, as ordered");
        }
        return send(address, id, type, body, signer.sign(id, now, body), now);
    }

    private Attempt send(URI address, String id, String type, byte[] body, String signature, long now)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", type)
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", signature)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            long retryAfter = response.headers()
                    .firstValue("Retry-After")
                    .map(Courier::millis)
                    .orElse(0L);
            int status = response.statusCode();
            String said = response.body().length() > 300 ? response.body().substring(0, 300) : response.body();
            return new Attempt(status, retryAfter, false, "HTTP " + status + " " + said);
        } catch (IOException failure) {
            return new Attempt(0, 0, false, failure.getClass().getSimpleName() + " " + failure.getMessage());
        }
    }

    private static long millis(String seconds) {
        try {
            return Math.clamp(Long.parseLong(seconds.strip()), 0L, 60L) * 1000;
        } catch (NumberFormatException date) {
            return 1000;
        }
    }

    private void stall(URI address, String id, String type, byte[] body, long now) throws InterruptedException {
        int port = address.getPort() < 0 ? 80 : address.getPort();
        String head = "POST " + address.getRawPath() + " HTTP/1.1\r\nHost: " + address.getAuthority()
                + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\nwebhook-id: " + id
                + "\r\nwebhook-timestamp: " + now + "\r\nwebhook-signature: " + signer.sign(id, now, body)
                + "\r\n\r\n";
        try (Socket socket = new Socket(address.getHost(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body, 0, body.length / 2);
            out.flush();
            Thread.sleep(2000);
        } catch (IOException closed) {
            problem = "stopped half way, as ordered: " + closed.getMessage();
        }
    }

    /** The receiver lives in the same world: what it gets is as old as the world's clock says. */
    private long seconds() {
        return world.instant().getEpochSecond();
    }
}
