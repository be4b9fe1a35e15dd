package cockpit.core.dashboard;

import cockpit.core.metric.Comparison;
import cockpit.core.metric.Dictionaries;
import cockpit.core.metric.Period;
import cockpit.core.tenant.Metadata;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.core.yaml.YamlNode;
import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Text;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Cockpits in the metadata database, with all their published versions. */
public final class StoredCockpits implements Cockpits {

    /** For {@link Metadata#open}. */
    public static final List<Class<?>> ENTITIES =
            List.of(DashboardRow.class, DashboardVersionRow.class, DashboardImportRow.class);

    private static final Logger LOG = LoggerFactory.getLogger(StoredCockpits.class);
    private static final int LARGEST = 1_000_000;
    private static final int LONGEST_NOTE = 500;
    private static final int LONGEST_NAME = 100;
    private static final String IMPORTER = "cockpit";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Metadata metadata;
    private final Tenants tenants;
    private final Dictionaries dictionaries;
    private final InstantSource clock;
    private final List<BiConsumer<String, String>> listeners = new CopyOnWriteArrayList<>();

    /** @param dictionaries which tell imported codes that nothing stands behind */
    public StoredCockpits(Metadata metadata, Tenants tenants, Dictionaries dictionaries, InstantSource clock) {
        this.metadata = metadata;
        this.tenants = tenants;
        this.dictionaries = dictionaries;
        this.clock = clock;
    }

    /**
     * What an import found.
     *
     * @param problems files that were not taken, with line and mend
     * @param warnings what was taken although something is missing
     */
    public record Imported(List<YamlProblem> problems, List<YamlProblem> warnings) {

