package cockpit.simulator.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order of the till at one of its revisions. Net = gross - discount + rounding.
 *
 * @param person the member, if any
 * @param store where
 * @param number number within the store
 * @param related the order that this one replaces after a re-settlement
 * @param businessDay the till's day, which ends at 04:00
 * @param openedAt epoch seconds
 * @param paidAt epoch seconds
 * @param updatedAt instant of this revision
 * @param visibleAt when a till that was offline had sent it
 * @param status at this revision
 * @param channel where it was sold
 * @param kind only {@link Kind#SALE} is revenue
 * @param grossFen list prices
 * @param discountFen taken off
 * @param roundingFen zero or less
 * @param netFen what was to be paid, and was
 * @param refundedFen given back up to this revision
 * @param category what was bought
 * @param basketSeed stands for the lines; 0 for a single line
 * @param salesperson number of the member of staff
 * @param prepaidFen part of the net amount that a voucher paid which a platform had sold before
 * @param platformOrder the platform's number for the sale of that voucher, if any
 */
public record Order(
        @Nullable Person person,
        Store store,
        String number,
        @Nullable String related,
        int businessDay,
        long openedAt,
        long paidAt,
        long updatedAt,
        long visibleAt,
        Status status,
        Outlet channel,
        Kind kind,
        long grossFen,
        long discountFen,
        long roundingFen,
        long netFen,
        long refundedFen,
        Category category,
        long basketSeed,
        int salesperson,
        long prepaidFen,
        @Nullable String platformOrder)
        implements Row {

    /** State of an order. */
    public enum Status {
        /** Not paid yet. */
        OPEN,
        /** Paid. */
        PAID,
        /** Some of it given back. */
        PARTLY_REFUNDED,
        /** All of it given back. */
        REFUNDED,
        /** Does not count. */
        VOIDED,
        /** Opened again after payment. */
        REOPENED
    }

    /** Where an order was sold. */
    public enum Outlet {
        /** At the counter. */
        STORE,
        /** Mini program. */
        MINI_PROGRAM,
        /** Meituan. */
        MEITUAN,
        /** Douyin. */
        DOUYIN,
        /** Tmall. */
        TMALL,
        /** JD. */
        JD,
        /** Call. */
        PHONE,
        /** Anything else. */
        OTHER
    }

    /** What an order is. */
    public enum Kind {
        /** A sale. */
        SALE,
        /** Money put on a card. */
        TOP_UP,
        /** A card sold. */
        CARD_SALE,
        /** A deposit. */
        DEPOSIT,
        /** A debt paid. */
        REPAYMENT
    }

    /**
     * A payment of an order. Received = paid - fee.
     *
     * @param number within the store
     * @param method how
     * @param faceFen what the customer saw
     * @param paidFen what counts towards the order
     * @param platformFeeFen what the platform keeps
     * @param receivedFen what the chain gets
     * @param at epoch seconds
     */
    public record Payment(
            String number, String method, long faceFen, long paidFen, long platformFeeFen, long receivedFen, long at) {}

    /** Whether it counts as revenue. */
    public boolean revenue() {
        return kind == Kind.SALE
                && (status == Status.PAID || status == Status.PARTLY_REFUNDED || status == Status.REFUNDED);
    }

    /** The number that the selling platform gave it. */
    public @Nullable String sourceRef() {
        if (channel == Outlet.STORE || channel == Outlet.PHONE) {
            return null;
        }
        if (platformOrder != null) {
            return platformOrder;
        }
        long digits = Long.remainderUnsigned(Dice.hash(Purpose.NUMBERS, key().hashCode()), 1_000_000_000L);
        String prefix = channel == Outlet.TMALL ? "4" : channel == Outlet.JD ? "3" : "80";
        return prefix + Times.compact(businessDay) + (1_000_000_000L + digits);
    }

    /** Whether an online shop sold it, so that the till only writes it down once more. */
    public boolean copied() {
        return channel == Outlet.TMALL || channel == Outlet.JD;
    }

    Basket basket() {
        return basketSeed == 0 ? Basket.single(netFen, category) : Basket.of(basketSeed, category);
    }

    /** What was bought. */
    public List<OrderLine> lines() {
        List<OrderLine> lines = new ArrayList<>();
        int number = 0;
        for (Basket.Line line : basket().lines()) {
            number++;
            lines.add(new OrderLine(
                    number,
                    line.itemCode(),
                    line.itemName(),
                    category.code(),
                    line.quantity(),
                    line.listPriceFen(),
                    line.saleFen(),
                    line.discountShareFen(),
                    line.netFen()));
        }
        return lines;
    }

    /** How it was paid; the parts add up to the net amount. */
    public List<Payment> payments() {
        Dice dice = Dice.of(Dice.hash(Purpose.NUMBERS, number.hashCode()));
        List<Payment> payments = new ArrayList<>();
        long rest = netFen;
        if (prepaidFen > 0) {
            long voucher = prepaidFen;
            long fee = voucher * 6 / 100;
            payments.add(new Payment(
                    number + "-P1",
                    "GROUP_BUY",
                    voucher,
                    voucher,
                    fee,
                    voucher - fee,
                    Math.max(openedAt, paidAt - 14)));
            rest -= voucher;
        }
        if (rest > 0) {
            boolean counter = channel == Outlet.STORE;
            String method =
                    switch (counter ? dice.pick(52, 24, 8, 6, 7, 3) : dice.pick(70, 30)) {
                        case 0 -> "WECHAT";
                        case 1 -> "ALIPAY";
                        case 2 -> "CARD";
                        case 3 -> "UNIONPAY";
                        case 4 -> "STORED_VALUE";
                        default -> "CASH";
                    };
            boolean free = method.equals("CASH") || method.equals("STORED_VALUE");
            long fee = free ? 0 : rest * 38 / 10_000;
            payments.add(
                    new Payment(number + "-P" + (payments.size() + 1), method, rest, rest, fee, rest - fee, paidAt));
        }
        return payments;
    }

    /**
     * A line of an order.
     *
     * @param lineNo from 1
     * @param itemCode catalogue number
     * @param itemName catalogue name
     * @param category which branch
     * @param quantity pieces
     * @param listPriceFen a piece
     * @param saleFen list price × quantity
     * @param discountShareFen share of discount and rounding
     * @param netFen what counts; all lines add up to the order's net amount
     */
    public record OrderLine(
            int lineNo,
            String itemCode,
            String itemName,
            String category,
            int quantity,
            long listPriceFen,
            long saleFen,
            long discountShareFen,
            long netFen) {}

    /** The revision that follows a refund; whole or in part. */
    public Order refunded(long amountFen, long at, long seenAt) {
        long sum = refundedFen + amountFen;
        return changed(sum >= netFen ? Status.REFUNDED : Status.PARTLY_REFUNDED, sum, at, seenAt);
    }

    /** This revision with a refund more than the generated world knows of. */
    public Order withExtraRefund(long amountFen, long at, long seenAt) {
        long sum = refundedFen + amountFen;
        return changed(
                status == Status.VOIDED ? status : sum >= netFen ? Status.REFUNDED : Status.PARTLY_REFUNDED,
                sum,
                Math.max(at, updatedAt),
                Math.max(seenAt, visibleAt));
    }

    Order voided(long at, long seenAt) {
        return changed(Status.VOIDED, refundedFen, at, seenAt);
    }

    private Order changed(Status next, long refunded, long at, long seenAt) {
        return new Order(
                person,
                store,
                number,
                related,
                businessDay,
                openedAt,
                paidAt,
                at,
                seenAt,
                next,
                channel,
                kind,
                grossFen,
                discountFen,
                roundingFen,
                netFen,
                refunded,
                category,
                basketSeed,
                salesperson,
                prepaidFen,
                platformOrder);
    }

    @Override
    public Stream stream() {
        return Stream.ORDER;
    }

    @Override
    public String key() {
        return store.code() + "/" + number;
    }

    @Override
    public long revision() {
        return updatedAt * 1000;
    }

    @Override
    public int day() {
        return businessDay;
    }

    @Override
    public String channelName() {
        return channel.name();
    }
}
