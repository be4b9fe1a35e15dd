package cockpit.simulator.world;

import org.jspecify.annotations.Nullable;

/**
 * A consultation, written down when it ends.
 *
 * @param person who
 * @param store where
 * @param ordinal the person's how-manieth consultation, from 1
 * @param visit ordinal of the visit
 * @param consultant number of the member of staff
 * @param doctor number within the store, 0 for none
 * @param startedAt epoch seconds
 * @param endedAt epoch seconds
 * @param category which branch
 * @param quotedFen the offer; 0 when none was made
 * @param result how it ended
 * @param reason why there was no deal
 */
public record Consultation(
        Person person,
        Store store,
        int ordinal,
        int visit,
        int consultant,
        int doctor,
        long startedAt,
        long endedAt,
        Category category,
        long quotedFen,
        Result result,
        @Nullable NoDealReason reason)
        implements Row {

    /** How a consultation ended. */
    public enum Result {
        /** Bought. */
        DEAL,
        /** Thinks it over. */
        PENDING,
        /** Does not buy. */
        NO_DEAL
    }

    /** Why there was no deal. */
    public enum NoDealReason {
        /** Too dear. */
        PRICE,
        /** Afraid. */
        FEAR,
        /** Looks elsewhere too. */
        COMPARE,
        /** Medically unwise. */
        NOT_SUITABLE,
        /** Anything else. */
        OTHER
    }

    /** The number. */
    public String id() {
        return "K" + person.code() + "-" + ordinal;
    }

    /** Number of the visit. */
    public String visitId() {
        return Visit.id(person, visit);
    }

    @Override
    public Stream stream() {
        return Stream.CONSULTATION;
    }

    @Override
    public String key() {
        return id();
    }

    @Override
    public long revision() {
        return endedAt * 1000;
    }

    @Override
    public long visibleAt() {
        return endedAt;
    }

    @Override
    public int day() {
        return Times.dayOf(startedAt);
    }

    @Override
    public String channelName() {
        return person.channel().name();
    }
}
