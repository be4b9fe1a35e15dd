package cockpit.simulator.world;

import org.jspecify.annotations.Nullable;

/**
 * An appointment at one of its revisions.
 *
 * @param person who
 * @param store where
 * @param ordinal the person's how-manieth appointment, from 1
 * @param type what for
 * @param category which branch
 * @param doctor number within the store, 0 for none
 * @param consultant number within the store
 * @param source who made it
 * @param createdAt epoch seconds
 * @param startAt epoch seconds
 * @param updatedAt instant of this revision
 * @param status at this revision
 * @param cancelReason when cancelled
 * @param movedTo ordinal of the appointment that replaces this one, 0 for none
 * @param depositFen paid in advance
 */
public record Appointment(
        Person person,
        Store store,
        int ordinal,
        Type type,
        Category category,
        int doctor,
        int consultant,
        Source source,
        long createdAt,
        long startAt,
        long updatedAt,
        Status status,
        @Nullable CancelReason cancelReason,
        int movedTo,
        int depositFen)
        implements Row {

    /** What the appointment is for. */
    public enum Type {
        /** A first talk. */
        CONSULT,
        /** A session. */
        TREATMENT,
        /** A check afterwards. */
        REVIEW
    }

    /** Who made it. */
    public enum Source {
        /** Online agent. */
        AGENT,
        /** Mini program. */
        MINI_PROGRAM,
        /** Douyin. */
        DOUYIN,
        /** Meituan. */
        MEITUAN,
        /** Call. */
        PHONE,
        /** Front desk. */
        DESK
    }

    /** State of an appointment. */
    public enum Status {
        /** Asked for. */
        REQUESTED,
        /** Agreed. */
        CONFIRMED,
        /** The person came. */
        ARRIVED,
        /** The person did not come. */
        NO_SHOW,
        /** Called off. */
        CANCELLED,
        /** Replaced by another. */
        RESCHEDULED
    }

    /** Why it was called off. */
    public enum CancelReason {
        /** Something came up. */
        TIME,
        /** Too dear. */
        PRICE,
        /** Changed mind. */
        CHANGED_MIND,
        /** Not well. */
        HEALTH,
        /** Anything else. */
        OTHER
    }

    /** The number. */
    public String id() {
        return id(person, ordinal);
    }

    static String id(Person person, int ordinal) {
        return "A" + person.code() + "-" + ordinal;
    }

    /** The lead that it comes from: an ad platform's number for its leads, the clinic system's own for all others. */
    public @Nullable String leadId() {
        return switch (person.channel()) {
            case WALK_IN, OTHER -> null;
            case OCEANENGINE -> platformLeadId();
            default -> platformLeadId() == null ? "L" + person.code() : platformLeadId();
        };
    }

    private @Nullable String platformLeadId() {
        return person instanceof Person.Generated known
                ? AdPlatform.of(known.channel())
                        .filter(AdPlatform::listsLeads)
                        .filter(platform -> platform.reached(known))
                        .map(platform -> Lead.numberOf(platform, known, 0))
                        .orElse(null)
                : null;
    }

    /** The planned end. */
    public long endAt() {
        return startAt + (type == Type.CONSULT ? 3600 : 5400);
    }

    /** The number of the appointment that replaces this one. */
    public @Nullable String movedToId() {
        return movedTo == 0 ? null : id(person, movedTo);
    }

    /** When it was called off. */
    public long cancelledAt() {
        return status == Status.CANCELLED ? updatedAt : 0;
    }

    Appointment moved(long at, int to) {
        return new Appointment(
                person,
                store,
                ordinal,
                type,
                category,
                doctor,
                consultant,
                source,
                createdAt,
                startAt,
                at,
                Status.RESCHEDULED,
                null,
                to,
                depositFen);
    }

    Appointment cancelled(long at, CancelReason reason) {
        return new Appointment(
                person,
                store,
                ordinal,
                type,
                category,
                doctor,
                consultant,
                source,
                createdAt,
                startAt,
                at,
                Status.CANCELLED,
                reason,
                0,
                depositFen);
    }

    Appointment with(Status next, long at) {
        return new Appointment(
                person,
                store,
                ordinal,
                type,
                category,
                doctor,
                consultant,
                source,
                createdAt,
                startAt,
                at,
                next,
                null,
                0,
                depositFen);
    }

    @Override
    public Stream stream() {
        return Stream.APPOINTMENT;
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
    public long visibleAt() {
        return updatedAt;
    }

    @Override
    public int day() {
        return Times.dayOf(createdAt);
    }

    @Override
    public String channelName() {
        return person.channel().name();
    }
}
