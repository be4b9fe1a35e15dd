package cockpit.core.ingest;

/** There is no connection, or no stream of it, with that name in the viewer's tenant. */
public final class NoSuchConnection extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NoSuchConnection(String message) {
        super(message);
    }
}
