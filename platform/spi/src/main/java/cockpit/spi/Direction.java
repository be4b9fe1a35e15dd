package cockpit.spi;

/** Which way a metric is better. */
public enum Direction {
    UP_IS_GOOD,
    DOWN_IS_GOOD,
    /** Neither way is better by itself. */
    NEUTRAL
}
