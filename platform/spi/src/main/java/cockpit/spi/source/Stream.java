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
 * @param reading what each run of a pulled stream reads
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
        Reading reading,
        boolean pushed,
        boolean dropped) {

    /** What one run of a pulled stream reads: the pages from its beginning to the first that says that there is no more. */
    public sealed interface Reading {

        /** From where the last run ended: the channel tells what is new and what has changed. */
        record Incremental() implements Reading {}

        /**
         * From where the last run ended, and besides the newest facts once more, since the channel still changes them. The
         * plugin reads them again; the host shows that they are not final.
         *
         * @param lookBack how long after a fact its channel may still change it
         */
        record Windowed(Duration lookBack) implements Reading {

            /** @throws IllegalArgumentException if it looks back less than a minute */
            public Windowed {
                if (lookBack.compareTo(Duration.ofMinutes(1)) < 0) {
                    throw new IllegalArgumentException("A stream looks back a minute or more; found " + lookBack + ".");
                }
            }
        }

        /**
         * Everything, from no cursor: for small tables of a channel that does not tell what has gone. When a run is complete,
         * the rows that it did not bring vanish, in the transaction that stores its last page. A run that was broken off
         * begins anew and takes nothing away; so a table that is too long to be read without a fault should not be read in
         * full.
         */
        record Full() implements Reading {}
    }

    private static final Reading INCREMENTAL = new Reading.Incremental();

    public Stream {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(every, "every");
        Objects.requireNonNull(reading, "reading");
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
                name,
                title,
                dataset,
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                INCREMENTAL,
                false,
                false);
    }

    public Stream columns(Column... more) {
        List<Column> all = new ArrayList<>(columns);
        all.addAll(List.of(more));
        return new Stream(name, title, dataset, all, primaryKey, version, constants, every, reading, pushed, dropped);
    }

    public Stream key(String... columnNames) {
        return new Stream(
                name,
                title,
                dataset,
                columns,
                List.of(columnNames),
                version,
                constants,
                every,
                reading,
                pushed,
                dropped);
    }

    public Stream newestBy(String columnName) {
        return new Stream(
                name,
                title,
                dataset,
                columns,
                primaryKey,
                Optional.of(columnName),
                constants,
                every,
                reading,
                pushed,
                dropped);
    }

    public Stream always(String datasetColumn, String value) {
        Map<String, String> all = new LinkedHashMap<>(constants);
        all.put(datasetColumn, value);
        return new Stream(name, title, dataset, columns, primaryKey, version, all, every, reading, pushed, dropped);
    }

    public Stream pulledEvery(Duration interval) {
        return new Stream(
                name,
                title,
                dataset,
                columns,
                primaryKey,
                version,
                constants,
                Optional.of(interval),
                reading,
                pushed,
                dropped);
    }

    /** The same stream, whose facts the channel may still change for some time; each run reads them again. */
    public Stream lookingBack(Duration lookBack) {
        return with(new Reading.Windowed(lookBack));
    }

    /** The same stream, read from no cursor to the end each time; what a complete run does not bring again vanishes. */
    public Stream readInFull() {
        return with(new Reading.Full());
    }

    private Stream with(Reading kind) {
        return new Stream(name, title, dataset, columns, primaryKey, version, constants, every, kind, pushed, dropped);
    }

    /** How long after a fact its channel may still change it; empty where that is not declared. */
    public Optional<Duration> lookBack() {
        return reading instanceof Reading.Windowed(Duration back) ? Optional.of(back) : Optional.empty();
    }

    public Stream asPushed() {
        return new Stream(name, title, dataset, columns, primaryKey, version, constants, every, reading, true, dropped);
    }

    public Stream asDropped() {
        return new Stream(name, title, dataset, columns, primaryKey, version, constants, every, reading, pushed, true);
    }

    public Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }
}
