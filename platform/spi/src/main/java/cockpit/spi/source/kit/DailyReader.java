package cockpit.spi.source.kit;

import cockpit.spi.source.Fault;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table page by page after its plan; everything that must survive is in the cursors. How many pages there are is
 * taken from the latest answer: rows that come in at the top while a list is read push the others on to later pages,
 * where they are read twice rather than not at all.
 */
public final class DailyReader {

    /** A page for the host holds about so many rows: it commits each one, and a hundred are too few to be quick. */
    static final int ROWS = 1_000;

    /** And takes at most so many requests, so that a read ends soon. */
    static final int REQUESTS = 10;

    private final DailyTable table;
    private final DailyPlan plan;
    private final Accounts accounts;
    private final SourceContext context;

    /** The accounts to read. */
    public interface Accounts {
        /**
         * Their ids in ascending order, never none.
         *
         * @throws SourceFault if there is none, or the channel does not tell
         */
        List<String> ids() throws SourceFault, InterruptedException;
    }

    public DailyReader(DailyTable table, DailyPlan plan, Accounts accounts, SourceContext context) {
        this.table = table;
        this.plan = plan;
        this.accounts = accounts;
        this.context = context;
    }

    /**
     * Reads on from a cursor, never beyond a range of days. If the channel fails on the way, what it gave before is handed
     * over, and the next read meets the failure.
     */
    public Page read(@Nullable String cursor) throws SourceFault, InterruptedException {
        DailyProgress begun = plan.begin(
                Optional.ofNullable(cursor).flatMap(DailyProgress::fromCursor).orElseGet(() -> plan.start(context)),
                context);
        DailyProgress progress = begun;
        DailyProgress.Job first = begun.job().orElseThrow();
        Map<Object, Row> rows = new LinkedHashMap<>();
        for (int request = 0; request < REQUESTS && rows.size() < ROWS; request++) {
            try {
                progress = step(progress, rows);
            } catch (SourceFault fault) {
                if (progress.equals(begun)) {
                    // What is not ready yet must not keep the newest days waiting.
                    DailyProgress instead = plan.stepBack(progress, context);
                    if (fault.fault() != Fault.LIMIT || instead.equals(progress)) {
                        throw fault;
                    }
                }
                break;
            }
            if (progress.job().isEmpty() || !progress.job().get().isSameRange(first)) {
                break;
            }
        }
        if (progress.job().filter(first::isSameRange).isPresent()) {
            progress = plan.stepBack(progress, context);
        }
        return new Page(
                List.copyOf(rows.values()), progress.toCursor(), progress.job().isPresent());
    }

    private DailyProgress step(DailyProgress progress, Map<Object, Row> rows) throws SourceFault, InterruptedException {
        DailyProgress.Job job = progress.job().orElseThrow();
        List<String> waiting = accounts.ids().stream()
                .filter(id -> id.compareTo(job.after()) > 0)
                .toList();
        List<String> some = waiting.subList(0, Math.min(table.accountsAtOnce(), waiting.size()));
        if (!some.isEmpty()) {
            DailyTable.Slice slice = table.read(new DailyTable.Range(some, job.from(), job.to()), job.place());
            slice.rows().forEach(row -> rows.put(key(row), row));
            if (slice.next().isPresent()) {
                return progress.with(job.at(slice.next().get()));
            }
        }
        return some.size() < waiting.size()
                ? progress.with(job.nextAccounts(some.getLast()))
                : plan.proceed(progress, job, context);
    }

    /** A row without its whole key equals no other: the host shall see each of them. */
    private Object key(Row row) {
        List<@Nullable Object> key = new ArrayList<>();
        table.stream().primaryKey().forEach(column -> key.add(row.values().get(column)));
        return key.contains(null) ? new Object() : key;
    }
}
