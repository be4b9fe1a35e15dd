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
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Orders that were cancelled after they were paid: the money goes back without a service of after-sales. It is a fact of the
 * day of the cancellation, as the first change that is seen after it says; the order keeps its day.
 */
final class Cancellations implements ChangeList {

    static final Stream STREAM = Stream.named("cancellation", Text.of("付款后取消", "Paid cancellations"), Dataset.REFUND)
            .columns(
                    Column.text("orderId").as("order_no").asRequired(),
                    Column.text("refund_no").asRequired(),
                    Column.count("earlier").asRequired(),
                    Column.instant("modified").as("at").asRequired(),
                    Column.text("venderId").as("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.yuan("orderSellerPrice").as("amount_fen").asRequired(),
                    Column.text("reason"),
                    Column.text("openIdBuyer").as("open_id"))
            .key("refund_no")
            .newestBy("earlier")
            .always("channel", "JD")
            .pulledEvery(Duration.ofMinutes(2));

    private final Tokens tokens;
    private final String orgUnit;

    Cancellations(Tokens tokens, String orgUnit) {
        this.tokens = tokens;
        this.orgUnit = orgUnit;
    }

    @Override
    public Slice page(By by, Instant from, Instant to, long number) throws SourceFault, InterruptedException {
        return Orders.search(tokens, OrderStates.CANCELLED, Orders.FIELDS, by, from, to, number, this::rows);
    }

    private List<Row> rows(Json order) {
        OrderStates state = OrderStates.of(order);
        if (!state.status().equals("REFUNDED")) {
            return List.of();
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(Orders.common(order, state, orgUnit));
        values.remove("at");
        values.put("orderId", Jos.text(order, "orderId").orElse(null));
        values.put(
                "refund_no",
                Jos.text(order, "orderId").map(id -> "CANCELLED-" + id).orElse(null));
        values.put("earlier", Orders.revision(order).map(revision -> -revision).orElse(null));
        values.put("modified", Jos.instant(order, "modified").orElse(null));
        values.put("orderSellerPrice", Orders.net(order).orElse(null));
        values.put("reason", "CANCELLED");
        values.values().removeIf(Objects::isNull);
        return List.of(Row.of(values));
    }
}
