package cockpit.simulator.channel;

import cockpit.simulator.fault.Faults;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts lists into pages, with the troubles that were ordered for it. Safe for use by several threads. */
public final class Pages {
    /** How many rows come in at the top when a list slides, and how many a page repeats. */
    private static final int FEW = 3;

    private static final int REMEMBERED = 200;

    private final Faults faults;
    private final Target target;
    private final Map<Object, Integer> slid = new LinkedHashMap<>();

    /**
     * A page.
     *
     * @param rows of the page
     * @param total of all pages
     */
    public record Cut<T>(List<T> rows, int total) {}

    /** For a channel. */
    public Pages(Faults faults, Target target) {
        this.faults = faults;
        this.target = target;
    }

    /**
     * A page of a list.
     *
     * @param listing what was asked for besides the page: a list that slides stays so until it is asked from the beginning
     * @param page from 1
     */
    public synchronized <T> Cut<T> cut(Object listing, List<T> all, int page, int size) {
        if (page == 1) {
            slid.remove(listing);
        } else if (faults.take(target, Kind.SHIFTED)) {
            slid.merge(listing, FEW, Integer::sum);
            if (slid.size() > REMEMBERED) {
                slid.remove(slid.keySet().iterator().next());
            }
        }
        int offset = slid.getOrDefault(listing, 0);
        long from = Math.max(0, (page - 1L) * size - offset);
        int start = (int) Math.min(all.size(), from);
        int end = (int) Math.min(all.size(), Math.max(0, (long) page * size - offset));
        List<T> rows = new ArrayList<>(all.subList(start, Math.max(start, end)));
        if (faults.take(target, Kind.DUPLICATE_ROWS)) {
            rows.addAll(
                    0,
                    List.copyOf(all.subList(
                            Math.max(0, start - FEW), Math.min(all.size(), Math.max(start, Math.min(FEW, end))))));
        }
        if (faults.take(target, Kind.REORDERED)) {
            Collections.reverse(rows);
        }
        return new Cut<>(rows, all.size() + offset);
    }
}
