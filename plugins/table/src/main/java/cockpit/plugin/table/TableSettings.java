package cockpit.plugin.table;

import cockpit.spi.Setting;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DatabaseSettings;
import cockpit.spi.source.EventFeed;
import cockpit.spi.source.RemoteFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The form: where the rows are, and what they mean. */
final class TableSettings {

    static final Setting SCHEMA = Setting.text("schema", Text.of("Schema", "Schema"))
            .explained(Text.of("留空用账号默认的 schema。", "Empty for the one that the user has by default."));

    static final Setting TABLE = Setting.text("table", Text.of("表或视图", "Table or view"))
            .explained(Text.of("仅数据库需要；文件不填。", "For a database only; empty for files."));

    static final Setting DATASET = Setting.choice(
                    "dataset",
                    Text.of("数据集", "Dataset"),
                    Arrays.stream(Dataset.values())
                            .map(dataset -> new Setting.Choice(dataset.code(), dataset.title()))
                            .toList())
            .asRequired()
            .explained(Text.of("每一行成为这个数据集的一条事实。", "Each row becomes a fact of this dataset."));

    static final Setting COLUMNS = Setting.list("columns", Text.of("列映射", "Columns"))
            .asRequired()
            .explained(Text.of(
                    "每行一列：来源列 -> 数据集列，可加类型与 required，如“金额 -> net_fen yuan”；不入库的主键写“id -> -”。",
                    "One a line: source column -> dataset column, with a type and required where needed, such as"
                            + " amount -> net_fen yuan; a key that is not stored is id -> -."));

    static final Setting KEY = Setting.list("key", Text.of("主键", "Key"))
            .asRequired()
            .explained(Text.of(
                    "能区分两行的来源列，每行一个；它们都要出现在列映射里。",
                    "Source columns that tell two rows apart, one a line; each is among the columns."));

    static final Setting CURSOR = Setting.text("cursor", Text.of("游标列", "Cursor column"))
            .explained(Text.of(
                    "随每次修改增大的时间列或自增编号；留空则每次读全表，并识别已删除的行。",
                    "A time or number that grows with each change; empty to read the whole table each time, which also"
                            + " notices what has gone."));

    static final Setting CHANNEL = Setting.choice(
                    "channel",
                    Text.of("渠道", "Channel"),
                    Arrays.stream(Channel.values())
                            .map(channel -> new Setting.Choice(channel.name(), channel.title()))
                            .toList())
            .defaultTo(Channel.OTHER.name())
            .explained(Text.of("没有把某一列映射到 channel 时使用。", "Where no column fills channel."));

    static final Setting CONSTANTS = Setting.list("constants", Text.of("固定值", "Constants"))
            .explained(Text.of("每行一个，如“kind = SALE”。", "One a line, such as kind = SALE."));

    static final Setting VALUES = Setting.list("values", Text.of("值对照", "Values"))
            .explained(Text.of(
                    "每行一个，如“状态: 已付款 = PAID”；“*”代表其他一切值。",
                    "One a line, such as state: paid = PAID; * stands for every other value."));

    static final Setting ZONE = Setting.text("zone", Text.of("时区", "Time zone"))
            .explained(Text.of(
                    "时间不带时区时按它理解，如 Asia/Shanghai；留空用租户时区。",
                    "Of times that do not say, such as Asia/Shanghai; empty for the tenant's."));

    static final Setting OVERLAP_MINUTES = Setting.integer("overlap-minutes", Text.of("时间回看（分钟）", "Overlap in minutes"))
            .defaultTo("10")
            .explained(
                    Text.of(
                            "游标是时间时，每次往回多读这么久，以免漏掉晚提交的事务。",
                            "How far each run goes back in a cursor that is a time, for transactions that were committed late."));

    static final Setting OVERLAP_NUMBERS = Setting.integer("overlap-numbers", Text.of("编号回看", "Overlap in numbers"))
            .defaultTo("1000")
            .explained(Text.of("游标是编号时，每次往回多读这么多个编号。", "How far each run goes back in a cursor that is a number."));

    /** The whole form. */
    static final List<Setting> ALL = all();

    private TableSettings() {}

    private static List<Setting> all() {
        List<Setting> all = new ArrayList<>(DatabaseSettings.ALL);
        all.addAll(List.of(
                SCHEMA,
                TABLE,
                DATASET,
                COLUMNS,
                KEY,
                CURSOR,
                CHANNEL,
                CONSTANTS,
                VALUES,
                ZONE,
                OVERLAP_MINUTES,
                OVERLAP_NUMBERS));
        all.addAll(RemoteFolder.ALL);
        all.add(EventFeed.OPTIONAL_WEBHOOK_SECRET);
        all.add(EventFeed.PREVIOUS_WEBHOOK_SECRET);
        return List.copyOf(all);
    }
}
