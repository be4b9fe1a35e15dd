package cockpit.server.view;

import cockpit.core.tenant.ApiTokens.Scope;
import cockpit.spi.Text;

/** The words of the page of tokens. */
final class TokenWords {

    static final Text TITLE = Text.of("接口令牌", "API tokens");
    static final Text LEAD = Text.of(
            "给程序用的令牌：查看连接、操作连接、读取指标。令牌只显示一次；创建人失去权限后它也随之失效。",
            "Tokens for programs that watch or run connections, or read metrics. A token is shown once, and ends with its"
                    + " creator's right.");
    static final Text NEW = Text.of("新建令牌", "New token");
    static final Text NAME = Text.of("名称", "Name");
    static final Text NAME_HELP = Text.of("写明谁在用，例如 监控平台。", "Say who uses it, such as monitoring.");
    static final Text SCOPES = Text.of("可以做什么", "What it may do");
    static final Text LIFE = Text.of("有效天数", "Days it lives");
    static final Text CREATE = Text.of("创建", "Create");
    static final Text CANCEL = Text.of("取消", "Cancel");
    static final Text ONCE = Text.of("请现在复制，关闭后不再显示。", "Copy it now; it is not shown again.");
    static final Text COPIED = Text.of("我已复制", "I have copied it");
    static final Text BEGINNING = Text.of("开头", "Begins with");
    static final Text CREATOR = Text.of("创建人", "Creator");
    static final Text ENDS = Text.of("到期", "Ends");
    static final Text USED = Text.of("最近使用", "Last used");
    static final Text NEVER = Text.of("尚未", "Never");
    static final Text STATE = Text.of("状态", "State");
    static final Text ACTIVE = Text.of("有效", "Active");
    static final Text ENDED = Text.of("已到期", "Ended");
    static final Text REVOKED = Text.of("已吊销", "Revoked");
    static final Text REVOKE = Text.of("吊销", "Revoke");
    static final Text EMPTY = Text.of("还没有令牌", "No tokens yet");
    static final Text EMPTY_SENTENCE =
            Text.of("接口说明在 /api/v1/openapi.yaml。", "The interface is described at /api/v1/openapi.yaml.");
    static final Text WRONG =
            Text.of("请填写名称，选择至少一项权限，有效期 1 到 366 天。", "Enter a name, choose a scope, and 1 to 366 days.");

    private TokenWords() {}

    static Text of(Scope scope) {
        return switch (scope) {
            case CONNECTIONS_READ -> Text.of("查看连接", "See connections");
            case CONNECTIONS_WRITE -> Text.of("操作连接", "Run and mend connections");
            case METRICS_READ -> Text.of("读取指标", "Read metrics");
        };
    }
}
