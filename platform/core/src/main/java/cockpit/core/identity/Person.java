package cockpit.core.identity;

import cockpit.spi.data.Dataset;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whoever some keys belong to.
 *
 * @param number stays when keys come and go; the oldest stays when two persons turn out to be one
 * @param keys surest kinds first
 * @param links pairs of these keys that stand together, and pairs that were cut
 * @param facts how many of each dataset, over all days
 * @param decisions what people have decided about these keys
 */
public record Person(long number, List<Key> keys, List<Link> links, Map<Dataset, Long> facts, List<Decided> decisions) {

    public Person {
        keys = List.copyOf(keys);
        links = List.copyOf(links);
        facts = Map.copyOf(facts);
        decisions = List.copyOf(decisions);
    }

    /** @param hub whether it stands beside so many others that it joins nobody */
    public record Key(PersonKey key, boolean hub) {}

    /**
     * Two keys that belong together, and why.
     *
     * @param evidence where they stand together; empty for a link by hand
     * @param cut whether somebody decided that they do not belong together
     */
    public record Link(PersonKey one, PersonKey other, List<Evidence> evidence, boolean cut) {
        public Link {
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * Facts that carry both keys.
     *
     * @param source connection and stream, {@code crm/visit}
     */
    public record Evidence(Dataset dataset, String source, long facts, LocalDate first, LocalDate last) {}

    /** @param other the second key of a pair; absent for a key that is shared */
    public record Decided(
            long number,
            Decision action,
            PersonKey one,
            @Nullable PersonKey other,
            String actor,
            Instant at,
            String reason) {}

    /** Never its keys. */
    @Override
    public String toString() {
        return "Person[" + number + "]";
    }
}
