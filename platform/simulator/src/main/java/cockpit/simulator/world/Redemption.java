package cockpit.simulator.world;

import org.jspecify.annotations.Nullable;

/**
 * A voucher redeemed at the counter, at one of its revisions. Received = paid + subsidy - fee.
 *
 * @param person who
 * @param store where
 * @param ordinal the person's how-manieth redemption, from 1
 * @param at epoch seconds
 * @param updatedAt instant of this revision
 * @param visibleAt when a till that was offline had sent it
 * @param platform who sold the voucher
 * @param category which branch
 * @param sku the voucher's article
 * @param faceFen printed value
 * @param paidFen what the customer paid
 * @param subsidyFen what the platform adds
 * @param feeFen what the platform keeps
 * @param visit ordinal of the visit, 0 for none
 * @param status at this revision
 */
public record Redemption(
        Person person,
        Store store,
        int ordinal,
        long at,
        long updatedAt,
        long visibleAt,
        Platform platform,
        Category category,
        String sku,
        long faceFen,
        long paidFen,
        long subsidyFen,
        long feeFen,
        int visit,
        Status status)
        implements Row {

    /** Who sold the voucher. */
    public enum Platform {
        /** Douyin. */
        DOUYIN,
        /** Meituan. */
        MEITUAN,
        /** Tmall. */
        TMALL,
        /** JD. */
        JD,
        /** Youzan. */
        YOUZAN,
        /** The chain itself. */
        OWN
    }

    /** State of a redemption. */
    public enum Status {
        /** Counts. */
        DONE,
        /** Taken back, within the hour. */
        CANCELLED
    }

    /** The number. */
    public String id() {
        return "RD" + person.code() + "-" + ordinal;
    }

    /** What the chain gets. */
    public long receivedFen() {
        return paidFen + subsidyFen - feeFen;
    }

    /** Number of the visit. */
    public @Nullable String visitId() {
        return visit == 0 ? null : Visit.id(person, visit);
    }

    /** When it was taken back, 0 if not. */
    public long cancelledAt() {
        return status == Status.CANCELLED ? updatedAt : 0;
    }

    /** The platform's number for the order. */
    public String platformOrderId() {
        return number("10", 1);
    }

    /** The platform's number for the voucher. */
    public String certificateId() {
        return number("74", 2);
    }

    /** The platform's number for the act of redeeming. */
    public String verifyId() {
        return number("75", 3);
    }

    /** Stands for the voucher's code, which never leaves the till. */
    public String codeHash() {
        return Long.toHexString(Dice.hash(Purpose.NUMBERS + 4, Dice.hash(at, id().hashCode())));
    }

    private String number(String prefix, int which) {
        long digits = Long.remainderUnsigned(
                Dice.hash(Purpose.NUMBERS + which, Dice.hash(at, id().hashCode())), 100_000_000_000_000_00L);
        return prefix + (100_000_000_000_000_00L + digits);
    }

    Redemption cancelled(long when, long seenAt) {
        return new Redemption(
                person,
                store,
                ordinal,
                at,
                when,
                seenAt,
                platform,
                category,
                sku,
                faceFen,
                paidFen,
                subsidyFen,
                feeFen,
                visit,
                Status.CANCELLED);
    }

    @Override
    public Stream stream() {
        return Stream.REDEMPTION;
    }

    @Override
    public String key() {
        return id();
    }

    @Override
    public long revision() {
        return updatedAt * 1000;
    }

    @Override
    public int day() {
        return Times.businessDay(at);
    }

    @Override
    public String channelName() {
        return platform.name();
    }
}
