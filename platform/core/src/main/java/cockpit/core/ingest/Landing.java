package cockpit.core.ingest;

import cockpit.core.tenant.Tenant;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.Fact;
import cockpit.spi.source.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a connection's rows become facts, whichever way they came: read, pushed, dropped or replayed. */
final class Landing {

    private static final Logger LOG = LoggerFactory.getLogger(Landing.class);
    private static final int REPLAYED_AT_ONCE = 500;

    private final Services services;
    private final Tenant tenant;
    private final String connection;
    private final Tally tally;

    /**
     * What became of rows.
     *
     * @param changed facts that were new or changed
     * @param facts those that were made
     * @param setAside rows that did not fit
     */
    record Landed(int changed, List<Fact> facts, int setAside) {}

    /**
     * What is stored together with rows.
     *
     * @param cursor where to read on
     * @param eventId the channel's id of a push
     * @param part page of a run that reads its stream in full
     */
    record With(Optional<String> cursor, Optional<String> eventId, Optional<FullRun.Part> part) {

        static final With NOTHING = new With(Optional.empty(), Optional.empty(), Optional.empty());

        static With cursor(Optional<String> next) {
            return new With(next, Optional.empty(), Optional.empty());
        }

        static With event(String id) {
            return new With(Optional.empty(), id.isBlank() ? Optional.empty() : Optional.of(id), Optional.empty());
        }

        static With part(FullRun run, boolean last) {
            return new With(Optional.empty(), Optional.empty(), Optional.of(new FullRun.Part(run, last)));
        }
    }

    Landing(Services services, Tenant tenant, String connection, Tally tally) {
        this.services = services;
        this.tenant = tenant;
        this.connection = connection;
        this.tally = tally;
    }

    /**
     * Stores rows: bad ones are set aside first, then the good ones in one transaction with what is stored with them.
     *
     * @param unreadable rows that could not even be taken apart
     * @throws cockpit.core.warehouse.WarehouseFault if nothing was stored
     */
    Landed land(StreamState stream, RowReader reader, List<Row> rows, List<Quarantine.SetAside> unreadable, With with) {
        String name = stream.stream().name();
        List<Quarantine.SetAside> bad = new ArrayList<>(unreadable);
        List<Fact> facts = new ArrayList<>(rows.size());
        Map<String, Long> versions = new HashMap<>();
        Set<String> seenButBad = new HashSet<>();
        for (Row row : rows) {
            switch (reader.read(row)) {
                case RowReader.Good(Fact fact) -> {
                    facts.add(cleaned(stream, fact));
                    versions.merge(fact.key(), fact.version(), Math::max);
                }
                case RowReader.Bad misfit -> {
                    if (!services.persons()
                            .isErased(tenant.code(), connection, stream.stream().dataset(), reader.keys(row))) {
                        bad.add(setAside(reader, row, misfit));
                    }
                    if (misfit.key().isEmpty()) {
                        with.part().ifPresent(page -> page.run().cannotTell());
                    } else {
                        seenButBad.add(misfit.key());
                    }
                }
            }
            services.fields().notice(tenant.code(), connection, name, reader.unknown(row), row);
        }
        services.quarantine().add(tenant.code(), connection, bad);
        int changed = services.warehouse()
                .write(
                        tenant.code(),
                        new Batch(
                                connection,
                                name,
                                stream.stream().dataset(),
                                facts,
                                with.cursor(),
                                with.eventId(),
                                with.part().map(page -> page.run().refresh(seenButBad, page.last()))));
        services.quarantine().resolve(tenant.code(), connection, name, versions);
        stream.landed(changed, services.clock().instant());
        tally.rows.add(rows.size() + (long) unreadable.size());
        tally.changed.add(changed);
        tally.setAside.add(bad.size());
        return new Landed(changed, facts, bad.size());
    }

    private Fact cleaned(StreamState stream, Fact fact) {
        return services.persons()
                .cleaned(tenant.code(), connection, stream.stream().dataset(), fact);
    }

    private static Quarantine.SetAside setAside(RowReader reader, Row row, RowReader.Bad misfit) {
        return new Quarantine.SetAside(
                reader.stream().name(),
                misfit.key(),
                misfit.version(),
                row.origin(),
                misfit.reason(),
                JsonText.write(reader.masked(row)),
                Optional.of(row),
                misfit.column(),
                misfit.value());
    }

    /**
     * Reads what was set aside once more, by the columns and the mapping of now. What fits becomes facts and leaves the
     * quarantine.
     *
     * @param stream whose rows; empty for all
     */
    Replayed replay(Map<String, StreamState> streams, Map<String, RowReader> readers, Optional<String> stream) {
        long fitted = 0;
        long unfit = 0;
        long after = 0;
        List<Quarantine.Kept> part =
                services.quarantine().kept(tenant.code(), connection, stream, after, REPLAYED_AT_ONCE);
        while (!part.isEmpty()) {
            Map<String, List<Fact>> facts = new LinkedHashMap<>();
            List<Quarantine.Kept> good = new ArrayList<>();
            for (Quarantine.Kept entry : part) {
                RowReader reader = readers.get(entry.stream());
                RowReader.Read read = reader == null ? null : reader.read(entry.row());
                if (read instanceof RowReader.Good(Fact fact)) {
                    facts.computeIfAbsent(entry.stream(), _ -> new ArrayList<>())
                            .add(services.persons()
                                    .cleaned(
                                            tenant.code(),
                                            connection,
                                            reader.stream().dataset(),
                                            fact));
                    good.add(entry);
                } else {
                    unfit++;
                    if (read instanceof RowReader.Bad misfit) {
                        services.quarantine().refuse(tenant.code(), connection, entry, misfit);
                    }
                }
            }
            facts.forEach((name, theirs) -> store(streams, name, theirs));
            services.quarantine().remove(tenant.code(), connection, good);
            fitted += good.size();
            after = part.getLast().id();
            part = services.quarantine().kept(tenant.code(), connection, stream, after, REPLAYED_AT_ONCE);
        }
        LOG.info("{} of {}: {} rows of the quarantine fit now, {} do not", connection, tenant.code(), fitted, unfit);
        return new Replayed(fitted, unfit);
    }

    private void store(Map<String, StreamState> streams, String name, List<Fact> facts) {
        StreamState state = streams.get(name);
        if (state == null) {
            throw new IllegalArgumentException("There is no stream " + name + ".");
        }
        int changed = services.warehouse()
                .write(
                        tenant.code(),
                        new Batch(
                                connection, name, state.stream().dataset(), facts, Optional.empty(), Optional.empty()));
        state.landed(changed, services.clock().instant());
        tally.changed.add(changed);
    }

    /** What to say of rows that could not be stored, by what is to be mended. */
    Problem unstored(RuntimeException why) {
        Problem problem = StorageProblem.of(why);
        tally.failed(problem);
        LOG.warn("Rows of {} of {} could not be stored: {}", connection, tenant.code(), StorageProblem.cause(why));
        return problem;
    }
}
