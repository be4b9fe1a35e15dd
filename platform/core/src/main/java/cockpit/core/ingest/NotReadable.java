package cockpit.core.ingest;

import cockpit.spi.Text;

/** A dropped file that is not read, and why. */
final class NotReadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Text reason;

    NotReadable(String zh, String en) {
        super(en);
        this.reason = Text.of(zh, en);
    }

    Text reason() {
        return reason;
    }
}
