package cockpit.plugin.jd;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.ChangeReader;
import cockpit.spi.source.ChangeReader.By;
import cockpit.spi.source.ChangeReader.ChangeList;
import cockpit.spi.source.ChangeReader.Slice;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shop's orders. An order that the platform splits lives on in its parts, each of which points to it: the parts count, and
 * with each of them comes a row that takes the whole out of the count for good, whichever is read first.
 */
final class Orders implements ChangeList {

    static final Stream STREAM = Stream.named("order", Text.of("店铺订单", "Shop orders"), Dataset.ORDER)
            .columns(
                    Column.text("orderId").as("order_no").asRequired(),
                    Column.count("revision").asRequired(),
                    Column.text("parentOrderId").as("parent_order_no"),
                    Column.instant("at").asRequired(),
                    Column.text("venderId").as("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.oneOf("status", OrderStates.STATUSES).asRequired(),
                    Column.yuan("orderTotalPrice").as("gross_fen"),
                    Column.yuan("orderSellerPrice").as("net_fen").asRequired(),
                    Column.yuan("orderPayment").as("paid_fen"),
                    Column.text("openIdBuyer").as("open_id"))
            .key("orderId")
            .newestBy("revision")
            .always("channel", "JD")
            .always("kind", "SALE")
            .pulledEvery(Duration.ofMinutes(1));

    static final String METHOD = "jingdong.pop.order.search";

    /** Largest page that the platform gives. */
    static final int PAGE_SIZE = 100;

    /** By creation the platform goes back two years and takes a month in one window; by change three months. */
    static final ChangeReader.Rules RULES = new ChangeReader.Rules(
            PAGE_SIZE,
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            Duration.ZERO,
            By.CREATION,
            Duration.ofDays(1),
            720,
            89,
            Jos.ZONE);

    static final String FIELDS = "orderId,parentOrderId,directParentOrderId,venderId,orderType,payType,orderTotalPrice,"
            + "orderSellerPrice,orderPayment,orderState,orderStartTime,paymentConfirmTime,orderEndTime,modified,openIdBuyer,"
            + "xidBuyer";

    /** Larger than any time: that an order was split never becomes untrue. */
    private static final long FOR_GOOD = 9_000_000_000_000_000L;

    private final Tokens tokens;
    private final String states;
    private final String orgUnit;

    Orders(Tokens tokens, String states, String orgUnit) {
        this.tokens = tokens;
        this.states = states;
        this.orgUnit = orgUnit;
    }

    /** What becomes of one order. */
    interface Reading {
        List<Row> rows(Json order);
    }

    @Override
    public Slice page(By by, Instant from, Instant to, long number) throws SourceFault, InterruptedException {
        return search(tokens, states, FIELDS, by, from, to, number, this::rows);
    }

    /** One page of orders. */
    static Slice search(
            Tokens tokens, String states, String fields, By by, Instant from, Instant to, long number, Reading reading)
            throws SourceFault, InterruptedException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("start_date", Jos.time(from));
        values.put("end_date", Jos.time(to));
        values.put("order_state", states);
        values.put("optional_fields", fields);
        values.put("source_id", "JOS");
        values.put("page", Long.toString(number));
        values.put("page_size", Integer.toString(PAGE_SIZE));
        values.put("sortType", "1");
        values.put("dateType", by == By.CREATION ? "1" : "0");
        Json body = tokens.call(METHOD, values);
        Json result = Jos.member(body, "searchorderinfoResult").isMissing()
                ? body.at("searchorderinfo_result")
                : Jos.member(body, "searchorderinfoResult");
        Jos.succeeded(result, Jos.member(result, "apiResult"), List.of());
        long total = Jos.member(result, "orderTotal")
                .integer()
                .orElseThrow(() -> Jos.shape("应答缺少 orderTotal", "the answer has no orderTotal"));
        List<Json> orders = Jos.member(result, "orderInfoList").elements();
        if (orders.isEmpty() && total > (number - 1) * PAGE_SIZE) {
            throw Jos.shape("应答缺少 orderInfoList", "the answer has no orderInfoList");
        }
        return new Slice(
                orders.stream().flatMap(order -> reading.rows(order).stream()).toList(), total);
    }

    /** The order that this one is a part of; the platform writes 0, or the order itself, where there is none. */
    static Optional<String> parent(Json order) {
        return Jos.text(order, "directParentOrderId")
                .filter(id -> isParent(id, order))
                .or(() -> Jos.text(order, "parentOrderId").filter(id -> isParent(id, order)));
    }

    private static boolean isParent(String id, Json order) {
        return !id.equals("0") && !id.equals(Jos.text(order, "orderId").orElse(""));
    }

    /** Grows with each change. */
    static Optional<Long> revision(Json order) {
        return Jos.instant(order, "modified")
                .map(text -> OffsetDateTime.parse(text).toEpochSecond());
    }

    private List<Row> rows(Json order) {
        OrderStates state = OrderStates.of(order);
        List<Row> rows = new ArrayList<>();
        parent(order).ifPresent(parent -> rows.add(split(order, parent, state)));
        Map<String, @Nullable Object> values = common(order, state, orgUnit);
        values.put("orderId", Jos.text(order, "orderId").orElse(null));
        values.put("revision", revision(order).orElse(null));
        values.put("parentOrderId", parent(order).orElse(null));
        values.put("status", state.status());
        values.put("orderTotalPrice", Jos.text(order, "orderTotalPrice").orElse(null));
        values.put("orderSellerPrice", net(order).orElse(null));
        values.put("orderPayment", Jos.text(order, "orderPayment").orElse(null));
        values.values().removeIf(Objects::isNull);
        rows.add(Row.of(values));
        return rows;
    }

    /** What the order brings: the total less the shop's discount; where the platform leaves it out, what is to be paid. */
    static Optional<String> net(Json order) {
        return Jos.text(order, "orderSellerPrice").or(() -> Jos.text(order, "orderPayment"));
    }

    static Map<String, @Nullable Object> common(Json order, OrderStates state, String orgUnit) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("at", state.at().orElse(null));
        values.put("venderId", Jos.text(order, "venderId").orElse("JD"));
        values.put("org_unit", orgUnit.isBlank() ? null : orgUnit);
        values.put(
                "openIdBuyer",
                Jos.text(order, "openIdBuyer")
                        .or(() -> Jos.text(order, "xidBuyer"))
                        .orElse(null));
        return values;
    }

    private Row split(Json part, String parent, OrderStates state) {
        Map<String, @Nullable Object> values = common(part, state, orgUnit);
        values.put("orderId", parent);
        values.put("revision", FOR_GOOD);
        values.put("status", "VOIDED");
        values.put("orderSellerPrice", "0.00");
        values.put("orderPayment", "0.00");
        values.values().removeIf(Objects::isNull);
        return Row.of(values);
    }

    static long forGood() {
        return FOR_GOOD;
    }
}
