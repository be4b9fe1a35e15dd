package cockpit.server.view;

import cockpit.spi.Text;

/** The words of the plugin page. */
final class PluginWords {

    static final Text TITLE = Text.of("插件", "Plugins");
    static final Text LEAD = Text.of(
            "数据源和图形都以插件提供，安装和移除立即生效，无需重启。",
            "Data sources and widgets are plugins. They come and go at once, without a restart.");
    static final Text UPLOAD = Text.of("上传插件", "Upload plugin");
    static final Text DROP = Text.of("或把 .jar 拖到这里", "or drop a .jar here");
    static final Text EMPTY = Text.of("还没有插件", "No plugins yet");
    static final Text EMPTY_SENTENCE = Text.of(
            "上传一个插件的 jar 文件，或放进服务器的插件目录。", "Upload a plugin's jar, or put it into the server's plugins directory.");
    static final Phrase VERSION = Phrase.of("版本 {0}", "Version {0}");
    static final Phrase PROVIDER = Phrase.of("由 {0} 提供", "By {0}");
    static final Phrase WIDGETS = Phrase.of("图形：{0}", "Widgets: {0}");
    static final Phrase SOURCES = Phrase.of("数据源：{0}", "Data sources: {0}");
    static final Text LOADED = Text.of("已加载", "Loaded");
    static final Text REFUSED = Text.of("未加载", "Refused");
    static final Phrase INSTALLED = Phrase.of("已安装 {0}，现在就可以使用。", "{0} is installed and ready.");
    static final Phrase REMOVED = Phrase.of("已移除 {0}。", "{0} was removed.");
    static final Text REMOVE = Text.of("移除", "Remove");
    static final Text CANCEL = Text.of("取消", "Cancel");
    static final Phrase REMOVE_TITLE = Phrase.of("移除插件“{0}”？", "Remove plugin \"{0}\"?");
    static final Phrase IN_USE = Phrase.of(
            "你能看到的 {1} 个驾驶舱里有 {0} 个组件正在使用它。移除后这些组件会显示“缺少图形插件”，重新安装即可恢复。",
            "{0} tiles in {1} cockpits that you can see use it. They will say that the widget is missing, and return when it is installed again.");
    static final Text NOT_IN_USE = Text.of("你能看到的驾驶舱里没有组件使用它。", "No tile of the cockpits that you can see uses it.");
    static final Phrase FEEDS = Phrase.of(
            "{0} 个连接靠它取数，移除后会停止更新，已有数据保留。", "{0} connections read through it; they stop, and what was read stays.");
    static final Text TOO_LARGE = Text.of("文件过大，插件不能超过 64 MB。", "The file is too large: a plugin has at most 64 MB.");
    static final Text NOT_A_JAR = Text.of("请选择 .jar 文件。", "Choose a .jar file.");
    static final Text UPLOAD_FAILED = Text.of("上传中断，请重试。", "The upload broke off; try again.");

    private PluginWords() {}
}
