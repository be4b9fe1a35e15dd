package cockpit.core.dashboard;

import static cockpit.core.dashboard.Samples.cockpit;
import static cockpit.core.dashboard.Samples.tile;
import static cockpit.core.dashboard.Samples.viewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.dashboard.Cockpits.Draft;
import cockpit.core.dashboard.Cockpits.Summary;
import cockpit.core.dashboard.Cockpits.Version;
import cockpit.core.dashboard.StoredCockpits.Imported;
import cockpit.core.metric.YamlDictionaries;
import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.Metadata;
import cockpit.core.tenant.MetadataPlace;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Viewer;
import cockpit.spi.Secret;
import cockpit.spi.Text;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Stored cockpits")
class StoredCockpitsTest {

    private static final Instant NOW = Instant.parse("2026-11-11T04:00:00Z");
    private static final Viewer BUILDER = viewer("HQ", Right.VIEW, Right.BUILD);

    /** What both databases must do. */
    abstract static class Contract {

        @TempDir
        Path folder;

        private final YamlDictionaries dictionaries = new YamlDictionaries();
        private Metadata metadata;
        private StoredCockpits cockpits;

        /** An opened database without cockpits. */
        abstract Metadata database() throws SQLException;

        abstract void giveBack(Metadata used);

        @BeforeEach
        void open() throws SQLException, IOException {
            metadata = database();
            dictionaries.load(Samples.TENANT, Samples.SHIPPED);
            cockpits = new StoredCockpits(metadata, Samples.tenants(), dictionaries, InstantSource.fixed(NOW));
            Files.createDirectories(folder.resolve("tenant/cockpits"));
        }

        @AfterEach
        void close() {
            giveBack(metadata);
        }

        private Draft built(Cockpit cockpit) {
            Draft draft = cockpits.create(BUILDER, cockpit.slug(), cockpit.title());
            return cockpits.save(BUILDER, cockpit, draft.revision());
        }

        private Cockpit publish(Cockpit cockpit) {
            built(cockpit);
            cockpits.publish(BUILDER, cockpit.slug(), "note");
            return cockpit;
        }

        @Test
        void are_as_they_were_saved() {
            Random random = new Random(3);
            for (int index = 0; index < 10; index++) {
                Cockpit cockpit = Samples.random(random);
                Cockpit named = new Cockpit(
                        "c" + index,
                        cockpit.title(),
                        cockpit.audience(),
                        cockpit.period(),
                        cockpit.comparison(),
                        cockpit.tiles());
                built(named);

                assertThat(cockpits.draft(BUILDER, named.slug()))
                        .map(Draft::cockpit)
                        .contains(named);
            }
        }

        @Test
        void begin_empty_for_the_builders_own_unit() {
            Draft draft = cockpits.create(viewer("EAST", Right.BUILD), "mine", Text.of("我的", "Mine"));

            assertThat(draft.cockpit().audience()).containsExactly("EAST");
            assertThat(draft.cockpit().tiles()).isEmpty();
            assertThat(draft.savedBy()).isEqualTo("U EAST");
        }

