package cockpit.testkit.source;

import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.source.Row;
import cockpit.spi.source.Stream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what keeps a row from being stored, by the rules of {@link ColumnType}. */
public final class RowCheck {

    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private RowCheck() {}

    /** One sentence a problem, never with a value: a row may hold personal data. Empty for a row that fits. */
    public static List<String> problems(Stream stream, Row row) {
        List<String> problems = new ArrayList<>();
        for (Column column : stream.columns()) {
            problem(column, row.values().get(column.name()))
                    .ifPresent(problem ->
                            problems.add("Stream " + stream.name() + ", column " + column.name() + ": " + problem));
        }
        return problems;
    }

    private static Optional<String> problem(Column column, @Nullable Object value) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            return column.required() ? Optional.of("a required value is missing.") : Optional.empty();
        }
        if (value instanceof Double || value instanceof Float) {
            return Optional.of("a double or float was handed over; hand over the text or a BigDecimal.");
        }
        if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            return Optional.of("a " + value.getClass().getSimpleName()
                    + " was handed over; a value is a String, Number, Boolean or null.");
        }
        String text = value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
        if (!fits(column.type(), value, text.strip())) {
            return Optional.of("a value does not read as " + column.type() + ".");
        }
        if (!column.allowed().isEmpty() && !column.allowed().contains(text.strip())) {
            return Optional.of("a value is none of " + String.join(", ", column.allowed()) + ".");
        }
        return Optional.empty();
    }

    private static boolean fits(ColumnType type, Object value, String text) {
        return switch (type) {
            case TEXT, HASHED, ENCRYPTED -> !(value instanceof BigDecimal);
            case DROPPED -> true;
            case COUNT, FEN -> text.matches("[+-]?\\d+") && new BigInteger(text).bitLength() < 64;
            case YUAN -> text.matches("[+-]?[¥￥]?[+-]?(\\d+|\\d{1,3}(,\\d{3})+)(\\.\\d{1,2})?");
            case DECIMAL -> text.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
            case BOOLEAN -> text.matches("true|false|1|0");
            case DATE -> isDate(text);
            case INSTANT -> isInstant(text);
            case PHONE -> text.matches("\\+?[0-9][0-9 -]{4,19}");
        };
    }

    private static boolean isDate(String text) {
        try {
            if (text.matches("\\d{8}")) {
                LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
                return true;
            }
            LocalDate.parse(text.length() > 10 && "T ".indexOf(text.charAt(10)) >= 0 ? text.substring(0, 10) : text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean isInstant(String text) {
        if (text.matches("\\d{10}|\\d{13}")) {
            return true;
        }
        try {
            if (text.length() == 19 && text.charAt(10) == ' ') {
                LocalDateTime.parse(text, PLAIN);
            } else {
                OffsetDateTime.parse(text);
            }
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
