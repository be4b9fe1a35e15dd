package cockpit.simulator.tencentads;

/** A call that Tencent Ads refuses. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    Refusal(Code code) {
        this(code, code.english());
    }

    Refusal(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    static Refusal parameter(String message) {
        return new Refusal(Code.PARAMETER, message);
    }

    Code code() {
        return code;
    }
}
