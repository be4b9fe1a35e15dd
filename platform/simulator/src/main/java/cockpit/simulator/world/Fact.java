package cockpit.simulator.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fact with all its revisions. There are a million of them in memory, so it is kept small. */
public final class Fact {
    private static final Row[] NONE = {};

    private final Row first;
    private final Row[] later;

    Fact(List<? extends Row> revisions) {
        this.first = revisions.getFirst();
        this.later = revisions.size() == 1
                ? NONE
                : revisions.subList(1, revisions.size()).toArray(Row[]::new);
    }

    /** A fact that does not change. */
    public Fact(Row only) {
        this.first = only;
        this.later = NONE;
    }

    /** The first revision. */
    public Row first() {
        return first;
    }

    /** The last revision, whether visible by now or not. */
    public Row last() {
        return later.length == 0 ? first : later[later.length - 1];
    }

    int size() {
        return later.length + 1;
    }

    int copyInto(Row[] rows, int position) {
        rows[position] = first;
        System.arraycopy(later, 0, rows, position + 1, later.length);
        return position + 1 + later.length;
    }

    /** All revisions, oldest first; they become visible in this order. */
    public List<Row> revisions() {
        List<Row> all = new ArrayList<>(later.length + 1);
        all.add(first);
        all.addAll(List.of(later));
        return all;
    }

    /** The newest revision that is visible at an instant. */
    public @Nullable Row at(long now) {
        if (first.visibleAt() > now) {
            return null;
        }
        Row found = first;
        for (Row row : later) {
            if (row.visibleAt() > now) {
                break;
            }
            found = row;
        }
        return found;
    }
}
