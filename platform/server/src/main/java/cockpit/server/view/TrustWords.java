package cockpit.server.view;

import cockpit.core.trust.Finding.Verdict;
import cockpit.spi.Text;

/** The words of the trust page. */
final class TrustWords {

    static final Text TITLE = Text.of("数据可信度", "Trust");
    static final Text LEAD = Text.of(
            "数据按约定到了没有、缺没缺、两边对不对得上；组件脚注上的状态由这里得来。",
            "Whether data came when it was promised, whether any is missing, and whether two sources agree. Tiles say it in their foot line.");
    static final Text EMPTY = Text.of("还没有核对规则", "No checks yet");
    static final Text EMPTY_SENTENCE = Text.of(
            "在租户配置的 reconciliation.yaml 里写下承诺、完整性和对账规则，保存后会出现在这里。",
            "Write promises, completeness and rules into reconciliation.yaml of the tenant's configuration; they appear here.");
    static final Text CHECK_NOW = Text.of("立即核对", "Check now");
    static final Text CHECKED = Text.of("核对完成。", "Checked.");
    static final Phrase COMPARED = Phrase.of("核对 {0} 项", "{0} compared");
    static final Phrase SINCE = Phrase.of("自 {0}", "since {0}");
    static final Phrase APART = Phrase.of("差异 {0} 项", "{0} apart");
    static final Text DAY = Text.of("日期", "Day");
    static final Text PLACE = Text.of("范围", "Where");
    static final Text LEFT = Text.of("左", "Left");
    static final Text RIGHT = Text.of("右", "Right");
    static final Text DIFFERENCE = Text.of("差额", "Difference");
    static final Text HISTORY = Text.of("状态记录", "History");
    static final Text CLOSE = Text.of("关闭", "Close");

    private TrustWords() {}

    static Text of(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> Text.of("通过", "Holds");
            case LATE -> Text.of("迟到", "Late");
            case PARTIAL -> Text.of("不完整", "Partial");
            case CONFLICT -> Text.of("不一致", "In conflict");
            case UNKNOWN -> Text.of("未知", "Unknown");
        };
    }

    static String kind(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "good";
            case LATE, PARTIAL -> "warn";
            case CONFLICT -> "bad";
            case UNKNOWN -> "plain";
        };
    }
}
