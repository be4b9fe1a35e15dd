package cockpit.plugin.jd;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.ChangeReader.By;
import cockpit.spi.source.ChangeReader.ChangeList;
import cockpit.spi.source.ChangeReader.Slice;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the shop's orders, for what is sold. The platform names no line and no amount of a line: a line is an article of
 * an order, and the order's amount is shared by list price, to the fen. A gift has price 0 and a share of 0.
 */
final class OrderLines implements ChangeList {

    static final Stream STREAM = Stream.named("order_line", Text.of("订单明细", "Order lines"), Dataset.ORDER_LINE)
            .columns(
                    Column.text("orderId").as("order_no").asRequired(),
                    Column.text("skuId").as("line_no").asRequired(),
                    Column.count("revision").asRequired(),
                    Column.instant("at").asRequired(),
                    Column.text("venderId").as("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.text("wareId").as("item_id"),
                    Column.text("skuName").as("item_name"),
                    Column.oneOf("status", OrderStates.STATUSES).asRequired(),
                    Column.count("itemTotal").as("quantity"),
                    Column.fen("share").as("net_fen"),
                    Column.text("openIdBuyer").as("open_id"))
            .key("orderId", "skuId")
            .newestBy("revision")
            .always("channel", "JD")
            .pulledEvery(Duration.ofMinutes(10));

    private static final String FIELDS = Orders.FIELDS + ",itemInfoList,couponDetailList";

    private final Tokens tokens;
    private final String states;
    private final String orgUnit;

    OrderLines(Tokens tokens, String states, String orgUnit) {
        this.tokens = tokens;
        this.states = states;
        this.orgUnit = orgUnit;
    }

    @Override
    public Slice page(By by, Instant from, Instant to, long number) throws SourceFault, InterruptedException {
        return Orders.search(tokens, states, FIELDS, by, from, to, number, this::rows);
    }

    private record Article(Json item, BigInteger pieces, BigDecimal list) {}

    private List<Row> rows(Json order) {
        OrderStates state = OrderStates.of(order);
        // One article may stand on several lines of the platform, as a gift beside the sale above all.
        Map<String, Article> articles = new LinkedHashMap<>();
        for (Json item : Jos.member(order, "itemInfoList").elements()) {
            String sku = Jos.text(item, "skuId").orElse("");
            BigInteger pieces = number(Jos.text(item, "itemTotal")).toBigInteger();
            BigDecimal list = number(Jos.text(item, "jdPrice")).multiply(new BigDecimal(pieces));
            articles.merge(
                    sku,
                    new Article(item, pieces, list),
                    (one, other) -> new Article(
                            one.item(),
                            one.pieces().add(other.pieces()),
                            one.list().add(other.list())));
        }
        BigDecimal whole = articles.values().stream().map(Article::list).reduce(BigDecimal.ZERO, BigDecimal::add);
        long net = number(Orders.net(order)).movePointRight(2).longValue();
        List<Row> rows = new ArrayList<>();
        BigDecimal before = BigDecimal.ZERO;
        for (Map.Entry<String, Article> entry : articles.entrySet()) {
            Article article = entry.getValue();
            BigDecimal after = before.add(article.list());
            Map<String, @Nullable Object> values = Orders.common(order, state, orgUnit);
            values.put("orderId", Jos.text(order, "orderId").orElse(null));
            values.put("skuId", entry.getKey().isEmpty() ? null : entry.getKey());
            values.put("revision", Orders.revision(order).orElse(null));
            values.put("wareId", Jos.text(article.item(), "wareId").orElse(null));
            values.put("skuName", Jos.text(article.item(), "skuName").orElse(null));
            values.put("status", state.status());
            values.put("itemTotal", article.pieces());
            values.put("share", part(net, after, whole) - part(net, before, whole));
            values.values().removeIf(Objects::isNull);
            rows.add(Row.of(values));
            Orders.parent(order).ifPresent(parent -> rows.add(split(values, parent)));
            before = after;
        }
        return rows;
    }

    /** The first so many of the amount's fen: the lines' shares add up to it, whatever was rounded. */
    private static long part(long net, BigDecimal list, BigDecimal whole) {
        return whole.signum() == 0
                ? 0
                : BigDecimal.valueOf(net)
                        .multiply(list)
                        .divideToIntegralValue(whole)
                        .longValue();
    }

    private static Row split(Map<String, @Nullable Object> part, String parent) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(part);
        values.put("orderId", parent);
        values.put("revision", Orders.forGood());
        values.put("status", "VOIDED");
        values.put("itemTotal", BigInteger.ZERO);
        values.put("share", 0L);
        return Row.of(values);
    }

    private static BigDecimal number(Optional<String> text) {
        return text.filter(one -> one.matches("-?\\d{1,15}(\\.\\d{1,6})?"))
                .map(BigDecimal::new)
                .orElse(BigDecimal.ZERO);
    }
}
