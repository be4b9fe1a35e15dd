package cockpit.simulator.world;

/**
 * A membership at one of its revisions.
 *
 * @param person who
 * @param store where they joined
 * @param joinedAt epoch seconds
 * @param changedAt instant of this revision
 * @param tier how high
 */
public record Membership(Person.Generated person, Store store, long joinedAt, long changedAt, Tier tier)
        implements Row {

    /** How high a member stands. */
    public enum Tier {
        /** Everybody at first. */
        SILVER,
        /** Bought more. */
        GOLD,
        /** Bought much. */
        DIAMOND
    }

    /** The number. */
    public String id() {
        return "M" + person.code();
    }

    Membership raised(long at) {
        return new Membership(person, store, joinedAt, at, tier == Tier.SILVER ? Tier.GOLD : Tier.DIAMOND);
    }

    @Override
    public Stream stream() {
        return Stream.MEMBER;
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
        return Times.dayOf(joinedAt);
    }

    @Override
    public String channelName() {
        return person.channel().name();
    }
}
