package cockpit.core.ingest;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import java.util.Optional;

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

    /** A plugin's mishap, named by the plugin and by what it threw, never by a message that may quote data. */
    static Problem bug(String pluginId, Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        String where = trace.length == 0 ? "" : " (" + trace[0].getFileName() + ":" + trace[0].getLineNumber() + ")";
        String what = cause.getClass().getSimpleName() + where;
        return of(
                Fault.BUG,
                Text.of(
                        "插件 " + pluginId + " 出错：" + what + "。稍后自动重试；若持续出现，请把这句话发给插件作者。",
                        "The plugin " + pluginId + " failed: " + what
                                + ". It is tried again; if it persists, send this sentence to its author."));
    }
}
