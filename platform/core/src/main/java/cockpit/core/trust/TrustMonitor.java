package cockpit.core.trust;

import cockpit.core.ingest.Connections;
import cockpit.core.ingest.Freshness;
import cockpit.core.ingest.Freshness.Trust;
import cockpit.core.metric.Dictionaries;
import cockpit.core.metric.MetricEngine;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.core.trust.Finding.Verdict;
import cockpit.core.warehouse.Change;
import cockpit.core.warehouse.Warehouse;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the checks of all tenants: soon after a commit that touched what a check reads, at most every ten seconds each, and every
 * minute anyway, since time alone breaks a promise. What was found is kept in the metadata database whenever it changes, so that
 * people see since when something is wrong.
 */
public final class TrustMonitor implements Trusts, AutoCloseable {

    /** Entity classes of this package. */
    public static final List<Class<?>> ENTITIES = List.of(FindingRow.class);

    private static final Logger LOG = LoggerFactory.getLogger(TrustMonitor.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration APART = Duration.ofSeconds(10);
    private static final Duration ANYWAY = Duration.ofMinutes(1);
    private static final int LONGEST_SENTENCE = 1000;

    private final Checker checker;
    private final Connections connections;
    private final Tenants tenants;
    private final Transactions metadata;
    private final InstantSource clock;
    private final InstantSource pace;
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Map<String, Set<Dataset>> touched = new ConcurrentHashMap<>();
    private final AutoCloseable subscription;
    private final Thread working;
    private volatile boolean closed;

    /** Work in one transaction of the metadata database. */
    public interface Transactions {
        <T> T in(Function<? super Session, T> work);
    }

    /** A tenant's checks and what they found; findings and times are guarded by the state itself. */
    private static final class State {

        private final List<Check> checks;
        private final Map<String, Finding> findings = new LinkedHashMap<>();
        private final Map<String, Instant> made = new LinkedHashMap<>();
        private final Set<String> due = new java.util.HashSet<>();

        private State(List<Check> checks) {
            this.checks = checks;
        }
    }

    /** @param clock of the facts; pauses follow the real one */
    public TrustMonitor(
            Warehouse warehouse,
            MetricEngine engine,
            Dictionaries dictionaries,
            Connections connections,
            Tenants tenants,
            Transactions metadata,
            InstantSource clock) {
        this(warehouse, engine, dictionaries, connections, tenants, metadata, clock, InstantSource.system());
    }

    TrustMonitor(
            Warehouse warehouse,
            MetricEngine engine,
            Dictionaries dictionaries,
            Connections connections,
            Tenants tenants,
            Transactions metadata,
            InstantSource clock,
            InstantSource pace) {
        this.checker = new Checker(warehouse, engine, dictionaries, connections, clock);
        this.connections = connections;
        this.tenants = tenants;
        this.metadata = metadata;
        this.clock = clock;
        this.pace = pace;
        this.subscription = warehouse.onChange(this::changed);
        this.working = Thread.ofVirtual().name("trust").start(this::work);
    }

    /**
     * Reads the checks of a tenant's folder.
     *
     * @throws cockpit.core.yaml.YamlProblem for the first mistake; the checks stay as they were
     */
    public void load(Tenant tenant, Path folder) {
        List<Check> checks = ChecksFile.read(folder);
        State before = states.get(tenant.code());
        if (before != null && before.checks.equals(checks)) {
            return;
        }
        states.put(tenant.code(), new State(checks));
    }

    private void changed(Change change) {
        touched.computeIfAbsent(change.tenant(), _ -> ConcurrentHashMap.newKeySet())
                .add(change.dataset());
    }

    private void work() {
        while (!closed) {
            for (String code : states.keySet()) {
                try {
                    tenants.find(code).ifPresent(tenant -> makeDue(tenant, false));
                } catch (RuntimeException e) {
                    LOG.error("The checks of {} could not be made", code, e);
                }
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    private void makeDue(Tenant tenant, boolean all) {
        State state = states.get(tenant.code());
        if (state == null) {
            return;
        }
        Set<Dataset> news = Optional.ofNullable(touched.remove(tenant.code())).orElse(Set.of());
        for (Check check : state.checks) {
            if (closed) {
                return;
            }
            if (all || isDue(state, check, news)) {
                make(tenant, state, check);
            }
        }
    }

    private boolean isDue(State state, Check check, Set<Dataset> news) {
        synchronized (state) {
            Finding known = state.findings.get(check.code());
            Instant last = state.made.get(check.code());
            if (known == null || last == null) {
                return true;
            }
            if (known.datasets().isEmpty()
                    ? !news.isEmpty()
                    : known.datasets().stream().anyMatch(news::contains)) {
                state.due.add(check.code());
            }
            Duration since = Duration.between(last, pace.instant());
            return since.compareTo(ANYWAY) >= 0 || (state.due.contains(check.code()) && since.compareTo(APART) >= 0);
        }
    }

    private void make(Tenant tenant, State state, Check check) {
        synchronized (state) {
            state.due.remove(check.code());
        }
        Finding found;
        try {
            found = checker.look(tenant, check);
        } catch (RuntimeException e) {
            LOG.error("The check {} of {} failed", check.code(), tenant.code(), e);
            found = new Finding(
                    check.code(),
                    check.title(),
                    Set.of(),
                    Verdict.UNKNOWN,
                    Text.of("核对时出错，请查看服务器日志。", "The check failed; see the server's log."),
                    List.of(),
                    0,
                    clock.instant());
        }
        Finding before;
        synchronized (state) {
            before = state.findings.get(check.code());
            if (before != null && before.saysTheSameAs(found)) {
                found = found.since(before.since());
            }
            state.findings.put(check.code(), found);
            state.made.put(check.code(), pace.instant());
        }
        if (before == null || before.verdict() != found.verdict()) {
            remember(tenant.code(), found);
        }
    }

    /** Kept when the verdict changes; after a restart the same verdict is not written again. */
    private void remember(String tenant, Finding found) {
        metadata.in(session -> {
            List<FindingRow> last = rows(session, tenant, found.code(), 1);
            if (!last.isEmpty()
                    && last.getFirst().verdict.equals(found.verdict().name())) {
                return false;
            }
            FindingRow row = new FindingRow();
            row.tenant = tenant;
            row.code = cut(found.code(), 200);
            row.verdict = found.verdict().name();
            row.sentenceZh = cut(found.sentence().zh(), LONGEST_SENTENCE);
            row.sentenceEn = cut(found.sentence().en(), LONGEST_SENTENCE);
            row.apart = found.differences().size();
            row.compared = found.compared();
            row.since = found.since();
            session.persist(row);
            return true;
        });
    }

    private static List<FindingRow> rows(Session session, String tenant, String code, int limit) {
        return session.createSelectionQuery(
                        "from FindingRow where tenant = :tenant and code = :code order by id desc", FindingRow.class)
                .setParameter("tenant", tenant)
                .setParameter("code", code)
                .setMaxResults(limit)
                .getResultList();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    // ---- for people ----

    @Override
    public List<Finding> findings(Viewer viewer) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        State state = states.get(viewer.tenant());
        if (state == null) {
            return List.of();
        }
        synchronized (state) {
            return state.checks.stream()
                    .map(check -> state.findings.get(check.code()))
                    .filter(java.util.Objects::nonNull)
                    .toList();
        }
    }

    @Override
    public void checkNow(Viewer viewer) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        makeDue(tenants.get(viewer.tenant()), true);
    }

    @Override
    public List<Past> history(Viewer viewer, String code, int limit) {
        viewer.require(Right.MANAGE_CONNECTIONS);
        return metadata.in(session -> rows(session, viewer.tenant(), code, Math.clamp(limit, 1, 200)).stream()
                .map(row -> new Past(
                        row.since,
                        Verdict.valueOf(row.verdict),
                        Text.of(row.sentenceZh, row.sentenceEn),
                        row.apart,
                        row.compared))
                .toList());
    }

    // ---- for tiles ----

    /**
     * How far each dataset can be trusted: what its connections say, and what was found. The worse of the two counts; a dataset
     * that is fresh and agrees with another source is {@link Trust#RECONCILED}. Sentences with figures of the whole tenant are
     * not for every reader, so a tile says that sources differ and not by how much.
     */
    public List<Freshness> freshness(String tenant) {
        Map<Dataset, Freshness> known = new EnumMap<>(Dataset.class);
        connections.freshness(tenant).forEach(one -> known.put(one.dataset(), one));
        State state = states.get(tenant);
        if (state == null) {
            return List.copyOf(known.values());
        }
        List<Finding> findings;
        Map<String, Check> checks = new LinkedHashMap<>();
        synchronized (state) {
            findings = List.copyOf(state.findings.values());
        }
        state.checks.forEach(check -> checks.put(check.code(), check));
        Set<Dataset> all = EnumSet.noneOf(Dataset.class);
        all.addAll(known.keySet());
        findings.forEach(finding -> all.addAll(finding.datasets()));
        List<Freshness> trusted = new ArrayList<>();
        for (Dataset dataset : all) {
            Freshness own = known.getOrDefault(
                    dataset, new Freshness(dataset, Optional.empty(), Trust.UNKNOWN, Optional.empty()));
            trusted.add(with(own, findings, checks));
        }
        return List.copyOf(trusted);
    }

    private static Freshness with(Freshness own, List<Finding> findings, Map<String, Check> checks) {
        Trust trust = own.trust();
        Optional<Text> problem = own.problem();
        boolean agrees = false;
        // A connection's own promise replaces the host's guess of what is late.
        boolean promised = findings.stream()
                .anyMatch(finding -> finding.datasets().contains(own.dataset())
                        && isPromise(checks.get(finding.code()))
                        && finding.verdict() == Verdict.HOLDS);
        if (promised && trust == Trust.LATE) {
            trust = Trust.FRESH;
            problem = Optional.empty();
        }
        for (Finding finding : findings) {
            if (!finding.datasets().contains(own.dataset())) {
                continue;
            }
            Trust says =
                    switch (finding.verdict()) {
                        case HOLDS, UNKNOWN -> Trust.FRESH;
                        case LATE -> Trust.LATE;
                        case PARTIAL -> Trust.PARTIAL;
                        case CONFLICT -> Trust.CONFLICT;
                    };
            boolean agreement = checks.get(finding.code()) instanceof Check.Agreement;
            agrees |= agreement && finding.verdict() == Verdict.HOLDS;
            if (says != Trust.FRESH && says.isWorseThan(trust)) {
                trust = says;
                problem = Optional.of(
                        agreement
                                ? Text.of(
                                        "对账不符：" + finding.title().zh() + "。",
                                        "Sources differ: " + finding.title().en() + ".")
                                : finding.sentence());
            }
        }
        return new Freshness(
                own.dataset(), own.at(), trust == Trust.FRESH && agrees ? Trust.RECONCILED : trust, problem);
    }

    private static boolean isPromise(@Nullable Check check) {
        return check instanceof Check.ByTime || check instanceof Check.Within;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(working);
        try {
            subscription.close();
            working.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("The listener could not be taken off: {}", e.getMessage());
        }
    }
}
