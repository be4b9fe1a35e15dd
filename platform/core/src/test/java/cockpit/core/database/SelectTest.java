package cockpit.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.database.Catalogue.Entry;
import cockpit.spi.source.TableColumn.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The statement that reads a page")
class SelectTest {

    private static final Entry ID = new Entry("id", "bigint", Kind.NUMBER);
    private static final Entry CHANGED = new Entry("changed", "datetime", Kind.LOCAL_TIME);
    private static final Entry AMOUNT = new Entry("amount", "numeric", Kind.NUMBER);

    private static Catalogue table(String schema, String name) {
        return new Catalogue(schema, name, Map.of());
    }

    private static String sql(Product product, int after) {
        return Select.of(product, table("erp", "orders"), List.of(ID, AMOUNT), List.of(CHANGED, ID), after, 500)
                .sql();
    }

    @Test
    @DisplayName("begins with the first row")
    void first_page() {
        assertThat(sql(Product.POSTGRESQL, 0))
                .isEqualTo(
                        "select \"id\", \"amount\", \"changed\" from \"erp\".\"orders\" where \"changed\" is not null"
                                + " and \"id\" is not null order by \"changed\", \"id\" fetch first 500 rows only");
    }

    @Test
    @DisplayName("goes on behind a whole position, ties included")
    void behind_a_position() {
        Select select = Select.of(Product.MYSQL, table("erp", "orders"), List.of(AMOUNT), List.of(CHANGED, ID), 2, 500);
        assertThat(select.sql())
                .isEqualTo(
                        "select `amount`, `changed`, `id` from `erp`.`orders` where `changed` is not null and `id` is"
                                + " not null and `changed` >= ? and ((`changed` > ?) or (`changed` = ? and `id` > ?))"
                                + " order by `changed`, `id` limit 500");
        assertThat(select.parameters().stream().map(Select.Parameter::place).toList())
                .containsExactly(0, 0, 0, 1);
    }

    @Test
    @DisplayName("goes on from the beginning of a position, its ties included")
    void from_the_beginning_of_a_position() {
        assertThat(sql(Product.ORACLE, 1)).contains("\"changed\" >= ? and ((\"changed\" >= ?))");
    }

    @Test
    @DisplayName("compares SQL Server's times as their column has them")
    void sql_server_times() {
        assertThat(sql(Product.SQLSERVER, 2))
                .isEqualTo(
                        "select [id], [amount], [changed] from [erp].[orders] where [changed] is not null and [id] is"
                                + " not null and [changed] >= cast(? as datetime) and (([changed] > cast(? as datetime)) or"
                                + " ([changed] = cast(? as datetime) and [id] > ?)) order by [changed], [id]"
                                + " offset 0 rows fetch next 500 rows only");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POSTGRESQL | a\"b  | \"a\"\"b\"",
                "ORACLE     | a\"b  | \"a\"\"b\"",
                "MYSQL      | a`b   | `a``b`",
                "SQLSERVER  | a]b[c | [a]]b[c]",
                "CLICKHOUSE | a`b\\ | `a\\`b\\\\`",
                "POSTGRESQL | 订单  | \"订单\""
            })
    @DisplayName("quotes names so that they end where they end")
    void quotes_names(Product product, String name, String quoted) {
        assertThat(product.quoted(name)).isEqualTo(quoted);
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, timestamp with time zone, INSTANT",
        "POSTGRESQL, timestamp without time zone, LOCAL_TIME",
        "POSTGRESQL, bytea, OTHER",
        "POSTGRESQL, integer[], OTHER",
        "POSTGRESQL, uuid, TEXT",
        "MYSQL, datetime, LOCAL_TIME",
        "MYSQL, timestamp, INSTANT",
        "MYSQL, tinyint, NUMBER",
        "MYSQL, longblob, OTHER",
        "SQLSERVER, bit, BOOLEAN",
        "SQLSERVER, datetime2, LOCAL_TIME",
        "SQLSERVER, timestamp, OTHER",
        "SQLSERVER, nvarchar, TEXT",
        "ORACLE, date, LOCAL_TIME",
        "ORACLE, timestamp(6) with time zone, INSTANT",
        "ORACLE, timestamp(6), LOCAL_TIME",
        "ORACLE, blob, OTHER",
        "CLICKHOUSE, nullable(datetime64(3)), INSTANT",
        "CLICKHOUSE, lowcardinality(nullable(string)), TEXT",
        "CLICKHOUSE, uint64, NUMBER",
        "CLICKHOUSE, array(string), OTHER",
        "CLICKHOUSE, 'map(string, string)', OTHER"
    })
    @DisplayName("knows what a product's types hold")
    void kinds(Product product, String type, Kind kind) {
        assertThat(product.kind(type)).isEqualTo(kind);
    }
}
