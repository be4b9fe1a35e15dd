package cockpit.spi.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value to walk through without casts. Numbers are exact: integers are long or BigInteger, fractions BigDecimal.
 * A step that does not exist gives {@link #isMissing()} instead of an exception.
 */
public final class Json {

    private final @Nullable Object value;
    private final String path;

    private Json(@Nullable Object value, String path) {
        this.value = value;
        this.path = path;
    }

    /** @param value nested {@link Map}, {@link List}, {@link String}, {@link Number}, {@link Boolean} or null */
    public static Json of(@Nullable Object value) {
        return new Json(value, "$");
    }

    /** A text as JSON writes it, in quotation marks: for the little JSON that a request carries. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (character < 0x20) {
                json.append(String.format("\\u%04x", (int) character));
            } else {
                json.append(character);
            }
        }
        return json.append('"').toString();
    }

    /** Member of an object, or a missing value. */
    public Json at(String key) {
        return value instanceof Map<?, ?> map && map.get(key) != null
                ? new Json(map.get(key), path + "." + key)
                : new Json(null, path + "." + key);
    }

    /** Elements of an array; empty where this is none. */
    public List<Json> elements() {
        if (!(value instanceof List<?> list)) {
            return List.of();
        }
        return java.util.stream.IntStream.range(0, list.size())
                .mapToObj(index -> new Json(list.get(index), path + "[" + index + "]"))
                .toList();
    }

    /** Members of an object by name, null members included; empty where this is no object. */
    public Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> members.put(String.valueOf(key), member));
        }
        return members;
    }

    /** Text or number as text; empty where missing or nested. */
    public Optional<String> text() {
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? Optional.of(
                        value instanceof java.math.BigDecimal decimal ? decimal.toPlainString() : value.toString())
                : Optional.empty();
    }

    /** A whole number, also where it came as text; empty where missing or something else. */
    public Optional<Long> integer() {
        return text().filter(text -> text.matches("-?\\d{1,18}")).map(Long::parseLong);
    }

    /** The value as it is: String, Number, Boolean, Map, List or null. */
    public @Nullable Object raw() {
        return value;
    }

    public boolean isMissing() {
        return value == null;
    }

    public boolean isObject() {
        return value instanceof Map;
    }

    /**
     * The value as JSON text, for a request to a channel. Members stand in the map's order.
     *
     * @throws IllegalArgumentException if it holds something else than {@link #of} takes, or a double
     */
    public String toJson() {
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private static void write(@Nullable Object value, StringBuilder json) {
        switch (value) {
            case null -> json.append("null");
            case Boolean truth -> json.append(truth);
            case java.math.BigDecimal decimal -> json.append(decimal.toPlainString());
            case Long _, Integer _, Short _, Byte _, java.math.BigInteger _ -> json.append(value);
            case String text -> quote(text, json);
            case List<?> list -> {
                json.append('[');
                String comma = "";
                for (Object element : list) {
                    json.append(comma);
                    write(element, json);
                    comma = ",";
                }
                json.append(']');
            }
            case Map<?, ?> map -> {
                json.append('{');
                String comma = "";
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    json.append(comma);
                    quote(String.valueOf(member.getKey()), json);
                    json.append(':');
                    write(member.getValue(), json);
                    comma = ",";
                }
                json.append('}');
            }
            default ->
                throw new IllegalArgumentException(
                        "A " + value.getClass().getSimpleName() + " has no exact form in JSON.");
        }
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (character < 0x20) {
                json.append(String.format("\\u%04x", (int) character));
            } else {
                json.append(character);
            }
        }
        json.append('"');
    }

    /** Where it stood, for messages: {@code $.data.rows[3].metrics}. */
    public String path() {
        return path;
    }

    /** The path, never the value: an answer may hold personal data. */
    @Override
    public String toString() {
        return "Json at " + path;
    }
}
