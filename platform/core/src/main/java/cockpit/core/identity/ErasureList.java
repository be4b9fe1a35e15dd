package cockpit.core.identity;

import cockpit.core.tenant.Vault;
import cockpit.core.warehouse.Fact;
import cockpit.spi.data.Dataset;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The keys of erased persons, as hashes that only the tenant's key can make: whoever reads the list learns nobody's number, and
 * a channel that delivers one again is recognised. Another server's erasures are known here within ten seconds.
 */
public final class ErasureList implements PersonFilter {

    /** Entity classes of this package. */
    public static final List<Class<?>> ENTITIES = List.of(ErasedKeyRow.class);

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final String PURPOSE = "erased";

    private final Transactions metadata;
    private final Vault vault;
    private final IdentityGraphs graphs;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Set<String> hashes, Instant at) {}

    /** Work in one transaction of the metadata database. */
    public interface Transactions {
        <T> T in(Function<? super Session, T> work);
    }

    /** @param clock the real one, however fast the facts' time goes */
    public ErasureList(Transactions metadata, Vault vault, IdentityGraphs graphs, InstantSource clock) {
        this.metadata = metadata;
        this.vault = vault;
        this.graphs = graphs;
        this.clock = clock;
    }

    void add(String tenant, Collection<PersonKey> keys) {
        Set<String> fresh = new HashSet<>();
        keys.forEach(key -> fresh.add(hash(tenant, key)));
        fresh.removeAll(hashes(tenant));
        metadata.in(session -> {
            for (String hash : fresh) {
                ErasedKeyRow row = new ErasedKeyRow();
                row.tenant = tenant;
                row.keyHash = hash;
                row.at = clock.instant();
                session.persist(row);
            }
            return true;
        });
        known.remove(tenant);
    }

    private String hash(String tenant, PersonKey key) {
        return vault.keyedHash(tenant, PURPOSE, key.text());
    }

    private Set<String> hashes(String tenant) {
        Instant now = clock.instant();
        Known current = known.get(tenant);
        if (current != null && now.isBefore(current.at().plus(FRESH))) {
            return current.hashes();
        }
        Set<String> hashes = metadata.in(session -> Set.copyOf(
                session.createSelectionQuery("select keyHash from ErasedKeyRow where tenant = :tenant", String.class)
                        .setParameter("tenant", tenant)
                        .getResultList()));
        known.put(tenant, new Known(hashes, now));
        return hashes;
    }

    @Override
    public Fact cleaned(String tenant, String connection, Dataset dataset, Fact fact) {
        Set<String> erased = hashes(tenant);
        if (erased.isEmpty()) {
            return fact;
        }
        List<PersonKey> keys = graphs.columns(tenant).of(connection, dataset, fact.values());
        if (keys.stream().noneMatch(key -> erased.contains(hash(tenant, key)))) {
            return fact;
        }
        Set<String> names = names(keys);
        Map<String, @Nullable Object> values = new HashMap<>(fact.values());
        values.replaceAll((column, value) ->
                KeyColumns.TELLING.contains(column) || (value instanceof String && names.contains(value))
                        ? null
                        : value);
        return new Fact(key(tenant, fact.key(), names), fact.version(), values);
    }

    @Override
    public boolean isErased(
            String tenant, String connection, Dataset dataset, Map<String, ? extends @Nullable Object> values) {
        Set<String> erased = hashes(tenant);
        return !erased.isEmpty()
                && graphs.columns(tenant).of(connection, dataset, values).stream()
                        .anyMatch(key -> erased.contains(hash(tenant, key)));
    }

    /** The values by which a fact names its person; numbers of leads and orders name a lead and an order. */
    static Set<String> names(Collection<PersonKey> keys) {
        Set<String> names = new HashSet<>();
        for (PersonKey key : keys) {
            if (key.kind() != KeyKind.LEAD && key.kind() != KeyKind.ORDER) {
                names.add(key.value());
            }
        }
        return names;
    }

    /** A fact's key, replaced where it names the person: always by the same, so that a repeat finds it. */
    String key(String tenant, String key, Set<String> names) {
        return names.stream().noneMatch(key::contains)
                ? key
                : key.substring(0, key.indexOf(':') + 1)
                        + "~"
                        + vault.keyedHash(tenant, PURPOSE, key).substring(0, 32);
    }
}
