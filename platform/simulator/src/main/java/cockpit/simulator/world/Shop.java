package cockpit.simulator.world;

/** An online shop of the chain. */
public enum Shop {
    /** The flagship shop at Tmall. */
    TMALL(0),
    /** The flagship shop at JD. */
    JD(1),
    /** The group-buy vouchers at Douyin's life services. */
    DOUYIN(2);

    private final int number;

    Shop(int number) {
        this.number = number;
    }

    /** Tells the shops apart in dice and numbers. */
    int number() {
        return number;
    }

    /** Whether the till writes this shop's orders for goods down once more. */
    boolean copiedByTills() {
        return this != DOUYIN;
    }
}
