package cockpit.simulator.xiaohongshu;

/** Placeholders: the channel's own table of codes is not published. Kept in this one place. */
final class Codes {
    static final int PARAMETER = 400;
    static final int TOKEN = 401;
    static final int CONSENT = 4011;
    static final int APP = 4012;
    static final int PERMISSION = 403;
    static final int FREQUENCY = 429;

    private Codes() {}
}
