package cockpit.spi.data;

/**
 * Type of a column. A plugin hands values over as it received them; the host converts them exactly by the declared type
 * and sets aside a row whose value does not fit.
 */
public enum ColumnType {
    /** Text; also every id, since many exceed what a double can hold. */
    TEXT,
    /** Whole number. Accepts 12 and "12"; refuses 12.5. */
    COUNT,
    /** Whole number of fen. Accepts 12800 and "12800"; refuses 128.00. */
    FEN,
    /** Amount in yuan that becomes fen. Accepts "3,268.47", 3268.47 and "¥128"; refuses more than two decimals. */
    YUAN,
    /** Decimal number. */
    DECIMAL,
    /** {@code true}, {@code false}, 1, 0. */
    BOOLEAN,
    /** {@code yyyy-MM-dd}, {@code yyyyMMdd} or the date part of an instant. */
    DATE,
    /** ISO-8601 with offset, epoch seconds or milliseconds, or {@code yyyy-MM-dd HH:mm:ss} in the channel's zone. */
    INSTANT,
    /** Phone number in clear. The host keeps its keyed hash only; the number is never stored or logged. */
    PHONE,
    /**
     * An id in clear that must not be stored as it is, such as the number of an identity card. The host keeps its keyed hash
     * only, which is enough to tell that two are the same.
     */
    HASHED,
    /**
     * A text that tells a person and must be shown to some, such as a name. The host keeps it encrypted with the tenant's key;
     * who has the right may see it, and each look is audited. Equal texts are stored alike, so that reading one again changes
     * nothing.
     */
    ENCRYPTED,
    /** Personal data that nobody needs. The host neither stores nor shows it, but knows what the field is. */
    DROPPED
}
