package cockpit.core.tenant;

/** Somebody tried what they may not do. */
public final class AccessDenied extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AccessDenied(Right right) {
        super("This needs the right " + right + ".");
    }

    public AccessDenied(String sentence) {
        super(sentence);
    }
}
