package cockpit.plugin.jd;

import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.ChangeReader;
import cockpit.spi.source.ChangeReader.By;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Page;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One open connection. Holds nothing that must survive it: the token is in the store, progress is in the cursors. */
final class JdFeed implements Feed {

    private static final int REMIND_DAYS = 3;

    private final SourceContext context;
    private final String ends;
    private final Orders orders;
    private final Map<String, ChangeReader> readers;

    JdFeed(Settings settings, SourceContext context) {
        this.context = context;
        Jos jos = new Jos(
                context,
                settings.url(JdSource.HOST),
                settings.url(JdSource.AUTH_HOST),
                settings.text(JdSource.APP_KEY),
                settings.secret(JdSource.APP_SECRET));
        Tokens tokens = new Tokens(
                jos,
                context,
                settings.secret(JdSource.ACCESS_TOKEN),
                settings.find(JdSource.REFRESH_TOKEN).map(_ -> settings.secret(JdSource.REFRESH_TOKEN)));
        this.ends = settings.text(JdSource.CONSENT_UNTIL).strip();
        String states = settings.text(JdSource.ORDER_STATES).strip();
        String orgUnit = settings.text(JdSource.ORG_UNIT).strip();
        this.orders = new Orders(tokens, states, orgUnit);
        this.readers = Map.of(
                Orders.STREAM.name(),
                new ChangeReader(Orders.STREAM, Orders.RULES, context, orders),
                OrderLines.STREAM.name(),
                new ChangeReader(OrderLines.STREAM, Orders.RULES, context, new OrderLines(tokens, states, orgUnit)),
                Cancellations.STREAM.name(),
                new ChangeReader(Cancellations.STREAM, Refunds.RULES, context, new Cancellations(tokens, orgUnit)),
                Refunds.STREAM.name(),
                new ChangeReader(Refunds.STREAM, Refunds.RULES, context, new Refunds(tokens, orgUnit)));
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        Optional<Text> reminder = reminder();
        Instant now = context.now();
        long changed = orders.page(By.CHANGE, now.minus(Duration.ofMinutes(30)), now, 1)
                .total();
        return Text.of(
                "已连接京东店铺，最近 30 分钟有 " + changed + " 笔订单变更。"
                        + reminder.map(Text::zh).orElse(""),
                "Connected to the JD shop; " + changed + " order(s) changed in the last 30 minutes."
                        + reminder.map(text -> " " + text.en()).orElse(""));
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        ChangeReader reader = readers.get(stream);
        if (reader == null) {
            throw new SourceFault(
                    Fault.BUG, Text.of("京东：没有数据流 " + stream + "。", "JD: there is no stream " + stream + "."));
        }
        return reader.read(cursor);
    }

    private Optional<Text> reminder() throws SourceFault {
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        LocalDate last;
        try {
            last = LocalDate.parse(ends);
        } catch (DateTimeException _) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "京东：设置 consent-until 应为 yyyy-MM-dd 格式的日期。",
                            "JD: setting consent-until must be a date such as 2026-12-31."));
        }
        long days = ChronoUnit.DAYS.between(context.now().atZone(Jos.ZONE).toLocalDate(), last);
        return days > REMIND_DAYS
                ? Optional.empty()
                : Optional.of(Text.of(
                        "商家授权将于 " + last + " 到期，请尽快重新授权。",
                        "The merchant's consent ends on " + last + "; consent again soon."));
    }
}
