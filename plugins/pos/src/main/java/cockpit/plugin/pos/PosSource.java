package cockpit.plugin.pos;

import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.OwnSystem;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/** Takes what the tills sold, gave back and redeemed. The protocol is in this folder's README. */
@Extension
public final class PosSource implements DataSource {

    private static final String[] CHANNELS =
            Arrays.stream(Channel.values()).map(Enum::name).toArray(String[]::new);

    private static final Stream ORDER = Stream.named("order", Text.of("门店订单", "Store orders"), Dataset.ORDER)
            .columns(
                    Column.text("store_id").as("org_unit").asRequired(),
                    Column.text("order_no").asRequired(),
                    Column.count("revision"),
                    Column.date("business_date").as("day").asRequired(),
                    Column.instant("paid_at").as("at"),
                    Column.oneOf("status", "OPEN", "PAID", "PARTLY_REFUNDED", "REFUNDED", "VOIDED", "REOPENED")
                            .asRequired(),
                    Column.oneOf("channel", CHANNELS),
                    Column.oneOf(
                                    "kind",
                                    "SALE",
                                    "TOP_UP",
                                    "CARD_SALE",
                                    "DEPOSIT",
                                    "REPAYMENT",
                                    "TREATMENT",
                                    "PACKAGE",
                                    "PRODUCT")
                            .asRequired(),
                    Column.text("source_ref").as("platform_order_id"),
                    Column.fen("gross_fen"),
                    Column.fen("net_fen").asRequired(),
                    Column.fen("prepaid_fen"),
                    Column.fen("paid_fen").asRequired(),
                    Column.text("member_id").as("customer_id"),
                    Column.phone("phone"))
            .key("store_id", "order_no")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    private static final Stream REFUND = Stream.named("refund", Text.of("门店退款", "Store refunds"), Dataset.REFUND)
            .columns(
                    Column.text("store_id").as("org_unit").asRequired(),
                    Column.text("refund_no").asRequired(),
                    Column.text("order_no"),
                    Column.fen("amount_fen").asRequired(),
                    Column.instant("at").asRequired(),
                    Column.date("business_date").as("day"),
                    Column.text("reason"),
                    Column.oneOf("channel", CHANNELS),
                    Column.text("source_ref").as("platform_order_id"),
                    Column.text("member_id").as("customer_id"),
                    Column.phone("phone"))
            .key("store_id", "refund_no")
            .asPushed()
            .asDropped();

    private static final Stream REDEMPTION = Stream.named(
                    "redemption", Text.of("卡券核销", "Voucher redemptions"), Dataset.REDEMPTION)
            .columns(
                    Column.text("redemption_id").asRequired(),
                    Column.count("revision"),
                    Column.text("org_unit"),
                    Column.instant("at").asRequired(),
                    Column.date("business_date").as("day"),
                    Column.oneOf("platform", CHANNELS).as("channel"),
                    Column.text("platform_order_id"),
                    Column.text("category"),
                    Column.fen("face_fen"),
                    Column.fen("paid_fen"),
                    Column.fen("received_fen"),
                    Column.text("customer_id"),
                    Column.phone("phone"),
                    Column.oneOf("status", "DONE", "CANCELLED").asRequired())
            .key("redemption_id")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    private static final OwnSystem SYSTEM = new OwnSystem(
            "pos",
            Text.of("门店收银", "Store POS"),
            Text.of(
                    "接收门店收银系统的订单、退款和卡券核销：推送、文件、SFTP 或数据库。",
                    "Takes orders, refunds and redemptions of the store tills: pushed, as files, by SFTP or from a database."),
            List.of(ORDER, REFUND, REDEMPTION),
            Map.of(
                    "order.created", ORDER.name(),
                    "order.paid", ORDER.name(),
                    "order.changed", ORDER.name(),
                    "order.voided", ORDER.name(),
                    "order.refunded", REFUND.name(),
                    "redemption.done", REDEMPTION.name(),
                    "redemption.cancelled", REDEMPTION.name()),
            Set.of("shift.closed"),
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
