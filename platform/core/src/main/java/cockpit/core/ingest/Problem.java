package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is wrong with a connection or a stream.
 *
 * @param fault who must act; empty if nobody of those, such as a warehouse that is down
 * @param stops whether it is not tried again by itself
 */
record Problem(Optional<Fault> fault, Text sentence, boolean stops) {

    static Problem of(Fault fault, Text sentence) {
        return new Problem(Optional.of(fault), sentence, fault == Fault.SETTINGS || fault == Fault.ACCESS);
    }

    /** A plugin's mishap, named by the plugin and by what it threw where, never by a message that may quote data. */
    static Problem bug(String pluginId, Throwable cause) {
        String where = Arrays.stream(cause.getStackTrace())
                .filter(frame -> frame.getModuleName() == null)
                .findFirst()
                .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElse("");
        String what = cause.getClass().getSimpleName() + where;
        return of(
                Fault.BUG,
                Text.of(
                        "插件 " + pluginId + " 出错：" + what + "。稍后自动重试；若持续出现，请把这句话发给插件作者。",
                        "The plugin " + pluginId + " failed: " + what
                                + ". It is tried again; if it persists, send this sentence to its author."));
    }

    /** A throwable for the log: types and places without messages, since a plugin's message may quote data or a secret. */
    static String trace(Throwable cause) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (Throwable one = cause; one != null && depth < 5; one = one.getCause(), depth++) {
            text.append(depth == 0 ? "" : " caused by ").append(one.getClass().getName());
            text.append(Arrays.stream(one.getStackTrace())
                    .limit(12)
                    .map(frame -> "\n\tat " + frame)
                    .collect(Collectors.joining()));
        }
        return text.toString();
    }
}
