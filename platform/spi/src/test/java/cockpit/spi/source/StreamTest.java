package cockpit.spi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.ColumnType;
import cockpit.spi.data.Dataset;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stream")
class StreamTest {

    private final Stream stream = Stream.named("order", Text.of("订单", "Orders"), Dataset.ORDER)
            .columns(Column.text("tid").as("order_no").asRequired(), Column.count("revision"))
            .columns(Column.phone("mobile"), Column.oneOf("status", "PAID", "REFUNDED"))
            .key("tid")
            .newestBy("revision")
            .always("channel", "TMALL")
            .pulledEvery(Duration.ofMinutes(1))
            .asPushed()
            .asDropped();

    @Test
    void keeps_everything_that_was_said_of_it() {
        assertThat(stream.columns()).extracting(Column::name).containsExactly("tid", "revision", "mobile", "status");
        assertThat(stream.primaryKey()).containsExactly("tid");
        assertThat(stream.version()).contains("revision");
        assertThat(stream.constants()).containsEntry("channel", "TMALL");
        assertThat(stream.every()).contains(Duration.ofMinutes(1));
        assertThat(stream.pushed()).isTrue();
        assertThat(stream.dropped()).isTrue();
    }

    @Test
    void maps_a_phone_to_its_hash() {
        assertThat(stream.column("mobile"))
                .contains(new Column("mobile", ColumnType.PHONE, "phone_hash", false, List.of()));
    }

    @Test
    void is_named_in_lower_case() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stream.named("Order", Text.of("订单", "Orders"), Dataset.ORDER))
                .withMessage("A stream's name is lower-case with underscores; found \"Order\".");
    }

    @Test
    void has_columns_with_name_and_target() {
        assertThatIllegalArgumentException().isThrownBy(() -> Column.text(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> Column.text("tid").as(""));
    }

    @Test
    void knows_the_columns_of_its_dataset() {
        assertThat(Dataset.ORDER.column("paid_fen").map(column -> column.type()))
                .contains(ColumnType.FEN);
        assertThat(Dataset.ORDER.column("tid")).isEmpty();
        assertThat(Dataset.AD_REPORT.code()).isEqualTo("ad_report");
        for (Dataset dataset : Dataset.values()) {
            assertThat(dataset.columns())
                    .as(dataset.code())
                    .extracting(column -> column.name())
                    .contains("at", "day", "org_unit", "channel", "customer_id", "phone_hash")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void delivers_rows_that_nobody_changes() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("tid", "1");
        values.put("paid_fen", null);
        Row row = Row.of(values);
        values.put("tid", "2");
        assertThat(row.values()).containsEntry("tid", "1").containsEntry("paid_fen", null);
    }
}
