package cockpit.plugin.tmall;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One open connection. Holds nothing that must survive it: the session is in the store, progress is in the cursors. */
final class TmallFeed implements Feed {

    private static final int REMIND_DAYS = 14;

    private final SourceContext context;
    private final String ends;
    private final Trades trades;
    private final ChangeReader orders;
    private final ChangeReader lines;
    private final ChangeReader refunds;
    private final Optional<Messages> messages;

    TmallFeed(Settings settings, SourceContext context) {
        this.context = context;
        Top top = new Top(
                context,
                settings.url(TmallSource.HOST),
                settings.text(TmallSource.APP_KEY),
                settings.secret(TmallSource.APP_SECRET),
                Signature.of(settings.text(TmallSource.SIGN_METHOD)));
        Sessions sessions = new Sessions(
                top,
                context,
                settings.secret(TmallSource.SESSION),
                settings.find(TmallSource.REFRESH_TOKEN).map(_ -> settings.secret(TmallSource.REFRESH_TOKEN)));
        this.ends = settings.find(TmallSource.SESSION_ENDS).orElse("").strip();
        String orgUnit = settings.find(TmallSource.ORG_UNIT).orElse("").strip();
        this.trades = new Trades(sessions, orgUnit);
        this.orders = new ChangeReader(Trades.STREAM, Trades.RULES, context, trades);
        this.lines = new ChangeReader(TradeLines.STREAM, Trades.RULES, context, new TradeLines(sessions, orgUnit));
        this.refunds = new ChangeReader(Refunds.STREAM, Trades.RULES, context, new Refunds(sessions, orgUnit));
        this.messages = settings.bool(TmallSource.MESSAGES)
                ? Optional.of(new Messages(sessions, context, trades))
                : Optional.empty();
    }

    @Override
    public Text check() throws SourceFault, InterruptedException {
        Optional<Text> reminder = reminder();
        Instant now = context.now();
        long changed = trades.page(By.CHANGE, now.minus(Duration.ofMinutes(30)), now, 1)
                .total();
        return Text.of(
                "已连接天猫店铺，最近 30 分钟有 " + changed + " 笔订单变更。"
                        + reminder.map(Text::zh).orElse(""),
                "Connected to the Tmall shop; " + changed + " trade(s) changed in the last 30 minutes."
                        + reminder.map(text -> " " + text.en()).orElse(""));
    }

    @Override
    public Page read(String stream, @Nullable String cursor) throws SourceFault, InterruptedException {
        if (stream.equals(Trades.STREAM.name())) {
            return messages.isPresent() ? messages.get().read(cursor, orders::read) : orders.read(inner(cursor));
        }
        if (stream.equals(TradeLines.STREAM.name())) {
            return lines.read(cursor);
        }
        if (stream.equals(Refunds.STREAM.name())) {
            return refunds.read(cursor);
        }
        throw new SourceFault(
                Fault.BUG, Text.of("天猫：没有数据流 " + stream + "。", "Tmall: there is no stream " + stream + "."));
    }

    /** A cursor of the time when messages were used, where they no longer are. */
    private static @Nullable String inner(@Nullable String cursor) {
        return cursor == null ? null : Messages.inner(cursor);
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
                            "天猫：设置 consent-until 应为 yyyy-MM-dd 格式的日期。",
                            "Tmall: setting consent-until must be a date such as 2026-12-31."));
        }
        long days = ChronoUnit.DAYS.between(context.now().atZone(Top.ZONE).toLocalDate(), last);
        return days > REMIND_DAYS
                ? Optional.empty()
                : Optional.of(Text.of(
                        "店铺授权将于 " + last + " 到期，请尽快重新授权。",
                        "The shop's consent ends on " + last + "; let it consent again soon."));
    }
}
