package cockpit.server.view;

import cockpit.core.identity.Decision;
import cockpit.spi.Text;

/** The words of the page about persons. */
final class PeopleWords {

    static final Text TITLE = Text.of("人员档案", "Persons");
    static final Text LEAD = Text.of(
            "按手机号、客户编号等找到一个人，看各渠道的记录为什么算作同一人；认错了可以拆开，本人要求时可以删除。每次查看都会留痕。",
            "Find one person by phone, customer number or another key, see why records of several channels count as one, part them where that is wrong, and erase the person who asks for it. Each look is recorded.");
    static final Text KIND = Text.of("按", "By");
    static final Text VALUE = Text.of("手机号、编号", "Phone, number or id");
    static final Text FIND = Text.of("查找", "Find");
    static final Text NOBODY = Text.of("没有找到。", "Nobody was found.");
    static final Phrase PERSON = Phrase.of("人员 #{0}", "Person #{0}");
    static final Phrase MATCH = Phrase.of(
            "共识别 {0} 人，其中 {1} 人在多个来源出现（{2}）；{3} 个号码因牵连过多不参与合并。",
            "{0} persons are known, {1} of them to more than one source ({2}); {3} keys stand beside too many others and join nobody.");
    static final Text KEYS = Text.of("编号", "Keys");
    static final Text FACTS = Text.of("记录", "Records");
    static final Text LINKS = Text.of("为什么是同一个人", "Why it is one person");
    static final Text DECISIONS = Text.of("人工决定", "Decisions");
    static final Text HUB = Text.of("多人共用，不参与合并", "shared by many, joins nobody");
    static final Phrase TOGETHER = Phrase.of(
            "{0} 与 {1} 同时出现在 {2} 的 {3} 条{4}中（{5} 至 {6}）", "{0} and {1} stand together in {3} {4} of {2} ({5} to {6})");
    static final Phrase BY_HAND = Phrase.of("{0} 与 {1} 由人工合并", "{0} and {1} were joined by hand");
    static final Text CUT_MARK = Text.of("已拆开", "Parted");
    static final Text CUT = Text.of("拆开", "Part");
    static final Text SHARE = Text.of("标为共用", "Mark as shared");
    static final Text JOIN = Text.of("与上一个人合并", "Join with the person before");
    static final Text TAKE_BACK = Text.of("撤销", "Take back");
    static final Text DONE = Text.of("已完成，相关数字随即更新。", "Done; the figures follow.");
    static final Text SHOW_NAMES = Text.of("显示姓名", "Show names");
    static final Text NO_NAMES = Text.of("没有来源提供姓名。", "No source told a name.");
    static final Text ERASE = Text.of("删除此人…", "Erase…");
    static final Phrase ERASE_TITLE = Phrase.of("删除人员 #{0}", "Erase person #{0}");
    static final Text ERASE_LEAD = Text.of(
            "下列记录会去掉能指向此人的编号和姓名（记录本身留下，数字不变），隔离数据和上传文件中的行会删掉；以后渠道再送来也不会恢复。不能撤销。",
            "The records below lose every key and name that tells the person and otherwise stay, so figures do too; rows set aside and lines of files are deleted; what channels deliver later stays out. This cannot be undone.");
    static final Text REASON = Text.of("原因（会进审计日志，不要写姓名或号码）", "Reason (for the audit log; no names or numbers)");
    static final Text CANCEL = Text.of("取消", "Cancel");
    static final Text ERASE_NOW = Text.of("删除", "Erase");
    static final Phrase ERASED = Phrase.of("已删除，共处理 {0} 处。", "Erased; {0} places were touched.");

    private PeopleWords() {}

    static Text of(Decision decision) {
        return switch (decision) {
            case CUT -> Text.of("拆开", "Parted");
            case JOINED -> Text.of("合并", "Joined");
            case SHARED -> Text.of("标为共用", "Marked as shared");
        };
    }
}
