package cockpit.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.core.metric.MetricQuery.Bound;
import cockpit.core.metric.MetricQuery.Order;
import cockpit.core.tenant.Viewer;
import cockpit.core.warehouse.Query;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import cockpit.spi.widget.Field;
import cockpit.spi.widget.Member;
import cockpit.spi.widget.Rows;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The metric engine")
class SqlMetricEngineTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 11);
    private static final String HOSTILE = "'); drop table \"fact_order\"; -- ? \" \\";

    private final MemoryWarehouse warehouse = new MemoryWarehouse();
    private final YamlDictionaries dictionaries = new YamlDictionaries();
    private Instant now = at("2026-11-11", "14:30");
    private final SqlMetricEngine engine = new SqlMetricEngine(
            warehouse, dictionaries, Chain.tenants(), (InstantSource) () -> now, Duration.ofSeconds(10));

    @BeforeEach
    void open() {
        warehouse.open("yanjiusuo", Chain.ORG);
        assertThat(dictionaries.load(Chain.TENANT, Chain.TENANT_FOLDER)).isEmpty();
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    @Nested
    @DisplayName("counts")
    class Counts {

        @Test
        void the_amount_due_of_sales_and_neither_voided_nor_open_orders_nor_top_ups() {
            order("S001", "STORE", 10_000, "14:00");
            warehouse.add(Dataset.ORDER, order("S001", "STORE", 7_000, "14:00", "SALE", "VOIDED"));
            warehouse.add(Dataset.ORDER, order("S001", "STORE", 6_000, "14:00", "SALE", "OPEN"));
            warehouse.add(Dataset.ORDER, order("S001", "STORE", 5_000, "14:00", "TOP_UP", "PAID"));
            warehouse.add(Dataset.ORDER, order("S001", "STORE", 30, "14:00", "SALE", null));

            assertThat(total("HQ", "gmv")).isEqualByComparingTo("10030");
        }

        @Test
        void a_refund_on_its_own_day() {
            warehouse.add(
                    Dataset.ORDER,
                    "day",
                    TODAY.minusDays(1),
                    "org_unit",
                    "S001",
                    "kind",
                    "SALE",
                    "status",
                    "REFUNDED",
                    "net_fen",
                    900L);
            warehouse.add(Dataset.REFUND, "day", TODAY, "org_unit", "S001", "amount_fen", 900L);

            assertThat(total("HQ", "net_sales")).isEqualByComparingTo("-900");
        }

        @Test
        void an_online_shops_order_once_though_the_till_writes_it_down_as_well() {
            shopOrder("TMALL", "4012345678901234567", 119_800, "PAID");
            tillCopy("TMALL", "4012345678901234567", 119_800);
            order("S001", "STORE", 10_000, "14:00");

            assertThat(total("HQ", "gmv")).isEqualByComparingTo("129800");
            assertThat(total("HQ", "orders")).isEqualByComparingTo("2");
            assertThat(total("HQ", "copied_amount")).isEqualByComparingTo("119800");
            assertThat(total("HQ", "shop_gmv")).isEqualByComparingTo("119800");
            assertThat(byMember("HQ", Dimension.CHANNEL, "gmv"))
                    .containsEntry("TMALL", new BigDecimal("119800"))
                    .containsEntry("STORE", new BigDecimal("10000"));
            assertThat(total("S001", "gmv"))
                    .as("a store is not credited with what the shop sold")
                    .isEqualByComparingTo("10000");
        }

        @Test
        void a_voucher_once_where_it_was_sold_and_its_redemption_apart() {
            shopOrder("TMALL", "1000000000000000001", 19_900, "PAID");
            warehouse.add(
                    Dataset.REDEMPTION,
                    "day",
                    TODAY,
                    "org_unit",
                    "S001",
                    "channel",
                    "TMALL",
                    "platform_order_id",
                    "1000000000000000001",
                    "status",
                    "DONE",
                    "received_fen",
                    18_706L);

            assertThat(total("HQ", "gmv")).isEqualByComparingTo("19900");
            assertThat(total("HQ", "verified_amount")).isEqualByComparingTo("18706");
            assertThat(total("HQ", "redemptions")).isEqualByComparingTo("1");
        }

        @Test
        void what_a_till_sold_for_a_channel_that_is_not_connected() {
            tillCopy("MEITUAN", "8001234567890", 5_000);

            assertThat(total("HQ", "gmv")).isEqualByComparingTo("5000");
        }

        @Test
        void an_online_shops_order_before_it_is_paid_not_at_all() {
            shopOrder("TMALL", "1", 19_900, "OPEN");
            shopOrder("TMALL", "2", 29_900, "VOIDED");
            shopOrder("TMALL", "3", 5_000, "PARTLY_PAID");
            shopOrder("TMALL", "4", 9_900, "REFUNDED");

            assertThat(total("HQ", "gmv")).isEqualByComparingTo("14900");
            assertThat(total("HQ", "shop_orders")).isEqualByComparingTo("2");
            assertThat(total("HQ", "shop_buyers")).isEqualByComparingTo("1");
        }

        @Test
        void an_online_shops_refund_once_and_on_its_own_day() {
            shopOrder("TMALL", "1", 9_900, "REFUNDED");
            warehouse.add(Dataset.REFUND, "day", TODAY, "channel", "TMALL", "account_id", "shop", "amount_fen", 9_900L);
            warehouse.add(
                    Dataset.REFUND,
                    "day",
                    TODAY,
                    "org_unit",
                    "S001",
                    "channel",
                    "TMALL",
                    "platform_order_id",
                    "1",
                    "amount_fen",
                    9_900L);
            warehouse.add(Dataset.REFUND, "day", TODAY, "org_unit", "S001", "amount_fen", 100L);

            assertThat(total("HQ", "refunds")).isEqualByComparingTo("10000");
            assertThat(total("HQ", "shop_refunds")).isEqualByComparingTo("9900");
            assertThat(total("HQ", "net_sales")).isEqualByComparingTo("-100");
        }

        @Test
        void different_customers_of_first_visits_once() {
            visit("S001", "C1", true);
            visit("S002", "C1", true);
            visit("S001", "C2", true);
            visit("S001", "C3", false);
            visit("S001", null, true);

            assertThat(total("HQ", "new_customers")).isEqualByComparingTo("2");
        }

        @Test
        void consultations_with_a_quotation_as_effective() {
            consultation("S001", 100L);
            consultation("S001", 0L);
            consultation("S001", null);
            consultation("S001", 1L);

            assertThat(total("HQ", "effective_consultation_rate")).isEqualByComparingTo("0.5");
        }

        @Test
        void nothing_where_the_dataset_has_never_had_a_fact() {
            assertThat(total("HQ", "gmv")).isNull();
            assertThat(total("HQ", "leads")).isNull();
        }

        @Test
        void zero_where_the_dataset_has_facts_on_other_days_only() {
            warehouse.add(Dataset.LEAD, "day", TODAY.minusDays(40), "org_unit", "S001");

            assertThat(total("S001", "leads")).isEqualByComparingTo("0");
        }

        @Test
        void nothing_for_a_store_where_spend_is_known_by_region() {
            spend("EAST", "OCEANENGINE", 5_000);
            order("S001", "STORE", 10_000, "14:00");

            assertThat(total("S001", "spend")).isNull();
            assertThat(total("S001", "roi")).isNull();
            assertThat(total("EAST", "roi")).isEqualByComparingTo("2");
        }

        @Test
        void nothing_for_the_stores_of_a_split_where_spend_is_known_by_region() {
            spend("EAST", "OCEANENGINE", 5_000);
            order("S001", "STORE", 10_000, "14:00");

            Map<String, @Nullable BigDecimal> byStore = byMember("HQ", Dimension.STORE, "spend", "gmv");

            assertThat(byStore).containsEntry("S001", null).containsEntry("", new BigDecimal("5000"));
        }

        @Test
        void nothing_for_a_store_in_the_row_of_its_region_where_spend_is_known_by_region() {
            spend("EAST", "OCEANENGINE", 5_000);
            order("S001", "STORE", 10_000, "14:00");

            assertThat(byMember("S001", Dimension.REGION, "spend", "gmv")).containsEntry("EAST", null);
            assertThat(byMember("EAST", Dimension.REGION, "spend", "gmv"))
                    .containsEntry("EAST", new BigDecimal("5000"));
        }
    }

    @Nested
    @DisplayName("says why there is nothing")
    class Gaps {

        private List<String> gaps(String scope, List<String> metrics, Dimension... dimensions) {
            return engine.gaps(viewer(scope), ask(metrics, List.of(dimensions), null)).stream()
                    .map(gap -> gap.metric().code() + " " + gap.dataset().code() + " " + gap.known() + " " + gap.asked()
                            + (gap.split() ? " split" : ""))
                    .toList();
        }

        @Test
        void for_a_store_whose_region_has_the_account() {
            spend("EAST", "OCEANENGINE", 5_000);
            order("S001", "STORE", 10_000, "14:00");

            assertThat(gaps("S001", List.of("gmv", "spend", "roi")))
                    .containsExactly("spend ad_report REGION STORE", "roi ad_report REGION STORE");
            assertThat(gaps("EAST", List.of("gmv", "spend", "roi"))).isEmpty();
            assertThat(gaps("HQ", List.of("spend"))).isEmpty();
        }

        @Test
        void which_is_not_the_level_where_another_region_has_one() {
            spend("EAST", "OCEANENGINE", 5_000);

            assertThat(gaps("S003", List.of("spend"))).isEmpty();
            assertThat(gaps("SOUTH", List.of("spend"))).isEmpty();
        }

        @Test
        void where_one_store_of_the_region_has_an_account_of_its_own() {
            spend("EAST", "OCEANENGINE", 5_000);
            spend("S002", "OCEANENGINE", 5_000);

            assertThat(gaps("S001", List.of("spend"))).containsExactly("spend ad_report REGION STORE");
            assertThat(gaps("S002", List.of("spend"))).isEmpty();
            assertThat(gaps("HQ", List.of("spend"), Dimension.STORE)).isEmpty();
        }

        @Test
        void where_facts_stand_at_the_root_or_at_no_unit() {
            spend("HQ", "OCEANENGINE", 5_000);
            lead(null, "DOUYIN");

            assertThat(gaps("S001", List.of("spend", "leads")))
                    .containsExactly("spend ad_report HQ STORE", "leads lead HQ STORE");
            assertThat(gaps("EAST", List.of("spend"))).containsExactly("spend ad_report HQ REGION");
            assertThat(gaps("HQ", List.of("spend"), Dimension.REGION))
                    .containsExactly("spend ad_report HQ REGION split");
        }

        @Test
        void for_the_stores_of_a_split() {
            spend("EAST", "OCEANENGINE", 5_000);
            spend("HQ", "OCEANENGINE", 1);
            order("S001", "STORE", 10_000, "14:00");

            assertThat(gaps("HQ", List.of("roi"), Dimension.STORE)).containsExactly("roi ad_report REGION STORE split");
            assertThat(gaps("HQ", List.of("roi"), Dimension.REGION)).isEmpty();
            assertThat(gaps("S001", List.of("roi"), Dimension.REGION)).containsExactly("roi ad_report REGION STORE");
        }

        @Test
        void but_not_where_nothing_has_ever_come_or_everything_is_there() {
            assertThat(gaps("S001", List.of("gmv"))).isEmpty();
            warehouse.add(Dataset.ORDER, "day", TODAY.minusDays(90), "org_unit", "S001");
            assertThat(gaps("S001", List.of("gmv"))).isEmpty();
        }

        @Test
        void and_not_for_a_difference_of_which_one_side_is_known() {
            warehouse.add(Dataset.REFUND, "day", TODAY, "org_unit", "EAST", "amount_fen", 900L);
            order("S001", "STORE", 10_000, "14:00");

            assertThat(gaps("S001", List.of("net_sales", "refunds"))).containsExactly("refunds refund REGION STORE");
        }

        @Test
        void and_nothing_to_those_who_may_not_see_the_unit() {
            spend("EAST", "OCEANENGINE", 5_000);
            MetricQuery outside = new MetricQuery(
                    bound("spend"),
                    List.of(),
                    Optional.empty(),
                    new DayRange(TODAY, TODAY),
                    Optional.empty(),
                    Set.of(),
                    Optional.of("S002"),
                    Order.NATURAL,
                    10);

            assertThat(engine.gaps(viewer("S001"), outside)).isEmpty();
            assertThat(engine.gaps(viewer("EAST"), outside)).hasSize(1);
        }

        @Test
        void in_a_sentence_that_names_metric_levels_and_mend() {
            spend("EAST", "OCEANENGINE", 5_000);
            Gap store = engine.gaps(viewer("S001"), ask(List.of("roi"), List.of(), null))
                    .getFirst();
            Gap split = engine.gaps(viewer("HQ"), ask(List.of("roi"), List.of(Dimension.STORE), null))
                    .getFirst();

            assertThat(store.title()).isEqualTo(Text.of("只记录到大区", "Known by region only"));
            assertThat(store.sentence())
                    .isEqualTo(Text.of(
                            "“整体 ROI”取自广告报表，只记录到大区，不分门店。",
                            "Overall ROI comes from the ad report, which is known by region and not by store."));
            assertThat(split.sentence().zh()).endsWith("不分门店；请改为按大区拆分。");
            assertThat(split.sentence().en()).endsWith("and not by store; split by region instead.");
        }
    }

    @Nested
    @DisplayName("keeps formulas right")
    class Formulas {

        @Test
        void a_ratio_divides_sums_and_is_never_averaged() {
            lead("S001", "DOUYIN");
            for (int index = 0; index < 9; index++) {
                lead("S003", "OCEANENGINE");
            }
            spend("EAST", "DOUYIN", 1_000);
            spend("SOUTH", "OCEANENGINE", 1_800);

            // The average of 1000 and 200 would be 600.
            assertThat(total("HQ", "cost_per_lead")).isEqualByComparingTo("280");
        }

        @Test
        void datasets_beside_one_another_do_not_multiply() {
            for (int index = 0; index < 7; index++) {
                spend("EAST", "DOUYIN", 100);
            }
            order("S001", "DOUYIN", 1_000, "10:00");
            order("S001", "DOUYIN", 1_000, "11:00");
            order("S001", "STORE", 500, "11:00");
            lead("S001", "DOUYIN");

            Rows rows = engine.query(
                    viewer("HQ"), ask(List.of("spend", "gmv", "leads", "roi"), List.of(Dimension.CHANNEL), null));

            assertThat(values(rows)).containsExactly("DOUYIN 700 2000 1 2.857142857142857", "STORE 0 500 0 null");
        }

        @Test
        void a_ratio_of_fen_keeps_fractions() {
            order("S001", "STORE", 1_000, "10:00");
            order("S001", "STORE", 1_001, "10:00");
            order("S001", "STORE", 1_001, "10:00");

            assertThat(total("HQ", "average_order_value")).isEqualByComparingTo("1000.666666666667");
        }

        @Test
        void a_ratio_over_nothing_is_nothing() {
            order("S001", "STORE", 1_000, "10:00");
            warehouse.add(Dataset.AD_REPORT, "day", TODAY.minusDays(3), "org_unit", "EAST", "spend_fen", 5L);

            assertThat(total("HQ", "roi")).isNull();
        }

        @Test
        void sums_are_exact_beyond_what_a_double_holds() {
            order("S001", "STORE", 9_007_199_254_740_993L, "10:00");
            order("S001", "STORE", 1L, "10:00");

            assertThat(total("HQ", "gmv")).isEqualTo(new BigDecimal("9007199254740994"));
        }
    }

    @Nested
    @DisplayName("splits by time")
    class Time {

        @Test
        void into_every_hour_until_now() {
            order("S001", "STORE", 100, "00:00");
            order("S001", "STORE", 200, "14:29");

            Rows rows = engine.query(viewer("HQ"), ask(List.of("gmv"), List.of(), Grain.HOUR));

            assertThat(rows.size()).isEqualTo(15);
            assertThat(values(rows).getFirst()).isEqualTo("2026-11-11T00:00 100");
            assertThat(values(rows).get(1)).isEqualTo("2026-11-11T01:00 0");
            assertThat(values(rows).getLast()).isEqualTo("2026-11-11T14:00 200");
        }

        @Test
        void by_the_clock_of_the_tenant() {
            now = at("2026-11-12", "01:00");
            order("S001", "STORE", 100, "23:59");

            MetricQuery query = ask(List.of("gmv"), List.of(), Grain.HOUR);

            assertThat(values(engine.query(viewer("HQ"), query)).getLast()).isEqualTo("2026-11-11T23:00 100");
            assertThat(engine.query(viewer("HQ"), query).size()).isEqualTo(24);
        }

        @Test
        void and_keeps_a_sale_after_midnight_in_its_business_day() {
            now = at("2026-11-12", "03:00");
            warehouse.add(
                    Dataset.ORDER,
                    "at",
                    at("2026-11-12", "01:30"),
                    "day",
                    TODAY,
                    "org_unit",
                    "S001",
                    "kind",
                    "SALE",
                    "status",
                    "PAID",
                    "net_fen",
                    100L);

            assertThat(values(engine.query(viewer("HQ"), ask(List.of("gmv"), List.of(), Grain.HOUR)))
                            .getLast())
                    .isEqualTo("2026-11-11T23:00 100");
        }

        @Test
        void and_counts_a_fact_without_a_moment_at_the_start_of_its_day() {
            warehouse.add(Dataset.LEAD, "day", TODAY, "org_unit", "S001");

            assertThat(values(engine.query(viewer("HQ"), ask(List.of("leads"), List.of(), Grain.HOUR)))
                            .getFirst())
                    .isEqualTo("2026-11-11T00:00 1");
        }

        @Test
        void into_days_with_nothing_for_ratios_where_nothing_happened() {
            order("S001", "STORE", 100, "10:00");

            Rows rows = engine.query(
                    viewer("HQ"),
                    new MetricQuery(
                            bound("gmv", "average_order_value"),
                            List.of(),
                            Optional.of(new Bound<>("time", Grain.DAY)),
                            new DayRange(TODAY.minusDays(2), TODAY),
                            Optional.empty(),
                            Set.of(),
                            Optional.empty(),
                            Order.NATURAL,
                            100));

            assertThat(values(rows)).containsExactly("2026-11-09 0 null", "2026-11-10 0 null", "2026-11-11 100 100");
        }

        @Test
        void into_weeks_from_monday_and_months() {
            order("S001", "STORE", 100, "10:00");
            warehouse.add(
                    Dataset.ORDER,
                    "day",
                    LocalDate.of(2026, 11, 1),
                    "org_unit",
                    "S001",
                    "kind",
                    "SALE",
                    "status",
                    "PAID",
                    "net_fen",
                    7L);

            assertThat(values(engine.query(viewer("HQ"), fromOctober(Grain.WEEK))))
                    .containsExactly("2026-10-26 7", "2026-11-02 0", "2026-11-09 100");
            assertThat(values(engine.query(viewer("HQ"), fromOctober(Grain.MONTH))))
                    .containsExactly("2026-10-01 0", "2026-11-01 107");
        }

        @Test
        void and_fills_the_buckets_of_every_member() {
            now = at("2026-11-11", "01:10");
            lead("S001", "DOUYIN", "00:30");
            lead("S001", "BAIDU", "01:05");

            assertThat(values(
                            engine.query(viewer("HQ"), ask(List.of("leads"), List.of(Dimension.CHANNEL), Grain.HOUR))))
                    .containsExactly(
                            "2026-11-11T00:00 BAIDU 0",
                            "2026-11-11T00:00 DOUYIN 1",
                            "2026-11-11T01:00 BAIDU 1",
                            "2026-11-11T01:00 DOUYIN 0");
        }

        @Test
        void and_has_no_rows_for_days_to_come() {
            lead("S001", "DOUYIN");

            assertThat(engine.query(
                                    viewer("HQ"),
                                    new MetricQuery(
                                            bound("leads"),
                                            List.of(),
                                            Optional.of(new Bound<>("time", Grain.DAY)),
                                            new DayRange(TODAY.plusDays(1), TODAY.plusDays(3)),
                                            Optional.empty(),
                                            Set.of(),
                                            Optional.empty(),
                                            Order.NATURAL,
                                            100))
                            .rows())
                    .isEmpty();
        }

        private MetricQuery fromOctober(Grain grain) {
            return new MetricQuery(
                    bound("gmv"),
                    List.of(),
                    Optional.of(new Bound<>("time", grain)),
                    new DayRange(LocalDate.of(2026, 10, 28), TODAY),
                    Optional.empty(),
                    Set.of(),
                    Optional.empty(),
                    Order.NATURAL,
                    100);
        }
    }

    @Nested
    @DisplayName("cuts a compared day off")
    class CutOff {

        @Test
        void at_the_same_time_of_day_on_the_last_day_only() {
            warehouse.add(Dataset.LEAD, "at", at("2026-11-09", "23:00"), "org_unit", "S001");
            warehouse.add(Dataset.LEAD, "at", at("2026-11-10", "14:30"), "org_unit", "S001");
            warehouse.add(Dataset.LEAD, "at", at("2026-11-10", "14:31"), "org_unit", "S001");

            assertThat(cut(new DayRange(TODAY.minusDays(2), TODAY.minusDays(1))))
                    .isEqualByComparingTo("2");
        }

        @Test
        void and_counts_a_till_that_closed_after_midnight_only_once_it_was_that_late() {
            warehouse.add(Dataset.LEAD, "at", at("2026-11-11", "00:30"), "day", TODAY.minusDays(1), "org_unit", "S001");

            assertThat(cut(new DayRange(TODAY.minusDays(1), TODAY.minusDays(1))))
                    .isEqualByComparingTo("0");
        }

        @Test
        void and_leaves_out_the_buckets_after_it() {
            lead("S001", "DOUYIN");

            Rows rows = engine.query(
                    viewer("HQ"),
                    new MetricQuery(
                            bound("leads"),
                            List.of(),
                            Optional.of(new Bound<>("time", Grain.HOUR)),
                            new DayRange(TODAY.minusDays(1), TODAY.minusDays(1)),
                            Optional.of(LocalTime.of(14, 30)),
                            Set.of(),
                            Optional.empty(),
                            Order.NATURAL,
                            100));

            assertThat(rows.size()).isEqualTo(15);
        }

        private @Nullable BigDecimal cut(DayRange range) {
            Rows rows = engine.query(
                    viewer("HQ"),
                    new MetricQuery(
                            bound("leads"),
                            List.of(),
                            Optional.empty(),
                            range,
                            Optional.of(LocalTime.of(14, 30)),
                            Set.of(),
                            Optional.empty(),
                            Order.NATURAL,
                            1));
            return rows.number(0, rows.fields().getFirst());
        }
    }

    @Nested
    @DisplayName("names members")
    class Members {

        @Test
        void of_the_org_tree_with_their_place() {
            order("S001", "STORE", 100, "10:00");

            Rows rows = engine.query(viewer("HQ"), ask(List.of("gmv"), List.of(Dimension.STORE), null));

            assertThat(rows.member(0, rows.fields().getFirst()))
                    .isEqualTo(new Member(
                            "S001",
                            "西湖店",
                            Map.of(
                                    "level",
                                    "store",
                                    "region",
                                    "EAST",
                                    "province",
                                    "浙江",
                                    "city",
                                    "杭州",
                                    "lng",
                                    "120.13",
                                    "lat",
                                    "30.26")));
        }

        @Test
        void of_channels_in_the_readers_language() {
            lead("S001", "OCEANENGINE");

            Rows rows = engine.query(
                    viewer("HQ").in(Locale.ENGLISH), ask(List.of("leads"), List.of(Dimension.CHANNEL), null));

            assertThat(rows.member(0, rows.fields().getFirst()).label()).isEqualTo("Ocean Engine");
            assertThat(rows.fields()).extracting(Field::title).containsExactly("Channel", "Leads");
        }

        @Test
        void of_categories_as_the_dictionary_calls_them_and_others_by_their_code() {
            warehouse.add(Dataset.CONSULTATION, "day", TODAY, "org_unit", "S001", "category", "skin");
            warehouse.add(Dataset.CONSULTATION, "day", TODAY, "org_unit", "S001", "category", "wig");

            assertThat(labels(viewer("HQ"))).containsExactly("皮肤管理", "wig");
            assertThat(labels(viewer("HQ").in(Locale.ENGLISH))).containsExactly("Skin care", "wig");
        }

        private List<String> labels(Viewer reader) {
            Rows rows = engine.query(reader, ask(List.of("consultations"), List.of(Dimension.CATEGORY), null));
            return rows.rows().stream()
                    .map(row -> ((Member) row.getFirst()).label())
                    .toList();
        }

        @Test
        void of_campaigns_by_the_name_in_the_ad_report_even_where_only_leads_are_asked_for() {
            lead("S001", "DOUYIN", "10:00", "campaign_id", "9007199254740993");
            warehouse.add(
                    Dataset.AD_REPORT,
                    "day",
                    TODAY.minusDays(9),
                    "org_unit",
                    "S001",
                    "campaign_id",
                    "9007199254740993",
                    "campaign_name",
                    "双11 热玛吉",
                    "spend_fen",
                    1L);

            Rows rows = engine.query(viewer("HQ"), ask(List.of("leads"), List.of(Dimension.CAMPAIGN), null));

            assertThat(rows.member(0, rows.fields().getFirst())).isEqualTo(Member.of("9007199254740993", "双11 热玛吉"));
        }

        @Test
        void that_are_missing_as_unassigned_and_last() {
            lead("S001", "DOUYIN");
            warehouse.add(Dataset.LEAD, "day", TODAY, "org_unit", "S001");

            assertThat(values(engine.query(viewer("HQ"), ask(List.of("leads"), List.of(Dimension.CHANNEL), null))))
                    .containsExactly("DOUYIN 1", " 1");
        }

        @Test
        void largest_first_and_no_more_than_asked_for() {
            order("S001", "STORE", 100, "10:00");
            order("S002", "STORE", 300, "10:00");
            order("S003", "STORE", 200, "10:00");

            assertThat(values(engine.query(
                            viewer("HQ"),
                            new MetricQuery(
                                    bound("gmv"),
                                    List.of(new Bound<>("who", Dimension.STORE)),
                                    Optional.empty(),
                                    new DayRange(TODAY, TODAY),
                                    Optional.empty(),
                                    Set.of(),
                                    Optional.empty(),
                                    Order.LARGEST_FIRST,
                                    2))))
                    .containsExactly("S002 300", "S003 200");
        }
    }

    @Nested
    @DisplayName("keeps the row scope")
    class Scope {

        @Test
        void and_shows_facts_without_a_unit_to_those_who_see_the_whole_tree_only() {
            lead("S001", "DOUYIN");
            lead("", "DOUYIN");
            lead(null, "DOUYIN");
            lead("GONE", "DOUYIN");

            assertThat(total("HQ", "leads")).isEqualByComparingTo("4");
            assertThat(total("EAST", "leads")).isEqualByComparingTo("1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"SOUTH", "S003", "HQ", "GONE", "", "S001' or '1'='1"})
        void and_gives_no_rows_for_a_filter_outside_of_it(String outside) {
            lead("S001", "DOUYIN");
            lead("S003", "DOUYIN");

            assertThat(engine.query(viewer("EAST"), filtered(Optional.of(outside), Set.of()))
                            .rows())
                    .isEmpty();
        }

        @Test
        void and_narrows_it_by_a_filter_inside() {
            lead("S001", "DOUYIN");
            lead("S002", "DOUYIN");

            Rows rows = engine.query(viewer("EAST"), filtered(Optional.of("S002"), Set.of()));

            assertThat(rows.number(0, rows.fields().getFirst())).isEqualByComparingTo("1");
        }

        @Test
        void and_refuses_a_viewer_whose_unit_is_gone() {
            assertThatThrownBy(() -> total("GONE", "leads"))
                    .isInstanceOf(MetricRefused.class)
                    .hasMessageContaining("GONE");
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
        void so_that_a_scoped_total_is_the_sum_over_its_units(long seed) {
            Random random = new Random(seed);
            List<String> units = List.of("EAST", "SOUTH", "S001", "S002", "S003", "HQ");
            List<String> channels = List.of("DOUYIN", "STORE", "BAIDU");
            record Sale(String unit, String channel) {}
            Map<Sale, Long> expected = new HashMap<>();
            for (int index = 0; index < 60; index++) {
                String unit = units.get(random.nextInt(units.size()));
                String channel = channels.get(random.nextInt(channels.size()));
                long amount = random.nextInt(100_000);
                order(unit, channel, amount, "10:00");
                expected.merge(new Sale(unit, channel), amount, Long::sum);
            }
            for (String scope : units) {
                Set<String> only = new java.util.HashSet<>(channels.subList(0, random.nextInt(channels.size() + 1)));
                String filter = units.get(random.nextInt(units.size()));
                boolean within = Chain.ORG.within(filter, scope);
                long sum = expected.entrySet().stream()
                        .filter(entry -> Chain.ORG.within(entry.getKey().unit(), filter))
                        .filter(entry ->
                                only.isEmpty() || only.contains(entry.getKey().channel()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();

                Rows rows = engine.query(
                        viewer(scope),
                        new MetricQuery(
                                bound("gmv"),
                                List.of(),
                                Optional.empty(),
                                new DayRange(TODAY, TODAY),
                                Optional.empty(),
                                only,
                                Optional.of(filter),
                                Order.NATURAL,
                                1));

                if (within) {
                    BigDecimal got = rows.number(0, rows.fields().getFirst());
                    assertThat(got == null ? 0 : got.longValueExact())
                            .as("%s by %s of %s", filter, scope, only)
                            .isEqualTo(sum);
                } else {
                    assertThat(rows.rows()).isEmpty();
                }
            }
        }

        private MetricQuery filtered(Optional<String> unit, Set<String> channels) {
            return new MetricQuery(
                    bound("leads"),
                    List.of(),
                    Optional.empty(),
                    new DayRange(TODAY, TODAY),
                    Optional.empty(),
                    channels,
                    unit,
                    Order.NATURAL,
                    10);
        }
    }

    @Nested
    @DisplayName("writes SQL")
    class Sql {

        @ParameterizedTest
        @EnumSource(Grain.class)
        void that_runs_for_every_dimension_and_grain(Grain grain) {
            Dictionary dictionary = dictionaries.of("yanjiusuo");
            for (Dimension dimension : Dimension.values()) {
                List<String> fitting = dictionary.all().stream()
                        .map(Metric::code)
                        .filter(code -> dictionary.dimensionsOf(code).contains(dimension))
                        .filter(code -> isKnown(dictionary, code, grain))
                        .toList();
                for (String scope : List.of("HQ", "S001")) {
                    engine.query(viewer(scope), ask(fitting, List.of(dimension), grain));
                }
            }
            for (Metric metric : dictionary.all()) {
                if (isKnown(dictionary, metric.code(), grain)) {
                    engine.query(viewer("EAST"), ask(List.of(metric.code()), List.of(), grain));
                }
            }
            assertThat(warehouse.asked()).isNotEmpty();
        }

        private static boolean isKnown(Dictionary dictionary, String code, Grain grain) {
            return grain != Grain.HOUR || !dictionary.datasetsOf(code).contains(Dataset.AD_REPORT);
        }

        @Test
        void but_refuses_to_split_what_is_known_by_day_into_hours() {
            assertThatThrownBy(() -> engine.query(viewer("HQ"), ask(List.of("roi"), List.of(), Grain.HOUR)))
                    .isInstanceOf(MetricRefused.class)
                    .hasMessageContaining("known by day and not by hour");
        }

        @Test
        void in_one_statement_for_all_metrics_together() {
            lead("S001", "DOUYIN");
            List<String> all = dictionaries.of("yanjiusuo").all().stream()
                    .map(Metric::code)
                    .toList();

            engine.query(viewer("HQ"), ask(all, List.of(Dimension.STORE, Dimension.CHANNEL), Grain.DAY));

            assertThat(warehouse.asked())
                    .filteredOn(query -> !query.sql().startsWith("select distinct"))
                    .hasSize(1);
        }

        @Test
        void in_which_every_text_of_the_query_is_a_parameter() {
            lead("S001", HOSTILE);

            Rows rows = engine.query(
                    viewer("HQ"),
                    new MetricQuery(
                            List.of(new Bound<>(HOSTILE, "leads")),
                            List.of(new Bound<>(HOSTILE, Dimension.CHANNEL)),
                            Optional.of(new Bound<>(HOSTILE, Grain.HOUR)),
                            new DayRange(TODAY, TODAY),
                            Optional.of(LocalTime.NOON),
                            Set.of(HOSTILE),
                            Optional.of("HQ"),
                            Order.NATURAL,
                            100));

            assertThat(rows.member(0, rows.fields().get(1)).code()).isEqualTo(HOSTILE);
            assertThat(warehouse.asked()).allSatisfy(query -> assertThat(query.sql())
                    .doesNotContain("drop")
                    .doesNotContain("Shanghai")
                    .doesNotContain("2026"));
        }

        @Test
        void in_which_a_hostile_dictionary_is_only_parameters() {
            Metric metric = new Metric(
                    "leads",
                    cockpit.spi.Text.same(HOSTILE),
                    cockpit.spi.Text.same(HOSTILE),
                    cockpit.spi.Unit.COUNT,
                    cockpit.spi.Direction.NEUTRAL,
                    cockpit.spi.Text.same(HOSTILE),
                    cockpit.spi.Text.same(HOSTILE),
                    new Metric.Measure(
                            Dataset.LEAD,
                            Metric.Aggregation.COUNT,
                            Optional.empty(),
                            List.of(new Metric.Filter("state", Metric.Filter.Operator.NOT_IN, List.of(HOSTILE)))));
            lead("S001", "DOUYIN", "10:00", "state", HOSTILE);
            lead("S001", "DOUYIN", "10:00", "state", "NEW");

            Rows rows = new SqlMetricEngine(
                            warehouse,
                            _ -> new MetricMap(List.of(metric)),
                            Chain.tenants(),
                            InstantSource.fixed(now),
                            Duration.ofSeconds(10))
                    .query(viewer("HQ"), ask(List.of("leads"), List.of(), null));

            assertThat(rows.number(0, rows.fields().getFirst())).isEqualByComparingTo("1");
            assertThat(warehouse.asked().getFirst().sql()).doesNotContain("drop");
        }

        @Test
        void in_which_a_lead_that_two_systems_tell_of_counts_once() {
            lead("S001", "OCEANENGINE", "10:00", "lead_id", "7480000000000000999");
            lead("S001", "OCEANENGINE", "10:00", "duplicate_of", "7480000000000000999");
            lead("S001", "SOYOUNG", "10:00", "duplicate_of", "");
            lead("S001", "SOYOUNG", "10:00", "lead_id", "L2");

            assertThat(total("HQ", "leads")).isEqualByComparingTo("3");
        }

        @Test
        void that_says_which_metric_it_does_not_know() {
            assertThatThrownBy(() -> total("HQ", HOSTILE))
                    .isInstanceOf(MetricRefused.class)
                    .hasMessageContaining(HOSTILE);
        }

        @Test
        void that_refuses_a_dimension_that_one_of_the_datasets_lacks() {
            assertThatThrownBy(() ->
                            engine.query(viewer("HQ"), ask(List.of("spend", "gmv"), List.of(Dimension.CAMPAIGN), null)))
                    .isInstanceOf(MetricRefused.class)
                    .hasMessage("GMV cannot be split by campaign; choose another dimension.");
        }
    }

    @Nested
    @DisplayName("remembers answers")
    class Cache {

        @Test
        void until_the_dataset_changes() {
            order("S001", "STORE", 100, "10:00");
            assertThat(total("HQ", "gmv")).isEqualByComparingTo("100");
            assertThat(total("HQ", "gmv")).isEqualByComparingTo("100");
            lead("S001", "DOUYIN");
            assertThat(total("HQ", "gmv")).isEqualByComparingTo("100");
            assertThat(statements()).isEqualTo(1);

            order("S001", "STORE", 11, "10:00");

            assertThat(total("HQ", "gmv")).isEqualByComparingTo("111");
            assertThat(statements()).isEqualTo(2);
        }

        @Test
        void apart_for_different_scopes() {
            order("S001", "STORE", 100, "10:00");
            order("S002", "STORE", 10, "10:00");

            assertThat(total("S001", "gmv")).isEqualByComparingTo("100");
            assertThat(total("S002", "gmv")).isEqualByComparingTo("10");
            assertThat(total("EAST", "gmv")).isEqualByComparingTo("110");
        }

        @Test
        void and_asks_once_for_equal_questions_at_the_same_time() throws Exception {
            AnswerCache cache = new AnswerCache(1_000, Duration.ofMinutes(1));
            AnswerCache.Key key = new AnswerCache.Key("t", new Query("select 1", List.of()), Chain.ORG, List.of(1L));
            java.util.concurrent.CountDownLatch asking = new java.util.concurrent.CountDownLatch(1);
            java.util.concurrent.CountDownLatch answer = new java.util.concurrent.CountDownLatch(1);
            java.util.concurrent.atomic.AtomicInteger asked = new java.util.concurrent.atomic.AtomicInteger();
            java.util.function.Supplier<cockpit.core.warehouse.Answer> ask = () -> {
                asked.incrementAndGet();
                asking.countDown();
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return new cockpit.core.warehouse.Answer(List.of("a"), List.of());
            };
            try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
                List<java.util.concurrent.Future<?>> all = new ArrayList<>();
                all.add(threads.submit(() -> cache.get(key, now, ask)));
                asking.await();
                for (int index = 0; index < 20; index++) {
                    all.add(threads.submit(() -> cache.get(key, now, ask)));
                }
                answer.countDown();
                for (var one : all) {
                    one.get();
                }
            }
            assertThat(asked).hasValue(1);
        }

        @Test
        void but_no_more_of_them_than_fit() {
            AnswerCache cache = new AnswerCache(1_000, Duration.ofMinutes(1));
            java.util.concurrent.atomic.AtomicInteger asked = new java.util.concurrent.atomic.AtomicInteger();
            for (int round = 0; round < 2; round++) {
                for (long version = 0; version < 100; version++) {
                    cache.get(
                            new AnswerCache.Key("t", new Query("q", List.of()), Chain.ORG, List.of(version)),
                            now,
                            () -> {
                                asked.incrementAndGet();
                                return new cockpit.core.warehouse.Answer(List.of("a"), List.of());
                            });
                }
            }
            assertThat(asked).hasValue(200);
        }

        private long statements() {
            return warehouse.asked().stream()
                    .filter(query -> query.sql().contains("fact_order"))
                    .filter(query -> !query.sql().startsWith("select distinct"))
                    .count();
        }
    }

    @Test
    void every_metric_of_the_dictionary_can_be_split_by_channel_region_and_store() {
        Dictionary dictionary = dictionaries.of("yanjiusuo");

        assertThat(dictionary.all()).allSatisfy(metric -> assertThat(dictionary.dimensionsOf(metric.code()))
                .containsAll(EnumSet.of(Dimension.CHANNEL, Dimension.REGION, Dimension.STORE)));
    }

    private static Instant at(String day, String time) {
        return LocalDate.parse(day)
                .atTime(LocalTime.parse(time))
                .atZone(MemoryWarehouse.ZONE)
                .toInstant();
    }

    private static Viewer viewer(String unit) {
        return Chain.viewer(unit);
    }

    private static List<Bound<String>> bound(String... metrics) {
        return Arrays.stream(metrics)
                .map(metric -> new Bound<>("measure", metric))
                .toList();
    }

    private static MetricQuery ask(List<String> metrics, List<Dimension> dimensions, @Nullable Grain grain) {
        return new MetricQuery(
                bound(metrics.toArray(String[]::new)),
                dimensions.stream().map(one -> new Bound<>("by", one)).toList(),
                Optional.ofNullable(grain).map(one -> new Bound<>("time", one)),
                new DayRange(TODAY, TODAY),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Order.NATURAL,
                1_000);
    }

    private @Nullable BigDecimal total(String scope, String metric) {
        Rows rows = engine.query(viewer(scope), ask(List.of(metric), List.of(), null));
        assertThat(rows.size()).isEqualTo(1);
        return rows.number(0, rows.fields().getFirst());
    }

    private Map<String, @Nullable BigDecimal> byMember(String scope, Dimension dimension, String... metrics) {
        Rows rows = engine.query(viewer(scope), ask(List.of(metrics), List.of(dimension), null));
        Map<String, @Nullable BigDecimal> found = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            found.put(
                    rows.member(row, rows.fields().getFirst()).code(),
                    rows.number(row, rows.fields().get(1)));
        }
        return found;
    }

    private static List<String> values(Rows rows) {
        return rows.rows().stream()
                .map(row -> String.join(
                        " ",
                        row.stream()
                                .map(value -> switch (value) {
                                    case null -> "null";
                                    case Member member -> member.code();
                                    case BigDecimal number ->
                                        number.stripTrailingZeros().toPlainString();
                                    default -> value.toString();
                                })
                                .toList()))
                .toList();
    }

    private static @Nullable Object[] order(
            String unit, String channel, long fen, String time, String kind, @Nullable String status) {
        return new @Nullable Object[] {
            "at",
            at("2026-11-11", time),
            "org_unit",
            unit,
            "channel",
            channel,
            "kind",
            kind,
            "status",
            status,
            "net_fen",
            fen
        };
    }

    private void order(String unit, String channel, long fen, String time) {
        warehouse.add(Dataset.ORDER, order(unit, channel, fen, time, "SALE", "PAID"));
    }

    private void shopOrder(String channel, String number, long fen, String status) {
        warehouse.add(
                Dataset.ORDER,
                "day",
                TODAY,
                "channel",
                channel,
                "account_id",
                "shop",
                "open_id",
                "AAE1",
                "order_no",
                number,
                "kind",
                "SALE",
                "status",
                status,
                "net_fen",
                fen);
    }

    private void tillCopy(String channel, String number, long fen) {
        warehouse.add(
                Dataset.ORDER,
                "day",
                TODAY,
                "org_unit",
                "S001",
                "channel",
                channel,
                "platform_order_id",
                number,
                "kind",
                "SALE",
                "status",
                "PAID",
                "net_fen",
                fen);
    }

    private void lead(@Nullable String unit, String channel) {
        lead(unit, channel, "10:00");
    }

    private void lead(@Nullable String unit, String channel, String time) {
        warehouse.add(Dataset.LEAD, "at", at("2026-11-11", time), "org_unit", unit, "channel", channel);
    }

    private void lead(String unit, String channel, String time, String column, String value) {
        warehouse.add(Dataset.LEAD, "at", at("2026-11-11", time), "org_unit", unit, "channel", channel, column, value);
    }

    private void spend(String unit, String channel, long fen) {
        warehouse.add(Dataset.AD_REPORT, "day", TODAY, "org_unit", unit, "channel", channel, "spend_fen", fen);
    }

    private void visit(String unit, @Nullable String customer, boolean first) {
        warehouse.add(Dataset.VISIT, "day", TODAY, "org_unit", unit, "customer_id", customer, "first_visit", first);
    }

    private void consultation(String unit, @Nullable Long quoted) {
        warehouse.add(Dataset.CONSULTATION, "day", TODAY, "org_unit", unit, "quoted_fen", quoted);
    }
}
