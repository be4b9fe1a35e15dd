package cockpit.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoresTest {
    private static final Path ORG = Path.of("..", "..", "tenant-configs", "yanjiusuo", "org.yaml");

    @Test
    void the_tenant_s_org_tree_names_the_same_stores() throws IOException {
        assertThat(Files.readString(ORG)).isEqualTo(Stores.first(Stores.MOST).orgYaml());
    }

    @Test
    void the_first_seven_stores_are_of_the_seven_regions() {
        assertThat(Stores.first(7).all()).extracting(Store::region).containsExactlyInAnyOrder(Region.values());
    }

    @Test
    void codes_count_up_without_a_gap() {
        assertThat(Stores.first(Stores.MOST).all())
                .extracting(Store::code)
                .startsWith("S001", "S002")
                .endsWith("S230")
                .doesNotHaveDuplicates();
    }

    @Test
    void no_two_stores_are_in_the_same_spot() {
        assertThat(Stores.first(Stores.MOST).all())
                .extracting(store -> store.lng() + "," + store.lat())
                .doesNotHaveDuplicates();
    }

    @Test
    void no_two_stores_have_the_same_name() {
        assertThat(Stores.first(Stores.MOST).all()).extracting(Store::name).doesNotHaveDuplicates();
    }

    @Test
    void the_east_has_most_stores_in_any_longer_prefix() {
        for (int count = 20; count <= Stores.MOST; count += 30) {
            Stores stores = Stores.first(count);
            for (Region region : Region.values()) {
                assertThat(stores.of(region))
                        .isNotEmpty()
                        .hasSizeLessThanOrEqualTo(stores.of(Region.EAST).size());
            }
        }
    }

    @Test
    void sizes_differ_by_about_five() {
        int largest = Stores.first(Stores.MOST).all().stream()
                .mapToInt(Store::size)
                .max()
                .orElseThrow();
        int smallest = Stores.first(Stores.MOST).all().stream()
                .mapToInt(Store::size)
                .min()
                .orElseThrow();
        assertThat(largest / (double) smallest).isBetween(4.0, 6.0);
    }

    @Test
    void a_world_without_stores_is_refused() {
        assertThatThrownBy(() -> Stores.first(0)).hasMessage("a world has 1 to 230 stores, not 0");
    }
}
