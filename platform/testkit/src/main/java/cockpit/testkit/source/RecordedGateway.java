package cockpit.testkit.source;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Gateway;
import cockpit.spi.source.Reply;
import cockpit.spi.source.Request;
import cockpit.spi.source.SourceFault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A channel that answers from a script and writes down what it was asked. Like the host's gateway it reaches allowed
 * hosts only and stops when its thread is interrupted. May be used from any thread.
 *
 * <pre>{@code
 * RecordedGateway channel = new RecordedGateway()
 *         .allow("api.example.com")
 *         .on("/orders", RecordedReply.json("{\"code\":0,\"list\":[]}"));
 * }</pre>
 */
public final class RecordedGateway implements Gateway {

    /** Works out the answer to a request. */
    @FunctionalInterface
    public interface Answer {
        /** @throws SourceFault as the host's gateway would: UPSTREAM for a channel that cannot be reached */
        Reply to(Request request) throws SourceFault, InterruptedException;
    }

    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Request> refused = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstRequest = new CountDownLatch(1);
    private volatile @Nullable Answer everywhere;

    /** Adds a host that may be reached. {@link SourceContract} adds those of the URL settings. */
    public RecordedGateway allow(String host) {
        hosts.add(host);
        return this;
    }

    /** Answers a path. A later answer for the same path takes the place of an earlier one. */
    public RecordedGateway on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** Answers a path in this order, the last answer again and again. */
    public RecordedGateway on(String path, RecordedReply first, RecordedReply... later) {
        AtomicInteger count = new AtomicInteger();
        return on(path, (Answer) request -> {
            int index = Math.min(count.getAndIncrement(), later.length);
            return index == 0 ? first : later[index - 1];
        });
    }

    /** Answers every path, before all other answers. */
    public RecordedGateway onEverything(Answer answer) {
        everywhere = answer;
        return this;
    }

    /** Never answers, until the asking thread is interrupted. */
    public RecordedGateway stall() {
        return onEverything(request -> {
            new CountDownLatch(1).await();
            throw new AssertionError("A latch that nobody counts down was opened.");
        });
    }

    @Override
    public Reply send(Request request) throws SourceFault, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!hosts.contains(request.uri().getHost())) {
            refused.add(request);
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "地址 " + request.uri().getHost() + " 不在此连接允许访问的主机中。",
                            "The host " + request.uri().getHost() + " is not one of this connection's."));
        }
        requests.add(request);
        firstRequest.countDown();
        Answer wide = everywhere;
        Answer answer = wide == null ? answers.get(request.uri().getPath()) : wide;
        if (answer == null) {
            throw new AssertionError("No answer is recorded for " + request + ".");
        }
        return answer.to(request);
    }

    /** What was asked, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** What a path was asked, in order. */
    public List<Request> requests(String path) {
        return requests.stream()
                .filter(request -> request.uri().getPath().equals(path))
                .toList();
    }

    /** What was meant for a host that is not allowed. */
    public List<Request> refused() {
        return List.copyOf(refused);
    }

    /** Waits until somebody asked anything. */
    public boolean awaitRequest(long milliseconds) throws InterruptedException {
        return firstRequest.await(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** A request's parameters, decoded. */
    public static Map<String, String> query(Request request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = request.uri().getRawQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.put(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    /** A request's body as text. */
    public static String body(Request request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }
}
