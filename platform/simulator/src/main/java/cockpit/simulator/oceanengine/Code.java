package cockpit.simulator.oceanengine;

/** Ocean Engine's answer codes. */
enum Code {
    OK(0, "OK"),
    BAD_PARAMETER(40000, "参数错误"),
    NO_PERMISSION(40002, "没有权限进行相关操作"),
    PLATFORM_LIMIT(40100, "请求过于频繁，请稍后重试（平台级）"),
    TOKEN_EXPIRED(40102, "access_token已过期"),
    REFRESH_EXPIRED(40103, "refresh_token已过期"),
    TOKEN_EMPTY(40104, "access_token为空"),
    TOKEN_WRONG(40105, "access_token错误"),
    REFRESH_USED(40107, "refresh_token无效或已被使用"),
    DEVELOPER_LIMIT(40110, "请求过于频繁，请稍后重试（开发者级）"),
    NO_APP(40113, "应用不存在或已被禁用"),
    AUTH_CODE(40115, "auth_code已使用或已过期"),
    NOT_ALLOWED(40118, "接口不在白名单内"),
    FOREIGN(40119, "开发者与广告主所属公司不一致"),
    CUSTOMER_LIMIT(40130, "请求过于频繁，请稍后重试（客户级）");

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
