package cockpit.simulator.world;

/** Names the independent streams of {@link Dice}, so that a change in one leaves the others as they were. */
final class Purpose {
    static final long STORE_SIZE = 1;
    static final long ARRIVALS = 2;
    static final long JOURNEY = 3;
    static final long AD_DAY = 4;
    static final long AD_SPLIT = 5;
    static final long OFFLINE_TILL = 6;
    static final long PERSON = 7;
    static final long ANOMALY = 8;
    static final long PROMOTION = 9;
    static final long STORE_TRAITS = 10;
    static final long NUMBERS = 11;
    static final long PLATFORM_LEAD = 12;
    static final long CLINIC_SYSTEM = 13;
    static final long CONTACT = 31;
    static final long STAFF_DAY = 32;
    static final long GROUP_DAY = 33;
    static final long FOLLOWERS = 35;
    static final long ARTICLES = 36;
    static final long MINI_PROGRAM = 37;
    static final long SHOP = 20;

    private Purpose() {}
}