        public Imported {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    @Override
    public List<Summary> list(Viewer viewer) {
        requireReader(viewer);
        boolean builder = viewer.may(Right.BUILD);
        List<Summary> found = metadata.inTransaction(session -> {
            List<Summary> all = new ArrayList<>();
            for (DashboardRow row : session.createSelectionQuery(
                            "from DashboardRow where tenant = :tenant", DashboardRow.class)
                    .setParameter("tenant", viewer.tenant())
                    .getResultList()) {
                Optional<DashboardVersionRow> latest = latest(session, row);
                if (latest.isPresent()) {
                    Cockpit published = parse(latest.get().content);
                    if (reaches(published, viewer)) {
                        all.add(new Summary(
                                row.slug,
                                published.title(),
                                latest.map(version -> version.publishedAt),
                                builder && !latest.get().content.equals(row.draft)));
                    }
                } else if (builder && reaches(parse(row.draft), viewer)) {
                    all.add(new Summary(row.slug, parse(row.draft).title(), Optional.empty(), true));
                }
            }
            return all;
        });
        found.sort(Comparator.comparing(Summary::slug));
        return List.copyOf(found);
    }

    @Override
    public Optional<Cockpit> published(Viewer viewer, String slug) {
        requireReader(viewer);
        return metadata.inTransaction(session -> find(session, viewer.tenant(), slug)
                        .flatMap(row -> latest(session, row))
                        .map(version -> parse(version.content)))
                .filter(cockpit -> reaches(cockpit, viewer));
    }

    @Override
    public Optional<Draft> draft(Viewer viewer, String slug) {
        viewer.require(Right.BUILD);
        return metadata.inTransaction(session -> editable(session, viewer, slug).map(StoredCockpits::draft));
    }

    /** @throws IllegalArgumentException if the slug is taken or is none */
    @Override
    public Draft create(Viewer viewer, String slug, Text title) {
        viewer.require(Right.BUILD);
        checkSlug(slug);
        Cockpit empty = new Cockpit(
                slug,
                title,
                List.of(viewer.orgUnit()),
                Period.Moving.TODAY.toString(),
                Comparison.PREVIOUS_PERIOD,
                List.of());
        return metadata.inTransaction(session -> {
            if (find(session, viewer.tenant(), slug).isPresent()) {
                throw new IllegalArgumentException("There is a cockpit with the address " + slug + " already.");
            }
            return draft(insert(session, viewer.tenant(), empty, viewer.name()));
        });
    }

    /** @throws IllegalArgumentException if there is no such cockpit, or it is larger than 1 MB or makes no sense */
    @Override
    public Draft save(Viewer viewer, Cockpit cockpit, long revision) {
        viewer.require(Right.BUILD);
        check(cockpit);
        String content = write(cockpit);
        return metadata.inTransaction(session -> {
            DashboardRow row = lock(session, viewer, cockpit.slug());
            if (row.revision != revision) {
                throw new DraftConflict(row.savedBy, row.savedAt);
            }
            update(row, content, viewer.name());
            return draft(row);
        });
    }

    /** @throws IllegalArgumentException if there is no such cockpit */
    @Override
    public Version publish(Viewer viewer, String slug, String note) {
        viewer.require(Right.BUILD);
        Version version =
                metadata.inTransaction(session -> publish(session, lock(session, viewer, slug), note, viewer.name()));
        announce(viewer.tenant(), slug);
        return version;
    }

    /** What was published so far, newest first. @throws AccessDenied without the right BUILD */
    public List<Version> versions(Viewer viewer, String slug) {
        viewer.require(Right.BUILD);
        return metadata.inTransaction(session -> editable(session, viewer, slug)
                .map(row -> session.createSelectionQuery(
                                "from DashboardVersionRow where dashboardId = :id order by versionNumber desc",
                                DashboardVersionRow.class)
                        .setParameter("id", row.id)
                        .getResultStream()
                        .map(StoredCockpits::version)
                        .toList())
                .orElse(List.of()));
    }

    /** A version as it was published. @throws AccessDenied without the right BUILD */
    public Optional<Cockpit> version(Viewer viewer, String slug, int number) {
        viewer.require(Right.BUILD);
        return metadata.inTransaction(session -> editable(session, viewer, slug)
                .flatMap(row -> session.createSelectionQuery(
                                "from DashboardVersionRow where dashboardId = :id and versionNumber = :number",
                                DashboardVersionRow.class)
                        .setParameter("id", row.id)
                        .setParameter("number", number)
                        .uniqueResultOptional())
                .map(found -> parse(found.content)));
    }

    @Override
    public void delete(Viewer viewer, String slug) {
        viewer.require(Right.BUILD);
        boolean deleted = metadata.inTransaction(session -> {
            Optional<DashboardRow> found = editable(session, viewer, slug);
            found.ifPresent(row -> {
                session.createMutationQuery("delete from DashboardVersionRow where dashboardId = :id")
                        .setParameter("id", row.id)
                        .executeUpdate();
                session.remove(row);
            });
            return found.isPresent();
        });
        if (deleted) {
            announce(viewer.tenant(), slug);
        }
    }

    @Override
    public AutoCloseable onPublish(BiConsumer<String, String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Takes the cockpits of a tenant's folder: new ones are stored and published; a changed file replaces its cockpit as long
     * as nobody has edited that in the product; a cockpit that was deleted in the product stays deleted.
     *
     * @param folder the tenant's folder, which has {@code cockpits/} in it
     */
    public Imported load(Tenant tenant, Path folder) {
        List<YamlProblem> problems = new ArrayList<>();
        List<YamlProblem> warnings = new ArrayList<>();
        for (Path file : files(folder.resolve("cockpits"), problems)) {
            String name = file.getFileName().toString();
            try {
                String content = Files.readString(file, StandardCharsets.UTF_8);
                YamlNode node = YamlNode.read(name, new StringReader(content));
                Cockpit cockpit = CockpitYaml.read(node);
                for (YamlNode entry : CockpitYaml.entries(node.get("audience"))) {
                    Audience.parse(entry.text())
                            .map(Audience::unit)
                            .filter(unit -> tenant.org().find(unit).isEmpty())
                            .ifPresent(unit -> warnings.add(
                                    entry.problem("names org unit `" + unit + "`, which is not in the tree.")));
                }
                warnings.addAll(CockpitYaml.unknownCodes(node, dictionaries.of(tenant.code())));
                if (store(tenant.code(), cockpit, hash(content))) {
                    announce(tenant.code(), cockpit.slug());
                }
            } catch (YamlProblem problem) {
                problems.add(problem);
            } catch (IOException e) {
                problems.add(new YamlProblem(name, 0, "the file cannot be read (" + e.getMessage() + ")."));
            }
        }
        return new Imported(problems, warnings);
    }

    private static List<Path> files(Path folder, List<YamlProblem> problems) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(new YamlProblem(
                    folder.getFileName().toString(), 0, "the folder cannot be read (" + e.getMessage() + ")."));
            return List.of();
        }
    }

