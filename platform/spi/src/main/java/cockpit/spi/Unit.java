package cockpit.spi;

/** What a metric's number counts. The host formats it: 万 and 亿 in Chinese, K and M in English. */
public enum Unit {
    /** Things, persons, events. */
    COUNT,
    /** Money in integer fen; ratios of money keep fractions of a fen. Shown in yuan. */
    MONEY,
    /** A share of one: 0.123 is shown as 12.3 %. */
    RATIO,
    /** A factor: 2.5 is shown as 2.50. ROI is one. */
    FACTOR,
    /** Seconds. */
    DURATION
}
