package cockpit.spi.source.kit;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Reply;
import cockpit.spi.source.SourceFault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The faults that every HTTP interface has, in sentences that begin with the channel's name. Immutable. */
public final class ChannelFaults {

    private static final Duration USUAL_WAIT = Duration.ofMinutes(1);
    private static final BigDecimal LONGEST_WAIT_SECONDS = BigDecimal.valueOf(3600);
    private static final int QUOTED = 160;

    private final Text channel;

    /** @param channel name of the channel: {@code Text.of("腾讯广告", "Tencent Ads")} */
    public ChannelFaults(Text channel) {
        this.channel = channel;
    }

    /** A fault with one sentence, given without the channel's name and the full stop. */
    public SourceFault fault(Fault fault, String zh, String en) {
        return new SourceFault(fault, sentence(zh, en));
    }

    /** A limit was met. */
    public SourceFault limit(String zh, String en, Duration retryAfter) {
        return SourceFault.limit(sentence(zh, en), retryAfter);
    }

    /** An answer that does not have the promised shape. */
    public SourceFault shape(String zh, String en) {
        return fault(
                Fault.DATA,
                zh + "，请确认设置 host 指向正式接口，或升级本插件",
                en + "; make sure that host is the real interface, or update this plugin");
    }

    /**
     * Passes an answer that is worth reading.
     *
     * @throws SourceFault UPSTREAM for a status of 500 and above, LIMIT for 429, SETTINGS for 404
     */
    public void check(Reply reply) throws SourceFault {
        if (reply.status() >= 500) {
            throw fault(
                    Fault.UPSTREAM,
                    "服务暂时不可用（HTTP " + reply.status() + "），稍后自动重试",
                    "out of service (HTTP " + reply.status() + "); it is tried again by itself");
        }
        if (reply.status() == 429) {
            throw limit(
                    "请求过于频繁（HTTP 429），稍后自动继续",
                    "too many requests (HTTP 429); reading goes on by itself",
                    retryAfter(reply).orElse(USUAL_WAIT));
        }
        if (reply.status() == 404) {
            throw fault(
                    Fault.SETTINGS,
                    "接口不存在（HTTP 404），请检查设置 host",
                    "there is no such interface (HTTP 404); check the setting host");
        }
    }

    /** How long {@code Retry-After} asks to wait in seconds: from a second to an hour. */
    public static Optional<Duration> retryAfter(Reply reply) {
        return reply.header("Retry-After")
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,9}(\\.\\d{1,9})?"))
                .map(BigDecimal::new)
                .map(seconds -> seconds.min(LONGEST_WAIT_SECONDS).max(BigDecimal.ONE))
                .map(seconds -> Duration.ofMillis(seconds.movePointRight(3).longValue()));
    }

    /**
     * The channel's own words, fit for a sentence: short, on one line, without the given secrets and without phone
     * numbers.
     */
    public static String quoted(String words, List<Secret> hidden) {
        String text = words.replaceAll("\\p{Cntrl}+", " ").strip();
        for (Secret secret : hidden) {
            text = text.replace(secret.reveal(), "******");
        }
        text = text.replaceAll("(?<!\\d)1\\d{10}(?!\\d)", "***********");
        return text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
    }

    private Text sentence(String zh, String en) {
        return Text.of(channel.zh() + "：" + zh + "。", channel.en() + ": " + en + ".");
    }
}
