package cockpit.simulator.kuaishou;

/** Placeholders: the channel's own table of codes is not published. Kept in this one place. */
final class Codes {
    static final int PARAMETER = 400_000;
    static final int TOKEN_INVALID = 401_001;
    static final int TOKEN_EXPIRED = 401_002;
    static final int REFRESH_INVALID = 401_003;
    static final int APP = 401_004;
    static final int FREQUENCY = 402_000;
    static final int PERMISSION = 403_000;

    private Codes() {}
}
