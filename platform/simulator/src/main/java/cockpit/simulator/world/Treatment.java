package cockpit.simulator.world;

import org.jspecify.annotations.Nullable;

/**
 * A treatment at one of its revisions: what was bought is used up (耗卡). Some are written down only days later.
 *
 * @param person who
 * @param store where
 * @param ordinal the person's how-manieth treatment, from 1
 * @param visit ordinal of the visit
 * @param order number of the order that is used up; null where none is known
 * @param category which branch
 * @param doctor number within the store
 * @param doneAt epoch seconds
 * @param changedAt instant of this revision
 * @param consumedFen what it takes from the order
 * @param cancelled whether it was written down by mistake
 */
public record Treatment(
        Person person,
        Store store,
        int ordinal,
        int visit,
        @Nullable String order,
        Category category,
        int doctor,
        long doneAt,
        long changedAt,
        long consumedFen,
        boolean cancelled)
        implements Row {

    /** How many days after the treatment it may first be seen. */
    static final int LATEST = 2;

    /** The number. */
    public String id() {
        return "T" + person.code() + "-" + ordinal;
    }

    /** Number of the visit. */
    public String visitId() {
        return Visit.id(person, visit);
    }

    Treatment cancelled(long at) {
        return new Treatment(person, store, ordinal, visit, order, category, doctor, doneAt, at, consumedFen, true);
    }

    @Override
    public Stream stream() {
        return Stream.TREATMENT;
    }

    @Override
    public String key() {
        return id();
    }

    @Override
    public long revision() {
        return changedAt * 1000;
    }

    @Override
    public long visibleAt() {
        return changedAt;
    }

    @Override
    public int day() {
        return Times.dayOf(doneAt);
    }

    @Override
    public String channelName() {
        return person.channel().name();
    }
}
