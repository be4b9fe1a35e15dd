package cockpit.simulator.world;

/** One revision of a fact, whole: what its system would show from {@link #visibleAt} on. */
public sealed interface Row
        permits Lead,
                Appointment,
                Visit,
                Consultation,
                Order,
                Refund,
                Redemption,
                CrmLead,
                Treatment,
                Membership,
                CustomerTag {
    /** Its kind. */
    Stream stream();

    /** The store that it counts for. */
    Store store();

    /** The fact's number, the same in all its revisions. */
    String key();

    /** Grows with every revision: the instant of the change in milliseconds. */
    long revision();

    /** When the change can be seen outside; later than the change itself when a till was offline. Epoch seconds. */
    long visibleAt();

    /** The day on which the fact counts and in whose file it is written: epoch day. */
    int day();

    /** The channel that the fact is filed under, in the words of its own system. */
    String channelName();
}
