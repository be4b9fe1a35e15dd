package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Gateway;
import cockpit.spi.source.Json;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.SourceFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A connection's way to the network, over the JDK's HTTP client. Scheme, host and port must be those of one of the
 * connection's URL settings; that may be a private address, since an admin entered it. Redirects are not followed.
 */
final class HttpGateway implements Gateway {

    static final int LARGEST_REPLY = 32 * 1024 * 1024;
    static final Duration CONNECT = Duration.ofSeconds(10);
    static final Duration READ = Duration.ofSeconds(60);

    /** Bound while a back-fill is read: its requests let live ones pass. */
    static final ScopedValue<Boolean> BACK_FILL = ScopedValue.newInstance();

    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final List<String> REMAINING = List.of(
            "ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining", "x-ratelimit-remaining-day");

    private final HttpClient client;
    private final Set<String> allowed;
    private final RateLimit limit;
    private final Duration read;
    private volatile int lastStatus;
    private volatile long remaining = -1;

    /** @param client made by {@link #client()}, shared by all connections */
    HttpGateway(HttpClient client, Collection<URI> allowed, RateLimit limit, Duration read) {
        this.client = client;
        this.allowed = allowed.stream().map(HttpGateway::origin).collect(Collectors.toUnmodifiableSet());
        this.limit = limit;
        this.read = read;
    }

    static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** HTTP status of the last answer; empty before the first. */
    OptionalInt lastStatus() {
        return lastStatus == 0 ? OptionalInt.empty() : OptionalInt.of(lastStatus);
    }

    @Override
    public Reply send(Request request) throws SourceFault, InterruptedException {
        String host = String.valueOf(request.uri().getHost());
        if (!allowed.contains(origin(request.uri()))) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "连接的设置中没有主机 " + host + "，不能访问；请检查接口地址设置。",
                            "The host " + host + " is not in the connection's settings, so it is not reached; check its"
                                    + " address."));
        }
        Optional<Duration> paused = limit.paused();
        if (paused.filter(left -> left.compareTo(SHORT_WAIT) > 0).isPresent()) {
            long seconds = paused.get().toSeconds() + 1;
            throw SourceFault.limit(
                    Text.of(
                            host + " 要求暂停访问，还剩 " + seconds + " 秒；到时自动继续。",
                            host + " asked not to be called for another " + seconds + " s; it goes on by itself then."),
                    paused.get());
        }
        if (paused.isPresent()) {
            Thread.sleep(paused.get());
        }
        if (BACK_FILL.isBound()) {
            limit.takeLeftOver();
        } else {
            limit.take();
        }
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                .timeout(read)
                .method(
                        request.method(),
                        request.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::setHeader);
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(builder.build(), _ -> new Limited());
        try {
            HttpResponse<byte[]> response = answer.get(read.toMillis(), TimeUnit.MILLISECONDS);
            lastStatus = response.statusCode();
            heed(response);
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            throw failure(host, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failure(host, e);
        } finally {
            answer.cancel(true);
        }
    }

    /** A channel that says how long it wants to be left alone is, whatever its plugin makes of the answer. */
    private void heed(HttpResponse<byte[]> response) {
        HttpHeaders headers = response.headers();
        if (response.statusCode() == TOO_MANY_REQUESTS || response.statusCode() == UNAVAILABLE) {
            headers.firstValue("Retry-After")
                    .flatMap(HttpGateway::wait)
                    .ifPresent(wait -> limit.pause(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait));
        }
        for (String name : REMAINING) {
            OptionalLong found = headers.firstValue(name).stream()
                    .map(String::strip)
                    .filter(text -> text.matches("\\d{1,15}"))
                    .mapToLong(Long::parseLong)
                    .findFirst();
            if (found.isPresent()) {
                remaining = found.getAsLong();
            }
        }
    }

    /** Seconds, or the date until when. */
    private static Optional<Duration> wait(String header) {
        String text = header.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.now(), until);
            return left.isPositive() ? Optional.of(left) : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** How many requests the channel said it would still take; empty if it never said. */
    OptionalLong remaining() {
        return remaining < 0 ? OptionalLong.empty() : OptionalLong.of(remaining);
    }

    private SourceFault failure(String host, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && !(root instanceof TooLarge)) {
            root = root.getCause();
        }
        if (root instanceof TooLarge) {
            return upstream(host + " 的应答超过 32 MB，已中止。", host + " answered more than 32 MB; it was cut off.");
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return upstream(
                    host + " 在 " + CONNECT.toSeconds() + " 秒内没有接受连接，请检查网络与防火墙；稍后自动重试。",
                    host + " did not accept a connection within " + CONNECT.toSeconds()
                            + " s; check network and firewall. It is tried again.");
        }
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return upstream(
                    host + " 在 " + read.toSeconds() + " 秒内没有答完，稍后重试。",
                    host + " did not answer within " + read.toSeconds() + " s; it is tried again.");
        }
        if (root instanceof UnresolvedAddressException || root instanceof UnknownHostException) {
            return upstream(
                    "找不到主机 " + host + "，请检查接口地址与 DNS。", "The host " + host + " is unknown; check the address and DNS.");
        }
        if (root instanceof ConnectException || cause instanceof ConnectException) {
            return upstream(
                    "连不上 " + host + "，请检查网络与防火墙；稍后自动重试。",
                    host + " cannot be connected to; check network and firewall. It is tried again.");
        }
        return upstream(
                host + " 的连接中断（" + root.getClass().getSimpleName() + "），稍后重试。",
                "The connection to " + host + " broke (" + root.getClass().getSimpleName() + "); it is tried again.");
    }

    private static SourceFault upstream(String zh, String en) {
        return new SourceFault(Fault.UPSTREAM, Text.of(zh, en));
    }

    private record Answer(int status, HttpHeaders headers, byte[] body) implements Reply {

        @Override
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        @Override
        public Json json() throws SourceFault {
            return JsonText.read(body);
        }
    }

    private static final class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** Collects a body up to the limit and then gives up. */
    private static final class Limited implements HttpResponse.BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final List<ByteBuffer> parts = new ArrayList<>();
        private long size;
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                size += buffer.remaining();
                parts.add(buffer);
            }
            if (size > LARGEST_REPLY) {
                parts.clear();
                body.completeExceptionally(new TooLarge());
                if (subscription != null) {
                    subscription.cancel();
                }
            }
        }

        @Override
        public void onError(Throwable error) {
            body.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            ByteBuffer whole = ByteBuffer.allocate((int) Math.min(size, LARGEST_REPLY));
            parts.forEach(whole::put);
            body.complete(whole.array());
        }
    }
}
