package cockpit.spi.source.kit;

/** Times of Chinese channels, which mean +08:00 without saying so, as texts that say so. */
public final class ShanghaiTime {

    private ShanghaiTime() {}

    /** {@code 2026-03-01 19:42:08} with its offset; anything else as it is. */
    public static String instant(String text) {
        return text.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}") ? text.replace(' ', 'T') + "+08:00" : text;
    }

    /** The beginning of the day that a text begins with; anything else as it is. */
    public static String startOfDay(String text) {
        return text.matches("\\d{4}-\\d{2}-\\d{2}.*") ? text.substring(0, 10) + "T00:00:00+08:00" : text;
    }
}
