package cockpit.simulator.world;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A purchase in an online shop. It is one row; what changes in it is written as the instants of the changes, epoch seconds, 0
 * for what never happens.
 *
 * @param shop where
 * @param number the shop's number
 * @param person who
 * @param voucher whether it is a voucher for a treatment, to be redeemed at a counter; otherwise goods that are sent
 * @param category which branch
 * @param lines what, at least one
 * @param grossFen list prices
 * @param netFen what is paid in all
 * @param createdAt ordered
 * @param depositFen paid at {@code depositAt} already, in a deposit sale
 * @param depositAt deposit paid
 * @param paidAt paid; in a deposit sale the rest
 * @param shippedAt sent, or the voucher issued
 * @param finishedAt received, or the voucher redeemed
 * @param closedAt closed: before payment if there is none, otherwise all given back
 * @param returns what the buyer wanted back
 * @param redeemed the counter's fact, for a voucher that was redeemed
 */
public record Purchase(
        Shop shop,
        String number,
        Person person,
        boolean voucher,
        Category category,
        List<Line> lines,
        long grossFen,
        long netFen,
        long createdAt,
        long depositFen,
        long depositAt,
        long paidAt,
        long shippedAt,
        long finishedAt,
        long closedAt,
        List<Return> returns,
        @Nullable Redemption redeemed) {

    /** No purchase changes later than so many days after the day on which it was made. */
    public static final int LIFE_DAYS = 47;

    /**
     * A line of a purchase; the lines add up to its amounts.
     *
     * @param itemCode catalogue number
     * @param itemName catalogue name
     * @param quantity pieces
     * @param listPriceFen a piece
     * @param netFen what is paid for the line
     */
    public record Line(String itemCode, String itemName, int quantity, long listPriceFen, long netFen) {}

    /**
     * Something that the buyer wanted back.
     *
     * @param number the shop's number
     * @param askedAt when
     * @param settledAt when it was decided
     * @param granted whether money was given back
     * @param amountFen how much
     * @param reason a word
     */
    public record Return(String number, long askedAt, long settledAt, boolean granted, long amountFen, String reason) {

        /** Whether the money is given back by an instant. */
        public boolean doneBy(long now) {
            return granted && settledAt <= now;
        }

        /** The last change by an instant. */
        public long modifiedAt(long now) {
            return settledAt <= now ? settledAt : askedAt;
        }
    }

    /** Whether something has happened by an instant. */
    public static boolean passed(long instant, long now) {
        return instant != 0 && instant <= now;
    }

    /** How long after payment JD splits an order for several goods, in seconds. */
    public static final int SPLIT_AFTER = 1800;

    /** How many orders it is by an instant: JD splits one for several goods into one for each. */
    public int orders(long now) {
        return shop == Shop.JD && lines.size() > 1 && passed(paidAt, now - SPLIT_AFTER) ? lines.size() : 1;
    }

    /** The last change by an instant. */
    public long modifiedAt(long now) {
        return LongStream.concat(
                        LongStream.of(createdAt, depositAt, paidAt, shippedAt, finishedAt, closedAt),
                        returns.stream().flatMapToLong(one -> LongStream.of(one.askedAt(), one.settledAt())))
                .filter(instant -> passed(instant, now))
                .max()
                .orElse(createdAt);
    }

    /** Whether all is paid by an instant. */
    public boolean paidBy(long now) {
        return passed(paidAt, now);
    }

    /** Whether only the deposit is paid by an instant, and the rest still expected. */
    public boolean depositBy(long now) {
        return passed(depositAt, now) && !paidBy(now) && !passed(closedAt, now);
    }

    /** What counts as sold by an instant. */
    public long soldFen(long now) {
        return paidBy(now) ? netFen : depositBy(now) ? depositFen : 0;
    }

    /** The day on which it counts: that of the payment, and that of the order while only the deposit is paid. */
    public int day(long now) {
        return Times.dayOf(paidBy(now) ? paidAt : createdAt);
    }

    /** What is given back by an instant. */
    public Stream<Return> returnedBy(long now) {
        return returns.stream().filter(one -> one.doneBy(now));
    }

    /** The shop's own name for the buyer: the same in all of a buyer's purchases there, and known nowhere else. */
    public String buyer() {
        long hash =
                Dice.hash(Dice.hash(Purpose.SHOP, shop.number()), person.code().hashCode());
        return "AAH" + Long.toUnsignedString(hash, 36) + Long.toUnsignedString(Dice.hash(hash, 1), 36);
    }
}
