package cockpit.spi.data;

import static cockpit.spi.data.ColumnType.BOOLEAN;
import static cockpit.spi.data.ColumnType.COUNT;
import static cockpit.spi.data.ColumnType.FEN;
import static cockpit.spi.data.ColumnType.INSTANT;
import static cockpit.spi.data.ColumnType.PHONE;
import static cockpit.spi.data.ColumnType.TEXT;

import cockpit.spi.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The canonical fact tables. A stream is mapped onto one of them, column by column; metrics are defined over them and
 * never over a channel's own table, which is why the same metric is right for every channel.
 *
 * <p>Each has these columns besides its own: {@code at} (when the fact happened), {@code day} (the accounting day; the
 * host takes it from {@code at} in the tenant's zone where a stream does not deliver it), {@code org_unit} (code of the
 * tenant's unit, empty where the channel knows none), {@code channel} (one of the codes in
 * the vocabulary of {@link Channel}) and the person's keys
 * {@code customer_id} and {@code phone_hash}.
 */
public enum Dataset {
    /** One line of an advertising report: what was spent and what it brought, a day and placement. */
    AD_REPORT(
            Text.of("广告报表", "Ad report"),
            column("account_id", TEXT, "账户", "Account"),
            column("campaign_id", TEXT, "项目", "Campaign"),
            column("campaign_name", TEXT, "项目名称", "Campaign name"),
            column("promotion_id", TEXT, "广告", "Promotion"),
            column("promotion_name", TEXT, "广告名称", "Promotion name"),
            column("creative_id", TEXT, "创意", "Creative"),
            column("audience", TEXT, "人群", "Audience"),
            column("spend_fen", FEN, "消耗", "Spend"),
            column("impressions", COUNT, "展示", "Impressions"),
            column("clicks", COUNT, "点击", "Clicks"),
            column("conversions", COUNT, "转化", "Conversions")),
    /** Somebody left a way to be reached. {@code at} is when they did. */
    LEAD(
            Text.of("线索", "Lead"),
            column("lead_id", TEXT, "线索编号", "Lead id"),
            column("account_id", TEXT, "账户", "Account"),
            column("campaign_id", TEXT, "项目", "Campaign"),
            column("promotion_id", TEXT, "广告", "Promotion"),
            column("creative_id", TEXT, "创意", "Creative"),
            column("entry", TEXT, "入口", "Entry"),
            column("state", TEXT, "状态", "State"),
            column("validity", TEXT, "有效性", "Validity"),
            column("category", TEXT, "意向品类", "Category"),
            column("city", TEXT, "城市", "City")),
    /** A booked time. {@code at} is when it was booked. */
    APPOINTMENT(
            Text.of("预约", "Appointment"),
            column("appointment_id", TEXT, "预约编号", "Appointment id"),
            column("lead_id", TEXT, "线索编号", "Lead id"),
            column("start_at", INSTANT, "预约时间", "Starts at"),
            column("kind", TEXT, "类型", "Kind"),
            column("category", TEXT, "品类", "Category"),
            column("source", TEXT, "来源", "Source"),
            column("status", TEXT, "状态", "Status")),
    /** One person's arrival at a store; several treatments in one arrival are one visit. */
    VISIT(
            Text.of("到店", "Visit"),
            column("visit_id", TEXT, "到店编号", "Visit id"),
            column("appointment_id", TEXT, "预约编号", "Appointment id"),
            column("first_visit", BOOLEAN, "首次到店", "First visit"),
            column("kind", TEXT, "类型", "Kind"),
            column("outcome", TEXT, "结果", "Outcome")),
    /** A consultation (面诊) during a visit. {@code at} is when it began. */
    CONSULTATION(
            Text.of("面诊", "Consultation"),
            column("consultation_id", TEXT, "面诊编号", "Consultation id"),
            column("visit_id", TEXT, "到店编号", "Visit id"),
            column("category", TEXT, "品类", "Category"),
            column("quoted_fen", FEN, "报价", "Quoted"),
            column("result", TEXT, "结果", "Result")),
    /** A sale. {@code at} is when it was paid; {@code day} is the till's business date. */
    ORDER(
            Text.of("订单", "Order"),
            column("order_no", TEXT, "订单号", "Order number"),
            column("kind", TEXT, "类型", "Kind"),
            column("status", TEXT, "状态", "Status"),
            column("gross_fen", FEN, "原价", "Gross"),
            column("net_fen", FEN, "应收", "Net"),
            column("paid_fen", FEN, "实收", "Paid")),
    /** Money given back. It counts on its own day; the order is not rewritten. */
    REFUND(
            Text.of("退款", "Refund"),
            column("refund_no", TEXT, "退款号", "Refund number"),
            column("order_no", TEXT, "订单号", "Order number"),
            column("amount_fen", FEN, "退款额", "Amount"),
            column("reason", TEXT, "原因", "Reason")),
    /** A voucher used at the counter (核销). A cancelled one stays, with its status. */
    REDEMPTION(
            Text.of("核销", "Redemption"),
            column("redemption_id", TEXT, "核销编号", "Redemption id"),
            column("platform_order_id", TEXT, "平台订单号", "Platform order"),
            column("category", TEXT, "品类", "Category"),
            column("face_fen", FEN, "面值", "Face value"),
            column("paid_fen", FEN, "实付", "Paid"),
            column("received_fen", FEN, "到账", "Received"),
            column("status", TEXT, "状态", "Status"));

    private static final List<DatasetColumn> COMMON = List.of(
            column("at", INSTANT, "发生时间", "Happened at"),
            column("day", ColumnType.DATE, "业务日", "Business day"),
            column("org_unit", TEXT, "组织", "Org unit"),
            column("channel", TEXT, "渠道", "Channel"),
            column("customer_id", TEXT, "客户编号", "Customer id"),
            column("phone_hash", PHONE, "手机号", "Phone"));

    private final Text title;
    private final List<DatasetColumn> own;

    Dataset(Text title, DatasetColumn... own) {
        this.title = title;
        this.own = List.copyOf(Arrays.asList(own));
    }

    public Text title() {
        return title;
    }

    /** Name of the table and of the dataset in metric definitions: {@code ad_report}, {@code order}, … */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All columns, the common ones first. */
    public List<DatasetColumn> columns() {
        List<DatasetColumn> all = new ArrayList<>(COMMON);
        all.addAll(own);
        return List.copyOf(all);
    }

    public Optional<DatasetColumn> column(String name) {
        return columns().stream().filter(column -> column.name().equals(name)).findFirst();
    }

    private static DatasetColumn column(String name, ColumnType type, String zh, String en) {
        return new DatasetColumn(name, type, Text.of(zh, en));
    }
}
