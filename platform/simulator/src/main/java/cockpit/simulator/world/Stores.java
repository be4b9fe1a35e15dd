package cockpit.simulator.world;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chain's stores, in the order in which a smaller world takes them. */
public final class Stores {
    /** How many there are. */
    public static final int MOST = 230;

    private final List<Store> all;

    private Stores(List<Store> all) {
        this.all = List.copyOf(all);
    }

    /**
     * The first stores of the list.
     *
     * @throws IllegalArgumentException unless the count is 1 to {@link #MOST}
     */
    public static Stores first(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("a world has 1 to " + MOST + " stores, not " + count);
        }
        List<Store> stores = new ArrayList<>(count);
        try (InputStream in = Stores.class.getResourceAsStream("stores.csv")) {
            if (in == null) {
                throw new IllegalStateException("stores.csv is missing from the package");
            }
            try (CsvReader<NamedCsvRecord> reader =
                    CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (NamedCsvRecord row : reader) {
                    if (stores.size() == count) {
                        break;
                    }
                    stores.add(store(row));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Stores(stores);
    }

    private static Store store(NamedCsvRecord row) {
        return Store.of(
                row.getField("code"),
                row.getField("name"),
                row.getField("name_en"),
                Region.valueOf(row.getField("region")),
                row.getField("province"),
                row.getField("city"),
                row.getField("lng"),
                row.getField("lat"),
                Times.day(LocalDate.parse(row.getField("opened_on"))));
    }

    /** All of them. */
    public List<Store> all() {
        return all;
    }

    /** Those of a region. */
    public List<Store> of(Region region) {
        return all.stream().filter(store -> store.region() == region).toList();
    }

    /** By code. */
    public Optional<Store> find(String code) {
        return all.stream().filter(store -> store.code().equals(code)).findFirst();
    }

    /**
     * Another store near this one: same city if there is one, else same region. Only stores that come earlier in the
     * list, so that the answer is the same in every world that has this store.
     */
    Optional<Store> neighbour(Store store, Dice dice) {
        List<Store> earlier = all.subList(0, store.number() - 1);
        List<Store> near = earlier.stream()
                .filter(other -> other.city().equals(store.city()))
                .toList();
        if (near.isEmpty()) {
            near = earlier.stream()
                    .filter(other -> other.region() == store.region())
                    .toList();
        }
        return near.isEmpty() ? Optional.empty() : Optional.of(near.get(dice.below(near.size())));
    }

    /** The org tree as the tenant's configuration writes it: HQ, regions, stores; one line a unit. */
    public String orgYaml() {
        StringBuilder yaml = new StringBuilder("org:\n");
        yaml.append("  - {code: HQ, name: {zh: 总部, en: Headquarters}, level: hq}\n");
        for (Region region : Region.values()) {
            yaml.append("  - {code: %s, parent: HQ, name: {zh: %s大区, en: %s}, level: region}\n"
                    .formatted(region, region.chinese(), region.english()));
        }
        for (Store store : all) {
            yaml.append(
                    "  - {code: %s, parent: %s, name: {zh: %s, en: %s}, level: store, province: %s, city: %s, lng: %s, lat: %s}\n"
                            .formatted(
                                    store.code(),
                                    store.region(),
                                    store.name(),
                                    store.nameEn(),
                                    store.province(),
                                    store.city(),
                                    store.lng(),
                                    store.lat()));
        }
        return yaml.toString();
    }
}
