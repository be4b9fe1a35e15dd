package cockpit.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Secret;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.EventFeed;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.WebhookDelivery;
import cockpit.spi.source.WebhookRejection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The feed of a source that only waits")
class EventFeedTest {

    private static final Stream ORDER = Stream.named("order", Text.of("订单", "Orders"), Dataset.ORDER)
            .columns(
                    Column.text("order_no").asRequired(),
                    Column.date("business_date").as("day").asRequired(),
                    Column.fen("paid_fen"),
                    Column.text("tags").as("kind"))
            .key("order_no")
            .always("channel", "STORE")
            .asPushed()
            .asDropped();

    private static final SourceDescription SOURCE = new SourceDescription(
            "till",
            Text.of("收银", "Till"),
            Text.of("接收订单。", "Takes orders."),
            List.of(EventFeed.WEBHOOK_SECRET, EventFeed.PREVIOUS_WEBHOOK_SECRET),
            List.of(ORDER));

    private static final String PAID =
            "{\"type\":\"order.paid\",\"data\":{\"order_no\":\"A1\",\"business_date\":\"2026-03-01\",\"paid_fen\":100}}";

    private final Secret secret = Webhooks.secret();
    private final MovableTime time = MovableTime.at("2026-03-01T10:00:00+08:00");

    private EventFeed feed(Map<String, String> settings) {
        return new EventFeed(
                SOURCE,
                Settings.of(SOURCE.settings(), settings),
                FakeSourceContext.of(new RecordedGateway(), time),
                Map.of("order.paid", "order"),
                Set.of("shift.closed"));
    }

    private EventFeed feed() {
        return feed(Map.of("webhook-secret", secret.reveal()));
    }

    private WebhookDelivery receive(String body) throws WebhookRejection {
        return feed().receive(Webhooks.signed(secret, "evt-1", time.now(), body));
    }

    private String refusal(String body) {
        WebhookRejection rejection = catchThrowableOfType(WebhookRejection.class, () -> receive(body));
        assertThat(rejection.status()).isEqualTo(400);
        return String.valueOf(rejection.getMessage());
    }

    @Test
    void takes_the_declared_columns_of_an_event() throws Exception {
        assertThat(receive(PAID.replace("\"paid_fen\"", "\"lines\":[{\"line_no\":1}],\"name\":\"陈\",\"paid_fen\""))
                        .rows())
                .isEqualTo(Map.of(
                        "order",
                        List.of(new Row(
                                Map.of("order_no", "A1", "business_date", "2026-03-01", "paid_fen", 100L),
                                "order.paid, webhook-id evt-1"))));
    }

    @Test
    void joins_a_list_of_plain_values() throws Exception {
        WebhookDelivery delivery = receive(PAID.replace("\"paid_fen\":100", "\"tags\":[\"skin\",\"laser\"]"));
        assertThat(delivery.rows().getOrDefault("order", List.of()).getFirst().values())
                .containsEntry("tags", "skin,laser");
    }

    @Test
    void refuses_an_unknown_type_and_names_the_known_ones() {
        assertThat(refusal("{\"type\":\"order.exploded\",\"data\":{}}"))
                .isEqualTo("There is no event type order.exploded; known are batch, order.paid, ping, shift.closed.");
    }

    @Test
    void refuses_what_is_no_event() {
        assertThat(refusal("[1]")).isEqualTo("An event is {\"type\":…,\"data\":{…}}; type is missing.");
        assertThat(refusal("{\"type\":\"order.paid\",\"data\":[]}"))
                .isEqualTo("The data of order.paid must be an object.");
        assertThat(refusal(PAID.replace("100", "{\"amount\":100}")))
                .isEqualTo("The value paid_fen of order.paid must be plain.");
        assertThat(refusal("{\"type\":\"batch\",\"data\":{}}")).isEqualTo("The data of a batch is a list of events.");
    }

