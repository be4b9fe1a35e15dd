package cockpit.simulator.world;

import org.jspecify.annotations.Nullable;

/**
 * A visit at one of its revisions.
 *
 * @param person who
 * @param store where
 * @param ordinal the person's how-manieth visit, from 1
 * @param appointment ordinal of the appointment kept, 0 for none
 * @param arrivedAt epoch seconds
 * @param leftAt 0 while the person is there
 * @param firstVisit whether the person has never been to the chain before
 * @param type what kind of visit
 * @param receivedBy number of the member of staff
 * @param outcome unknown while the person is there
 */
public record Visit(
        Person person,
        Store store,
        int ordinal,
        int appointment,
        long arrivedAt,
        long leftAt,
        boolean firstVisit,
        Type type,
        int receivedBy,
        @Nullable Outcome outcome)
        implements Row {

    /** What kind of visit. */
    public enum Type {
        /** A new customer. */
        NEW,
        /** A customer who comes again. */
        RETURN,
        /** A check after a treatment. */
        REVIEW,
        /** Somebody who comes along. */
        ACCOMPANY
    }

    /** How it ended. */
    public enum Outcome {
        /** Bought. */
        DEAL,
        /** Was advised and did not buy. */
        NO_DEAL,
        /** Was treated. */
        TREATED,
        /** Left. */
        LEFT
    }

    /** The number. */
    public String id() {
        return id(person, ordinal);
    }

    static String id(Person person, int ordinal) {
        return "V" + person.code() + "-" + ordinal;
    }

    /** The appointment kept. */
    public @Nullable String appointmentId() {
        return appointment == 0 ? null : Appointment.id(person, appointment);
    }

    /** Instant of this revision. */
    public long updatedAt() {
        return leftAt == 0 ? arrivedAt : leftAt;
    }

    Visit ended(long at, Outcome how) {
        return new Visit(person, store, ordinal, appointment, arrivedAt, at, firstVisit, type, receivedBy, how);
    }

    @Override
    public Stream stream() {
        return Stream.VISIT;
    }

    @Override
    public String key() {
        return id();
    }

    @Override
    public long revision() {
        return updatedAt() * 1000;
    }

    @Override
    public long visibleAt() {
        return updatedAt();
    }

    @Override
    public int day() {
        return Times.dayOf(arrivedAt);
    }

    @Override
    public String channelName() {
        return person.channel().name();
    }
}
