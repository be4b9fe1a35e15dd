package cockpit.core.ingest;

import cockpit.core.ingest.ConnectionRun.Outcome;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The last runs of each stream, in the metadata database. Of runs in a row that brought nothing only the last is kept. */
final class RunHistory {

    private static final int KEPT = 50;

    private final Transactions transactions;

    RunHistory(Transactions transactions) {
        this.transactions = transactions;
    }

    void add(String tenant, String connection, List<ConnectionRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        transactions.in(session -> {
            String stream = runs.getFirst().stream();
            List<RunRow> known = session.createSelectionQuery(
                            "from RunRow where tenant = :tenant and connection = :connection and stream = :stream"
                                    + " order by id desc",
                            RunRow.class)
                    .setParameter("tenant", tenant)
                    .setParameter("connection", connection)
                    .setParameter("stream", stream)
                    .getResultList();
            if (!known.isEmpty()
                    && runs.getFirst().isIdle()
                    && run(known.getFirst()).isIdle()) {
                session.remove(known.getFirst());
            }
            known.stream().skip(Math.max(0, KEPT - runs.size())).forEach(session::remove);
            runs.forEach(run -> session.persist(row(tenant, connection, run)));
            return true;
        });
    }

    private static RunRow row(String tenant, String connection, ConnectionRun run) {
        RunRow row = new RunRow();
        row.tenant = tenant;
        row.connection = connection;
        row.stream = run.stream();
        row.startedAt = run.startedAt();
        row.tookMillis = run.took().toMillis();
        row.pages = run.pages();
        row.readRows = run.rows();
        row.changedRows = run.changed();
        row.setAside = run.setAside();
        row.outcome = run.outcome().name();
        row.fault = run.fault().map(Fault::name).orElse("");
        row.sentenceZh = IngestMemory.cut(run.sentence().map(Text::zh).orElse(""), 2000);
        row.sentenceEn = IngestMemory.cut(run.sentence().map(Text::en).orElse(""), 2000);
        return row;
    }

    private static ConnectionRun run(RunRow row) {
        return new ConnectionRun(
                row.stream,
                row.startedAt,
                Duration.ofMillis(row.tookMillis),
                row.pages,
                row.readRows,
                row.changedRows,
                row.setAside,
                Outcome.valueOf(row.outcome),
                row.fault.isEmpty() ? Optional.empty() : Optional.of(Fault.valueOf(row.fault)),
                row.sentenceZh.isEmpty() ? Optional.empty() : Optional.of(Text.of(row.sentenceZh, row.sentenceEn)));
    }

    /** The newest first. */
    List<ConnectionRun> latest(String tenant, String connection, int limit) {
        return transactions.in(session -> session
                .createSelectionQuery(
                        "from RunRow where tenant = :tenant and connection = :connection"
                                + " order by startedAt desc, id desc",
                        RunRow.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .setMaxResults(Math.clamp(limit, 1, 500))
                .getResultList()
                .stream()
                .map(RunHistory::run)
                .toList());
    }
}
