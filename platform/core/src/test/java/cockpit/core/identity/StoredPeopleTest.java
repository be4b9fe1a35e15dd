package cockpit.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.AuditLog;
import cockpit.core.tenant.Metadata;
import cockpit.core.tenant.MetadataPlace;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Vault;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Batch;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Fact;
import cockpit.spi.Secret;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPeopleTest {

    static final OrgTree ORG = IdentityGraphTest.org();
    static final Viewer ADMIN = viewer("HQ", Right.SEE_PERSONAL_DATA, Right.MANAGE_PERSONS, Right.MANAGE_USERS);

    @TempDir
    Path directory;

    Metadata metadata;
    AuditLog audit;
    DuckDbWarehouse warehouse;
    StoredPeople people;

    static Viewer viewer(String unit, Right... rights) {
        return new Viewer("acme", "li", "Li", Set.of(rights), unit, Locale.SIMPLIFIED_CHINESE);
    }

    /** A phone's hash is its last digit, many times. */
    static final class LastDigit implements Vault {

        @Override
        public String encrypt(String tenant, String purpose, Secret secret) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Secret decrypt(String tenant, String purpose, String encrypted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String phoneHash(String tenant, String normalisedPhone) {
            return normalisedPhone.substring(normalisedPhone.length() - 1).repeat(64);
        }
    }

    static Tenants tenants() {
        Tenant tenant = new Tenant("acme", Text.of("甲", "Acme"), ZoneId.of("Asia/Shanghai"), ORG);
        return new Tenants() {
            @Override
            public List<Tenant> all() {
                return List.of(tenant);
            }

            @Override
            public Optional<Tenant> find(String code) {
                return code.equals("acme") ? Optional.of(tenant) : Optional.empty();
            }

            @Override
            public void whenLoaded(Consumer<Tenant> listener) {
                listener.accept(tenant);
            }
        };
    }

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.fixed(IdentityGraphTest.NOW);
        metadata = Metadata.open(new MetadataPlace.Embedded(directory.resolve("meta")), List.of());
        audit = new AuditLog(metadata, clock);
        IdentityGraphs graphs = new IdentityGraphs();
        warehouse =
                new DuckDbWarehouse(directory.resolve("facts"), clock, DuckDbWarehouse.Limits.ofThisMachine(), graphs);
        warehouse.open("acme", ORG);
        people = new StoredPeople(warehouse, warehouse, graphs, tenants(), new LastDigit(), audit, clock);
    }

    @AfterEach
    void close() {
        warehouse.close();
        metadata.close();
    }

    void store(String connection, Dataset dataset, String key, @Nullable Object... pairs) {
        Fact fact = IdentityGraphTest.fact(key, pairs);
        warehouse.write(
                "acme",
                new Batch(connection, dataset.code(), dataset, List.of(fact), Optional.empty(), Optional.empty()));
    }

    Person only(KeyKind kind, String written) {
        List<Person> found = people.find(ADMIN, kind, written);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private PersonKey key(Person person, KeyKind kind) {
        return person.keys().stream()
                .map(Person.Key::key)
                .filter(key -> key.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private void leadAndVisit() {
        store(
                "ocean",
                Dataset.LEAD,
                "lead:71",
                "channel",
                "OCEANENGINE",
                "lead_id",
                "71",
                "phone_hash",
                "8".repeat(64));
        store("crm", Dataset.VISIT, "visit:1", "customer_id", "C1", "phone_hash", "8".repeat(64));
    }

    @Test
    void a_person_is_found_by_phone_with_what_is_known_and_why() {
        leadAndVisit();
        Person found = only(KeyKind.PHONE, "138 0013 8008");

        assertThat(found.facts()).containsEntry(Dataset.LEAD, 1L).containsEntry(Dataset.VISIT, 1L);
        assertThat(found.keys())
                .extracting(key -> key.key().kind())
                .contains(KeyKind.CUSTOMER, KeyKind.PHONE, KeyKind.LEAD);
        assertThat(found.links()).anySatisfy(link -> {
            assertThat(link.one().kind()).isEqualTo(KeyKind.CUSTOMER);
            assertThat(link.other().kind()).isEqualTo(KeyKind.PHONE);
            assertThat(link.evidence())
                    .containsExactly(new Person.Evidence(
                            Dataset.VISIT, "crm/visit", 1, IdentityGraphTest.DAY, IdentityGraphTest.DAY));
        });
        assertThat(found).isEqualTo(only(KeyKind.CUSTOMER, "C1"));
        assertThat(people.match(ADMIN)).isEqualTo(new People.Match(1, 1, 0));
    }

    @Test
    void nobody_is_found_by_what_is_no_key() {
        leadAndVisit();
        assertThat(people.find(ADMIN, KeyKind.PHONE, "138****8008")).isEmpty();
        assertThat(people.find(ADMIN, KeyKind.CUSTOMER, "  ")).isEmpty();
        assertThat(people.find(ADMIN, KeyKind.CUSTOMER, "C1' OR '1'='1")).isEmpty();
    }

    @Test
    void a_look_needs_the_right_and_the_whole_tree_and_is_audited_without_the_key() {
        leadAndVisit();
        assertThatThrownBy(() -> people.find(viewer("HQ", Right.MANAGE_USERS), KeyKind.CUSTOMER, "C1"))
                .isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> people.find(viewer("S001", Right.SEE_PERSONAL_DATA), KeyKind.CUSTOMER, "C1"))
                .isInstanceOf(AccessDenied.class);
        Person found = only(KeyKind.PHONE, "13800138008");
        assertThat(audit.latest(ADMIN, 5)).first().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("person.find");
            assertThat(entry.subject()).isEqualTo("#" + found.number());
            assertThat(entry.toString()).doesNotContain("13800138008").doesNotContain("88888");
        });
    }

    @Test
    void a_cut_holds_against_the_same_row_and_against_new_rows_until_it_is_taken_back() {
        leadAndVisit();
        Person before = only(KeyKind.CUSTOMER, "C1");
        people.cut(ADMIN, key(before, KeyKind.PHONE), key(before, KeyKind.CUSTOMER), "another's phone");

        store("crm", Dataset.VISIT, "visit:1", "customer_id", "C1", "phone_hash", "8".repeat(64), "kind", "NEW");
        store("crm", Dataset.VISIT, "visit:2", "customer_id", "C1", "phone_hash", "8".repeat(64));
        store("pos", Dataset.ORDER, "order:1", "order_no", "1", "phone_hash", "8".repeat(64));

        Person customer = only(KeyKind.CUSTOMER, "C1");
        Person phone = only(KeyKind.PHONE, "13800138008");
        assertThat(customer.number()).isNotEqualTo(phone.number());
        assertThat(customer.facts()).containsOnlyKeys(Dataset.VISIT);
        assertThat(phone.facts()).containsOnlyKeys(Dataset.LEAD, Dataset.ORDER);
        assertThat(customer.links()).anyMatch(Person.Link::cut);
        assertThat(customer.decisions()).singleElement().satisfies(decided -> {
            assertThat(decided.actor()).isEqualTo("li");
            people.takeBack(ADMIN, decided.number());
        });
        assertThat(only(KeyKind.CUSTOMER, "C1").number())
                .isEqualTo(only(KeyKind.PHONE, "13800138008").number());
    }

    @Test
    void two_persons_are_joined_by_hand_and_part_again() {
        store("crm", Dataset.VISIT, "visit:1", "customer_id", "C1");
        store("crm", Dataset.VISIT, "visit:2", "customer_id", "C2");
        PersonKey one = key(only(KeyKind.CUSTOMER, "C1"), KeyKind.CUSTOMER);
        PersonKey other = key(only(KeyKind.CUSTOMER, "C2"), KeyKind.CUSTOMER);

        people.join(ADMIN, one, other, "called them");
        people.join(ADMIN, one, other, "twice is once");

        Person joined = only(KeyKind.CUSTOMER, "C2");
        assertThat(joined.keys()).hasSize(2);
        assertThat(joined.facts()).containsOnlyKeys(Dataset.VISIT).containsEntry(Dataset.VISIT, 2L);
        assertThat(joined.decisions()).hasSize(1);
        people.takeBack(ADMIN, joined.decisions().getFirst().number());
        assertThat(only(KeyKind.CUSTOMER, "C1").number())
                .isNotEqualTo(only(KeyKind.CUSTOMER, "C2").number());
    }

    @Test
    void a_key_that_is_shared_joins_nobody() {
        leadAndVisit();
        store("pos", Dataset.ORDER, "order:1", "order_no", "1", "customer_id", "M1", "phone_hash", "8".repeat(64));
        Person before = only(KeyKind.CUSTOMER, "M1");
        people.share(ADMIN, key(before, KeyKind.PHONE), "the shop's telephone");
        assertThat(only(KeyKind.CUSTOMER, "M1").number())
                .isNotEqualTo(only(KeyKind.CUSTOMER, "C1").number());
        assertThat(only(KeyKind.PHONE, "13800138008").keys()).singleElement().satisfies(key -> assertThat(key.hub())
                .isTrue());
    }

    @Test
    void decisions_need_the_right_and_known_keys() {
        leadAndVisit();
        Person found = only(KeyKind.CUSTOMER, "C1");
        Viewer looker = viewer("HQ", Right.SEE_PERSONAL_DATA);
        assertThatThrownBy(() -> people.share(looker, key(found, KeyKind.PHONE), ""))
                .isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> people.share(ADMIN, new PersonKey(KeyKind.CUSTOMER, "crm", "C9"), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("C9");
    }
}
