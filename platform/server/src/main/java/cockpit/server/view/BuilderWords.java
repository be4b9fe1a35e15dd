package cockpit.server.view;

import cockpit.core.dashboard.Audience;
import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.metric.Comparison;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.server.Words;
import cockpit.spi.Text;

/** The words of the builder. */
final class BuilderWords {

    static final Phrase PAGE = Phrase.of("编辑 {0}", "Edit {0}");
    static final Text PALETTE = Text.of("图形", "Widgets");
    static final Text PROPERTIES = Text.of("属性", "Properties");
    static final Text SHOW_PALETTE = Text.of("显示或收起图形", "Show or hide widgets");
    static final Text SHOW_PROPERTIES = Text.of("显示或收起属性", "Show or hide properties");
    static final Text LAYOUT = Text.of("布局", "Layout");
    static final Text UNDO = Text.of("撤销", "Undo");
    static final Text REDO = Text.of("重做", "Redo");
    static final Phrase UNDO_ACTION = Phrase.of("撤销：{0}", "Undo: {0}");
    static final Phrase REDO_ACTION = Phrase.of("重做：{0}", "Redo: {0}");
    static final Text PREVIEW = Text.of("预览", "Preview");
    static final Text PUBLISH = Text.of("发布", "Publish");
    static final Text CANCEL = Text.of("取消", "Cancel");
    static final Text NOTE = Text.of("这次改了什么", "What has changed");
    static final Phrase PUBLISH_TITLE = Phrase.of("发布“{0}”", "Publish \"{0}\"");
    static final Phrase PUBLISH_SENTENCE =
            Phrase.of("发布后，{0}的人会立即看到新版本。", "People of {0} see the new version at once.");
    static final Phrase PUBLISH_PROBLEMS = Phrase.of(
            "还有 {0} 个组件没有内容，读者会看到提示。", "{0} tiles show nothing yet; readers will see a notice in their place.");
    static final Phrase PUBLISHED = Phrase.of("已发布第 {0} 版", "Version {0} is published");
    static final Phrase SAVED = Phrase.of("草稿已保存 {0}", "Draft saved {0}");
    static final Text NOT_SAVED = Text.of("草稿未保存", "Draft not saved");
    static final Text RETRY = Text.of("重试", "Try again");
    static final Text CONFLICT = Text.of("这份草稿被别人改过了", "Somebody else has changed this draft");
    static final Phrase CONFLICT_SENTENCE = Phrase.of(
            "{0} 在 {1} 保存了这份草稿。你可以载入对方的版本（放弃你尚未保存的修改），或把你的另存为副本，两份都留下。",
            "{0} saved this draft at {1}. Load theirs and give up what you have not saved, or keep yours as a copy: both stay.");
    static final Text LOAD_THEIRS = Text.of("载入对方的版本", "Load theirs");
    static final Text KEEP_COPY = Text.of("我的另存为副本", "Keep mine as a copy");
    static final Phrase COPY_TITLE = Phrase.of("{0}（副本）", "{0} (copy)");
    static final Phrase COPY_MADE = Phrase.of("已另存为“{0}”", "Saved as \"{0}\"");

    static final Text EMPTY =
            Text.of("从左侧拖一个图形到画布，或从下面的起点开始。", "Drag a widget onto the canvas, or begin with one of these.");
    static final Text START_OVERVIEW = Text.of("经营总览", "Business overview");
    static final Text START_OVERVIEW_LEAD =
            Text.of("今天几个关键数、走势和门店排行", "The figures of the day, their course, stores by rank");
    static final Text START_ACQUISITION = Text.of("投放获客", "Acquisition");
    static final Text START_ACQUISITION_LEAD =
            Text.of("消耗、线索、成本到到店的漏斗", "Spend, leads, cost, and the funnel to the visit");
    static final Text START_STORES = Text.of("门店到店", "Stores");
    static final Text START_STORES_LEAD =
            Text.of("地图上的门店和到店、核销排行", "Stores on the map, visits and verified sales by rank");
    static final Phrase START_ACTION = Phrase.of("从“{0}”开始", "Begin with \"{0}\"");

