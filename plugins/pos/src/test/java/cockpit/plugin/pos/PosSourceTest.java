package cockpit.plugin.pos;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Secret;
import cockpit.spi.Settings;
import cockpit.spi.data.Column;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Row;
import cockpit.spi.source.Stream;
import cockpit.spi.source.WebhookFeed;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RowCheck;
import cockpit.testkit.source.Webhooks;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An event of the tills")
class PosSourceTest {

    private final MovableTime time = MovableTime.at("2026-03-01T16:00:00+08:00");
    private final DataSource source = new PosSource();

    private Row pushed(String stream, String body) throws Exception {
        Settings settings = Settings.of(source.describe().settings(), Map.of("webhook-secret", PosContractTest.SECRET));
        try (WebhookFeed feed =
                (WebhookFeed) source.open(settings, FakeSourceContext.of(new RecordedGateway(), time))) {
            return feed.receive(Webhooks.signed(Secret.of(PosContractTest.SECRET), "evt-1", time.now(), body))
                    .rows()
                    .getOrDefault(stream, java.util.List.of())
                    .getFirst();
        }
    }

    private Stream stream(String name) {
        return source.describe().stream(name).orElseThrow();
    }

    @Test
    @DisplayName("brings the order's own columns and leaves lines and payments")
    void an_order_brings_its_columns() throws Exception {
        assertThat(pushed("order", PosContractTest.PAID).values())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("store_id", "S001"),
                        Map.entry("order_no", "S001-20260301-0042"),
                        Map.entry("revision", 3L),
                        Map.entry("business_date", "2026-03-01"),
                        Map.entry("paid_at", "2026-03-01T15:20:44+08:00"),
                        Map.entry("status", "PAID"),
                        Map.entry("channel", "DOUYIN"),
                        Map.entry("kind", "SALE"),
                        Map.entry("source_ref", "8001234567890"),
                        Map.entry("gross_fen", 136000L),
                        Map.entry("net_fen", 119800L),
                        Map.entry("paid_fen", 119800L),
                        Map.entry("member_id", "M10086"),
                        Map.entry("phone", "13800138000")));
    }

    @Test
    @DisplayName("says where a row came from")
    void a_row_says_where_it_came_from() throws Exception {
        assertThat(pushed("order", PosContractTest.PAID).origin()).isEqualTo("order.paid, webhook-id evt-1");
    }

    @Test
    @DisplayName("with a status that nobody knows does not fit")
    void an_unknown_status_does_not_fit() throws Exception {
        Row row = pushed("order", PosContractTest.PAID.replace("\"PAID\"", "\"SOLD\""));
        assertThat(RowCheck.problems(stream("order"), row))
                .containsExactly("Stream order, column status: a value is none of OPEN, PAID, PARTLY_REFUNDED,"
                        + " REFUNDED, VOIDED, REOPENED.");
    }

    @Test
    @DisplayName("fills the accounting day from the business date, never from the time of payment")
    void the_business_date_is_the_day() {
        assertThat(stream("order").column("business_date").map(Column::target)).contains("day");
        assertThat(stream("order").column("business_date").map(Column::required))
                .contains(true);
    }

    @Test
    @DisplayName("is older or newer by its revision")
    void revisions_decide() {
        assertThat(stream("order").version()).contains("revision");
        assertThat(stream("redemption").version()).contains("revision");
        assertThat(stream("refund").version()).isEmpty();
    }
}