    @Test
    void stores_the_rest_of_a_batch_and_shows_what_it_could_not_read() throws Exception {
        WebhookDelivery delivery = receive("{\"type\":\"batch\",\"data\":[" + PAID
                + ",{\"type\":\"order.exploded\",\"data\":{\"phone\":\"13800138000\"}},7,"
                + PAID.replace("A1", "A2") + "]}");
        List<Row> rows = delivery.rows().getOrDefault("order", List.of());
        assertThat(rows).hasSize(4);
        assertThat(rows.get(1).values()).isEmpty();
        assertThat(rows.get(1).origin())
                .startsWith("webhook-id evt-1, event 2: There is no event type order.exploded")
                .doesNotContain("13800138000");
        assertThat(rows.get(2).origin()).startsWith("webhook-id evt-1, event 3: An event is");
        assertThat(rows.get(3).values()).containsEntry("order_no", "A2");
        assertThat(RowCheck.problems(ORDER, rows.get(1))).isNotEmpty();
    }

    @Test
    void refuses_a_batch_of_more_than_500() {
        String events = IntStream.range(0, 501).mapToObj(index -> PAID).collect(Collectors.joining(","));
        assertThat(refusal("{\"type\":\"batch\",\"data\":[" + events + "]}"))
                .isEqualTo("A batch holds at most 500 events; found 501.");
    }

    @Test
    void accepts_pings_and_events_that_are_not_stored() throws Exception {
        assertThat(receive("{\"type\":\"ping\"}").rows()).isEmpty();
        assertThat(receive("{\"event_type\":\"ping\",\"data\":{\"success\":true}}")
                        .rows())
                .isEmpty();
        assertThat(receive("{\"type\":\"shift.closed\",\"data\":{}}").rows()).isEmpty();
        assertThat(receive("{\"type\":\"batch\",\"data\":[]}").rows()).isEmpty();
    }

    @Test
    void takes_the_previous_secret_while_it_is_rotated() throws Exception {
        Secret previous = Webhooks.secret();
        EventFeed rotating =
                feed(Map.of("webhook-secret", secret.reveal(), "previous-webhook-secret", previous.reveal()));
        assertThat(rotating.receive(Webhooks.signed(previous, "evt-2", time.now(), PAID))
                        .eventId())
                .isEqualTo("evt-2");
        assertThat(catchThrowableOfType(WebhookRejection.class, () -> feed().receive(
                                        Webhooks.signed(previous, "evt-2", time.now(), PAID)))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain-words", "whsec_c2hvcnQ=", "whsec_not*base64"})
    void trusts_no_weak_secret(String weak) {
        EventFeed feed = feed(Map.of("webhook-secret", weak));
        SourceFault fault = catchThrowableOfType(SourceFault.class, feed::check);
        assertThat(fault.fault()).isEqualTo(Fault.SETTINGS);
        assertThat(fault.sentence().en())
                .isEqualTo("Till: setting webhook-secret must be whsec_ and Base64 of at least 24 bytes.");
        assertThat(fault.sentence().zh()).contains("webhook-secret").doesNotContain(weak);
        WebhookRejection rejection = catchThrowableOfType(
                WebhookRejection.class, () -> feed.receive(Webhooks.signed(secret, "evt-1", time.now(), PAID)));
        assertThat(rejection.status()).isEqualTo(401);
    }

    @Test
    void verifies_uploads_byte_by_byte() throws Exception {
        byte[] file = "order_no\nA1\n".getBytes(StandardCharsets.UTF_8);
        feed().verifyUpload(Webhooks.signed(secret, "file-1", time.now(), file));
        assertThat(catchThrowableOfType(WebhookRejection.class, () -> feed().verifyUpload(Webhooks.withBody(
                                Webhooks.signed(secret, "file-1", time.now(), file), new byte[] {1})))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void wants_event_types_to_fill_pushed_streams() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventFeed(
                        SOURCE,
                        Settings.of(SOURCE.settings(), Map.of("webhook-secret", secret.reveal())),
                        FakeSourceContext.of(new RecordedGateway(), time),
                        Map.of("order.paid", "orders"),
                        Set.of()))
                .withMessage("Source till has no pushed stream orders.");
    }
}
