package cockpit.spi.source;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A typed table that a connection delivers.
 *
 * <pre>{@code
 * Stream.named("lead", Text.of("飞鱼线索", "Feiyu leads"), Dataset.LEAD)
 *         .columns(Column.text("clue_id").as("lead_id").asRequired(), Column.instant("create_time_detail").as("at").asRequired())
 *         .key("clue_id")
 *         .always("channel", "OCEANENGINE")
 *         .pulledEvery(Duration.ofMinutes(1));
 * }</pre>
 *
 * @param name lower-case, unique in its source; also the first part of a dropped file's name
 * @param title for people
 * @param dataset table that it fills
 * @param columns what a row holds; all of a row's values that no column names are noticed and ignored
 * @param primaryKey names of the columns that identify a row within its connection; each must be required
 * @param version name of the column that grows with each change of a row: an older one never overwrites a newer; empty
 *     where the last to arrive wins
 * @param constants fixed values by dataset column
 * @param every how often it is pulled; empty where it is not
 * @param pushed whether it arrives by webhook
 * @param dropped whether it arrives as CSV files named {@code name_*.csv} with the columns' names as header
 */
public record Stream(
        String name,
        Text title,
        Dataset dataset,
        List<Column> columns,
        List<String> primaryKey,
        Optional<String> version,
        Map<String, String> constants,
        Optional<Duration> every,
        boolean pushed,
        boolean dropped) {

    public Stream {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(every, "every");
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "A stream's name is lower-case with underscores; found \"" + name + "\".");
        }
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        constants = Map.copyOf(constants);
    }

    public static Stream named(String name, Text title, Dataset dataset) {
        return new Stream(
                name, title, dataset, List.of(), List.of(), Optional.empty(), Map.of(), Optional.empty(), false, false);
    }

    public Stream columns(Column... more) {
        List<Column> all = new ArrayList<>(columns);
        all.addAll(List.of(more));
        return new Stream(name, title, dataset, all, primaryKey, version, constants, every, pushed, dropped);
    }

    public Stream key(String... columnNames) {
        return new Stream(
                name, title, dataset, columns, List.of(columnNames), version, constants, every, pushed, dropped);
    }

    public Stream newestBy(String columnName) {
        return new Stream(
                name, title, dataset, columns, primaryKey, Optional.of(columnName), constants, every, pushed, dropped);
    }

    public Stream always(String datasetColumn, String value) {
        Map<String, String> all = new LinkedHashMap<>(constants);
        all.put(datasetColumn, value);
        return new Stream(name, title, dataset, columns, primaryKey, version, all, every, pushed, dropped);
    }

    public Stream pulledEvery(Duration interval) {
        return new Stream(
                name, title, dataset, columns, primaryKey, version, constants, Optional.of(interval), pushed, dropped);
    }

    public Stream asPushed() {
        return new Stream(name, title, dataset, columns, primaryKey, version, constants, every, true, dropped);
    }

    public Stream asDropped() {
        return new Stream(name, title, dataset, columns, primaryKey, version, constants, every, pushed, true);
    }

    public Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }
}
