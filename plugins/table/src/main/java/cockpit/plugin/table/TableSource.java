package cockpit.plugin.table;

import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.DatabaseSettings;
import cockpit.spi.source.DatabaseTable;
import cockpit.spi.source.EventFeed;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TableFeed;
import cockpit.spi.source.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/** Reads any table of a database and any CSV, Excel or Parquet file. How an admin maps one is in this folder's README. */
@Extension
public final class TableSource implements DataSource {

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "table",
            Text.of("数据表与文件", "Table or file"),
            Text.of(
                    "读取数据库的任意表，或 CSV、Excel、Parquet 文件，按映射写入数据集。",
                    "Reads any table of a database, or CSV, Excel and Parquet files, mapped onto a dataset."),
            TableSettings.ALL,
            List.of());

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public SourceDescription describe(Settings settings) throws SourceFault {
        return DESCRIPTION.withStreams(List.of(Mapping.of(settings).stream()));
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        Mapping mapping;
        try {
            mapping = Mapping.of(settings);
        } catch (SourceFault e) {
            throw new IllegalArgumentException("The settings were not described first.", e);
        }
        SourceDescription described = DESCRIPTION.withStreams(List.of(mapping.stream()));
        Map<String, DatabaseTable> tables = !DatabaseSettings.given(settings)
                ? Map.of()
                : Map.of(
                        mapping.stream().name(),
                        DatabaseTable.of(
                                new TableName(settings.text(TableSettings.SCHEMA), settings.text(TableSettings.TABLE)),
                                mapping.stream(),
                                settings.find(TableSettings.CURSOR),
                                mapping.zone().orElse(context.zone()),
                                Duration.ofMinutes(settings.integer(TableSettings.OVERLAP_MINUTES)),
                                settings.integer(TableSettings.OVERLAP_NUMBERS)));
        EventFeed events = new EventFeed(described, settings, context, Map.of(), Set.of());
        return new MappedFeed(new TableFeed(events, context, tables), mapping, context);
    }
}
