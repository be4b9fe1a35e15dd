package cockpit.server.view;

import cockpit.spi.Text;

/** The words of the home page. */
final class HomeWords {

    static final Text TITLE = Text.of("驾驶舱", "Cockpits");
    static final Text CREATE = Text.of("新建驾驶舱", "New cockpit");
    static final Text EMPTY = Text.of("还没有可以打开的驾驶舱", "There is no cockpit to open yet");
    static final Text EMPTY_READER =
            Text.of("管理员发布后会出现在这里。", "Cockpits appear here as soon as your admin publishes one.");
    static final Text EMPTY_BUILDER =
            Text.of("新建一个，拖入图形，绑定指标，发布给门店。", "Create one, drag widgets in, bind metrics, publish to the stores.");
    static final Text DRAFT = Text.of("草稿", "Draft");
    static final Text CHANGED = Text.of("有未发布的修改", "Unpublished changes");
    static final Phrase PUBLISHED = Phrase.of("{0} 发布", "Published {0}");
    static final Text NEVER_PUBLISHED = Text.of("尚未发布", "Not published yet");
    static final Text OPEN = Text.of("打开", "Open");
    static final Text EDIT = Text.of("编辑", "Edit");
    static final Text WALL = Text.of("投屏", "Wall");
    static final Text DELETE = Text.of("删除", "Delete");
    static final Phrase DELETE_TITLE = Phrase.of("删除“{0}”？", "Delete \"{0}\"?");
    static final Text DELETE_SENTENCE = Text.of(
            "草稿和所有已发布的版本都会删除，打开着它的人会立即看不到，且无法恢复。",
            "The draft and all published versions go; readers who have it open lose it at once. This cannot be undone.");
    static final Text CANCEL = Text.of("取消", "Cancel");
    static final Text TITLE_ZH = Text.of("中文名称", "Chinese title");
    static final Text TITLE_EN = Text.of("英文名称", "English title");
    static final Text SLUG = Text.of("地址", "Address");
    static final Text SLUG_HELP =
            Text.of("小写字母、数字和连字符，发布后保持不变", "Lower-case letters, digits and hyphens; it stays as it is");
    static final Text SLUG_WRONG = Text.of(
            "请用小写字母、数字和连字符，如 group-overview", "Use lower-case letters, digits and hyphens, such as group-overview");
    static final Text TITLE_MISSING = Text.of("请填写名称", "Enter a title");
    static final Phrase SLUG_TAKEN = Phrase.of("地址 {0} 已被使用，请换一个", "The address {0} is taken; choose another");

    private HomeWords() {}
}
