package cockpit.plugin.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Settings;
import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What an admin says of a table")
class MappingTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Map<String, String> ORDERS = Map.of(
            "dataset", "order",
            "columns", """
                    单号 -> order_no
                    门店 → org_unit
                    付款时间 -> at
                    业务日 -> day
                    状态 -> status required
                    金额 -> net_fen yuan
                    手机 -> phone_hash
                    修改时间 -> -
                    """,
            "key", "单号",
            "constants", "kind = SALE",
            "values", """
                    状态: 已付款 = PAID
                    状态: 已退款 = REFUNDED
                    状态: * = OPEN
                    """);

    private final DataSource source = new TableSource();

    private Settings settings(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(ORDERS);
        values.putAll(changes);
        return Settings.of(source.describe().settings(), values);
    }

    private Stream stream(Map<String, String> changes) throws SourceFault {
        return source.describe(settings(changes)).streams().getFirst();
    }

    private String refusal(Map<String, String> changes) {
        SourceFault fault = catchThrowableOfType(SourceFault.class, () -> stream(changes));
        assertThat(fault.fault()).isEqualTo(Fault.SETTINGS);
        return fault.sentence().en();
    }

    @Test
    @DisplayName("makes a stream of its dataset, with the types that the dataset has")
    void a_stream() throws Exception {
        Stream stream = stream(Map.of());
        assertThat(stream.name()).isEqualTo("order");
        assertThat(stream.dataset()).isEqualTo(Dataset.ORDER);
        assertThat(stream.dropped()).isTrue();
        assertThat(stream.every()).isEmpty();
        assertThat(stream.primaryKey()).containsExactly("单号");
        assertThat(stream.constants()).containsEntry("kind", "SALE").containsEntry("channel", "OTHER");
        assertThat(stream.columns().stream().map(Column::type))
                .containsExactly(
                        ColumnType.TEXT,
                        ColumnType.TEXT,
                        ColumnType.INSTANT,
                        ColumnType.DATE,
                        ColumnType.TEXT,
                        ColumnType.YUAN,
                        ColumnType.PHONE,
                        ColumnType.TEXT);
        assertThat(stream.columns().stream().filter(Column::required).map(Column::name))
                .containsExactly("单号", "业务日", "状态");
    }

    @Test
    @DisplayName("reads a database on from its cursor, or in full where there is none")
    void a_database() throws Exception {
        Stream full = stream(Map.of("database-kind", "postgresql", "table", "orders"));
        assertThat(full.reading()).isInstanceOf(Stream.Reading.Full.class);
        assertThat(full.dropped()).isFalse();
        Stream on = stream(Map.of("database-kind", "postgresql", "table", "orders", "cursor", "付款时间"));
        assertThat(on.reading()).isInstanceOf(Stream.Reading.Incremental.class);
        assertThat(on.version()).contains("付款时间");
        assertThat(stream(Map.of("database-kind", "postgresql", "table", "orders", "cursor", "修改时间"))
                        .version())
                .isEmpty();
    }

    @Test
    @DisplayName("gives values another word, and times their offset")
    void values_and_times() throws Exception {
        Mapping mapping = Mapping.of(settings(Map.of("zone", "Asia/Tokyo")));
        Row row = mapping.meant(
                Row.of(Map.of("单号", "1", "状态", "已付款", "付款时间", "2026/3/1 9:05", "业务日", "2026-03-01 23:00:00")),
                SHANGHAI);
        assertThat(row.values())
                .containsEntry("状态", "PAID")
                .containsEntry("付款时间", "2026-03-01T09:05+09:00")
                .containsEntry("业务日", "2026-03-01");
        assertThat(mapping.meant(Row.of(Map.of("单号", "1", "状态", "挂单")), SHANGHAI)
                        .values())
                .containsEntry("状态", "OPEN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-01 09:05:06        | 2026-03-01T09:05:06+08:00",
                "2026-03-01T09:05:06.25     | 2026-03-01T09:05:06.250+08:00",
                "2026.3.1                   | 2026-03-01T00:00+08:00",
                "2026-03-01T09:05:06+09:00  | 2026-03-01T09:05:06+09:00",
                "2026-02-30 09:05:06        | 2026-02-30 09:05:06",
                "gestern                    | gestern"
            })
    @DisplayName("reads times as people write them, and leaves what is none for the host to refuse")
    void times(String written, String meant) throws Exception {
        Mapping mapping = Mapping.of(settings(Map.of()));
        assertThat(mapping.meant(Row.of(Map.of("付款时间", written)), SHANGHAI).values())
                .containsEntry("付款时间", meant);
    }

    @Test
    @DisplayName("is refused in one go with everything that is wrong")
    void refused_in_one_go() {
        assertThat(refusal(Map.of(
                        "columns", """
                                id -> order_number
                                amount -> net_fen
                                at at
                                a -> status
                                b -> status
                                c -> day count
                                """,
                        "key", "nr",
                        "constants", "colour = red",
                        "values", "x: a = b",
                        "zone", "Mars/Base")))
                .contains(
                        "there is no zone Mars/Base",
                        "the dataset order has no column order_number; it has at, day,",
                        "the column amount is money: say fen or yuan",
                        "\"at at\" must be source column -> dataset column type",
                        "two columns fill status",
                        "the type count cannot fill day",
                        "nr is not among the columns; add nr -> -",
                        "\"colour = red\" must be column = value",
                        "x is not among the columns",
                        "one must fill at or day");
    }

    @Test
    @DisplayName("needs a table where a database is read, and takes a cursor only there")
    void a_table_for_a_database() {
        assertThat(refusal(Map.of("database-kind", "oracle"))).contains("Setting table: it is required");
        assertThat(refusal(Map.of("cursor", "付款时间"))).contains("Setting cursor: it is for databases only");
    }

    @Test
    @DisplayName("knows no product but those on the list, and no address that is written by hand")
    void no_other_product() {
        Map<String, String> values = new HashMap<>(ORDERS);
        values.put("database-kind", "h2");
        values.put("jdbc-url", "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil/x.sql'");
        values.put("driver", "org.h2.Driver");
        values.put("database-parameters", "autoDeserialize=true");
        assertThat(Settings.check(source.describe().title(), source.describe().settings(), values).problems().stream()
                        .map(Settings.Problem::key))
                .containsExactlyInAnyOrder("database-kind", "jdbc-url", "driver", "database-parameters");
    }

    @Test
    @DisplayName("may leave the channel to a column, of which only known ones are taken")
    void a_channel_column() throws Exception {
        Stream stream = stream(Map.of("columns", "单号 -> order_no\n付款时间 -> at\n状态 -> status\n来源 -> channel"));
        assertThat(stream.constants()).doesNotContainKey("channel");
        assertThat(stream.column("来源").orElseThrow().allowed()).contains("DOUYIN", "STORE");
        assertThat(List.of(stream.column("付款时间").orElseThrow().required())).containsExactly(true);
    }
}
