package cockpit.server.view;

import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;

/** The words of the connection page. */
final class ConnectionWords {

    static final Text TITLE = Text.of("连接", "Connections");
    static final Text LEAD = Text.of(
            "每个渠道账号的取数情况；哪里停了、该找谁，一眼看清。",
            "How each channel account is being read: what has stopped, and who must act.");
    static final Text EMPTY = Text.of("还没有连接", "No connections yet");
    static final Text EMPTY_SENTENCE = Text.of(
            "在租户配置的 connections 里添加渠道账号，保存后会出现在这里。",
            "Add channel accounts under connections in the tenant's configuration; they appear here.");
    static final Text TEST = Text.of("测试", "Test");
    static final Text RUN_NOW = Text.of("立即取数", "Read now");
    static final Text RUNNING = Text.of("已开始取数。", "Reading has begun.");
    static final Text STREAM = Text.of("数据流", "Stream");
    static final Text ROWS = Text.of("已入库", "Rows");
    static final Text LAST_SUCCESS = Text.of("最近成功", "Last success");
    static final Text NEXT_RUN = Text.of("下次取数", "Next read");
    static final Text PROGRESS = Text.of("历史进度", "History");
    static final Text NEVER = Text.of("尚无", "Never");
    static final Text PUSHED = Text.of("实时推送", "Pushed");
    static final Text NOW = Text.of("即将", "Now");
    static final Text DONE = Text.of("完成", "Done");
    static final Phrase REFUSED_PUSHES = Phrase.of("拒收推送 {0} 次（签名不符）", "{0} pushes refused (wrong signature)");
    static final Phrase QUARANTINED = Phrase.of("隔离数据 {0} 行", "{0} rows set aside");
    static final Phrase QUARANTINE_TITLE = Phrase.of("隔离数据 · {0}", "Set aside · {0}");
    static final Text QUARANTINE_LEAD = Text.of(
            "这些行不符合约定，未入库；其余数据正常。修正来源后重新导入即可。",
            "These rows did not fit and were not stored; all others were. Correct them at the source and deliver them again.");
    static final Text AT = Text.of("时间", "Time");
    static final Text ORIGIN = Text.of("来源", "Origin");
    static final Text REASON = Text.of("原因", "Reason");
    static final Text RAW = Text.of("原始记录", "Raw record");
    static final Text CLOSE = Text.of("关闭", "Close");
    static final Phrase LATEST = Phrase.of("显示最近 {0} 行", "The latest {0} rows");

    private ConnectionWords() {}

    static Text of(State state) {
        return switch (state) {
            case LIVE -> Text.of("正常", "Up to date");
            case BACK_FILLING -> Text.of("回补历史", "Reading history");
            case RETRYING -> Text.of("重试中", "Trying again");
            case STOPPED -> Text.of("已停止", "Stopped");
            case PAUSED -> Text.of("已暂停", "Paused");
            case SOURCE_MISSING -> Text.of("缺少数据源插件", "Data source not installed");
        };
    }

    /** Who must act. */
    static Text of(Fault fault) {
        return switch (fault) {
            case SETTINGS -> Text.of("需要你修改连接设置", "You must correct a setting");
            case ACCESS -> Text.of("需要你在渠道后台重新授权", "You must ask the channel for consent");
            case LIMIT -> Text.of("无需处理，配额恢复后自动继续", "Nothing to do: it goes on when the quota allows");
            case UPSTREAM -> Text.of("渠道故障，自动重试", "The channel must act; we keep trying");
            case DATA -> Text.of("渠道数据格式有变，请联系插件提供方", "The channel's data changed; ask the plugin's provider");
            case BUG -> Text.of("插件出错，请联系插件提供方", "The plugin failed; ask its provider");
        };
    }

    static String kind(State state) {
        return switch (state) {
            case LIVE -> "good";
            case BACK_FILLING, PAUSED -> "plain";
            case RETRYING -> "warn";
            case STOPPED, SOURCE_MISSING -> "bad";
        };
    }
}
