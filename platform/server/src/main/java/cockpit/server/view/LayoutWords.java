package cockpit.server.view;

import cockpit.spi.Text;

/** The words of the frame around all pages. */
final class LayoutWords {

    static final Text BRAND = Text.of("数据驾驶舱", "Cockpit");
    static final Text COCKPITS = Text.of("驾驶舱", "Cockpits");
    static final Text METRICS = Text.of("指标词典", "Metrics");
    static final Text CONNECTIONS = Text.of("连接", "Connections");
    static final Text TRUST = Text.of("数据可信度", "Trust");
    static final Text PEOPLE = Text.of("人员档案", "Persons");
    static final Text PLUGINS = Text.of("插件", "Plugins");
    static final Text USERS = Text.of("用户", "Users");
    static final Text MENU = Text.of("菜单", "Menu");
    static final Text LANGUAGE = Text.of("语言", "Language");
    static final Text CHINESE = Text.same("中文");
    static final Text ENGLISH = Text.same("English");
    static final Text THEME = Text.of("外观", "Appearance");
    static final Text LIGHT = Text.of("浅色", "Light");
    static final Text DARK = Text.of("深色", "Dark");
    static final Text CHANGE_PASSWORD = Text.of("修改密码", "Change password");
    static final Text SIGN_OUT = Text.of("退出登录", "Sign out");
    static final Text SKIP = Text.of("跳到内容", "Skip to content");

    private LayoutWords() {}
}
