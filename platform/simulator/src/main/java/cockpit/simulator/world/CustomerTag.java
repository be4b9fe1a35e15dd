package cockpit.simulator.world;

/**
 * A tag that the clinic system's people gave a customer, at one of its revisions.
 *
 * @param person who carries it
 * @param store whose people gave it
 * @param group what kind of tag
 * @param name what it says
 * @param code the clinic system's number of the tag
 * @param taggedAt epoch seconds
 * @param changedAt instant of this revision
 * @param staff number of the member of staff
 * @param removed whether it was taken away
 */
public record CustomerTag(
        Person person,
        Store store,
        String group,
        String name,
        String code,
        long taggedAt,
        long changedAt,
        int staff,
        boolean removed)
        implements Row {

    CustomerTag removed(long at) {
        return new CustomerTag(person, store, group, name, code, taggedAt, at, staff, true);
    }

    @Override
    public Stream stream() {
        return Stream.TAG;
    }

    @Override
    public String key() {
        return person.code() + "-" + code;
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
        return Times.dayOf(taggedAt);
    }

    @Override
    public String channelName() {
        return person.channel().name();
    }
}
