package cockpit.plugin.tmall;

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
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines of the shop's trades, for what is sold; a line keeps its amount after a refund. */
final class TradeLines implements ChangeList {

    static final Stream STREAM = Stream.named("order_line", Text.of("订单明细", "Trade lines"), Dataset.ORDER_LINE)
            .columns(
                    Column.text("oid").as("line_no").asRequired(),
                    Column.text("tid").as("order_no").asRequired(),
                    Column.instant("modified").asRequired(),
                    Column.instant("at").asRequired(),
                    Column.text("seller_nick").as("account_id"),
                    Column.text("org_unit"),
                    Column.text("num_iid").as("item_id"),
                    Column.text("title").as("item_name"),
                    Column.oneOf("status", TradeState.STATUSES).asRequired(),
                    Column.count("num").as("quantity"),
                    Column.yuan("divide_order_fee").as("net_fen"),
                    Column.text("buyer_open_uid").as("open_id"))
            .key("oid")
            .newestBy("modified")
            .always("channel", "TMALL")
            .pulledEvery(Duration.ofMinutes(10));

    private static final String FIELDS = Trades.FIELDS + ",orders";

    private final Sessions sessions;
    private final String orgUnit;

    TradeLines(Sessions sessions, String orgUnit) {
        this.sessions = sessions;
        this.orgUnit = orgUnit;
    }

    @Override
    public Slice page(By by, Instant from, Instant to, long number) throws SourceFault, InterruptedException {
        return Trades.slice(sessions, FIELDS, from, to, number, this::rows);
    }

    private List<Row> rows(Json trade) {
        TradeState state = TradeState.of(trade);
        return Top.list(trade, "orders", "order").stream()
                .map(line -> {
                    Map<String, @Nullable Object> values = new LinkedHashMap<>();
                    values.put("oid", line.at("oid").text().orElse(null));
                    values.put("tid", trade.at("tid").text().orElse(null));
                    values.put("modified", Top.instant(trade.at("modified")).orElse(null));
                    values.put("at", state.at().orElse(null));
                    values.put("seller_nick", trade.at("seller_nick").text().orElse(null));
                    values.put("org_unit", orgUnit.isBlank() ? null : orgUnit);
                    values.put("num_iid", line.at("num_iid").text().orElse(null));
                    values.put("title", line.at("title").text().orElse(null));
                    values.put("status", state.status());
                    values.put("num", line.at("num").text().orElse(null));
                    // What the line brings after the trade's discounts are shared; older answers lack it.
                    values.put(
                            "divide_order_fee",
                            line.at("divide_order_fee")
                                    .text()
                                    .or(() -> line.at("payment").text())
                                    .orElse(null));
                    values.put(
                            "buyer_open_uid", trade.at("buyer_open_uid").text().orElse(null));
                    values.values().removeIf(Objects::isNull);
                    return Row.of(values);
                })
                .toList();
    }
}
