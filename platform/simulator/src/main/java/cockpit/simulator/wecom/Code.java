package cockpit.simulator.wecom;

/** WeCom's answer codes. */
enum Code {
    OK(0, "ok"),
    BUSY(-1, "system busy"),
    SECRET(40001, "invalid credential"),
    CORP(40013, "invalid corpid"),
    TOKEN_WRONG(40014, "invalid access_token"),
    PARAMETER(40058, "invalid Request Parameter"),
    TOKEN_MISSING(41001, "access_token missing"),
    TOKEN_EXPIRED(42001, "access_token expired"),
    FREQUENCY(45009, "api freq out of limit"),
    CONCURRENCY(45033, "api concurrent out of limit"),
    NOT_ALLOWED(48002, "api forbidden"),
    NO_MEMBER(60111, "userid not found"),
    TOO_LARGE(81017, "result too large, use owner_filter"),
    TIME(600018, "invalid start endtime");

    private final int number;
    private final String message;

    Code(int number, String message) {
        this.number = number;
        this.message = message;
    }

    int number() {
        return number;
    }

    String message() {
        return message;
    }
}
