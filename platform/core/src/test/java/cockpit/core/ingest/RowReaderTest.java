package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.core.tenant.Tenant;
import cockpit.core.warehouse.Fact;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Row;
import cockpit.spi.source.Stream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowReaderTest {

    static final Tenant TENANT = new Tenant(
            "acme",
            Text.same("Acme"),
            ZoneId.of("Asia/Shanghai"),
            new OrgTree(List.of(
                    new OrgUnit("HQ", null, Text.of("总部", "HQ"), OrgUnit.Level.HQ, Map.of()),
                    new OrgUnit("S001", "HQ", Text.of("一店", "One"), OrgUnit.Level.STORE, Map.of()))));

    static final String HASH = "32b9350c3e37b5214dfd5a16b45f9ea8bd96b94c6ccac4260116e2993a070456";

    static RowReader reader(Stream stream) {
        return new RowReader(stream, TENANT, Map.of("1730000000000001", "S001", "9", "GONE"), new TestVault());
    }

    static Stream stream(Column... columns) {
        return Stream.named("s", Text.same("s"), Dataset.ORDER)
                .columns(Column.text("id").asRequired(), Column.instant("at"))
                .columns(columns)
                .key("id");
    }

    static Row row(String column, @Nullable Object value) {
        Map<String, @Nullable Object> values = new HashMap<>(Map.of("id", "1", "at", "2026-03-01T23:30:00+08:00"));
        values.put(column, value);
        return Row.of(values);
    }

    static Fact good(Stream stream, Row row) {
        RowReader.Read read = reader(stream).read(row);
        assertThat(read).isInstanceOf(RowReader.Good.class);
        return ((RowReader.Good) read).fact();
    }

    static Text bad(Stream stream, Row row) {
        RowReader.Read read = reader(stream).read(row);
        assertThat(read).isInstanceOf(RowReader.Bad.class);
        return ((RowReader.Bad) read).reason();
    }

    static java.util.stream.Stream<Arguments> accepted() {
        Instant noon = Instant.parse("2026-03-01T04:00:00Z");
        LocalDate first = LocalDate.of(2026, 3, 1);
        return java.util.stream.Stream.of(
                Arguments.of(ColumnType.COUNT, 12L, 12L),
                Arguments.of(ColumnType.COUNT, "12", 12L),
                Arguments.of(ColumnType.COUNT, " -7 ", -7L),
                Arguments.of(ColumnType.COUNT, new BigInteger("9007199254740993"), 9007199254740993L),
                Arguments.of(ColumnType.FEN, 12800L, 12800L),
                Arguments.of(ColumnType.FEN, "12800", 12800L),
                Arguments.of(ColumnType.YUAN, "3,268.47", 326847L),
                Arguments.of(ColumnType.YUAN, new BigDecimal("3268.47"), 326847L),
                Arguments.of(ColumnType.YUAN, "¥128", 12800L),
                Arguments.of(ColumnType.YUAN, "￥128.5", 12850L),
                Arguments.of(ColumnType.YUAN, "-0.01", -1L),
                Arguments.of(ColumnType.YUAN, 128L, 12800L),
                Arguments.of(ColumnType.YUAN, "0.29", 29L),
                Arguments.of(ColumnType.BOOLEAN, true, true),
                Arguments.of(ColumnType.BOOLEAN, "0", false),
                Arguments.of(ColumnType.BOOLEAN, 1L, true),
                Arguments.of(ColumnType.DATE, "2026-03-01", first),
                Arguments.of(ColumnType.DATE, "20260301", first),
                Arguments.of(ColumnType.DATE, 20260301L, first),
                Arguments.of(ColumnType.DATE, "2026-03-01 12:00:00", first),
                Arguments.of(ColumnType.DATE, "2026-02-28T23:00:00Z", first),
                Arguments.of(ColumnType.INSTANT, "2026-03-01T12:00:00+08:00", noon),
                Arguments.of(ColumnType.INSTANT, "2026-03-01T04:00:00Z", noon),
                Arguments.of(ColumnType.INSTANT, 1772337600L, noon),
                Arguments.of(ColumnType.INSTANT, "1772337600", noon),
                Arguments.of(ColumnType.INSTANT, 1772337600000L, noon),
                Arguments.of(ColumnType.INSTANT, "2026-03-01 12:00:00", noon),
                Arguments.of(ColumnType.TEXT, 1730000000000000001L, "1730000000000000001"),
                Arguments.of(ColumnType.TEXT, " 上海 ", "上海"));
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @MethodSource("accepted")
    void a_value_becomes_exactly(ColumnType type, Object given, Object expected) {
        String target =
                switch (type) {
                    case COUNT, FEN, YUAN -> "paid_fen";
                    case BOOLEAN -> "first_visit";
                    case DATE -> "day";
                    case INSTANT -> "at";
                    default -> "customer_id";
                };
        Dataset dataset = type == ColumnType.BOOLEAN
                ? Dataset.VISIT
                : type == ColumnType.COUNT ? Dataset.AD_REPORT : Dataset.ORDER;
        String filled = type == ColumnType.COUNT ? "clicks" : target;
        Stream stream = Stream.named("s", Text.same("s"), dataset)
                .columns(
                        Column.text("id").asRequired(),
                        Column.instant("other").as(type == ColumnType.INSTANT ? "nowhere" : "at"),
                        Column.of("value", type).as(filled))
                .key("id");
        Row row = Row.of(Map.of("id", "1", "other", "2026-03-05 00:00:00", "value", given));
        assertThat(good(stream, row).values()).containsEntry(filled, expected);
    }

    static java.util.stream.Stream<Arguments> refused() {
        return java.util.stream.Stream.of(
                Arguments.of(ColumnType.COUNT, "12.5"),
                Arguments.of(ColumnType.COUNT, new BigDecimal("12.0")),
                Arguments.of(ColumnType.COUNT, "1,234"),
                Arguments.of(ColumnType.COUNT, "99999999999999999999"),
                Arguments.of(ColumnType.FEN, "128.00"),
                Arguments.of(ColumnType.FEN, "¥128"),
                Arguments.of(ColumnType.YUAN, "128.001"),
                Arguments.of(ColumnType.YUAN, "1,28.00"),
                Arguments.of(ColumnType.YUAN, "-¥-1"),
                Arguments.of(ColumnType.YUAN, 128.5d),
                Arguments.of(ColumnType.YUAN, "--"),
                Arguments.of(ColumnType.DECIMAL, "1,5"),
                Arguments.of(ColumnType.BOOLEAN, "yes"),
                Arguments.of(ColumnType.BOOLEAN, 2L),
                Arguments.of(ColumnType.DATE, "2026-02-30"),
                Arguments.of(ColumnType.DATE, "20261301"),
                Arguments.of(ColumnType.DATE, "01/03/2026"),
                Arguments.of(ColumnType.INSTANT, "2026-03-01"),
                Arguments.of(ColumnType.INSTANT, "0"),
                Arguments.of(ColumnType.INSTANT, "2026-02-30 12:00:00"),
                Arguments.of(ColumnType.INSTANT, "0000-00-00 00:00:00"),
                Arguments.of(ColumnType.TEXT, List.of("nested")),
                Arguments.of(ColumnType.TEXT, "x".repeat(4001)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    void a_value_that_does_not_fit_sets_the_row_aside_with_the_columns_name(ColumnType type, Object given) {
        Text reason = bad(stream(Column.of("value", type).as("nowhere")), row("value", given));
        assertThat(reason.zh()).contains("列 value");
        assertThat(reason.en()).contains("olumn value");
    }

    @ParameterizedTest
    @CsvSource({
        "13800138000",
        "+8613800138000",
        "8613800138000",
        "008613800138000",
        "138 0013 8000",
        "+86 138-0013-8000"
    })
    void a_phone_in_any_writing_has_one_hash(String phone) {
        assertThat(good(stream(Column.phone("tel")), row("tel", phone)).values())
                .containsEntry("phone_hash", HASH);
    }

    @ParameterizedTest
    @CsvSource({"138****8000", "13800138000-1234", "'13800138000,转12'", "021-62345678", "+85291234567", "没有"})
    void what_is_no_phone_is_nobody_and_no_mistake(String phone) {
        assertThat(good(stream(Column.phone("tel")), row("tel", phone)).values())
                .containsEntry("phone_hash", null);
    }

    @Test
    void a_text_is_taken_for_a_phones_hash_only_if_it_is_one() {
        Stream stream = stream(Column.text("hash").as("phone_hash"));
        assertThat(good(stream, row("hash", HASH)).values()).containsEntry("phone_hash", HASH);
        assertThat(bad(stream, row("hash", "13800138000")).en()).doesNotContain("13800138000");
    }

    @Test
    void the_day_is_taken_from_the_time_in_the_tenants_zone() {
        assertThat(good(stream(), Row.of(Map.of("id", "1", "at", "2026-03-01T16:30:00Z")))
                        .values())
                .containsEntry("day", LocalDate.of(2026, 3, 2));
    }

    @Test
    void a_delivered_day_stands_although_the_time_lies_on_another() {
        Stream stream = stream(Column.date("business_date").as("day"));
        assertThat(good(stream, row("business_date", "2026-02-28")).values())
                .containsEntry("day", LocalDate.of(2026, 2, 28));
    }

    @Test
    void where_only_a_day_is_delivered_the_time_is_its_beginning() {
        Stream stream = Stream.named("s", Text.same("s"), Dataset.ORDER)
                .columns(Column.text("id").asRequired(), Column.date("day"))
                .key("id");
        assertThat(good(stream, Row.of(Map.of("id", "1", "day", "2026-03-01"))).values())
                .containsEntry("at", Instant.parse("2026-02-28T16:00:00Z"));
        assertThat(bad(stream, Row.of(Map.of("id", "1"))).zh()).isEqualTo("既没有发生时间，也没有业务日。");
    }

    @Test
    void an_org_unit_is_looked_up_first_among_the_connections_names_and_then_in_the_tree() {
        Stream stream = stream(Column.text("store").as("org_unit"));
        assertThat(good(stream, row("store", "1730000000000001")).values()).containsEntry("org_unit", "S001");
        assertThat(good(stream, row("store", "S001")).values()).containsEntry("org_unit", "S001");
        assertThat(good(stream, row("store", null)).values()).containsEntry("org_unit", "");
        assertThat(bad(stream, row("store", "S999")).zh())
                .isEqualTo("门店 S999 不在组织树；请在 org.yaml 中加入它，或在连接的 org-units 中为它指定组织。");
    }

    @Test
    void a_required_value_and_an_allowed_value_are_asked_for_by_name() {
        assertThat(bad(stream(Column.fen("paid").asRequired()), row("paid", " "))
                        .zh())
                .isEqualTo("列 paid 缺少必填值。");
        assertThat(bad(stream(Column.oneOf("status", "PAID", "VOIDED")), row("status", "GONE"))
                        .zh())
                .isEqualTo("列 status 应为 PAID、VOIDED 之一，现为“GONE”。");
        assertThat(bad(stream(Column.text("channel")), row("channel", "TIKTOK")).zh())
                .isEqualTo("渠道 TIKTOK 不在词表中。");
    }

    @Test
    void a_key_of_several_columns_cannot_be_confused() {
        Stream stream = Stream.named("s", Text.same("s"), Dataset.ORDER)
                .columns(Column.text("a").asRequired(), Column.text("b").asRequired(), Column.instant("at"))
                .key("a", "b");
        Map<String, Object> at = Map.of("at", "2026-03-01 12:00:00");
        String one = good(stream, with(at, "x|", "y")).key();
        String other = good(stream, with(at, "x", "|y")).key();
        assertThat(one).isNotEqualTo(other).startsWith("s:");
    }

    private static Row with(Map<String, Object> base, String a, String b) {
        Map<String, Object> values = new HashMap<>(base);
        values.put("a", a);
        values.put("b", b);
        return Row.of(values);
    }

    @Test
    void a_version_comes_from_a_count_or_an_instant() {
        Stream stream = stream(Column.count("revision")).newestBy("revision");
        assertThat(good(stream, row("revision", 7L)).version()).isEqualTo(7);
        assertThat(good(stream, row("revision", null)).version()).isZero();
        assertThat(good(stream().newestBy("at"), row("x", 1L)).version()).isEqualTo(1772379000000L);
    }

    @Test
    void fields_that_nobody_declared_are_noticed_and_never_shown() {
        Stream stream = stream(
                Column.phone("tel"), Column.text("name"), Column.text("note").as("nowhere"));
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", "1");
        values.put("tel", "13800138000");
        values.put("name", "张三丰");
        values.put("note", "回访 13912345678 李女士");
        values.put("secret_field", "whatever");
        values.put("at", null);
        Row row = Row.of(values);
        assertThat(reader(stream).unknown(row)).containsExactly("secret_field");
        assertThat(reader(stream).masked(row))
                .containsEntry("tel", "138****8000")
                .containsEntry("name", "张**")
                .containsEntry("note", "回访 139****5678 李女士")
                .containsEntry("secret_field", "…")
                .containsEntry("id", "1");
        assertThat(Arrays.asList(row.values().get("tel"))).containsExactly("13800138000");
    }

    @Test
    void a_reason_quotes_no_phone_number() {
        assertThat(bad(stream(Column.oneOf("state", "A")), row("state", "call 13800138000"))
                        .zh())
                .contains("138****8000")
                .doesNotContain("13800138000");
    }
}
