package cockpit.simulator.wechat;

/** WeChat's answer codes. */
enum Code {
    CREDENTIAL(40001, "invalid credential, access_token is invalid or not latest"),
    APP_ID(40013, "invalid appid"),
    SECRET(40125, "invalid appsecret"),
    TOKEN_MISSING(41001, "access_token missing"),
    TOKEN_EXPIRED(42001, "access_token expired"),
    QUOTA(45009, "reach max api daily quota limit"),
    FREQUENCY(45011, "api minute-quota reach limit, must slower, retry next minute"),
    NOT_GRANTED(48001, "api unauthorized"),
    BODY(47001, "data format error"),
    DATE_FORMAT(61500, "date format error"),
    DATE_RANGE(61501, "date range error"),
    NOT_READY(61503, "data not ready, please try later");

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
