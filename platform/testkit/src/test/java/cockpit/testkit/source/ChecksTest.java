package cockpit.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Setting;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.Stream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {

    @Nested
    @DisplayName("The check of a description")
    class OfDescriptions {

        private final Stream good = ExampleSource.ORDERS;

        @Test
        void finds_nothing_wrong_with_the_example() {
            assertThat(DescriptionCheck.problems(ExampleSource.DESCRIPTION)).isEmpty();
        }

        @Test
        void wants_the_key_required() {
            assertThat(DescriptionCheck.stream(good.columns(Column.text("shop")).key("id", "shop", "till")))
                    .containsExactly(
                            "Stream order: column shop belongs to the key and must be required.",
                            "Stream order: the key names till, which is no column.");
        }

        @Test
        void wants_a_version_that_can_be_compared() {
            assertThat(DescriptionCheck.stream(good.columns(Column.text("etag")).newestBy("etag")))
                    .containsExactly("Stream order: the version etag must be a COUNT or an INSTANT, to be compared.");
        }

        @Test
        void wants_columns_to_fit_what_they_fill() {
            assertThat(DescriptionCheck.stream(good.columns(Column.text("net").as("net_fen"))))
                    .containsExactly("Stream order, column net: a TEXT cannot fill net_fen, which is FEN.");
        }

        @Test
        void wants_one_filler_a_column() {
            assertThat(DescriptionCheck.stream(good.columns(Column.oneOf("channel", "JD"))))
                    .containsExactly("Stream order: channel is filled by column channel and by a constant; keep one.");
            assertThat(DescriptionCheck.stream(good.columns(Column.text("id"))))
                    .containsExactly("Stream order: two columns are named id.");
        }

        @Test
        void wants_a_time_for_each_row() {
            Stream timeless = Stream.named("order", Text.of("订单", "Orders"), Dataset.ORDER)
                    .columns(Column.text("order_no").asRequired(), Column.instant("at"))
                    .key("order_no")
                    .always("channel", "OWN")
                    .asPushed();
            assertThat(DescriptionCheck.stream(timeless))
                    .containsExactly(
                            "Stream order: a required column must fill at or day, or its rows belong to no time.");
        }

        @Test
        void wants_channels_of_the_vocabulary() {
            Stream stream = Stream.named("order", Text.of("订单", "Orders"), Dataset.ORDER)
                    .columns(
                            Column.text("order_no").asRequired(),
                            Column.instant("at").asRequired(),
                            Column.oneOf("channel", "JD", "AMAZON"))
                    .key("order_no")
                    .asPushed();
            assertThat(DescriptionCheck.stream(stream))
                    .containsExactly("Stream order: no channels of the vocabulary: AMAZON.");
        }

        @Test
        void wants_a_way_in_and_a_sensible_interval() {
            Stream none = new Stream(
                    good.name(),
                    good.title(),
                    good.dataset(),
                    good.columns(),
                    good.primaryKey(),
                    good.version(),
                    good.constants(),
                    java.util.Optional.empty(),
                    good.reading(),
                    false,
                    false);
            assertThat(DescriptionCheck.stream(none))
                    .containsExactly("Stream order arrives in no way: pulled, pushed or dropped.");
            assertThat(DescriptionCheck.stream(good.pulledEvery(Duration.ofDays(2))))
                    .containsExactly("Stream order: an interval is between a second and a day, found PT48H.");
        }

        @Test
        void wants_what_is_read_again_to_be_pulled() {
            Stream pushed = Stream.named(good.name(), good.title(), good.dataset())
                    .columns(good.columns().toArray(Column[]::new))
                    .key(good.primaryKey().toArray(String[]::new))
                    .always("channel", "STORE")
                    .asPushed();
            assertThat(DescriptionCheck.stream(pushed)).isEmpty();
            assertThat(DescriptionCheck.stream(pushed.readInFull()))
                    .containsExactly("Stream order is read in full but has no interval at which it is pulled.");
            assertThat(DescriptionCheck.stream(pushed.lookingBack(Duration.ofDays(3))))
                    .containsExactly("Stream order looks back but has no interval at which it is pulled.");
            assertThat(DescriptionCheck.stream(
                            pushed.pulledEvery(Duration.ofHours(1)).readInFull()))
                    .isEmpty();
            assertThat(DescriptionCheck.stream(
                            pushed.pulledEvery(Duration.ofHours(1)).asDropped().readInFull()))
                    .containsExactly(
                            "Stream order is read in full and takes files: what a file brought would vanish with"
                                    + " the next run.");
        }

        @Test
        void wants_secrets_declared_as_such() {
            SourceDescription description = new SourceDescription(
                    "example",
                    Text.of("示例", "Example"),
                    Text.of("示例。", "An example."),
                    List.of(
                            Setting.text("app-secret", Text.of("密钥", "Secret")),
                            Setting.url("host", Text.of("地址", "Host")).defaultTo("http://api.example.com")),
                    List.of(good));
            assertThat(DescriptionCheck.problems(description))
                    .containsExactly(
                            "Setting app-secret sounds like a secret: give it the kind SECRET, or another key.",
                            "Setting host: the default address must begin with https://.");
        }

        @Test
        void wants_each_language_where_it_belongs() {
            SourceDescription description = new SourceDescription(
                    "Example", Text.of("示例", "示例"), Text.same("Reads orders."), List.of(), List.of(good, good));
            assertThat(DescriptionCheck.problems(description))
                    .containsExactly(
                            "The source's summary: the Chinese text holds no Chinese: \"Reads orders.\".",
                            "The source's title: the English text holds Chinese: \"示例\".",
                            "The id is lower-case words with hyphens, such as clinic-crm; found \"Example\".",
                            "Two streams are named order.");
        }

        @Test
        void lists_columns_that_are_not_stored() {
            assertThat(DescriptionCheck.notStored(good.columns(Column.text("cashier"))))
                    .containsExactly("cashier");
        }
    }

    @Nested
    @DisplayName("The check of a row")
    class OfRows {

        private static List<String> problems(ColumnType type, @Nullable Object value) {
            Stream stream = Stream.named("s", Text.of("流", "S"), Dataset.ORDER).columns(Column.of("c", type));
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("c", value);
            return RowCheck.problems(stream, Row.of(values));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "COUNT;12",
                    "COUNT;-3",
                    "FEN;12800",
                    "YUAN;3,268.47",
                    "YUAN;¥128",
                    "YUAN;0.5",
                    "DECIMAL;1.234",
                    "BOOLEAN;true",
                    "BOOLEAN;0",
                    "DATE;2026-03-01",
                    "DATE;20260301",
                    "DATE;2026-03-01T10:00:00+08:00",
                    "INSTANT;2026-03-01T10:00:00+08:00",
                    "INSTANT;2026-03-01T02:00:00Z",
                    "INSTANT;1772323200",
                    "INSTANT;1772323200000",
                    "INSTANT;2026-03-01 10:00:00",
                    "PHONE;13800138000",
                    "PHONE;+8613800138000"
                })
        void accepts_what_the_type_accepts(ColumnType type, String value) {
            assertThat(problems(type, value)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "COUNT;12.5",
                    "COUNT;many",
                    "FEN;128.00",
                    "FEN;99999999999999999999",
                    "YUAN;1.234",
                    "YUAN;1,2",
                    "DECIMAL;1,5",
                    "BOOLEAN;yes",
                    "DATE;2026-02-30",
                    "DATE;01.03.2026",
                    "INSTANT;2026-03-01",
                    "INSTANT;2026-03-01T10:00:00",
                    "INSTANT;12",
                    "PHONE;139****0000"
                })
        void refuses_what_the_type_refuses(ColumnType type, String value) {
            assertThat(problems(type, value))
                    .containsExactly("Stream s, column c: a value does not read as " + type + ".");
        }

        @Test
        void refuses_doubles_and_nested_values() {
            assertThat(problems(ColumnType.DECIMAL, 1.5))
                    .containsExactly("Stream s, column c: a double or float was handed over; hand over the text or a"
                            + " BigDecimal.");
            assertThat(problems(ColumnType.TEXT, List.of("a"))).hasSize(1);
            assertThat(problems(ColumnType.YUAN, new BigDecimal("12.50"))).isEmpty();
        }

        @Test
        void never_quotes_a_value() {
            assertThat(problems(ColumnType.PHONE, "139****0000").toString()).doesNotContain("139");
        }

        @Test
        void misses_required_values_only() {
            Stream stream = Stream.named("s", Text.of("流", "S"), Dataset.ORDER)
                    .columns(Column.text("a").asRequired(), Column.text("b"));
            assertThat(RowCheck.problems(stream, Row.of(Map.of("a", " "))))
                    .containsExactly("Stream s, column a: a required value is missing.");
        }

        @Test
        void keeps_to_the_allowed_values() {
            Stream stream =
                    Stream.named("s", Text.of("流", "S"), Dataset.ORDER).columns(Column.oneOf("status", "PAID", "OPEN"));
            assertThat(RowCheck.problems(stream, Row.of(Map.of("status", "SOLD"))))
                    .containsExactly("Stream s, column status: a value is none of PAID, OPEN.");
        }
    }
}
