package cockpit.core.ingest;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Json;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookFeed;
import cockpit.spi.source.WebhookRejection;
import cockpit.spi.source.WebhookRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A channel that does what the test says: pulled leads, pushed and dropped orders. */
final class FakeSource implements DataSource {

    static final Setting HOST = Setting.url("host", Text.of("接口地址", "API host")).defaultTo("http://127.0.0.1:1");
    static final Setting KEY =
            Setting.secret("app-secret", Text.of("密钥", "Secret")).asRequired();

    static final Stream LEAD = Stream.named("lead", Text.of("线索", "Leads"), Dataset.LEAD)
            .columns(
                    Column.text("clue_id").as("lead_id").asRequired(),
                    Column.instant("created").as("at").asRequired(),
                    Column.text("store").as("org_unit"),
                    Column.oneOf("state", "NEW", "WON"),
                    Column.phone("telephone"),
                    Column.text("name"))
            .key("clue_id")
            .always("channel", "OCEANENGINE")
            .pulledEvery(Duration.ofMinutes(1));

    static final Stream ORDER = Stream.named("order", Text.of("订单", "Orders"), Dataset.ORDER)
            .columns(
                    Column.text("order_no").asRequired(),
                    Column.count("revision"),
                    Column.text("store_id").as("org_unit").asRequired(),
                    Column.instant("paid_at").as("at").asRequired(),
                    Column.date("business_date").as("day"),
                    Column.fen("paid_fen").asRequired(),
                    Column.text("remark"))
            .key("store_id", "order_no")
            .newestBy("revision")
            .always("channel", "STORE")
            .asPushed()
            .asDropped();

    /** Answers one read. */
    interface Reading {
        @Nullable
        Page read(@Nullable String cursor) throws Exception;
    }

    final AtomicReference<Reading> reading = new AtomicReference<>(_ -> new Page(List.of(), null, false));
    final List<String> cursors = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicReference<@Nullable Exception> checking = new AtomicReference<>();
    final AtomicReference<@Nullable SourceContext> context = new AtomicReference<>();

    final AtomicReference<Stream> lead = new AtomicReference<>(LEAD);

    private final String id;

    FakeSource(String id) {
        this.id = id;
    }

    static Row lead(String clue) {
        return lead(clue, "NEW", "S001");
    }

    static Row lead(String clue, String state, String store) {
        return Row.of(Map.of("clue_id", clue, "created", "2026-03-01 12:00:00", "state", state, "store", store));
    }

    @Override
    public SourceDescription describe() {
        return new SourceDescription(
                id,
                Text.of("假渠道", "Fake"),
                Text.of("测试用。", "For tests."),
                List.of(HOST, KEY),
                List.of(lead.get(), ORDER));
    }

    @Override
    public Feed open(Settings settings, SourceContext given) {
        opened.incrementAndGet();
        context.set(given);
        return new FakeFeed();
    }

    @SuppressWarnings(
            "TypeParameterUnusedInFormals") // the compiler needs an unchecked way out of a functional interface
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
        @SuppressWarnings("unchecked") // nothing is cast: E is erased
        E erased = (E) thrown;
        throw erased;
    }

    private final class FakeFeed implements WebhookFeed {

        @Override
        public Text check() throws SourceFault {
            Exception thrown = checking.get();
            if (thrown instanceof SourceFault fault) {
                throw fault;
            }
            return Text.of("账户“医研所”可读。", "The account is readable.");
        }

        @Override
        public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
            cursors.add(String.valueOf(cursor));
            try {
                @SuppressWarnings("NullAway") // a test may return what a plugin must not
                Page page = reading.get().read(cursor);
                return page;
            } catch (SourceFault | InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw FakeSource.<RuntimeException>sneaky(e);
            }
        }

        @Override
        public WebhookDelivery receive(WebhookRequest request) throws WebhookRejection {
            require(request);
            SourceContext host = java.util.Objects.requireNonNull(context.get());
            Json body;
            try {
                body = host.json(request.body());
            } catch (SourceFault e) {
                throw WebhookRejection.unreadable("The body is no JSON.");
            }
            if (body.at("boom").raw() != null) {
                throw new IllegalStateException("boom");
            }
            List<Row> rows = new ArrayList<>();
            for (Json one : body.at("orders").elements()) {
                rows.add(Row.of(new HashMap<>(one.members())));
            }
            return new WebhookDelivery(
                    request.header("webhook-id").orElse(""), rows.isEmpty() ? Map.of() : Map.of("order", rows));
        }

        @Override
        public void verifyUpload(WebhookRequest request) throws WebhookRejection {
            require(request);
        }

        private void require(WebhookRequest request) throws WebhookRejection {
            if (!request.header("signature").equals(java.util.Optional.of("good"))) {
                throw WebhookRejection.notGenuine("The signature does not fit.");
            }
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
