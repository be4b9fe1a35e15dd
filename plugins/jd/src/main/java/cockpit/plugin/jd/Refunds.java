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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the shop has given back through after-sales. Only services that ended with money are facts, on the day when they did.
 * That there is such a list is sure; the names below are from memory, and this is the one place to correct them.
 */
final class Refunds implements ChangeList {

    static final String METHOD = "jingdong.asc.query.list";

    static final Stream STREAM = Stream.named("refund", Text.of("售后退款", "After-sales refunds"), Dataset.REFUND)
            .columns(
                    Column.text("serviceId").as("refund_no").asRequired(),
                    Column.count("earlier").asRequired(),
                    Column.text("orderId").as("order_no"),
                    Column.instant("updateDate").as("at").asRequired(),
                    Column.text("venderId").as("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.yuan("refundAmount").as("amount_fen").asRequired(),
                    Column.text("reason"))
            .key("serviceId")
            .newestBy("earlier")
            .always("channel", "JD")
            .pulledEvery(Duration.ofMinutes(2));

    static final ChangeReader.Rules RULES = new ChangeReader.Rules(
            Orders.PAGE_SIZE,
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            Duration.ZERO,
            By.CHANGE,
            Duration.ofDays(1),
            89,
            89,
            Jos.ZONE);

    private static final String RESULT = "pageResult";
    private static final String TOTAL = "totalCount";
    private static final String LIST = "data";
    private static final String STATUS = "serviceStatus";
    private static final String REFUNDED = "REFUNDED";

    private final Tokens tokens;
    private final String orgUnit;

    Refunds(Tokens tokens, String orgUnit) {
        this.tokens = tokens;
        this.orgUnit = orgUnit;
    }

    @Override
    public Slice page(By by, Instant from, Instant to, long number) throws SourceFault, InterruptedException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("updateTimeBegin", Jos.time(from));
        values.put("updateTimeEnd", Jos.time(to));
        values.put("pageNumber", Long.toString(number));
        values.put("pageSize", Integer.toString(Orders.PAGE_SIZE));
        Json result = tokens.call(METHOD, values).at(RESULT);
        Jos.succeeded(result, result, List.of());
        long total =
                result.at(TOTAL).integer().orElseThrow(() -> Jos.shape("应答缺少 " + TOTAL, "the answer has no " + TOTAL));
        List<Json> services = result.at(LIST).elements();
        if (services.isEmpty() && total > (number - 1) * Orders.PAGE_SIZE) {
            throw Jos.shape("应答缺少 " + LIST, "the answer has no " + LIST);
        }
        return new Slice(services.stream().flatMap(one -> rows(one).stream()).toList(), total);
    }

    private List<Row> rows(Json service) {
        if (Jos.text(service, STATUS).filter(REFUNDED::equals).isEmpty()) {
            return List.of();
        }
        Optional<String> changed = Jos.instant(service, "updateDate");
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("serviceId", Jos.text(service, "serviceId").orElse(null));
        // Grows the earlier the change: the first success that was seen is never overwritten by a later remark.
        values.put(
                "earlier",
                changed.map(text -> -OffsetDateTime.parse(text).toEpochSecond()).orElse(null));
        values.put("orderId", Jos.text(service, "orderId").orElse(null));
        values.put("updateDate", changed.orElse(null));
        values.put("venderId", Jos.text(service, "venderId").orElse("JD"));
        values.put("org_unit", orgUnit.isBlank() ? null : orgUnit);
        values.put("refundAmount", Jos.text(service, "refundAmount").orElse(null));
        values.put("reason", Jos.text(service, "reason").orElse(null));
        values.values().removeIf(Objects::isNull);
        return List.of(Row.of(values));
    }
}
