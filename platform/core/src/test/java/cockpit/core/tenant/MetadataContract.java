package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.dashboard.StoredCockpits;
import cockpit.core.ingest.IngestEntities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every metadata database keeps to; run on H2 and on PostgreSQL. */
abstract class MetadataContract {

    /** A database of its own for each test. */
    abstract MetadataPlace place() throws Exception;

    @Test
    void it_is_migrated_when_it_is_opened_and_again_when_it_is_reopened() throws Exception {
        MetadataPlace place = place();
        try (Metadata metadata = Metadata.open(place, List.of())) {
            metadata.doInTransaction(session -> session.persist(account("east")));
        }
        try (Metadata metadata = Metadata.open(place, List.of())) {
            List<String> names = metadata.inTransaction(
                    session -> session.createSelectionQuery("select name from AccountRow", String.class)
                            .getResultList());
            assertThat(names).containsExactly("east");
        }
    }

    @Test
    void the_entities_of_all_packages_fit_the_migrated_tables() throws Exception {
        List<Class<?>> all = new ArrayList<>(IngestEntities.ALL);
        all.addAll(StoredCockpits.ENTITIES);
        try (Metadata metadata = Metadata.open(place(), all)) {
            assertThatCode(metadata::validate).doesNotThrowAnyException();
        }
    }

    @Test
    void an_exception_undoes_the_transaction() throws Exception {
        try (Metadata metadata = Metadata.open(place(), List.of())) {
            assertThatThrownBy(() -> metadata.doInTransaction(session -> {
                        session.persist(account("east"));
                        session.flush();
                        throw new IllegalArgumentException("changed my mind");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(metadata.<Long>inTransaction(
                            session -> session.createSelectionQuery("select count(*) from AccountRow", Long.class)
                                    .getSingleResult()))
                    .isZero();
        }
    }

    @Test
    void instants_come_back_as_they_went_in() throws Exception {
        Instant at = Instant.parse("2026-11-11T16:00:00.123456Z");
        try (Metadata metadata = Metadata.open(place(), List.of())) {
            metadata.doInTransaction(session -> {
                AccountRow row = account("east");
                row.createdAt = at;
                session.persist(row);
            });
            assertThat(metadata.<Instant>inTransaction(
                            session -> session.createSelectionQuery("select createdAt from AccountRow", Instant.class)
                                    .getSingleResult()))
                    .isEqualTo(at);
        }
    }

    @Test
    void a_name_stands_once_in_a_tenant() throws Exception {
        try (Metadata metadata = Metadata.open(place(), List.of())) {
            metadata.doInTransaction(session -> session.persist(account("east")));
            assertThatThrownBy(() -> metadata.doInTransaction(session -> session.persist(account("east"))))
                    .isInstanceOf(org.hibernate.exception.ConstraintViolationException.class);
        }
    }

    static AccountRow account(String name) {
        AccountRow row = new AccountRow();
        row.tenant = "yanjiusuo";
        row.name = name;
        row.displayName = "华东";
        row.passwordHash = "$argon2id$";
        row.role = "region";
        row.orgUnit = "EAST";
        row.locale = "zh-CN";
        row.theme = "light";
        row.enabled = true;
        return row;
    }
}
