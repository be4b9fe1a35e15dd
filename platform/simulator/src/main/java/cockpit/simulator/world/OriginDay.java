package cockpit.simulator.world;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Everything that follows from the journeys that start on one day, in the order in which it becomes visible. */
final class OriginDay {
    /** How many days later the last trace of a journey may be. */
    static final int HORIZON = 75;

    private final Fact[] facts;
    private final Row[] rows;

    OriginDay(List<Fact> found) {
        facts = found.toArray(Fact[]::new);
        Arrays.sort(facts, Comparator.comparingLong(fact -> fact.first().visibleAt()));
        int count = 0;
        for (Fact fact : facts) {
            count += fact.size();
        }
        rows = new Row[count];
        int next = 0;
        for (Fact fact : facts) {
            next = fact.copyInto(rows, next);
        }
        Arrays.sort(rows, Comparator.comparingLong(Row::visibleAt));
    }

    /** The facts that become visible on a day. */
    List<Fact> facts(int day) {
        int from = firstFact(Times.at(day, 0));
        return Arrays.asList(facts).subList(from, Math.max(from, firstFact(Times.at(day + 1, 0))));
    }

    /** The revisions that become visible on a day. */
    List<Row> rows(int day) {
        int from = firstRow(Times.at(day, 0));
        return Arrays.asList(rows).subList(from, Math.max(from, firstRow(Times.at(day + 1, 0))));
    }

    private int firstFact(long instant) {
        int low = 0;
        int high = facts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (facts[middle].first().visibleAt() < instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int firstRow(long instant) {
        int low = 0;
        int high = rows.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows[middle].visibleAt() < instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
