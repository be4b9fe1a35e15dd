package cockpit.core.ingest;

import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.OwnSystem;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A till whose orders arrive in any way. */
final class TableSourceForTests implements DataSource {

    private static final Stream ORDER = Stream.named("order", Text.of("订单", "Orders"), Dataset.ORDER)
            .columns(
                    Column.text("order_no").asRequired(),
                    Column.text("store_id").as("org_unit").asRequired(),
                    Column.instant("paid_at").as("at").asRequired(),
                    Column.fen("paid_fen").asRequired(),
                    Column.text("status"))
            .key("order_no")
            .always("channel", "STORE")
            .asPushed()
            .asDropped();

    private static final OwnSystem SYSTEM = new OwnSystem(
            "till",
            Text.of("收银", "Till"),
            Text.of("测试用。", "For tests."),
            List.of(ORDER),
            Map.of("order.paid", "order"),
            Set.of(),
            List.of());

    @Override
    public SourceDescription describe() {
        return SYSTEM.describe();
    }

    @Override
    public SourceDescription describe(Settings settings) throws SourceFault {
        return SYSTEM.describe(settings);
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return SYSTEM.open(settings, context);
    }
}
