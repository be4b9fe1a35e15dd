package cockpit.spi.widget;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query's answer: fields, and rows with one value a field.
 *
 * @param fields dimensions first, then metrics, each in the order of the slots
 * @param rows values as {@link Field.Kind} says, in the order of the query
 */
public record Rows(List<Field> fields, List<List<@Nullable Object>> rows) {

    public static final Rows EMPTY = new Rows(List.of(), List.of());

    /** @throws IllegalArgumentException if a row has another number of values than there are fields */
    public Rows {
        fields = List.copyOf(fields);
        List<List<@Nullable Object>> copies = new ArrayList<>(rows.size());
        for (List<@Nullable Object> row : rows) {
            if (row.size() != fields.size()) {
                throw new IllegalArgumentException(
                        "A row has " + row.size() + " values for " + fields.size() + " fields.");
            }
            copies.add(Collections.unmodifiableList(new ArrayList<>(row)));
        }
        rows = Collections.unmodifiableList(copies);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public int size() {
        return rows.size();
    }

    /** The fields of a slot, in the order that the admin bound them. */
    public List<Field> fields(String slot) {
        return fields.stream().filter(field -> field.slot().equals(slot)).toList();
    }

    /** A metric's value, or null where there is nothing to count. */
    public @Nullable BigDecimal number(int row, Field field) {
        return (BigDecimal) rows.get(row).get(index(field));
    }

    /** A dimension's value. */
    public Member member(int row, Field field) {
        Object value = rows.get(row).get(index(field));
        if (value instanceof Member member) {
            return member;
        }
        throw new IllegalArgumentException("Field " + field.code() + " is no dimension.");
    }

    /** The only value of a metric in rows without dimensions; empty where there is none. */
    public Optional<BigDecimal> total(Field field) {
        return rows.size() == 1 ? Optional.ofNullable(number(0, field)) : Optional.empty();
    }

    private int index(Field field) {
        for (int index = 0; index < fields.size(); index++) {
            if (fields.get(index).code().equals(field.code())
                    && fields.get(index).slot().equals(field.slot())) {
                return index;
            }
        }
        throw new IllegalArgumentException("These rows have no field " + field.code() + ".");
    }
}