    /** @return whether something was published */
    private boolean store(String tenant, Cockpit cockpit, String hash) {
        return metadata.inTransaction(session -> {
            Optional<DashboardImportRow> before = session.createSelectionQuery(
                            "from DashboardImportRow where tenant = :tenant and slug = :slug", DashboardImportRow.class)
                    .setParameter("tenant", tenant)
                    .setParameter("slug", cockpit.slug())
                    .uniqueResultOptional();
            Optional<DashboardRow> stored = find(session, tenant, cockpit.slug());
            if (before.isEmpty()) {
                if (stored.isPresent()) {
                    // Somebody made one with this address; it is theirs.
                    return false;
                }
                DashboardRow row = insert(session, tenant, cockpit, IMPORTER);
                publish(session, row, "", IMPORTER);
                DashboardImportRow imported = new DashboardImportRow();
                imported.tenant = tenant;
                imported.slug = cockpit.slug();
                imported.contentHash = hash;
                imported.revision = row.revision;
                session.persist(imported);
                return true;
            }
            DashboardImportRow imported = before.get();
            if (imported.contentHash.equals(hash) || stored.isEmpty() || stored.get().revision != imported.revision) {
                return false;
            }
            DashboardRow row = lock(session, tenant, cockpit.slug());
            update(row, write(cockpit), IMPORTER);
            publish(session, row, "", IMPORTER);
            imported.contentHash = hash;
            imported.revision = row.revision;
            return true;
        });
    }

    private static void requireReader(Viewer viewer) {
        if (!viewer.may(Right.BUILD)) {
            viewer.require(Right.VIEW);
        }
    }

    private boolean reaches(Cockpit cockpit, Viewer viewer) {
        return cockpit.reaches(tenants.get(viewer.tenant()).org(), viewer.orgUnit());
    }

    /**
     * A row that a builder may edit: neither its draft nor what readers see of it is kept from where they stand. At the root
     * all are, also those whose audience names units that are gone.
     */
    private Optional<DashboardRow> editable(Session session, Viewer viewer, String slug) {
        return find(session, viewer.tenant(), slug).filter(row -> isEditable(session, viewer, row));
    }

    private boolean isEditable(Session session, Viewer viewer, DashboardRow row) {
        if (viewer.orgUnit().equals(tenants.get(viewer.tenant()).org().root().code())) {
            return true;
        }
        return reaches(parse(row.draft), viewer)
                && latest(session, row)
                        .map(version -> reaches(parse(version.content), viewer))
                        .orElse(true);
    }

    private static void checkSlug(String slug) {
        if (!slug.matches(CockpitYaml.SLUG) || slug.length() > CockpitYaml.LONGEST_SLUG) {
            throw new IllegalArgumentException("An address is at most " + CockpitYaml.LONGEST_SLUG
                    + " lower-case letters and digits with hyphens between; found " + slug + ".");
        }
    }