        @Test
        void refuse_a_second_one_of_the_same_address_and_odd_addresses() {
            cockpits.create(BUILDER, "a", Text.same("A"));

            assertThatThrownBy(() -> cockpits.create(BUILDER, "a", Text.same("A")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> cockpits.create(BUILDER, "../a", Text.same("A")))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void keep_the_draft_from_readers_until_it_is_published() {
            Cockpit first = publish(cockpit("a", "HQ", tile("t1", 0, 0, 3, 4)));
            Draft draft = cockpits.draft(BUILDER, "a").orElseThrow();
            Cockpit second = first.without("t1");
            cockpits.save(BUILDER, second, draft.revision());

            assertThat(cockpits.published(viewer("S001", Right.VIEW), "a")).contains(first);
            assertThat(cockpits.list(BUILDER)).extracting(Summary::changed).containsExactly(true);
            assertThat(cockpits.list(viewer("S001", Right.VIEW)))
                    .extracting(Summary::changed)
                    .containsExactly(false);

            Version version = cockpits.publish(BUILDER, "a", "fewer tiles");

            assertThat(version).isEqualTo(new Version(2, "fewer tiles", "U HQ", NOW));
            assertThat(cockpits.published(viewer("S001", Right.VIEW), "a")).contains(second);
            assertThat(cockpits.list(BUILDER)).extracting(Summary::changed).containsExactly(false);
            assertThat(cockpits.versions(BUILDER, "a"))
                    .extracting(Version::number)
                    .containsExactly(2, 1);
            assertThat(cockpits.version(BUILDER, "a", 1)).contains(first);
        }

        @Test
        void are_listed_for_the_audience_and_everyone_above_it() {
            publish(cockpit("all", "HQ"));
            publish(cockpit("east", "EAST"));
            publish(cockpit("store", "S003"));
            publish(cockpit("gone", "CLOSED"));
            built(cockpit("new", "HQ"));

            assertThat(slugs(viewer("HQ", Right.VIEW))).containsExactly("all", "east", "store");
            assertThat(slugs(viewer("EAST", Right.VIEW))).containsExactly("all", "east");
            assertThat(slugs(viewer("S001", Right.VIEW))).containsExactly("all", "east");
            assertThat(slugs(viewer("S003", Right.VIEW))).containsExactly("all", "store");
            assertThat(slugs(BUILDER)).containsExactly("all", "east", "new", "store");
            assertThat(cockpits.published(viewer("S001", Right.VIEW), "store")).isEmpty();
            assertThat(cockpits.published(BUILDER, "new")).isEmpty();
        }

        @Test
        void of_one_level_only_are_kept_from_those_below() {
            publish(cockpit("all", "HQ"));
            publish(cockpit("board", "HQ only", tile("t1", 0, 0, 3, 4)));
            publish(cockpit("east", "EAST only"));

            assertThat(slugs(viewer("HQ", Right.VIEW))).containsExactly("all", "board", "east");
            assertThat(slugs(viewer("EAST", Right.VIEW))).containsExactly("all", "east");
            assertThat(slugs(viewer("S001", Right.VIEW))).containsExactly("all");
            assertThat(cockpits.published(viewer("S001", Right.VIEW), "board")).isEmpty();
            assertThat(cockpits.published(viewer("EAST", Right.VIEW), "board")).isEmpty();
            assertThat(cockpits.published(viewer("S001", Right.VIEW), "east")).isEmpty();
        }

        @Test
        void that_are_kept_from_a_builder_are_none_to_them() {
            Cockpit board = publish(cockpit("board", "HQ only", tile("t1", 0, 0, 3, 4)));
            built(cockpit("new", "HQ only"));
            long revision = cockpits.draft(BUILDER, "board").orElseThrow().revision();
            Viewer below = viewer("S001", Right.VIEW, Right.BUILD);

            assertThat(cockpits.list(below)).isEmpty();
            assertThat(cockpits.draft(below, "board")).isEmpty();
            assertThat(cockpits.draft(below, "new")).isEmpty();
            assertThat(cockpits.versions(below, "board")).isEmpty();
            assertThat(cockpits.version(below, "board", 1)).isEmpty();
            assertThatThrownBy(() -> cockpits.save(below, cockpit("board", "HQ"), revision))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> cockpits.publish(below, "board", "")).isInstanceOf(IllegalArgumentException.class);
            cockpits.delete(below, "board");
            assertThat(cockpits.published(BUILDER, "board")).contains(board);
        }

        @Test
        void whose_published_version_is_kept_from_a_builder_stay_so_while_a_wider_draft_waits() {
            publish(cockpit("board", "HQ only"));
            long revision = cockpits.draft(BUILDER, "board").orElseThrow().revision();
            cockpits.save(BUILDER, cockpit("board", "HQ"), revision);
            Viewer below = viewer("S001", Right.VIEW, Right.BUILD);

            assertThat(cockpits.draft(below, "board")).isEmpty();
            cockpits.publish(BUILDER, "board", "");
            assertThat(cockpits.draft(below, "board")).isPresent();
        }

        @Test
        void whose_audience_is_gone_can_still_be_mended_at_the_root() {
            publish(cockpit("gone", "CLOSED"));

            assertThat(cockpits.draft(BUILDER, "gone")).isPresent();
            assertThat(cockpits.draft(viewer("EAST", Right.BUILD), "gone")).isEmpty();
        }

        @Test
        void belong_to_their_tenant() {
            publish(cockpit("a", "HQ"));
            Viewer other =
                    new Viewer("other", "u", "U", Set.of(Right.VIEW, Right.BUILD), "HQ", Locale.SIMPLIFIED_CHINESE);

            assertThat(cockpits.list(other)).isEmpty();
            assertThat(cockpits.published(other, "a")).isEmpty();
            assertThat(cockpits.draft(other, "a")).isEmpty();
            cockpits.delete(other, "a");
            assertThat(cockpits.published(BUILDER, "a")).isPresent();
        }

        @Test
        void can_be_changed_by_builders_only() {
            Cockpit cockpit = publish(cockpit("a", "HQ"));
            Viewer reader = viewer("HQ", Right.VIEW, Right.MANAGE_USERS);

            for (Callable<?> act : List.<Callable<?>>of(
                    () -> cockpits.draft(reader, "a"),
                    () -> cockpits.create(reader, "b", Text.same("B")),
                    () -> cockpits.save(reader, cockpit, 2),
                    () -> cockpits.publish(reader, "a", ""),
                    () -> cockpits.versions(reader, "a"),
                    () -> cockpits.version(reader, "a", 1),
                    () -> {
                        cockpits.delete(reader, "a");
                        return null;
                    })) {
                assertThatThrownBy(act::call).isInstanceOf(AccessDenied.class);
            }
        }

        @Test
        void can_be_read_by_those_who_may_look_only() {
            assertThatThrownBy(() -> cockpits.list(viewer("HQ", Right.MANAGE_USERS)))
                    .isInstanceOf(AccessDenied.class);
            assertThatThrownBy(() -> cockpits.published(viewer("HQ"), "a")).isInstanceOf(AccessDenied.class);
        }

        @Test
        void tell_who_saved_meanwhile() {
            Draft draft = built(cockpit("a", "HQ"));
            Viewer colleague = viewer("EAST", Right.BUILD);
            cockpits.save(colleague, cockpit("a", "HQ", tile("t1", 0, 0, 3, 4)), draft.revision());

            assertThatThrownBy(() -> cockpits.save(BUILDER, cockpit("a", "EAST"), draft.revision()))
                    .isInstanceOfSatisfying(DraftConflict.class, conflict -> {
                        assertThat(conflict.savedBy()).isEqualTo("U EAST");
                        assertThat(conflict.savedAt()).isEqualTo(NOW);
                    });
        }

        @Test
        void let_one_of_many_who_save_at_once_win() throws Exception {
            Draft draft = built(cockpit("a", "HQ"));
            List<Future<?>> saves = new ArrayList<>();
            AtomicInteger won = new AtomicInteger();
            AtomicInteger lost = new AtomicInteger();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int index = 0; index < 8; index++) {
                    int number = index;
                    saves.add(threads.submit(() -> {
                        try {
                            cockpits.save(
                                    BUILDER, cockpit("a", "HQ", tile("t" + number, 0, 0, 3, 4)), draft.revision());
                            won.incrementAndGet();
                        } catch (DraftConflict _) {
                            lost.incrementAndGet();
                        }
                    }));
                }
                for (Future<?> save : saves) {
                    save.get();
                }
            }

