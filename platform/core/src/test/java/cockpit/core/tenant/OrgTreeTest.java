package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.tenant.OrgUnit.Level;
import cockpit.spi.Text;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrgTreeTest {

    private static OrgUnit unit(String code, @Nullable String parent, Level level) {
        return new OrgUnit(code, parent, Text.same(code), level, Map.of());
    }

    private static OrgTree tree() {
        return new OrgTree(List.of(
                unit("HQ", null, Level.HQ),
                unit("EAST", "HQ", Level.REGION),
                unit("SOUTH", "HQ", Level.REGION),
                unit("S001", "EAST", Level.STORE),
                unit("S002", "SOUTH", Level.STORE),
                unit("S003", "EAST", Level.STORE)));
    }

    @Test
    void a_subtree_is_one_range_of_numbers() {
        OrgTree tree = tree();

        assertThat(tree.range("HQ")).isEqualTo(new OrgTree.Range(0, 5));
        assertThat(tree.range("EAST")).isEqualTo(new OrgTree.Range(1, 3));
        assertThat(tree.range("S003")).isEqualTo(new OrgTree.Range(3, 3));
        assertThat(tree.range("SOUTH")).isEqualTo(new OrgTree.Range(4, 5));
    }

    @Test
    void a_unit_lies_within_itself_and_its_ancestors_only() {
        OrgTree tree = tree();

        assertThat(tree.within("S001", "S001")).isTrue();
        assertThat(tree.within("S001", "EAST")).isTrue();
        assertThat(tree.within("S001", "SOUTH")).isFalse();
        assertThat(tree.within("EAST", "S001")).isFalse();
        assertThat(tree.within("S001", "nowhere")).isFalse();
    }

    @Test
    void a_path_leads_from_the_root() {
        assertThat(tree().path("S001")).extracting(OrgUnit::code).containsExactly("HQ", "EAST", "S001");
    }

    @Test
    void a_circle_is_named() {
        assertThatThrownBy(() -> new OrgTree(List.of(
                        unit("HQ", null, Level.HQ), unit("A", "B", Level.REGION), unit("B", "A", Level.REGION))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Org unit A is its own ancestor.");
    }

    @Test
    void two_roots_are_counted() {
        assertThatThrownBy(() -> new OrgTree(List.of(unit("A", null, Level.HQ), unit("B", null, Level.HQ))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An org tree has one unit without a parent; found 2.");
    }
}
