package cockpit.simulator.tmall;

/** A call that the platform refuses. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String subCode;
    private final String subMessage;

    Refusal(int code, String message, String subCode, String subMessage) {
        super(message, null, false, false);
        this.code = code;
        this.subCode = subCode;
        this.subMessage = subMessage;
    }

    static Refusal missing(String name) {
        return new Refusal(40, "Missing Required Arguments:" + name, "isv.missing-parameter:" + name, "缺少参数" + name);
    }

    static Refusal invalid(String name, String why) {
        return new Refusal(41, "Invalid arguments:" + name, "isv.invalid-parameter:" + name, why);
    }

    static Refusal session() {
        return new Refusal(27, "Invalid session", "invalid-sessionkey", "SessionKey非法");
    }

    int code() {
        return code;
    }

    String subCode() {
        return subCode;
    }

    String subMessage() {
        return subMessage;
    }
}