            assertThat(won).hasValue(1);
            assertThat(lost).hasValue(7);
        }

        @Test
        void tell_listeners_what_was_published_and_deleted() {
            List<String> heard = new ArrayList<>();
            cockpits.onPublish((tenant, slug) -> heard.add(tenant + "/" + slug));

            publish(cockpit("a", "HQ"));
            assertThat(heard).containsExactly("yanjiusuo/a");

            cockpits.delete(BUILDER, "a");
            cockpits.delete(BUILDER, "a");
            assertThat(heard).containsExactly("yanjiusuo/a", "yanjiusuo/a");
        }

        @Test
        void are_gone_with_their_versions_once_deleted() {
            publish(cockpit("a", "HQ"));

            cockpits.delete(BUILDER, "a");

            assertThat(cockpits.list(BUILDER)).isEmpty();
            assertThat(cockpits.versions(BUILDER, "a")).isEmpty();
        }

        @Test
        void come_from_the_shipped_files_published() {
            Imported imported = cockpits.load(Samples.TENANT, Samples.SHIPPED);

            assertThat(imported.problems()).isEmpty();
            assertThat(imported.warnings()).isEmpty();
            assertThat(slugs(viewer("S001", Right.VIEW))).containsExactly("group-overview", "store-operations");
        }