    static final Phrase ADD = Phrase.of("添加{0}", "Add {0}");
    static final Phrase MOVE = Phrase.of("移动{0}", "Move {0}");
    static final Phrase RESIZE = Phrase.of("调整{0}的大小", "Resize {0}");
    static final Text ARRANGE = Text.of("调整布局", "Arrange tiles");
    static final Phrase REMOVE = Phrase.of("移除{0}", "Remove {0}");
    static final Phrase BIND = Phrase.of("绑定{0}", "Bind {0}");
    static final Phrase OPTION = Phrase.of("修改{0}", "Change {0}");
    static final Text RETITLE_TILE = Text.of("修改组件标题", "Change tile title");
    static final Text RETITLE = Text.of("修改驾驶舱名称", "Change cockpit title");
    static final Text CHANGE_PERIOD = Text.of("修改默认时间", "Change period");
    static final Text CHANGE_COMPARISON = Text.of("修改对比方式", "Change comparison");
    static final Text CHANGE_AUDIENCE = Text.of("修改可见范围", "Change audience");
    static final Text DUPLICATE = Text.of("复制", "Duplicate");
    static final Phrase DUPLICATE_ACTION = Phrase.of("复制{0}", "Duplicate {0}");

    static final Text COCKPIT = Text.of("驾驶舱", "Cockpit");
    static final Text TITLE_ZH = Text.of("中文标题", "Chinese title");
    static final Text TITLE_EN = Text.of("英文标题", "English title");
    static final Text TITLE_HELP = Text.of("留空则用指标名称", "Leave empty to use the metric's title");
    static final Text TITLE_MISSING = Text.of("驾驶舱需要一个名称", "A cockpit needs a title");
    static final Text PERIOD = Text.of("打开时的时间", "Period when opened");
    static final Text COMPARISON = Text.of("对比", "Compare with");
    static final Text AUDIENCE = Text.of("可见范围", "Audience");
    static final Text AUDIENCE_HELP = Text.of(
            "选中组织的人和他们的上级可以打开；不选则仅总部可见",
            "People of these units and those above them may open it; none means headquarters only");
    static final Phrase WITH_THOSE_BELOW = Phrase.of("{0}及下级", "{0} and below");
    static final Phrase THIS_LEVEL_ONLY = Phrase.of("{0}（仅本级）", "{0} (this level only)");
    static final Text TITLE = Text.of("标题", "Title");
    static final Text DATA = Text.of("数据", "Data");
    static final Text OPTIONS = Text.of("选项", "Options");
    static final Text ADD_METRIC = Text.of("添加指标", "Add a metric");
    static final Text CHOOSE_METRIC = Text.of("选择指标", "Choose a metric");
    static final Text CHOOSE_DIMENSION = Text.of("选择维度", "Choose a dimension");
    static final Text UP = Text.of("上移", "Move up");
    static final Text DOWN = Text.of("下移", "Move down");
    static final Text TAKE_OUT = Text.of("移除", "Remove");
    static final Phrase NEEDS = Phrase.of("至少 {0} 个", "At least {0}");
    static final Phrase UNKNOWN_METRIC = Phrase.of("{0}（不在词典里）", "{0} (not in the dictionary)");
    static final Phrase UNFIT = Phrase.of("{0}（不适用）", "{0} (does not fit)");
    static final Text BY_TIME = Text.of("按时间展开（粒度随所选时间）", "By time; the period decides the step");
    static final Text REMOVE_TILE = Text.of("移除组件", "Remove tile");
    static final Text WIDGET_GONE = Text.of(
            "这个图形的插件没有安装，设置都保留着，装上后会自动恢复。",
            "This widget's plugin is not installed. Its settings are kept and return with it.");

    private BuilderWords() {}

    static Text of(Layout layout) {
        return switch (layout) {
            case DESKTOP -> Text.of("桌面", "Desktop");
            case WALL -> Text.of("大屏", "Wall");
            case PHONE -> Text.of("手机", "Phone");
        };
    }

    static Text of(Comparison comparison) {
        return switch (comparison) {
            case NONE -> Text.of("不对比", "Nothing");
            case PREVIOUS_PERIOD -> Text.of("上一周期（环比）", "Previous period");
            case LAST_WEEK -> Text.of("上周同期", "Same days last week");
        };
    }

    /** {@code 华东大区及下级}, {@code 总部（仅本级）}, {@code 徐汇店}. */
    static String audience(Audience entry, OrgTree org) {
        Text name = org.find(entry.unit()).map(OrgUnit::name).orElseGet(() -> Text.same(entry.unit()));
        if (entry.only()) {
            return THIS_LEVEL_ONLY.say(name);
        }
        return org.children(entry.unit()).isEmpty() ? Words.say(name) : WITH_THOSE_BELOW.say(name);
    }
}
