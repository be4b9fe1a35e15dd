package cockpit.testkit.widget;

import cockpit.spi.Direction;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Unit;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Member;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.WidgetData;
import cockpit.spi.widget.WidgetDescription;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Data as the host may deliver them, made from a widget's own slots. */
final class Samples {

    /** What rows hold. */
    enum Values {
        PLAIN,
        NULLS,
        ZEROS,
        NEGATIVE,
        HUGE
    }

    private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 11, 1, 0, 0);
    private static final List<String> PROVINCES =
            List.of("Shanghai", "Guangdong", "Beijing", "Zhejiang", "Sichuan", "Taiwan");

    private final WidgetDescription description;

    Samples(WidgetDescription description) {
        this.description = description;
    }

    /** Every way of binding worth trying: the least, the most, and each optional slot by itself. */
    List<List<Field>> bindings() {
        List<List<Field>> bindings = new ArrayList<>();
        bindings.add(bind(Slot::least, Unit.COUNT));
        for (Slot optional : description.slots()) {
            if (optional.least() == 0) {
                bindings.add(bind(slot -> slot.equals(optional) ? 1 : slot.least(), Unit.COUNT));
            }
        }
        bindings.add(bind(Slot::most, Unit.MONEY));
        bindings.add(bind(Slot::least, Unit.RATIO));
        bindings.add(bind(Slot::most, null));
        return List.copyOf(bindings);
    }

    /** A binding that a sensible admin would make: what is required, and one dimension where all are optional. */
    List<Field> usualBinding() {
        boolean dimension =
                description.slots().stream().anyMatch(slot -> slot.kind() != Slot.Kind.METRIC && slot.least() > 0);
        Optional<Slot> first = description.slots().stream()
                .filter(slot -> slot.kind() != Slot.Kind.METRIC)
                .findFirst();
        return bind(slot -> !dimension && first.isPresent() && slot.equals(first.get()) ? 1 : slot.least(), Unit.COUNT);
    }

    private interface HowMany {
        int of(Slot slot);
    }

    private List<Field> bind(HowMany howMany, @Nullable Unit unit) {
        List<Field> dimensions = new ArrayList<>();
        List<Field> metrics = new ArrayList<>();
        List<Unit> units = List.of(Unit.values());
        List<Direction> directions = List.of(Direction.values());
        for (Slot slot : description.slots()) {
            for (int index = 0; index < howMany.of(slot); index++) {
                String code = slot.name() + "-" + index;
                switch (slot.kind()) {
                    case METRIC ->
                        metrics.add(Field.metric(
                                slot.name(),
                                code,
                                "Metric " + index,
                                unit == null ? units.get(index % units.size()) : unit,
                                directions.get(index % directions.size())));
                    case TIME -> dimensions.add(Field.time(slot.name(), code, "Time"));
                    case DIMENSION, ORG_UNIT ->
                        dimensions.add(Field.dimension(slot.name(), code, "Dimension " + index));
                }
            }
        }
        dimensions.addAll(metrics);
        return List.copyOf(dimensions);
    }

    WidgetData data(List<Field> fields, int size, Values values) {
        return data(fields, size, values, index -> "Member " + index);
    }

    WidgetData data(List<Field> fields, int size, Values values, IntFunction<String> names) {
        boolean comparison = description.wants().contains(WidgetDescription.Want.COMPARISON);
        boolean timeline = description.wants().contains(WidgetDescription.Want.TIMELINE);
        return new WidgetData(
                rows(fields, size, values, names, 0),
                comparison ? Optional.of(rows(fields, size, values, names, 1)) : Optional.empty(),
                timeline ? Optional.of(timeline(fields, size, values)) : Optional.empty());
    }

    /** Rows without one: the host delivers the fields all the same. */
    WidgetData none(List<Field> fields) {
        boolean comparison = description.wants().contains(WidgetDescription.Want.COMPARISON);
        boolean timeline = description.wants().contains(WidgetDescription.Want.TIMELINE);
        Rows none = new Rows(fields, List.of());
        return new WidgetData(
                none,
                comparison ? Optional.of(none) : Optional.empty(),
                timeline ? Optional.of(timeline(fields, 0, Values.PLAIN)) : Optional.empty());
    }

    private Rows rows(List<Field> fields, int size, Values values, IntFunction<String> names, int daysBefore) {
        long times =
                fields.stream().filter(field -> field.kind() == Field.Kind.TIME).count();
        long members = fields.stream()
                .filter(field -> field.kind() == Field.Kind.DIMENSION)
                .count();
        // without a dimension an answer has one row; with time and members the rows are their product
        int count = times + members == 0 ? Math.min(size, 1) : size;
        int width = times > 0 && members > 0 ? Math.max(1, (int) Math.sqrt(size)) : 1;
        RowsBuilder builder = RowsBuilder.of(fields);
        for (int row = 0; row < count; row++) {
            @Nullable Object[] cells = new @Nullable Object[fields.size()];
            for (int index = 0; index < cells.length; index++) {
                Field field = fields.get(index);
                int place = row;
                cells[index] = switch (field.kind()) {
                    case TIME ->
                        BEGIN.minusDays(daysBefore).plusHours(place / width).toString();
                    case DIMENSION -> member(times > 0 ? place % width : place, names);
                    case METRIC -> value(values, place + index + daysBefore);
                };
            }
            builder.row(cells);
        }
        return builder.build();
    }

    private static Rows timeline(List<Field> fields, int size, Values values) {
        List<Field> own = new ArrayList<>();
        own.add(Field.time("timeline", "time", "Time"));
        fields.stream().filter(field -> field.kind() == Field.Kind.METRIC).forEach(own::add);
        RowsBuilder builder = RowsBuilder.of(own);
        for (int row = 0; row < size; row++) {
            @Nullable Object[] cells = new @Nullable Object[own.size()];
            cells[0] = BEGIN.plusHours(row).toString();
            for (int index = 1; index < cells.length; index++) {
                cells[index] = value(values, row + index);
            }
            builder.row(cells);
        }
        return builder.build();
    }

    private static Member member(int index, IntFunction<String> names) {
        Map<String, String> attributes = Map.of(
                "level", "store",
                "province", PROVINCES.get(index % PROVINCES.size()),
                "city", "City " + index % 97,
                "lng", String.valueOf(100 + index % 20),
                "lat", String.valueOf(22 + index % 20));
        return new Member("M" + index, names.apply(index), attributes);
    }

    private static @Nullable BigDecimal value(Values values, int index) {
        return switch (values) {
            case PLAIN -> BigDecimal.valueOf(1000L + index * 37L % 911);
            case NULLS -> null;
            case ZEROS -> BigDecimal.ZERO;
            case NEGATIVE -> BigDecimal.valueOf(-1000L - index * 37L % 911);
            case HUGE -> new BigDecimal("123456789012345678").add(BigDecimal.valueOf(index));
        };
    }

    /** Every choice of every option, the others at their defaults; whole numbers at their extremes. */
    List<Settings> settings() {
        List<Settings> all = new ArrayList<>();
        all.add(defaults());
        for (Setting option : description.options()) {
            List<String> tried =
                    switch (option.kind()) {
                        case CHOICE ->
                            option.choices().stream().map(Setting.Choice::value).toList();
                        case BOOLEAN -> List.of("true", "false");
                        case INTEGER -> List.of("-1", "0", "1", "999999999999999999");
                        case TEXT, LIST -> List.of("<b>\"'&");
                        case SECRET, URL -> List.of();
                    };
            for (String value : tried) {
                Map<String, String> values = new HashMap<>();
                values.put(option.key(), value);
                all.add(Settings.of(description.options(), values));
            }
        }
        return all;
    }

    Settings defaults() {
        return Settings.of(description.options(), Map.of());
    }
}