        @Test
        void follow_their_file_while_nobody_has_edited_them() throws IOException {
            write("a", "HQ");
            load();
            write("a", "EAST");
            load();
            load();

            assertThat(cockpits.published(BUILDER, "a")).map(Cockpit::audience).contains(List.of("EAST"));
            assertThat(cockpits.versions(BUILDER, "a")).hasSize(2);
        }

        @Test
        void stay_as_people_made_them_when_their_file_changes() throws IOException {
            write("a", "HQ");
            load();
            Draft draft = cockpits.draft(BUILDER, "a").orElseThrow();
            cockpits.save(BUILDER, draft.cockpit().with(tile("mine", 0, 20, 3, 4)), draft.revision());

            write("a", "EAST");
            load();

            assertThat(cockpits.draft(BUILDER, "a").orElseThrow().cockpit().tile("mine"))
                    .isPresent();
            assertThat(cockpits.published(BUILDER, "a")).map(Cockpit::audience).contains(List.of("HQ"));
        }

        @Test
        void stay_deleted_and_stay_peoples_own() throws IOException {
            write("a", "HQ");
            load();
            cockpits.delete(BUILDER, "a");
            built(cockpit("b", "S001"));
            write("b", "HQ");

            load();

            assertThat(cockpits.draft(BUILDER, "a")).isEmpty();
            assertThat(cockpits.draft(BUILDER, "b").orElseThrow().cockpit().audience())
                    .containsExactly("S001");
        }

        @Test
        void are_imported_beside_a_broken_file_which_is_named() throws IOException {
            Files.writeString(folder.resolve("tenant/cockpits/a.yaml"), "slug: [");
            write("b", "MARS");

            Imported imported = load();

            assertThat(imported.problems()).singleElement().asString().contains("a.yaml, line 1");
            assertThat(imported.warnings()).singleElement().asString().contains("`MARS`");
            assertThat(cockpits.draft(BUILDER, "b")).isPresent();
        }

        private Imported load() {
            return cockpits.load(Samples.TENANT, folder.resolve("tenant"));
        }

        private void write(String slug, String audience) throws IOException {
            Files.writeString(
                    folder.resolve("tenant/cockpits").resolve(slug + ".yaml"),
                    CockpitYaml.write(cockpit(slug, audience, tile("t1", 0, 0, 3, 4))));
        }

        private List<String> slugs(Viewer viewer) {
            return cockpits.list(viewer).stream().map(Summary::slug).toList();
        }
    }

    @Nested
    @DisplayName("in the embedded database")
    class Embedded extends Contract {

        @Override
        Metadata database() {
            return Metadata.open(new MetadataPlace.Embedded(folder.resolve("data")), StoredCockpits.ENTITIES);
        }

        @Override
        void giveBack(Metadata used) {
            used.close();
        }
    }

    @Nested
    @DisplayName("in PostgreSQL")
    class PostgreSql extends Contract {

        private static Optional<EmbeddedPostgres> postgres = Optional.empty();
        private static Optional<Metadata> shared = Optional.empty();

        @BeforeAll
        static void start() throws IOException {
            EmbeddedPostgres started = EmbeddedPostgres.start();
            postgres = Optional.of(started);
            shared = Optional.of(Metadata.open(
                    MetadataPlace.of(
                            Path.of("unused"),
                            "jdbc:postgresql://localhost:" + started.getPort() + "/postgres?sslmode=disable",
                            "postgres",
                            Secret.of("postgres")),
                    StoredCockpits.ENTITIES));
        }

        @AfterAll
        static void stop() throws IOException {
            shared.ifPresent(Metadata::close);
            postgres.orElseThrow().close();
        }

        @Override
        Metadata database() throws SQLException {
            try (Connection connection =
                            postgres.orElseThrow().getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("truncate dashboard, dashboard_version, dashboard_import");
            }
            return shared.orElseThrow();
        }

        @Override
        void giveBack(Metadata used) {
            // It serves the next test as well.
        }
    }
}
