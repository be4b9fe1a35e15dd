package cockpit.widget.map;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Direction;
import cockpit.spi.Settings;
import cockpit.spi.Unit;
import cockpit.spi.widget.Custom;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Member;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.WidgetData;
import cockpit.testkit.widget.RowsBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapWidgetTest {

    private static final Field STORE = Field.dimension("place", "org_unit", "门店");
    private static final DrawContext CONTEXT = new DrawContext(
            Locale.SIMPLIFIED_CHINESE, ZoneId.of("Asia/Shanghai"), Instant.parse("2026-11-11T06:05:00Z"), "");

    private final MapWidget widget = new MapWidget();

    private static Field measure(Unit unit) {
        return Field.metric("measure", "paid", "实收", unit, Direction.UP_IS_GOOD);
    }

    private static Member store(String code, String province, String lng, String lat) {
        return new Member(code, code + "店", Map.of("level", "store", "province", province, "lng", lng, "lat", lat));
    }

    private static final Member JINGAN = store("S1", "上海市", "121.45", "31.23");
    private static final Member PUDONG = store("S2", "上海市", "121.55", "31.22");
    private static final Member TIANHE = store("S3", "广东省", "113.36", "23.12");

    private Drawing draw(Rows rows, Map<String, String> options) {
        return widget.draw(WidgetData.of(rows), Settings.of(widget.describe().options(), options), CONTEXT);
    }

    private Map<String, Object> data(Rows rows) {
        return ((Custom) draw(rows, Map.of())).data();
    }

    @Test
    void shades_a_province_by_the_sum_of_its_stores() {
        Rows rows = RowsBuilder.of(STORE, measure(Unit.MONEY))
                .row(JINGAN, 300)
                .row(PUDONG, 200)
                .row(TIANHE, 100)
                .build();
        assertThat(data(rows).get("provinces"))
                .isEqualTo(List.of(
                        Map.of("name", "上海市", "value", BigDecimal.valueOf(500), "count", 2),
                        Map.of("name", "广东省", "value", BigDecimal.valueOf(100), "count", 1)));
    }

    @Test
    void lists_places_with_the_largest_first_and_keeps_missing_values_missing() {
        Rows rows = RowsBuilder.of(STORE, measure(Unit.COUNT))
                .row(JINGAN, null)
                .row(TIANHE, 100)
                .row(PUDONG, -200)
                .build();
        assertThat(data(rows).get("places"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
                .extracting(place -> place.get("key"), place -> place.get("value"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("S2", BigDecimal.valueOf(-200)),
                        org.assertj.core.groups.Tuple.tuple("S3", BigDecimal.valueOf(100)),
                        org.assertj.core.groups.Tuple.tuple("S1", null));
    }

    @Test
    void adds_up_no_rates() {
        Rows rows = RowsBuilder.of(STORE, measure(Unit.RATIO))
                .row(JINGAN, "0.3")
                .row(PUDONG, "0.4")
                .build();
        assertThat(data(rows).get("provinces")).isEqualTo(List.of());
    }

    @Test
    void shades_nothing_where_the_admin_wants_none() {
        Rows rows = RowsBuilder.of(STORE, measure(Unit.MONEY)).row(JINGAN, 300).build();
        assertThat(draw(rows, Map.of("provinces", "none"))).isInstanceOfSatisfying(Custom.class, custom -> assertThat(
                        custom.data().get("provinces"))
                .isEqualTo(List.of()));
    }

    @Test
    void says_how_many_it_cannot_place_and_counts_them_in_their_province() {
        Member abroad = store("S4", "上海市", "-73.98", "40.75");
        Rows rows = RowsBuilder.of(STORE, measure(Unit.MONEY))
                .row(JINGAN, 300)
                .row(abroad, 50)
                .row(Member.of("S5", "无地址店"), 10)
                .build();
        assertThat(data(rows).get("note")).isEqualTo("2 个组织没有国内经纬度");
        assertThat(data(rows).get("provinces"))
                .isEqualTo(List.of(Map.of("name", "上海市", "value", BigDecimal.valueOf(350), "count", 2)));
    }

    @Test
    void asks_for_addresses_where_nothing_can_be_placed() {
        Rows rows = RowsBuilder.of(STORE, measure(Unit.MONEY))
                .row(Member.of("S5", "无地址店"), 10)
                .build();
        assertThat(draw(rows, Map.of())).isInstanceOfSatisfying(Notice.class, notice -> assertThat(notice.sentence())
                .contains("经纬度"));
    }

    @Test
    void names_its_dimension_for_selections() {
        Rows rows = RowsBuilder.of(STORE, measure(Unit.MONEY)).row(JINGAN, 300).build();
        assertThat(data(rows)).containsEntry("dimension", "org_unit").containsEntry("unit", "MONEY");
    }
}
