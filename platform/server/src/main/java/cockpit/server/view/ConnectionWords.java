package cockpit.server.view;

import cockpit.core.ingest.ConnectionRun;
import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;

/** The words of the connection pages. */
final class ConnectionWords {

    static final Text TITLE = Text.of("连接", "Connections");
    static final Text LEAD = Text.of(
            "每个渠道账号的取数情况；哪里停了、该找谁，一眼看清。",
            "How each channel account is being read: what has stopped, and who must act.");
    static final Text EMPTY = Text.of("还没有连接", "No connections yet");
    static final Text EMPTY_SENTENCE = Text.of(
            "点“新建连接”接入第一个渠道账号；写在租户 connections.yaml 里的连接也会出现在这里。",
            "Make the first one with New connection; those of the tenant's connections.yaml appear here too.");
    static final Text NEW = Text.of("新建连接", "New connection");
    static final Text TOKENS = Text.of("接口令牌", "API tokens");
    static final Text OPEN = Text.of("详情", "Details");
    static final Text BACK = Text.of("全部连接", "All connections");
    static final Text EDIT = Text.of("修改", "Edit");
    static final Text DELETE = Text.of("删除", "Delete");
    static final Text CANCEL = Text.of("取消", "Cancel");
    static final Text SAVE = Text.of("保存", "Save");
    static final Text PAUSE = Text.of("暂停", "Pause");
    static final Text RESUME = Text.of("继续", "Resume");
    static final Text RESET = Text.of("重置", "Reset");
    static final Text MORE = Text.of("更多操作", "More");
    static final Text PAUSED = Text.of("已暂停；推送和文件仍会接收。", "Paused; pushes and files still arrive.");
    static final Text RESUMED = Text.of("已继续。", "It goes on.");
    static final Phrase RESET_TITLE = Phrase.of("重置“{0}”？", "Reset {0}?");
    static final Text RESET_SENTENCE = Text.of(
            "读到哪里会被忘掉，历史从头再读一遍；已入库的行保留，按主键重新覆盖，不会重复计数。",
            "How far it was read is forgotten and history is read again from its beginning. Rows stay and are stored over by"
                    + " their keys; nothing is counted twice.");
    static final Text RESET_DONE = Text.of("已重置，从头开始读取。", "It is reset and read from its beginning.");
    static final Phrase DELETE_TITLE = Phrase.of("删除连接“{0}”？", "Delete the connection {0}?");
    static final Text DELETE_SENTENCE = Text.of(
            "密钥、令牌、读取进度、隔离数据与映射会一并删除；已入库的数据保留。",
            "Its secrets, tokens, progress, quarantine and mapping are deleted with it. Its facts stay.");
    static final Text FROM_FILE = Text.of("来自文件", "From file");
    static final Phrase QUOTA = Phrase.of("可立即请求 {0} 次，每秒恢复 {1} 次", "{0} requests free, {1} more a second");
    static final Phrase CHANNEL_QUOTA = Phrase.of("渠道剩余配额 {0} 次", "the channel says {0} are left");
    static final Phrase CHANNEL_WAIT = Phrase.of("渠道要求暂停 {0} 秒", "the channel asked to wait {0} s");
    static final Phrase OPEN_UNTIL =
            Phrase.of("渠道连续失败，{0} 再试探一次", "The channel failed again and again; it is probed {0}");
    static final Text STREAMS = Text.of("数据流", "Streams");
    static final Text LAG = Text.of("距今", "Age");
    static final Text EVERY = Text.of("间隔", "Every");
    static final Text READ_IN_FULL = Text.of("每次全量读取", "Read in full each time");
    static final Phrase LOOKS_BACK = Phrase.of("回看 {0}，近期数字未定", "Looks back {0}; recent figures are not final");
    static final Text RUNNING_NOW = Text.of("读取中", "Reading");
    static final Phrase PAUSED_BY = Phrase.of("{0} 已暂停", "Paused by {0}");
    static final Phrase HISTORY_LEFT = Phrase.of("还剩 {0} 天历史，{1} 行/秒", "{0} days left, {1} rows/s");
    static final Phrase HISTORY_TIME = Phrase.of("约需 {0}", "about {0}");
    static final Text RUNS = Text.of("最近的读取", "Last runs");
    static final Text NO_RUNS = Text.of("还没有读取过。", "Nothing was read yet.");
    static final Text STARTED = Text.of("开始", "Started");
    static final Text PAGES = Text.of("页", "Pages");
    static final Text READ_ROWS = Text.of("读到", "Rows");
    static final Text CHANGED_ROWS = Text.of("新增或变化", "New or changed");
    static final Text SET_ASIDE = Text.of("隔离", "Set aside");
    static final Text TOOK = Text.of("用时", "Took");
    static final Text OUTCOME = Text.of("结果", "Outcome");
    static final Text QUARANTINE = Text.of("隔离数据", "Set aside");
    static final Text NOTHING_ASIDE = Text.of("没有被隔离的数据。", "Nothing is set aside.");
    static final Text REPLAY = Text.of("全部重放", "Replay all");
    static final Phrase REPLAYED = Phrase.of("{0} 行已入库，{1} 行仍不符合。", "{0} rows fit now, {1} still do not.");
    static final Text MAP = Text.of("修正映射", "Mend the mapping");
    static final Phrase COUNT = Phrase.of("{0} 行", "{0} rows");
    static final Text DISCARD = Text.of("丢弃", "Discard");
    static final Text NOT_REPLAYABLE = Text.of("记录未保留，无法重放", "The record was not kept and cannot be replayed");
    static final Text FIELDS = Text.of("新字段", "New fields");
    static final Text FIELDS_LEAD = Text.of(
            "渠道送来、但没有列读取的字段。示例只显示值的形式，不显示内容。",
            "Fields that the channel delivers and no column reads. The example shows the form of a value, not the value.");
    static final Text FIELD = Text.of("字段", "Field");
    static final Text EXAMPLE = Text.of("形式", "Form");
    static final Text DISMISS = Text.of("知道了", "Dismiss");
    static final Text READ_AS = Text.of("作为某列读取", "Read as a column");
    static final Text MAPPING = Text.of("映射修正", "Mapping");
    static final Phrase MAPPING_VERSION = Phrase.of("第 {0} 版 · {1} · {2}", "Version {0} · {1} · {2}");
    static final Text NO_RULES = Text.of("还没有修正。", "Nothing was mended yet.");
    static final Text ADD_RULE = Text.of("添加修正", "Add a rule");
    static final Text REMOVE = Text.of("移除", "Remove");
    static final Text KIND = Text.of("怎样修正", "How");
    static final Text KIND_REPLACE = Text.of("把一个值读作另一个", "Read a value as another");
    static final Text KIND_RENAME = Text.of("把一个字段读作一列", "Read a field as a column");
    static final Text KIND_DEFAULT = Text.of("没有值时取默认值", "Give a default where there is none");
    static final Text COLUMN = Text.of("列", "Column");
    static final Text VALUE = Text.of("渠道的值", "The channel's value");
    static final Text READ_VALUE_AS = Text.of("读作", "Read as");
    static final Text DEFAULT_VALUE = Text.of("默认值", "Default");
    static final Text MAPPED = Text.of("映射已保存；隔离中的数据请点“全部重放”。", "The mapping is saved; replay what was set aside.");
    static final Text CHOOSE_SOURCE = Text.of("接入哪个渠道？", "Which channel?");
    static final Text NO_SOURCES =
            Text.of("还没有安装数据源插件；请先在插件页安装。", "No data source is installed; install a plugin first.");
    static final Phrase NEW_OF = Phrase.of("新建连接 · {0}", "New connection · {0}");
    static final Phrase EDIT_OF = Phrase.of("修改连接 · {0}", "Edit connection · {0}");
    static final Text ID = Text.of("编号", "Id");
    static final Text ID_HELP = Text.of(
            "小写字母、数字和连字符，例如 ocean-east；保存后不能改。", "Lower-case words with hyphens, such as ocean-east; it stays.");
    static final Text TITLE_ZH = Text.of("名称（中文）", "Name (Chinese)");
    static final Text TITLE_EN = Text.of("名称（英文）", "Name (English)");
    static final Text SETTINGS = Text.of("渠道设置", "Settings of the channel");
    static final Text SECRETS = Text.of("密钥", "Secrets");
    static final Text SECRETS_LEAD = Text.of(
            "加密保存，之后任何页面都不再显示；留空表示沿用现有的值。",
            "Stored encrypted and shown on no page again; leave a field empty to keep the value it has.");
    static final Text SECRET_SET = Text.of("已设置", "It has a value");
    static final Text READING = Text.of("读取方式", "How it is read");
    static final Text HISTORY_DAYS = Text.of("首次读取的历史天数", "Days of history at first");
    static final Text REQUESTS = Text.of("每秒最多请求数", "Requests a second at most");
    static final Text INTERVALS = Text.of("读取间隔（可不填）", "Intervals (optional)");
    static final Text INTERVALS_HELP = Text.of(
            "每行一个：数据流=间隔，例如 lead=30s、ad_report=10m。", "One a line: stream=interval, such as lead=30s, ad_report=10m.");
    static final Text UNITS = Text.of("门店对应（可不填）", "Stores (optional)");
    static final Text UNITS_HELP =
            Text.of("每行一个：渠道的门店编号=组织编码。", "One a line: the channel's id of a store=code of the org unit.");
    static final Phrase BAD_LINE = Phrase.of("第 {0} 行不是“名=值”的形式", "Line {0} is not of the form name=value");
    static final Text SAVED = Text.of("连接已保存，正在开始读取。", "The connection is saved and is being read.");
    static final Text TEST = Text.of("测试", "Test");
    static final Text RUN_NOW = Text.of("立即取数", "Read now");
    static final Text RUNNING = Text.of("已开始取数。", "Reading has begun.");
    static final Text STREAM = Text.of("数据流", "Stream");
    static final Text ROWS = Text.of("已入库", "Rows");
    static final Text LAST_SUCCESS = Text.of("最近成功", "Last success");
    static final Text NEXT_RUN = Text.of("下次取数", "Next read");
    static final Text ACTIONS = Text.of("操作", "Actions");
    static final Text PROGRESS = Text.of("历史进度", "History");
    static final Text NEVER = Text.of("尚无", "Never");
    static final Text PUSHED = Text.of("实时推送", "Pushed");
    static final Text NOW = Text.of("即将", "Now");
    static final Text DONE = Text.of("完成", "Done");
    static final Phrase REFUSED_PUSHES = Phrase.of("拒收推送 {0} 次（签名不符）", "{0} pushes refused (wrong signature)");
    static final Phrase QUARANTINED = Phrase.of("隔离数据 {0} 行", "{0} rows set aside");
    static final Text QUARANTINE_LEAD = Text.of(
            "这些行不符合约定，未入库；其余数据正常。修正映射后重放，符合的行就会入库并离开这里。",
            "These rows did not fit and were not stored; all others were. Mend the mapping and replay: what fits is stored and"
                    + " leaves.");
    static final Text AT = Text.of("时间", "Time");
    static final Text ORIGIN = Text.of("来源", "Origin");
    static final Text REASON = Text.of("原因", "Reason");
    static final Text RAW = Text.of("原始记录", "Raw record");
    static final Phrase LATEST = Phrase.of("显示最近 {0} 行", "The latest {0} rows");

    private ConnectionWords() {}

    static Text of(ConnectionRun.Outcome outcome) {
        return switch (outcome) {
            case DONE -> Text.of("完成", "Done");
            case FAILED -> Text.of("失败", "Failed");
            case BROKEN_OFF -> Text.of("中断，之后继续", "Broken off, goes on");
        };
    }

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
