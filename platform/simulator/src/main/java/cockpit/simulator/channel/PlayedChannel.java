package cockpit.simulator.channel;

import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Web;
import cockpit.simulator.world.AdPlatform;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A channel, played over its wire protocol below the path {@code /WORD}, its target's word: the base address that a
 * connection's host setting names. Safe for use by several threads.
 */
public interface PlayedChannel {

    /** Names it in addresses, troubles, the ledger and the state file. */
    Target target();

    /** The ad platform that it is, if it is one: the ledger of all channels then counts what it spends and brings. */
    default Optional<AdPlatform> platform() {
        return Optional.empty();
    }

    /** Answers from now on. */
    void serve(Web web);

    /** All access tokens run out at once. */
    void expireTokens();

    /** The consent is withdrawn: no token works until {@link #grant()}. */
    void revokeTokens();

    /** Consent is given again; tells what an admin would enter, if anything new. */
    ObjectNode grant();

    /**
     * The truth of this channel, as a connector that has read everything must have stored it in the warehouse:
     * {@code {"lead":{"rows":812},"ad_report":{"rows":9120,"spend_fen":1234500}}}. Keys are the codes of the datasets that the
     * connector fills, {@code rows} how many rows of it lie in the days, every further key the sum of the column of that name.
     * One harness compares all channels by it.
     *
     * @param from first day, epoch day
     * @param to last day, epoch day
     * @param now what the channel would show at this instant, epoch second
     */
    ObjectNode ledger(int from, int to, long now);

    /** Whether it calls back about changes, which begins with {@link #callBack}. */
    default boolean callsBack() {
        return false;
    }

    /** Says where to call back; the address is verified first, as the channel does it. */
    default void callBack(URI hook) {
        throw new IllegalArgumentException(target().word() + " calls nobody back");
    }

    /** How the callbacks stand; empty for a channel without. */
    default ObjectNode status() {
        return Json.object();
    }

    /** Ends its threads. */
    default void close() {}

    /** What must outlive a restart: tokens, above all. */
    ObjectNode save();

    /** What a former run had saved. */
    void restore(JsonNode saved);
}
