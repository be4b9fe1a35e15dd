package cockpit.simulator.channel;

/** A token, a code or a call that a channel does not accept; each channel has its own number for the reason. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** No access token was given. */
        TOKEN_MISSING,
        /** The access token is none of ours, or was replaced. */
        TOKEN_WRONG,
        /** The access token has run out. */
        TOKEN_EXPIRED,
        /** The refresh token was used or is none of ours. */
        REFRESH_WRONG,
        /** The refresh token has run out, or the consent was withdrawn. */
        REFRESH_EXPIRED
    }

    /** With one of the reasons. */
    public Refused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