    private static void check(Cockpit cockpit) {
        checkSlug(cockpit.slug());
        if (Period.parse(cockpit.period()).isEmpty()) {
            throw new IllegalArgumentException("There is no period " + cockpit.period() + ".");
        }
        cockpit.audience().stream()
                .filter(written -> Audience.parse(written).isEmpty())
                .findFirst()
                .ifPresent(written -> {
                    throw new IllegalArgumentException("There is no audience " + written + ".");
                });
        long ids = cockpit.tiles().stream().map(Tile::id).distinct().count();
        if (ids != cockpit.tiles().size()) {
            throw new IllegalArgumentException("A tile's id stands twice in cockpit " + cockpit.slug() + ".");
        }
    }

    private static Optional<DashboardRow> find(Session session, String tenant, String slug) {
        return session.createSelectionQuery(
                        "from DashboardRow where tenant = :tenant and slug = :slug", DashboardRow.class)
                .setParameter("tenant", tenant)
                .setParameter("slug", slug)
                .uniqueResultOptional();
    }

    /** The row, which nobody else changes until the transaction ends. */
    private static DashboardRow lock(Session session, String tenant, String slug) {
        DashboardRow row = find(session, tenant, slug)
                .orElseThrow(() -> new IllegalArgumentException("There is no cockpit " + slug + "."));
        session.refresh(row, LockMode.PESSIMISTIC_WRITE);
        return row;
    }

    /** The same for a builder; a cockpit that is kept from them is none. */
    private DashboardRow lock(Session session, Viewer viewer, String slug) {
        DashboardRow row = lock(session, viewer.tenant(), slug);
        if (!isEditable(session, viewer, row)) {
            throw new IllegalArgumentException("There is no cockpit " + slug + ".");
        }
        return row;
    }

    private DashboardRow insert(Session session, String tenant, Cockpit cockpit, String by) {
        DashboardRow row = new DashboardRow();
        row.tenant = tenant;
        row.slug = cockpit.slug();
        update(row, write(cockpit), by);
        session.persist(row);
        return row;
    }

    private void update(DashboardRow row, String content, String by) {
        row.draft = content;
        row.revision++;
        row.savedBy = cut(by, LONGEST_NAME);
        row.savedAt = now();
    }

    private Version publish(Session session, DashboardRow row, String note, String by) {
        session.flush();
        DashboardVersionRow version = new DashboardVersionRow();
        version.dashboardId = java.util.Objects.requireNonNull(row.id, "id");
        version.versionNumber =
                latest(session, row).map(last -> last.versionNumber).orElse(0) + 1;
        version.content = row.draft;
        version.note = cut(note, LONGEST_NOTE);
        version.publishedBy = cut(by, LONGEST_NAME);
        version.publishedAt = now();
        session.persist(version);
        return version(version);
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static Optional<DashboardVersionRow> latest(Session session, DashboardRow row) {
        return session.createSelectionQuery(
                        "from DashboardVersionRow where dashboardId = :id order by versionNumber desc",
                        DashboardVersionRow.class)
                .setParameter("id", row.id)
                .setMaxResults(1)
                .uniqueResultOptional();
    }

    private static Draft draft(DashboardRow row) {
        return new Draft(parse(row.draft), row.revision, row.savedBy, row.savedAt);
    }

    private static Version version(DashboardVersionRow row) {
        return new Version(row.versionNumber, row.note, row.publishedBy, row.publishedAt);
    }

    private static String write(Cockpit cockpit) {
        String text = JSON.writeValueAsString(cockpit);
        if (text.length() > LARGEST) {
            throw new IllegalArgumentException("Cockpit " + cockpit.slug() + " is larger than 1 MB; split it.");
        }
        return text;
    }

    private static Cockpit parse(String text) {
        try {
            return JSON.readValue(text, Cockpit.class);
        } catch (JacksonException e) {
            throw new IllegalStateException("A stored cockpit cannot be read.", e);
        }
    }

    private void announce(String tenant, String slug) {
        for (BiConsumer<String, String> listener : listeners) {
            try {
                listener.accept(tenant, slug);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on the change of {}", slug, e);
            }
        }
    }

    private static String hash(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
