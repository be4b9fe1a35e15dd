package cockpit.plugin.jd;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Secret;
import cockpit.spi.Settings;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Page;
import cockpit.spi.source.Request;
import cockpit.spi.source.Row;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reading a shop at JD")
class OrderReadingTest {

    private final RecordedGateway channel =
            new RecordedGateway().allow("api.jd.com").on(Jos.PATH, JdContractTest::recorded);
    private final MovableTime time = MovableTime.at("2026-03-02T10:00:00+08:00");

    /** The rows that the warehouse keeps: of each key the newest, the last of equals. */
    private Map<List<Object>, Row> read(String stream, String version, String... key) throws Exception {
        JdSource source = new JdSource();
        Map<List<Object>, Row> kept = new LinkedHashMap<>();
        try (Feed feed = source.open(
                Settings.of(source.describe().settings(), JdContractTest.SETTINGS),
                FakeSourceContext.of(channel, time).withHistoryDays(3))) {
            String cursor = null;
            Page page;
            do {
                page = feed.read(stream, cursor);
                cursor = page.next();
                for (Row row : page.rows()) {
                    List<Object> id = java.util.Arrays.stream(key)
                            .map(name -> (Object) String.valueOf(row.values().get(name)))
                            .toList();
                    kept.merge(id, row, (one, other) -> number(other, version) >= number(one, version) ? other : one);
                }
            } while (page.more());
        }
        return kept;
    }

    private static long number(Row row, String column) {
        return row.values().get(column) instanceof Long value ? value : Long.MIN_VALUE;
    }

    private static Object value(Map<List<Object>, Row> rows, String column, Object... key) {
        Row row = rows.get(List.of(key));
        assertThat(row).as("the row %s", List.of(key)).isNotNull();
        return String.valueOf(row.values().get(column));
    }

    @Test
    @DisplayName("signs as the sheet's vector says")
    void the_signature() {
        String json =
                "{\"start_date\":\"2026-03-01 00:00:00\",\"end_date\":\"2026-03-02 00:00:00\",\"order_state\":\"FINISHED_L\","
                        + "\"optional_fields\":\"orderId,orderState,orderPayment,modified\",\"source_id\":\"JOS\",\"page\":\"1\","
                        + "\"page_size\":\"50\",\"sortType\":1,\"dateType\":0}";
        assertThat(Jos.sign(
                        Map.of(
                                "app_key", "APPKEY1",
                                "access_token", "TOKEN1",
                                "timestamp", "2026-03-02 08:00:00",
                                "v", "2.0",
                                "method", "jingdong.pop.order.search",
                                "360buy_param_json", json),
                        Secret.of("SECRET1")))
                .isEqualTo("A66EA5EEEF1E21D52A7AC0D5487AAE1A");
    }

    @Test
    @DisplayName("a split order counts once, in its parts, whichever is read first and however often")
    void a_split_order() throws Exception {
        Map<List<Object>, Row> orders = read("order", "revision", "orderId");
        assertThat(value(orders, "status", "290011113000")).isEqualTo("VOIDED");
        assertThat(value(orders, "orderSellerPrice", "290011113000")).isEqualTo("0.00");
        assertThat(value(orders, "orderSellerPrice", "290011113001")).isEqualTo("100.00");
        assertThat(value(orders, "orderSellerPrice", "290011113002"))
                .as("in the older spelling")
                .isEqualTo("200.00");
        assertThat(value(orders, "parentOrderId", "290011113002")).isEqualTo("290011113000");
        Map<List<Object>, Row> lines = read("order_line", "revision", "orderId", "skuId");
        assertThat(value(lines, "share", "290011113000", "1003")).isEqualTo("0");
        assertThat(value(lines, "share", "290011113002", "1003")).isEqualTo("20000");
    }

    @Test
    @DisplayName("an order counts with its total less the shop's discount, shared among its articles to the fen")
    void amounts() throws Exception {
        Map<List<Object>, Row> orders = read("order", "revision", "orderId");
        assertThat(value(orders, "orderSellerPrice", "290011112222")).isEqualTo("398.00");
        assertThat(value(orders, "at", "290011112222")).isEqualTo("2026-03-01T10:01:00+08:00");
        Map<List<Object>, Row> lines = read("order_line", "revision", "orderId", "skuId");
        assertThat(value(lines, "share", "290011112222", "1001")).isEqualTo("39800");
        assertThat(value(lines, "share", "290011112222", "1002")).as("a gift").isEqualTo("0");
    }

    @Test
    @DisplayName(
            "an order that is cancelled after payment keeps its day; the money is a fact of the day of the cancellation")
    void cancellations() throws Exception {
        Map<List<Object>, Row> orders = read("order", "revision", "orderId");
        assertThat(value(orders, "status", "290011114000")).isEqualTo("REFUNDED");
        assertThat(value(orders, "at", "290011114000")).isEqualTo("2026-02-20T11:01:00+08:00");
        Map<List<Object>, Row> cancelled = read("cancellation", "earlier", "refund_no");
        assertThat(cancelled).hasSize(1);
        assertThat(value(cancelled, "modified", "CANCELLED-290011114000")).isEqualTo("2026-03-01T12:00:00+08:00");
        assertThat(value(cancelled, "orderSellerPrice", "CANCELLED-290011114000"))
                .isEqualTo("99.00");
    }

    @Test
    @DisplayName("only a service that ended with money is a refund")
    void refunds() throws Exception {
        Map<List<Object>, Row> refunds = read("refund", "earlier", "serviceId");
        assertThat(refunds).hasSize(1);
        assertThat(value(refunds, "refundAmount", "7001")).isEqualTo("40.00");
    }

    @Test
    @DisplayName("page numbers are texts, and what is signed is what is sent")
    void the_request() throws Exception {
        read("order", "revision", "orderId");
        Request request = channel.requests().getFirst();
        Map<String, String> form = JdContractTest.form(request);
        assertThat(form.get("360buy_param_json")).contains("\"page\":\"1\",\"page_size\":\"100\"");
        assertThat(form.get("sign")).isEqualTo(Jos.sign(form, Secret.of("invented-app-secret")));
    }
}
