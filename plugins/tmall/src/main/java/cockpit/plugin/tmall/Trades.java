package cockpit.plugin.tmall;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shop's trades, by the time of their last change. */
final class Trades implements ChangeList {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    static final Stream STREAM = Stream.named("order", Text.of("店铺订单", "Trades"), Dataset.ORDER)
            .columns(
                    Column.text("tid").as("order_no").asRequired(),
                    Column.instant("modified").asRequired(),
                    Column.instant("at").asRequired(),
                    Column.text("seller_nick").as("account_id"),
                    Column.text("org_unit"),
                    Column.oneOf("status", TradeState.STATUSES).asRequired(),
                    Column.yuan("total_fee").as("gross_fen"),
                    Column.yuan("amount").as("net_fen").asRequired(),
                    Column.yuan("paid").as("paid_fen"),
                    Column.text("buyer_open_uid").as("open_id"))
            .key("tid")
            .newestBy("modified")
            .always("channel", "TMALL")
            .always("kind", "SALE")
            .pulledEvery(INTERVAL);

    /** Largest page that the platform gives. */
    static final int PAGE_SIZE = 100;

    /**
     * The platform gives changes of the last three months, a day at most in one window, and asks for half an hour. The
     * history goes by changes too, and not by the time of the order: a deposit sale that was ordered before the three months
     * and paid in them would be missed otherwise.
     */
    static final ChangeReader.Rules RULES = new ChangeReader.Rules(
            PAGE_SIZE,
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            Duration.ZERO,
            By.CHANGE,
            Duration.ofDays(1).minusSeconds(1),
            90,
            90,
            Top.ZONE);

    static final String METHOD = "taobao.trades.sold.increment.get";
    static final String ONE_METHOD = "taobao.trade.fullinfo.get";

    /** Only named fields come back. Names and addresses are not asked for. */
    static final String FIELDS = "tid,status,type,created,pay_time,end_time,modified,total_fee,payment,"
            + "seller_nick,buyer_open_uid,step_trade_status,step_paid_fee";

    private final Sessions sessions;
    private final String orgUnit;

    /** @param orgUnit what the shop's sales count for; empty for the whole company */
    Trades(Sessions sessions, String orgUnit) {
        this.sessions = sessions;
        this.orgUnit = orgUnit;
    }

    @Override
    public Slice page(By by, Instant from, Instant to, long number) throws SourceFault, InterruptedException {
        return slice(sessions, FIELDS, from, to, number, trade -> List.of(row(trade)));
    }

    /** What becomes of one trade. */
    interface Reading {
        List<Row> rows(Json trade);
    }

    /** One page of trades that changed in a window. */
    static Slice slice(Sessions sessions, String fields, Instant from, Instant to, long number, Reading reading)
            throws SourceFault, InterruptedException {
        Json body = sessions.call(
                METHOD,
                Map.of(
                        "fields",
                        fields,
                        "start_modified",
                        Top.time(from),
                        "end_modified",
                        Top.time(to),
                        "page_no",
                        Long.toString(number),
                        "page_size",
                        Integer.toString(PAGE_SIZE),
                        "use_has_next",
                        "false"));
        return slice(body, "trades", "trade", number, reading);
    }

    /** Checks that a page holds what it says. */
    static Slice slice(Json body, String plural, String singular, long number, Reading reading) throws SourceFault {
        long total = body.at("total_results")
                .integer()
                .orElseThrow(() -> Top.shape("应答缺少 total_results", "the answer has no total_results"));
        List<Json> list = Top.list(body, plural, singular);
        if (list.isEmpty() && total > (number - 1) * PAGE_SIZE) {
            throw Top.shape("应答缺少 " + plural, "the answer has no " + plural);
        }
        return new Slice(
                list.stream().flatMap(one -> reading.rows(one).stream()).toList(), total);
    }

    Row row(Json trade) {
        TradeState state = TradeState.of(trade);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("tid", trade.at("tid").text().orElse(null));
        values.put("modified", Top.instant(trade.at("modified")).orElse(null));
        values.put("at", state.at().orElse(null));
        values.put("seller_nick", trade.at("seller_nick").text().orElse(null));
        values.put("org_unit", orgUnit.isBlank() ? null : orgUnit);
        values.put("status", state.status());
        values.put("total_fee", trade.at("total_fee").text().orElse(null));
        values.put("amount", state.amount().orElse(null));
        values.put("paid", state.paid().orElse(null));
        values.put("buyer_open_uid", trade.at("buyer_open_uid").text().orElse(null));
        values.values().removeIf(Objects::isNull);
        return Row.of(values);
    }

    /** One trade by its number; empty where the platform does not know it. */
    Optional<Row> one(String tid) throws SourceFault, InterruptedException {
        Json trade =
                sessions.call(ONE_METHOD, Map.of("fields", FIELDS, "tid", tid)).at("trade");
        return trade.isObject() ? Optional.of(row(trade)) : Optional.empty();
    }
}
