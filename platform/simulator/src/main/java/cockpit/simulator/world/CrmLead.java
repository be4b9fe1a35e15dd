package cockpit.simulator.world;

import org.jspecify.annotations.Nullable;

/**
 * A lead at one of its revisions, as the clinic system keeps it: of every channel, those that an ad platform lists too.
 *
 * @param person who
 * @param store the clinic that was wanted
 * @param ordinal the person's how-manieth lead, from 1
 * @param channel where it was left
 * @param channelLeadId the channel's number of it; null where the channel has none
 * @param createdAt when it was left, epoch seconds
 * @param changedAt instant of this revision
 * @param contactedAt first contact; 0 for none yet
 * @param category what was asked for
 * @param owner number of the member of staff
 * @param status where it stands
 */
public record CrmLead(
        Person person,
        Store store,
        int ordinal,
        Channel channel,
        @Nullable String channelLeadId,
        long createdAt,
        long changedAt,
        long contactedAt,
        Category category,
        int owner,
        Status status)
        implements Row {

    /** Channels that are connected themselves: their leads count there, and the clinic system's rows repeat them. */
    private static final java.util.Set<Channel> COUNTED_ELSEWHERE =
            java.util.EnumSet.of(Channel.OCEANENGINE, Channel.DOUYIN, Channel.KUAISHOU, Channel.TENCENT_ADS);

    /** Where a lead stands. */
    public enum Status {
        /** Nobody has called. */
        NEW,
        /** Reached. */
        CONTACTED,
        /** An appointment is made. */
        BOOKED,
        /** Wrong number, no intent. */
        INVALID
    }

    /** The number. */
    public String id() {
        return id(ordinal);
    }

    private String id(int which) {
        return "L" + person.code() + "-" + which;
    }

    /** The person's first lead, where this is another. */
    public @Nullable String duplicateOf() {
        return ordinal == 1 ? null : id(1);
    }

    /** Whether a metric of leads counts it, since no other connection brings it. */
    public boolean counts() {
        return ordinal == 1 && (channelLeadId == null || !COUNTED_ELSEWHERE.contains(channel));
    }

    CrmLead with(Status next, long at, long firstContact) {
        return new CrmLead(
                person, store, ordinal, channel, channelLeadId, createdAt, at, firstContact, category, owner, next);
    }

    @Override
    public Stream stream() {
        return Stream.CRM_LEAD;
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
        return Times.dayOf(createdAt);
    }

    @Override
    public String channelName() {
        return channel.name();
    }
}
