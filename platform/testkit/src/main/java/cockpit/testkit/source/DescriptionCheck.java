package cockpit.testkit.source;

import cockpit.spi.Setting;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.DatasetColumn;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what is wrong with a description: one sentence a problem, empty where all is well. */
public final class DescriptionCheck {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Set<String> CHANNELS =
            Arrays.stream(Channel.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private DescriptionCheck() {}

    /** Everything that is wrong. */
    public static List<String> problems(SourceDescription description) {
        List<String> problems = new ArrayList<>(texts(description));
        problems.addAll(names(description));
        problems.addAll(settings(description));
        description.streams().forEach(stream -> problems.addAll(stream(stream)));
        return problems;
    }

    /** Titles and sentences in both languages. */
    static List<String> texts(SourceDescription description) {
        List<String> problems = new ArrayList<>();
        chinese("The source's summary", description.summary(), problems);
        english("The source's title", description.title(), problems);
        for (Setting setting : description.settings()) {
            String name = "Setting " + setting.key();
            english(name, setting.title(), problems);
            Text help = setting.help();
            if (help != null) {
                chinese(name + ", its help", help, problems);
            }
            setting.choices().forEach(choice -> english(name + ", choice " + choice.value(), choice.title(), problems));
        }
        description.streams().forEach(stream -> chinese("Stream " + stream.name(), stream.title(), problems));
        return problems;
    }

    /** Ids and names are well formed and unique. */
    static List<String> names(SourceDescription description) {
        List<String> problems = new ArrayList<>();
        if (!description.id().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            problems.add(
                    "The id is lower-case words with hyphens, such as clinic-crm; found \"" + description.id() + "\".");
        }
        if (description.streams().isEmpty()) {
            problems.add("A source delivers at least one stream.");
        }
        repeated(description.streams().stream().map(Stream::name).toList())
                .forEach(name -> problems.add("Two streams are named " + name + "."));
        repeated(description.settings().stream().map(Setting::key).toList())
                .forEach(key -> problems.add("Two settings have the key " + key + "."));
        return problems;
    }

    /** Secrets are declared as such and addresses are safe. */
    static List<String> settings(SourceDescription description) {
        List<String> problems = new ArrayList<>();
        for (Setting setting : description.settings()) {
            String name = "Setting " + setting.key();
            boolean soundsSecret =
                    setting.key().matches("(.*-)?(secret|token|password|passphrase|credential|private-key)s?");
            if (soundsSecret && setting.kind() != Setting.Kind.SECRET) {
                problems.add(name + " sounds like a secret: give it the kind SECRET, or another key.");
            }
            if (setting.kind() == Setting.Kind.SECRET && setting.defaultValue() != null) {
                problems.add(name + " is a secret with a default: a secret is never known beforehand.");
            }
            String defaultValue = setting.defaultValue();
            if (setting.kind() == Setting.Kind.URL && defaultValue != null && !defaultValue.startsWith("https://")) {
                problems.add(name + ": the default address must begin with https://.");
            }
        }
        return problems;
    }

    /** A stream can be stored as it is declared. */
    static List<String> stream(Stream stream) {
        List<String> problems = new ArrayList<>();
        String name = "Stream " + stream.name();
        repeated(stream.columns().stream().map(Column::name).toList())
                .forEach(column -> problems.add(name + ": two columns are named " + column + "."));
        repeated(stream.columns().stream().map(Column::target).toList())
                .forEach(target -> problems.add(name + ": two columns fill " + target + "."));
        for (Column column : stream.columns()) {
            Optional<DatasetColumn> target = stream.dataset().column(column.target());
            if (target.isPresent() && !fills(column.type(), target.get().type())) {
                problems.add(name + ", column " + column.name() + ": a " + column.type() + " cannot fill "
                        + column.target() + ", which is " + target.get().type() + ".");
            }
            if (stream.constants().containsKey(column.target())) {
                problems.add(name + ": " + column.target() + " is filled by column " + column.name()
                        + " and by a constant; keep one.");
            }
            if (stream.dropped() && !column.name().matches("[a-z][a-z0-9_]*")) {
                problems.add(name + ", column " + column.name()
                        + ": the header of a dropped file is lower-case with underscores.");
            }
        }
        stream.constants().keySet().stream()
                .filter(target -> stream.dataset().column(target).isEmpty())
                .sorted()
                .forEach(target -> problems.add(name + ": the constant fills " + target + ", which "
                        + stream.dataset().code() + " does not have."));
        problems.addAll(keys(stream));
        problems.addAll(time(stream));
        problems.addAll(channel(stream));
        problems.addAll(ways(stream));
        return problems;
    }

    /** Columns that are checked but not stored, since their dataset has no such column. */
    static List<String> notStored(Stream stream) {
        return stream.columns().stream()
                .filter(column -> stream.dataset().column(column.target()).isEmpty())
                .map(Column::name)
                .toList();
    }

    private static List<String> keys(Stream stream) {
        List<String> problems = new ArrayList<>();
        String name = "Stream " + stream.name();
        if (stream.primaryKey().isEmpty()) {
            problems.add(name + " needs a primary key, or a repeated page would count twice.");
        }
        for (String key : stream.primaryKey()) {
            Optional<Column> column = stream.column(key);
            if (column.isEmpty()) {
                problems.add(name + ": the key names " + key + ", which is no column.");
            } else if (!column.get().required()) {
                problems.add(name + ": column " + key + " belongs to the key and must be required.");
            }
        }
        stream.version().ifPresent(version -> {
            Optional<Column> column = stream.column(version);
            if (column.isEmpty()) {
                problems.add(name + ": the version names " + version + ", which is no column.");
            } else if (column.get().type() != ColumnType.COUNT && column.get().type() != ColumnType.INSTANT) {
                problems.add(name + ": the version " + version + " must be a COUNT or an INSTANT, to be compared.");
            }
        });
        return problems;
    }

    private static List<String> time(Stream stream) {
        boolean requiredTime = stream.columns().stream()
                .anyMatch(column -> column.required()
                        && (column.target().equals("at") || column.target().equals("day")));
        return requiredTime
                ? List.of()
                : List.of("Stream " + stream.name()
                        + ": a required column must fill at or day, or its rows belong to no time.");
    }

    private static List<String> channel(Stream stream) {
        String constant = stream.constants().get("channel");
        if (constant != null) {
            return CHANNELS.contains(constant)
                    ? List.of()
                    : List.of("Stream " + stream.name() + ": " + constant + " is no channel of the vocabulary.");
        }
        Optional<Column> column = stream.columns().stream()
                .filter(one -> one.target().equals("channel"))
                .findFirst();
        if (column.isEmpty() || column.get().allowed().isEmpty()) {
            return List.of("Stream " + stream.name()
                    + ": the channel must be a constant, or a column that lists the allowed channels.");
        }
        List<String> unknown = column.get().allowed().stream()
                .filter(code -> !CHANNELS.contains(code))
                .toList();
        return unknown.isEmpty()
                ? List.of()
                : List.of("Stream " + stream.name() + ": no channels of the vocabulary: " + String.join(", ", unknown)
                        + ".");
    }

    private static List<String> ways(Stream stream) {
        List<String> problems = new ArrayList<>();
        if (stream.every().isEmpty() && !stream.pushed() && !stream.dropped()) {
            problems.add("Stream " + stream.name() + " arrives in no way: pulled, pushed or dropped.");
        }
        stream.every()
                .filter(every -> every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0)
                .ifPresent(every -> problems.add("Stream " + stream.name()
                        + ": an interval is between a second and a day, found " + every + "."));
        String again =
                switch (stream.reading()) {
                    case Stream.Reading.Incremental _ -> "";
                    case Stream.Reading.Windowed _ -> "looks back";
                    case Stream.Reading.Full _ -> "is read in full";
                };
        if (!again.isEmpty() && stream.every().isEmpty()) {
            problems.add("Stream " + stream.name() + " " + again + " but has no interval at which it is pulled.");
        }
        if (stream.reading() instanceof Stream.Reading.Full && stream.dropped()) {
            problems.add("Stream " + stream.name()
                    + " is read in full and takes files: what a file brought would vanish with the next run.");
        }
        return problems;
    }

    private static boolean fills(ColumnType source, ColumnType target) {
        return switch (target) {
            case TEXT -> source == ColumnType.TEXT;
            case COUNT -> source == ColumnType.COUNT;
            case FEN, YUAN -> source == ColumnType.FEN || source == ColumnType.YUAN;
            case DECIMAL -> source == ColumnType.DECIMAL || source == ColumnType.COUNT;
            case BOOLEAN -> source == ColumnType.BOOLEAN;
            case DATE -> source == ColumnType.DATE || source == ColumnType.INSTANT;
            case INSTANT -> source == ColumnType.INSTANT;
            case PHONE -> source == ColumnType.PHONE || source == ColumnType.TEXT;
        };
    }

    private static void chinese(String what, Text text, List<String> problems) {
        if (!hasChinese(text.zh())) {
            problems.add(what + ": the Chinese text holds no Chinese: \"" + text.zh() + "\".");
        }
        english(what, text, problems);
    }

    private static void english(String what, Text text, List<String> problems) {
        if (hasChinese(text.en())) {
            problems.add(what + ": the English text holds Chinese: \"" + text.en() + "\".");
        }
    }

    private static boolean hasChinese(String text) {
        return text.codePoints().anyMatch(point -> Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN);
    }

    private static List<String> repeated(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream().filter(name -> !seen.add(name)).distinct().toList();
    }
}
