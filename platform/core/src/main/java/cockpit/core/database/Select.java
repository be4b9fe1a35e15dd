package cockpit.core.database;

import cockpit.core.database.Catalogue.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one statement that reads rows. It is made of names of the catalogue, quoted, of a number, and of placeholders.
 *
 * @param sql the statement
 * @param selected what it brings, in this order
 * @param parameters what to bind: the value's place in the position, and its column
 */
record Select(String sql, List<Entry> selected, List<Parameter> parameters) {

    /** @param place which value of the position */
    record Parameter(int place, Entry column) {}

    /**
     * @param after how many values of the order the read goes on from: all, and the rows behind are meant; fewer, and those
     *     from there on
     */
    static Select of(Product product, Catalogue table, List<Entry> columns, List<Entry> order, int after, int limit) {
        Set<Entry> selected = new LinkedHashSet<>(columns);
        selected.addAll(order);
        List<Parameter> parameters = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        order.forEach(column -> conditions.add(product.quoted(column.name()) + " is not null"));
        if (after > 0) {
            // the first column once more by itself, so that an index over it is used
            conditions.add(compared(product, order, 0, ">=", parameters));
            List<String> ways = new ArrayList<>();
            for (int place = 0; place < after; place++) {
                List<String> together = new ArrayList<>();
                for (int before = 0; before < place; before++) {
                    together.add(compared(product, order, before, "=", parameters));
                }
                boolean inclusive = place == after - 1 && after < order.size();
                together.add(compared(product, order, place, inclusive ? ">=" : ">", parameters));
                ways.add(String.join(" and ", together));
            }
            conditions.add(ways.stream().map(way -> "(" + way + ")").collect(Collectors.joining(" or ", "(", ")")));
        }
        String select = "select "
                + selected.stream().map(column -> product.quoted(column.name())).collect(Collectors.joining(", "))
                + " from " + product.quoted(table.schema()) + "." + product.quoted(table.table())
                + " where " + String.join(" and ", conditions)
                + " order by "
                + order.stream().map(column -> product.quoted(column.name())).collect(Collectors.joining(", "));
        return new Select(product.rows(select, limit), List.copyOf(selected), List.copyOf(parameters));
    }

    private static String compared(
            Product product, List<Entry> order, int place, String operator, List<Parameter> parameters) {
        Entry column = order.get(place);
        parameters.add(new Parameter(place, column));
        return product.quoted(column.name()) + " " + operator + " " + product.placeholder(column.type());
    }
}
