package cockpit.simulator.tencentads;

/** Tencent Ads' answer codes. */
enum Code {
    OK(0, "", ""),
    TOKEN_EXPIRED(11000, "access token expired", "access_token 已过期"),
    TOKEN_WRONG(11002, "access token invalid", "access_token 无效"),
    TOKEN_EMPTY(11005, "access token empty", "access_token 为空"),
    CLIENT(11007, "client_id or client_secret refused", "client_id 或 client_secret 错误"),
    REFRESH_WRONG(11010, "refresh token malformed", "refresh_token 错误"),
    REFRESH_EXPIRED(11012, "refresh token expired", "refresh_token 已过期"),
    SCOPE(11014, "no permission of the interface", "没有该接口的权限"),
    MINUTE_LIMIT(11017, "minute limit reached", "超过分钟频次限制"),
    PARAMETER_MISSING(12000, "access_token, timestamp or nonce missing", "缺少全局参数"),
    NONCE_USED(12100, "nonce reused", "nonce 重复"),
    TIMESTAMP(12101, "timestamp out of range", "timestamp 超出范围"),
    ACCOUNT(12201, "account not allowed for this token", "无权访问该账户"),
    PARAMETER(18001, "invalid parameter", "参数错误");

    private final int number;
    private final String english;
    private final String chinese;

    Code(int number, String english, String chinese) {
        this.number = number;
        this.english = english;
        this.chinese = chinese;
    }

    int number() {
        return number;
    }

    String english() {
        return english;
    }

    String chinese() {
        return chinese;
    }
}
