package cockpit.simulator.world;

import org.jspecify.annotations.Nullable;

/**
 * A refund; it counts on its own day.
 *
 * @param person the member, if any
 * @param store where
 * @param number within the store
 * @param orderNo the order
 * @param lineNo the order's line, 0 for the whole order
 * @param amountFen given back
 * @param at epoch seconds
 * @param visibleAt when a till that was offline had sent it
 * @param reason a word
 * @param method how it was paid
 * @param channel where the order was sold
 * @param sourceRef the number that the selling platform gave the order
 */
public record Refund(
        @Nullable Person person,
        Store store,
        String number,
        String orderNo,
        int lineNo,
        long amountFen,
        long at,
        long visibleAt,
        String reason,
        String method,
        Order.Outlet channel,
        @Nullable String sourceRef)
        implements Row {

    @Override
    public Stream stream() {
        return Stream.REFUND;
    }

    @Override
    public String key() {
        return store.code() + "/" + number;
    }

    @Override
    public long revision() {
        return at * 1000;
    }

    @Override
    public int day() {
        return Times.businessDay(at);
    }

    @Override
    public String channelName() {
        return channel.name();
    }
}
