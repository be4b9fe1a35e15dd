package cockpit.simulator.world;

/** Now and then a till is cut off for six hours and sends everything when it is back. */
final class OfflineTill {
    private static final int HOURS = 6;

    private final long seed;

    OfflineTill(long seed) {
        this.seed = seed;
    }

    /** When a change at a store's till can be seen outside. */
    long seen(Store store, long at) {
        int day = Times.dayOf(at);
        Dice dice = Dice.of(seed, Purpose.OFFLINE_TILL, store.number(), day, 0);
        if (!dice.permille(12)) {
            return at;
        }
        long from = Times.at(day, dice.between(10, 14), 30);
        long back = from + HOURS * 3600L;
        return at >= from && at < back ? back : at;
    }
}
