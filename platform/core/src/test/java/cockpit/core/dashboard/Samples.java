package cockpit.core.dashboard;

import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import cockpit.core.metric.Comparison;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.spi.Text;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Cockpits and a small chain for the tests of this package. */
final class Samples {

    static final Path SHIPPED = Path.of("../../tenant-configs/yanjiusuo");

    static final Tenant TENANT = new Tenant(
            "yanjiusuo",
            Text.of("颜究所", "Yanjiusuo"),
            ZoneId.of("Asia/Shanghai"),
            new OrgTree(List.of(
                    new OrgUnit("HQ", null, Text.same("HQ"), OrgUnit.Level.HQ, Map.of()),
                    new OrgUnit("EAST", "HQ", Text.same("EAST"), OrgUnit.Level.REGION, Map.of()),
                    new OrgUnit("SOUTH", "HQ", Text.same("SOUTH"), OrgUnit.Level.REGION, Map.of()),
                    new OrgUnit("S001", "EAST", Text.same("S001"), OrgUnit.Level.STORE, Map.of()),
                    new OrgUnit("S003", "SOUTH", Text.same("S003"), OrgUnit.Level.STORE, Map.of()))));

    private Samples() {}

    static Tenants tenants() {
        return new Tenants() {
            @Override
            public List<Tenant> all() {
                return List.of(TENANT);
            }

            @Override
            public Optional<Tenant> find(String code) {
                // The tests use a second tenant of the same shape.
                return Optional.of(TENANT);
            }

            @Override
            public void whenLoaded(Consumer<Tenant> listener) {
                listener.accept(TENANT);
            }
        };
    }

    static Viewer viewer(String unit, Right... rights) {
        return new Viewer("yanjiusuo", "u-" + unit, "U " + unit, Set.of(rights), unit, Locale.SIMPLIFIED_CHINESE);
    }

    static Tile tile(String id, int x, int y, int w, int h) {
        return new Tile(
                id,
                "kpi",
                Optional.empty(),
                Map.of("measure", List.of("gmv")),
                Map.of(),
                Map.of(Layout.DESKTOP, new Place(x, y, w, h)));
    }

    static Cockpit cockpit(String slug, String audience, Tile... tiles) {
        return new Cockpit(
                slug,
                Text.of("标题 " + slug, "Title " + slug),
                List.of(audience),
                "today",
                Comparison.PREVIOUS_PERIOD,
                List.of(tiles));
    }

    /** Something with every member filled, texts hostile to YAML among them. */
    static Cockpit random(Random random) {
        List<String> texts = List.of(
                "plain",
                "a: b",
                "- x",
                "{zh: y}",
                "'\"",
                "5",
                "true",
                "null",
                "~",
                "#c",
                "多 行\n文 本",
                " pad ",
                "😀",
                "@a",
                "%",
                "\t");
        List<Tile> tiles = new ArrayList<>();
        int count = random.nextInt(6);
        for (int index = 0; index < count; index++) {
            tiles.add(new Tile(
                    "t" + index,
                    "trend",
                    random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(Text.of("题" + pick(texts, random), "t" + pick(texts, random))),
                    Map.of(
                            "measures",
                            List.of("gmv", "spend"),
                            "odd " + pick(texts, random),
                            List.of(pick(texts, random))),
                    Map.of("top", pick(texts, random), "order", ""),
                    random.nextBoolean()
                            ? Map.of(Layout.DESKTOP, new Place(0, index * 4, 12, 4))
                            : Map.of(
                                    Layout.DESKTOP,
                                    new Place(0, index * 4, 3, 4),
                                    Layout.PHONE,
                                    new Place(0, index * 4, 2, 4))));
        }
        return new Cockpit(
                "slug-" + random.nextInt(100),
                Text.of("题" + pick(texts, random), "t" + pick(texts, random)),
                random.nextBoolean() ? List.of("HQ") : List.of("EAST", "S003"),
                random.nextBoolean() ? "last_7_days" : "2026-11-01..2026-11-11",
                List.of(Comparison.values()).get(random.nextInt(3)),
                tiles);
    }

    private static String pick(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
