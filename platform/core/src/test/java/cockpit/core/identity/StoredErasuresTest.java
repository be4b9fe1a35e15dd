package cockpit.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.AuditLog;
import cockpit.core.tenant.Metadata;
import cockpit.core.tenant.MetadataPlace;
import cockpit.core.tenant.Right;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Fact;
import cockpit.core.warehouse.Query;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredErasuresTest {

    static final String PHONE = "8".repeat(64);

    @TempDir
    Path directory;

    Metadata metadata;
    AuditLog audit;
    DuckDbWarehouse warehouse;
    StoredPeople people;
    ErasureList list;
    StoredErasures erasures;
    final List<String> notes = new ArrayList<>(List.of("C1001 called", "13800138008", "somebody else 13800138007"));

    /** Lines of text that somebody keeps. */
    private final class Notes implements PersonalStore {

        @Override
        public Text title() {
            return Text.of("便签", "Notes");
        }

        @Override
        public long count(String tenant, Trace trace) {
            return notes.stream().filter(trace::isIn).count();
        }

        @Override
        public long erase(String tenant, Trace trace) {
            long count = count(tenant, trace);
            notes.removeIf(trace::isIn);
            return count;
        }
    }

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.fixed(IdentityGraphTest.NOW);
        metadata = Metadata.open(new MetadataPlace.Embedded(directory.resolve("meta")), ErasureList.ENTITIES);
        audit = new AuditLog(metadata, clock);
        IdentityGraphs graphs = new IdentityGraphs();
        warehouse =
                new DuckDbWarehouse(directory.resolve("facts"), clock, DuckDbWarehouse.Limits.ofThisMachine(), graphs);
        warehouse.open("acme", StoredPeopleTest.ORG);
        StoredPeopleTest.LastDigit vault = new StoredPeopleTest.LastDigit();
        people = new StoredPeople(warehouse, warehouse, graphs, StoredPeopleTest.tenants(), vault, audit, clock);
        list = new ErasureList(metadata::inTransaction, vault, graphs, InstantSource.system());
        erasures = new StoredErasures(people, warehouse, graphs, list, vault, audit, List.of(new Notes()));
    }

    @AfterEach
    void close() {
        warehouse.close();
        metadata.close();
    }

    /** As ingest does. */
    int arrive(String connection, Dataset dataset, String key, @Nullable Object... pairs) {
        Fact fact = list.cleaned("acme", connection, dataset, IdentityGraphTest.fact(key, pairs));
        return warehouse.write(
                "acme",
                new Batch(connection, dataset.code(), dataset, List.of(fact), Optional.empty(), Optional.empty()));
    }

    private void everything() {
        arrive("ocean", Dataset.LEAD, "lead:71", "channel", "OCEANENGINE", "lead_id", "71", "phone_hash", PHONE);
        arrive("crm", Dataset.VISIT, "visit:1", "customer_id", "C1001", "phone_hash", PHONE, "person_name", "sealed");
        arrive("crm", Dataset.MEMBER, "member:C1001", "customer_id", "C1001", "member_id", "C1001", "tier", "GOLD");
        arrive("crm", Dataset.VISIT, "visit:2", "customer_id", "C2002");
    }

    private String stored() {
        StringBuilder all = new StringBuilder();
        for (String table : List.of(
                "fact_lead", "fact_visit", "fact_member", "identity_key", "identity_decision", "identity_seen")) {
            all.append(warehouse
                    .query("acme", new Query("SELECT * FROM " + table, List.of()), IdentityGraphTest.LONG)
                    .rows());
        }
        return all.toString();
    }

    private long number(String sql) {
        Object value = warehouse
                .query("acme", new Query(sql, List.of()), IdentityGraphTest.LONG)
                .rows()
                .getFirst()
                .getFirst();
        return value instanceof Number number ? number.longValue() : -1;
    }

    private Person person() {
        return people.find(StoredPeopleTest.ADMIN, KeyKind.CUSTOMER, "C1001").getFirst();
    }

    @Test
    void before_it_says_what_it_would_touch_and_touches_nothing() {
        everything();
        String before = stored();
        assertThat(erasures.look(StoredPeopleTest.ADMIN, person().number()))
                .containsExactlyInAnyOrder(
                        new Erasures.Part(Dataset.LEAD.title(), 1),
                        new Erasures.Part(Dataset.VISIT.title(), 1),
                        new Erasures.Part(Dataset.MEMBER.title(), 1),
                        new Erasures.Part(Text.of("便签", "Notes"), 2));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void keys_and_names_are_gone_everywhere_and_facts_stay() {
        everything();
        Person person = person();
        PersonKey phone = person.keys().stream()
                .map(Person.Key::key)
                .filter(key -> key.kind() == KeyKind.PHONE)
                .findFirst()
                .orElseThrow();
        people.share(StoredPeopleTest.ADMIN, phone, "");
        person = person();

        erasures.erase(StoredPeopleTest.ADMIN, person.number(), "asked for");
        erasures.erase(
                StoredPeopleTest.ADMIN,
                people.find(StoredPeopleTest.ADMIN, KeyKind.PHONE, "13800138008")
                        .getFirst()
                        .number(),
                "asked for");
        // a shared number is nobody's: what carries it besides is somebody of its own
        erasures.erase(
                StoredPeopleTest.ADMIN,
                people.find(StoredPeopleTest.ADMIN, KeyKind.LEAD, "71")
                        .getFirst()
                        .number(),
                "asked for");

        assertThat(stored()).doesNotContain("C1001").doesNotContain(PHONE).doesNotContain("sealed");
        assertThat(stored()).contains("C2002", "GOLD");
        assertThat(number("SELECT count(*) FROM fact_visit")).isEqualTo(2);
        assertThat(number("SELECT count(*) FROM fact_member")).isEqualTo(1);
        assertThat(notes).containsExactly("somebody else 13800138007");
        assertThat(people.find(StoredPeopleTest.ADMIN, KeyKind.CUSTOMER, "C1001"))
                .isEmpty();
        assertThat(audit.latest(StoredPeopleTest.ADMIN, 50).toString()).doesNotContain("C1001");
    }

    @Test
    void the_next_read_brings_nothing_back_and_changes_nothing() {
        everything();
        erasures.erase(StoredPeopleTest.ADMIN, person().number(), "");
        String after = stored();

        assertThat(arrive(
                        "crm",
                        Dataset.MEMBER,
                        "member:C1001",
                        "customer_id",
                        "C1001",
                        "member_id",
                        "C1001",
                        "tier",
                        "GOLD"))
                .isZero();
        assertThat(arrive("crm", Dataset.VISIT, "visit:1", "customer_id", "C1001", "phone_hash", PHONE))
                .isZero();
        assertThat(stored()).isEqualTo(after);

        arrive("pos", Dataset.ORDER, "order:1", "order_no", "1", "customer_id", "M9", "phone_hash", PHONE);
        assertThat(number("SELECT count(*) FROM fact_order WHERE customer_id IS NULL AND phone_hash IS NULL"))
                .isEqualTo(1);
        assertThat(arrive("crm", Dataset.VISIT, "visit:2", "customer_id", "C2002", "kind", "NEW"))
                .isEqualTo(1);
        assertThat(list.isErased("acme", "crm", Dataset.VISIT, java.util.Map.of("customer_id", "C1001")))
                .isTrue();
        assertThat(list.isErased("acme", "crm", Dataset.VISIT, java.util.Map.of("customer_id", "C2002")))
                .isFalse();
    }

    @Test
    void it_needs_both_rights_and_the_whole_tree() {
        everything();
        long person = person().number();
        assertThatThrownBy(() -> erasures.erase(StoredPeopleTest.viewer("HQ", Right.SEE_PERSONAL_DATA), person, ""))
                .isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> erasures.look(
                        StoredPeopleTest.viewer("S001", Right.SEE_PERSONAL_DATA, Right.MANAGE_PERSONS), person))
                .isInstanceOf(AccessDenied.class);
        assertThat(stored()).contains("C1001");
    }
}
