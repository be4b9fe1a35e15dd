package cockpit.simulator.ledger;

import cockpit.simulator.world.Fact;
import cockpit.simulator.world.OnlineShops;
import cockpit.simulator.world.Order;
import cockpit.simulator.world.Purchase;
import cockpit.simulator.world.Redemption;
import cockpit.simulator.world.Row;
import cockpit.simulator.world.Shop;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.World;
import java.util.ArrayList;
import java.util.List;

/** The generated world and what was rung up by hand, seen as one. */
public final class Truth {
    private final World world;
    private final Journal journal;

    /** Of a world and its journal. */
    public Truth(World world, Journal journal) {
        this.world = world;
        this.journal = journal;
    }

    /** The generated part. */
    public World world() {
        return world;
    }

    /** The part that was rung up by hand. */
    public Journal journal() {
        return journal;
    }

    /** The facts filed under a day, each in the newest revision that is visible at an instant. */
    public List<Row> rows(Stream stream, int day, long now) {
        List<Row> rows = new ArrayList<>();
        add(world.facts(stream, day), now, rows);
        add(journal.facts(stream, day), now, rows);
        return rows;
    }

    /**
     * The purchases that were made in an online shop on a day, by now: those of the world, and those whose copies and
     * redemptions were rung up at a till by hand.
     */
    public List<Purchase> purchases(Shop shop, int day, long now) {
        List<Purchase> made = new ArrayList<>();
        for (Purchase purchase : world.shops().made(shop, day)) {
            if (purchase.createdAt() <= now) {
                made.add(purchase);
            }
        }
        for (int business = day - 1; business <= day; business++) {
            for (Fact fact : journal.facts(Stream.ORDER, business)) {
                Order order = (Order) fact.first();
                if (order.copied()
                        && order.channel().name().equals(shop.name())
                        && order.openedAt() <= now
                        && Times.dayOf(order.openedAt()) == day) {
                    made.add(OnlineShops.ofOrder(shop, fact));
                }
            }
            for (Fact fact : journal.facts(Stream.REDEMPTION, business)) {
                Redemption redemption = (Redemption) fact.first();
                if (redemption.platform().name().equals(shop.name())
                        && redemption.at() <= now
                        && Times.dayOf(redemption.at()) == day) {
                    // nobody knew of it before, so it is bought at the counter
                    made.add(OnlineShops.ofRedemption(shop, redemption, redemption.at()));
                }
            }
        }
        return made;
    }

    private void add(List<Fact> facts, long now, List<Row> rows) {
        for (Fact fact : facts) {
            Row row = fact.at(now);
            if (row != null) {
                rows.add(journal.adjusted(row, now));
            }
        }
    }

    /**
     * The generated revisions of some kinds that become visible after one instant and not after another, in order.
     *
     * @param most a limit; the last second is always complete, so there can be a few more
     */
    public List<Row> between(List<Stream> streams, long after, long upTo, int most) {
        List<Row> found = new ArrayList<>();
        for (int day = Times.dayOf(after + 1); day <= Times.dayOf(upTo); day++) {
            List<Row> visible = world.visible(day);
            for (int index = firstAfter(visible, after); index < visible.size(); index++) {
                Row row = visible.get(index);
                if (row.visibleAt() > upTo) {
                    return found;
                }
                if (!streams.contains(row.stream())) {
                    continue;
                }
                if (found.size() >= most && row.visibleAt() > found.getLast().visibleAt()) {
                    return found;
                }
                found.add(journal.adjusted(row, row.visibleAt()));
            }
        }
        return found;
    }

    private static int firstAfter(List<Row> rows, long instant) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows.get(middle).visibleAt() <= instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
