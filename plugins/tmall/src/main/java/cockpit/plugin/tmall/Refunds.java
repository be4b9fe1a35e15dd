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
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The money that the shop has given back. A refund is a fact of the day on which it succeeded: requests that are open or
 * refused are none. The platform names no time of success but the last change, so the first one that is seen after it holds,
 * whatever is written into the refund later.
 */
final class Refunds implements ChangeList {

    static final Stream STREAM = Stream.named("refund", Text.of("店铺退款", "Shop refunds"), Dataset.REFUND)
            .columns(
                    Column.text("refund_id").as("refund_no").asRequired(),
                    Column.count("earlier").asRequired(),
                    Column.text("tid").as("order_no"),
                    Column.instant("modified").as("at").asRequired(),
                    Column.text("seller_nick").as("account_id"),
                    Column.text("org_unit"),
                    Column.yuan("refund_fee").as("amount_fen").asRequired(),
                    Column.text("reason"))
            .key("refund_id")
            .newestBy("earlier")
            .always("channel", "TMALL")
            .pulledEvery(Duration.ofMinutes(1));

    static final String METHOD = "taobao.refunds.receive.get";

    private static final String FIELDS = "refund_id,tid,oid,refund_fee,status,created,modified,reason,seller_nick";
    private static final String SUCCESS = "SUCCESS";

    private final Sessions sessions;
    private final String orgUnit;

    Refunds(Sessions sessions, String orgUnit) {
        this.sessions = sessions;
        this.orgUnit = orgUnit;
    }

    @Override
    public Slice page(By by, Instant from, Instant to, long number) throws SourceFault, InterruptedException {
        Json body = sessions.call(
                METHOD,
                Map.of(
                        "fields",
                        FIELDS,
                        "start_modified",
                        Top.time(from),
                        "end_modified",
                        Top.time(to),
                        "page_no",
                        Long.toString(number),
                        "page_size",
                        Integer.toString(Trades.PAGE_SIZE),
                        "use_has_next",
                        "false"));
        return Trades.slice(body, "refunds", "refund", number, this::rows);
    }

    private List<Row> rows(Json refund) {
        if (refund.at("status").text().filter(SUCCESS::equals).isEmpty()) {
            return List.of();
        }
        Optional<String> modified = Top.instant(refund.at("modified"));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("refund_id", refund.at("refund_id").text().orElse(null));
        // Grows the earlier the change: the first success that was seen is never overwritten by a later remark.
        values.put(
                "earlier",
                modified.map(text -> -OffsetDateTime.parse(text).toEpochSecond())
                        .orElse(null));
        values.put("tid", refund.at("tid").text().orElse(null));
        values.put("modified", modified.orElse(null));
        values.put("seller_nick", refund.at("seller_nick").text().orElse(null));
        values.put("org_unit", orgUnit.isBlank() ? null : orgUnit);
        values.put("refund_fee", refund.at("refund_fee").text().orElse(null));
        values.put("reason", refund.at("reason").text().orElse(null));
        values.values().removeIf(Objects::isNull);
        return List.of(Row.of(values));
    }
}
