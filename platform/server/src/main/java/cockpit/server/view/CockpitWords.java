package cockpit.server.view;

import cockpit.spi.Text;

/** The words of an open cockpit. */
final class CockpitWords {

    static final Text PERIOD = Text.of("时间", "Period");
    static final Text CUSTOM = Text.of("自定义", "Custom");
    static final Text CUSTOM_TITLE = Text.of("选择日期", "Choose days");
    static final Text FIRST_DAY = Text.of("开始日期", "First day");
    static final Text LAST_DAY = Text.of("结束日期", "Last day");
    static final Text APPLY = Text.of("应用", "Apply");
    static final Text CANCEL = Text.of("取消", "Cancel");
    static final Text DAYS_WRONG =
            Text.of("结束日期应不早于开始日期，且跨度不超过 800 天", "End on or after the first day, at most 800 days later");
    static final Text CHANNEL = Text.of("渠道", "Channel");
    static final Text ALL_CHANNELS = Text.of("全部渠道", "All channels");
    static final Text UNIT = Text.of("组织", "Org unit");
    static final Phrase ALL_UNITS = Phrase.of("{0}（全部）", "{0} (all)");
    static final Text LIVE = Text.of("实时", "Live");
    static final Text CONNECTING = Text.of("连接中", "Connecting");
    static final Text LOST = Text.of("连接断开，正在重连", "Connection lost, trying again");
    static final Text EDIT = Text.of("编辑", "Edit");
    static final Text WALL = Text.of("投屏", "Wall");
    static final Text DRAFT = Text.of("草稿预览", "Draft preview");
    static final Text FILTERS = Text.of("筛选", "Filters");
    static final Text CLOSE = Text.of("知道了", "Got it");

    static final Phrase UNKNOWN_PERIOD =
            Phrase.of("链接里的时间“{0}”无法识别，已改为{1}。", "The period \"{0}\" in this link makes no sense; showing {1}.");
    static final Phrase UNKNOWN_CHANNEL =
            Phrase.of("没有名为“{0}”的渠道，已忽略。", "There is no channel \"{0}\"; it was left out.");
    static final Phrase UNIT_REFUSED = Phrase.of(
            "组织“{0}”不存在或不在你的权限范围内，已改为你的全部范围。",
            "The org unit \"{0}\" does not exist or is outside your part of the tree; showing all of yours.");

    static final Text WIDGET_MISSING = Text.of("缺少图形插件", "Widget not installed");
    static final Phrase WIDGET_MISSING_SENTENCE = Phrase.of(
            "图形“{0}”没有安装，管理员装上后会自动恢复。", "The widget \"{0}\" is not installed; the tile returns as soon as it is.");
    static final Text UNBOUND = Text.of("还没有绑定数据", "Not bound yet");
    static final Phrase UNBOUND_SENTENCE =
            Phrase.of("请在右侧为“{0}”选择内容。", "Choose what \"{0}\" shows in the panel on the right.");
    static final Text UNBOUND_READER =
            Text.of("管理员还没有为这个组件选择指标。", "Your admin has not bound this tile to a metric yet.");
    static final Text METRIC_MISSING = Text.of("指标不存在", "Metric not found");
    static final Phrase METRIC_MISSING_SENTENCE =
            Phrase.of("指标“{0}”不在指标词典里，请重新绑定。", "The metric \"{0}\" is not in the dictionary; bind the tile anew.");
    static final Text DIMENSION_WRONG = Text.of("维度不适用", "Dimension does not fit");
    static final Phrase DIMENSION_WRONG_SENTENCE =
            Phrase.of("维度“{0}”不适用于所选指标，请更换。", "The dimension \"{0}\" does not fit the bound metrics; choose another.");
    static final Text OPTION_WRONG = Text.of("选项有误", "An option is wrong");

    private CockpitWords() {}
}
