package cockpit.plugin.douyin;

import cockpit.spi.source.Json;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table page by page after its plan. How many pages there are is taken from the latest answer, never from the
 * first: rows that come in at the top while a list is read push the others on to later pages, where they are read twice
 * rather than not at all.
 */
final class PagedReader {

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

    Page read(@Nullable String cursor) throws SourceFault, InterruptedException {
        Progress progress = plan.begin(
                Optional.ofNullable(cursor).flatMap(Progress::fromCursor).orElseGet(() -> plan.start(context)),
                context);
        Progress.Job job = progress.job().orElseThrow();
        List<String> waiting = advertisers.ids().stream()
                .filter(id -> id.compareTo(job.after()) > 0)
                .toList();
        List<String> accounts = waiting.subList(0, Math.min(table.accountsAtOnce(), waiting.size()));
        List<Row> rows = List.of();
        boolean morePages = false;
        if (!accounts.isEmpty()) {
            Json data = table.request(accounts, job.from(), job.to(), job.page());
            rows = table.rows(data, accounts);
            morePages = job.page() < pages(data);
        }
        Progress next;
        if (morePages) {
            next = progress.with(Optional.of(job.nextPage()));
        } else if (accounts.size() < waiting.size()) {
            next = progress.with(Optional.of(job.nextAccounts(accounts.getLast())));
        } else {
            next = plan.proceed(progress, job, context);
        }
        return new Page(rows, next.toCursor(), next.job().isPresent());
    }

    private static long pages(Json data) throws SourceFault {
        return data.at("page_info")
                .at("total_page")
                .integer()
                .orElseThrow(() -> OceanEngine.shape("应答缺少 page_info", "the answer has no page_info"));
    }
}
