package cockpit.plugin.douyin;

import cockpit.spi.source.Json;
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
 * Reads a table page by page after its plan. How many pages there are is taken from the latest answer, never from the
 * first: rows that come in at the top while a list is read push the others on to later pages, where they are read twice
 * rather than not at all.
 */
final class PagedReader {

    /** A page for the host is up to a thousand rows: it commits each one, and a hundred are too few to be quick. */
    static final int REQUESTS = 10;

    private final Table table;
    private final Plan plan;
    private final Advertisers advertisers;
    private final SourceContext context;

    PagedReader(Table table, Plan plan, Advertisers advertisers, SourceContext context) {
        this.table = table;
        this.plan = plan;
        this.advertisers = advertisers;
        this.context = context;
    }

    /**
     * Reads on from a cursor: up to {@link #REQUESTS} pages of the channel, and never beyond a range of days. If the
     * channel fails on the way, what it gave before is handed over, and the next read meets the failure.
     */
    Page read(@Nullable String cursor) throws SourceFault, InterruptedException {
        Progress progress = plan.begin(
                Optional.ofNullable(cursor).flatMap(Progress::fromCursor).orElseGet(() -> plan.start(context)),
                context);
        Optional<Progress.Job> first = progress.job();
        Map<Object, Row> rows = new LinkedHashMap<>();
        for (int request = 0; request < REQUESTS; request++) {
            try {
                progress = step(progress, rows);
            } catch (SourceFault fault) {
                if (rows.isEmpty()) {
                    throw fault;
                }
                break;
            }
            if (progress.job().isEmpty() || !progress.job().get().isSameRange(first.orElseThrow())) {
                break;
            }
        }
        return new Page(
                List.copyOf(rows.values()), progress.toCursor(), progress.job().isPresent());
    }

    private Progress step(Progress progress, Map<Object, Row> rows) throws SourceFault, InterruptedException {
        Progress.Job job = progress.job().orElseThrow();
        List<String> waiting = advertisers.ids().stream()
                .filter(id -> id.compareTo(job.after()) > 0)
                .toList();
        List<String> accounts = waiting.subList(0, Math.min(table.accountsAtOnce(), waiting.size()));
        if (!accounts.isEmpty()) {
            Json data = table.request(accounts, job.from(), job.to(), job.page());
            long pages = pages(data);
            table.rows(data, accounts).forEach(row -> rows.put(key(row), row));
            if (job.page() < pages) {
                return progress.with(Optional.of(job.nextPage()));
            }
        }
        return accounts.size() < waiting.size()
                ? progress.with(Optional.of(job.nextAccounts(accounts.getLast())))
                : plan.proceed(progress, job, context);
    }

    /** A row without its whole key equals no other: the host shall see each of them. */
    private Object key(Row row) {
        List<@Nullable Object> key = new ArrayList<>();
        table.key().forEach(column -> key.add(row.values().get(column)));
        return key.contains(null) ? new Object() : key;
    }

    private static long pages(Json data) throws SourceFault {
        return data.at("page_info")
                .at("total_page")
                .integer()
                .orElseThrow(() -> OceanEngine.shape("应答缺少 page_info", "the answer has no page_info"));
    }
}
