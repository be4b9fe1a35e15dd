package cockpit.spi.source;

/** A push is refused. The message goes to the sender and holds nothing that helps to forge one. */
public final class WebhookRejection extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    private WebhookRejection(int status, String message) {
        super(message);
        this.status = status;
    }

    /** 401: signature or time are wrong. */
    public static WebhookRejection notGenuine(String message) {
        return new WebhookRejection(401, message);
    }

    /** 400: the body is not readable. */
    public static WebhookRejection unreadable(String message) {
        return new WebhookRejection(400, message);
    }

    /** HTTP status of the answer. */
    public int status() {
        return status;
    }
}
