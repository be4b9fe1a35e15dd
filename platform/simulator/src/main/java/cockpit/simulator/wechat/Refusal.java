package cockpit.simulator.wechat;

/** A call that WeChat refuses. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    Refusal(Code code) {
        super(code.message(), null, false, false);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
