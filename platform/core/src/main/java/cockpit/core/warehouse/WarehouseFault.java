package cockpit.core.warehouse;

/** The warehouse could not do it. The message says what and why, without SQL parameters. */
public final class WarehouseFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WarehouseFault(String message, Throwable cause) {
        super(message, cause);
    }
}
