package cockpit.spi.source;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A system of the brand's own, such as a till or a CRM, whose streams arrive in any of four ways with the same columns: as
 * signed events, as files that are uploaded or put into a folder, as files on an SFTP server, or as tables and views of its
 * database. A connection may use several; it begins with files, say, and changes to events later. A source that is one
 * declares streams and names the events, and needs no code of its own.
 *
 * <p>A table has the names of the stream's columns as its own; those that are not required may be missing. It is read in the
 * order of one column that grows with each change.
 */
public final class OwnSystem {

    /** The setting with the column that each table is read in the order of. */
    public static final Setting CHANGED = Setting.text("changed-column", Text.of("修改时间列", "Column of changes"))
            .defaultTo("updated_at")
            .explained(Text.of(
                    "每个表都有、随修改增大的时间列或编号。", "A time or number that each table has and that grows with each change."));

    /** The setting with the zone of a table's times that do not say. */
    public static final Setting ZONE = Setting.text("database-zone", Text.of("数据库时区", "Zone of the database"))
            .explained(Text.of(
                    "时间不带时区时按它理解，如 Asia/Shanghai；留空用租户时区。",
                    "Of times that do not say, such as Asia/Shanghai; empty for the tenant's."));

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final long OVERLAP_NUMBERS = 1_000;

    private final SourceDescription description;
    private final Map<String, String> streamByType;
    private final Set<String> unstoredTypes;

    /**
     * @param streams which are pushed and dropped
     * @param streamByType name of the stream that an event of a type fills
     * @param unstoredTypes types of events that are accepted and not stored
     * @param more settings of the source's own
     */
    public OwnSystem(
            String id,
            Text title,
            Text summary,
            List<Stream> streams,
            Map<String, String> streamByType,
            Set<String> unstoredTypes,
            List<Setting> more) {
        List<Setting> settings = new ArrayList<>();
        settings.add(EventFeed.OPTIONAL_WEBHOOK_SECRET);
        settings.add(EventFeed.PREVIOUS_WEBHOOK_SECRET);
        settings.addAll(RemoteFolder.ALL);
        settings.addAll(DatabaseSettings.ALL);
        streams.forEach(stream -> settings.add(table(stream)));
        settings.add(CHANGED);
        settings.add(ZONE);
        settings.addAll(more);
        this.description = new SourceDescription(id, title, summary, settings, streams);
        this.streamByType = Map.copyOf(streamByType);
        this.unstoredTypes = Set.copyOf(unstoredTypes);
    }

    /** The setting with the table of a stream. */
    public static Setting table(Stream stream) {
        return Setting.text(
                        stream.name().replace('_', '-') + "-table",
                        Text.of(
                                stream.title().zh() + "表",
                                "Table of " + stream.title().en().toLowerCase(java.util.Locale.ROOT)))
                .explained(Text.of(
                        "数据库里的表或视图，可写 schema.表名；列名与数据流一致。留空则不从数据库读取。",
                        "A table or view, as schema.table where needed, with the stream's column names; empty where it is not"
                                + " read from the database."));
    }

    /** For {@link DataSource#describe()}. */
    public SourceDescription describe() {
        return description;
    }

    /** For {@link DataSource#describe(Settings)}: streams that have a table are pulled as well. */
    public SourceDescription describe(Settings settings) throws SourceFault {
        boolean named = description.streams().stream()
                .anyMatch(stream -> settings.find(table(stream)).isPresent());
        if (named != DatabaseSettings.given(settings)) {
            throw wrong(
                    DatabaseSettings.KIND,
                    named ? "填写了表，请选择数据库类型" : "选择了数据库，请至少填写一个表",
                    named ? "a table is named; choose the database" : "a database is chosen; name at least one table");
        }
        zone(settings);
        return description.withStreams(description.streams().stream()
                .map(stream -> settings.find(table(stream)).isPresent() ? stream.pulledEvery(INTERVAL) : stream)
                .toList());
    }

    /** For {@link DataSource#open}. */
    public WebhookFeed open(Settings settings, SourceContext context) {
        EventFeed events = new EventFeed(description, settings, context, streamByType, unstoredTypes);
        if (!DatabaseSettings.given(settings)) {
            return events;
        }
        ZoneId zone;
        try {
            zone = zone(settings).orElse(context.zone());
        } catch (SourceFault e) {
            throw new IllegalArgumentException("The settings were not described first.", e);
        }
        Map<String, DatabaseTable> tables = new LinkedHashMap<>();
        for (Stream stream : description.streams()) {
            settings.find(table(stream))
                    .ifPresent(table -> tables.put(
                            stream.name(),
                            DatabaseTable.of(
                                    TableName.of(table),
                                    stream,
                                    Optional.of(settings.text(CHANGED)),
                                    zone,
                                    OVERLAP,
                                    OVERLAP_NUMBERS)));
        }
        return new TableFeed(events, context, tables);
    }

    private static Optional<ZoneId> zone(Settings settings) throws SourceFault {
        try {
            return settings.find(ZONE).map(ZoneId::of);
        } catch (DateTimeException _) {
            throw wrong(ZONE, "没有这个时区", "there is no such zone");
        }
    }

    private static SourceFault wrong(Setting setting, String zh, String en) {
        return new SourceFault(
                Fault.SETTINGS,
                Text.of("设置 " + setting.key() + "：" + zh + "。", "Setting " + setting.key() + ": " + en + "."));
    }
}
