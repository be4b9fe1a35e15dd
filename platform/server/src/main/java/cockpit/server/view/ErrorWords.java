package cockpit.server.view;

import cockpit.spi.Text;

/** The words for what went wrong. */
final class ErrorWords {

    static final Text NOT_FOUND = Text.of("没有找到这个页面", "There is no such page");
    static final Text NOT_FOUND_SENTENCE =
            Text.of("它可能已被删除、尚未发布，或不对你开放。", "It may have been deleted, not been published yet, or not be open to you.");
    static final Text DENIED = Text.of("你没有权限打开这个页面", "You may not open this page");
    static final Text DENIED_SENTENCE = Text.of("如有需要，请联系管理员开通。", "If you need it, ask your admin.");
    static final Text FAILED = Text.of("出错了", "Something went wrong");
    static final Phrase FAILED_SENTENCE = Phrase.of(
            "我们没能完成这一步，刚才的修改可能没有保存。请重试；如果仍然出错，请把编号 {0} 告诉管理员。",
            "This step did not succeed and may not be saved. Try again; if it fails again, give your admin the number {0}.");
    static final Text HOME = Text.of("回到驾驶舱", "Back to the cockpits");

    private ErrorWords() {}
}
