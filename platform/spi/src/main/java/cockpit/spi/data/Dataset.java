package cockpit.spi.data;

import static cockpit.spi.data.ColumnType.BOOLEAN;
import static cockpit.spi.data.ColumnType.COUNT;
import static cockpit.spi.data.ColumnType.DATE;
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
 * the vocabulary of {@link Channel}), {@code account_id} (the channel's account, shop or app that delivered it) and the
 * person's keys: {@code customer_id} (the brand's own number), {@code phone_hash}, {@code union_id} (WeChat's open platform),
 * {@code external_user_id} (WeCom) and {@code open_id} (the channel's own name for the person, known there only).
 *
 * <p>Figures of a whole day ({@code …_day}) are counts and sums, never rates or averages, so that they add up. A stand at the
 * end of the day (followers, members of groups) is kept in a column whose name begins with {@code total_}: it does not add up
 * over days.
 */
public enum Dataset {
    /** One line of an advertising report: what was spent and what it brought, a day and placement. */
    AD_REPORT(
            Text.of("广告报表", "Ad report"),
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
    /**
     * Somebody left a way to be reached. {@code at} is when they did. One that tells of a lead which is counted already has
     * that lead's number in {@code duplicate_of}.
     */
    LEAD(
            Text.of("线索", "Lead"),
            column("lead_id", TEXT, "线索编号", "Lead id"),
            column("channel_lead_id", TEXT, "渠道线索编号", "Lead id at the channel"),
            column("duplicate_of", TEXT, "重复于", "Repeats the lead"),
            column("campaign_id", TEXT, "项目", "Campaign"),
            column("promotion_id", TEXT, "广告", "Promotion"),
            column("creative_id", TEXT, "创意", "Creative"),
            column("entry", TEXT, "入口", "Entry"),
            column("state", TEXT, "状态", "State"),
            column("validity", TEXT, "有效性", "Validity"),
            column("invalid_reason", TEXT, "无效原因", "Why invalid"),
            column("staff_id", TEXT, "跟进员工", "Staff"),
            column("first_contact_at", INSTANT, "首次跟进", "First contact"),
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
    /**
     * A sale. {@code at} is when it was paid; {@code day} is the till's business date. A till may write down once more what a
     * platform has sold: then {@code platform_order_id} is the platform's number, and {@code prepaid_fen} the part of the net
     * amount that a voucher paid. Both tell what must not be counted twice; on a platform's own orders they are empty.
     */
    ORDER(
            Text.of("订单", "Order"),
            column("order_no", TEXT, "订单号", "Order number"),
            column("parent_order_no", TEXT, "父订单号", "Parent order"),
            column("lead_id", TEXT, "线索编号", "Lead id"),
            column("visit_id", TEXT, "到店编号", "Visit id"),
            column("kind", TEXT, "类型", "Kind"),
            column("status", TEXT, "状态", "Status"),
            column("platform_order_id", TEXT, "平台订单号", "Platform order"),
            column("gross_fen", FEN, "原价", "Gross"),
            column("net_fen", FEN, "应收", "Net"),
            column("prepaid_fen", FEN, "平台券抵扣", "Paid by vouchers of platforms"),
            column("paid_fen", FEN, "实收", "Paid")),
    /** One article of a sale, for what was sold; the sale's money is counted over {@link #ORDER}. {@code at} as there. */
    ORDER_LINE(
            Text.of("订单明细", "Order line"),
            column("order_no", TEXT, "订单号", "Order number"),
            column("line_no", TEXT, "明细号", "Line number"),
            column("item_id", TEXT, "商品", "Item"),
            column("item_name", TEXT, "商品名称", "Item name"),
            column("category", TEXT, "品类", "Category"),
            column("status", TEXT, "状态", "Status"),
            column("quantity", COUNT, "件数", "Quantity"),
            column("net_fen", FEN, "分摊后金额", "Share of the net amount")),
    /** Money given back. It counts on its own day; the order is not rewritten. */
    REFUND(
            Text.of("退款", "Refund"),
            column("refund_no", TEXT, "退款号", "Refund number"),
            column("order_no", TEXT, "订单号", "Order number"),
            column("platform_order_id", TEXT, "平台订单号", "Platform order"),
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
            column("status", TEXT, "状态", "Status")),
    /** What was bought and is now used up (耗卡). {@code at} is when it was done. */
    TREATMENT(
            Text.of("治疗", "Treatment"),
            column("treatment_id", TEXT, "治疗编号", "Treatment id"),
            column("visit_id", TEXT, "到店编号", "Visit id"),
            column("order_no", TEXT, "订单号", "Order number"),
            column("category", TEXT, "品类", "Category"),
            column("staff_id", TEXT, "医生", "Doctor"),
            column("status", TEXT, "状态", "Status"),
            column("sessions", COUNT, "次数", "Sessions"),
            column("consumed_fen", FEN, "耗卡金额", "Consumed")),
    /** Somebody's membership. {@code at} is when they joined. */
    MEMBER(
            Text.of("会员", "Member"),
            column("member_id", TEXT, "会员编号", "Member id"),
            column("tier", TEXT, "等级", "Tier"),
            column("status", TEXT, "状态", "Status"),
            column("source", TEXT, "来源", "Source")),
    /** A tag that a person carries. {@code at} is when it was given; one taken away stays, with its status. */
    TAG(
            Text.of("标签", "Tag"),
            column("tag_id", TEXT, "标签编号", "Tag id"),
            column("tag_group", TEXT, "标签组", "Tag group"),
            column("tag_name", TEXT, "标签名称", "Tag name"),
            column("status", TEXT, "状态", "Status"),
            column("staff_id", TEXT, "员工", "Staff")),
    /** A person that a member of staff has as a friend (企业微信好友). {@code at} is when they became it; one that left stays. */
    CONTACT(
            Text.of("私域好友", "Contact"),
            column("staff_id", TEXT, "员工", "Staff"),
            column("entry", TEXT, "添加方式", "Way of adding"),
            column("state", TEXT, "渠道参数", "Campaign code"),
            column("status", TEXT, "状态", "Status"),
            column("left_at", INSTANT, "流失时间", "Left at"),
            column("tags", COUNT, "标签数", "Tags")),
    /** Something that a person did at a channel, short of a lead or a sale: followed, scanned, wrote, left. */
    TOUCH(
            Text.of("互动", "Touch"),
            column("touch_id", TEXT, "互动编号", "Touch id"),
            column("kind", TEXT, "类型", "Kind"),
            column("lead_id", TEXT, "线索编号", "Lead id"),
            column("result", TEXT, "结果", "Result"),
            column("campaign_id", TEXT, "项目", "Campaign"),
            column("staff_id", TEXT, "员工", "Staff"),
            column("state", TEXT, "渠道参数", "Campaign code")),
    /** A member of staff's day with their contacts. */
    STAFF_DAY(
            Text.of("员工私域日报", "Staff day"),
            column("staff_id", TEXT, "员工", "Staff"),
            column("chats", COUNT, "聊天数", "Chats"),
            column("replied_chats", COUNT, "已回复聊天", "Chats replied to"),
            column("messages", COUNT, "消息数", "Messages"),
            column("first_reply_seconds", COUNT, "首次回复时长合计", "Seconds to first replies"),
            column("new_applies", COUNT, "好友申请", "Friend requests"),
            column("new_contacts", COUNT, "新增好友", "New contacts"),
            column("lost_contacts", COUNT, "流失好友", "Lost contacts")),
    /** A group owner's day. */
    GROUP_DAY(
            Text.of("客户群日报", "Group day"),
            column("staff_id", TEXT, "群主", "Owner"),
            column("new_groups", COUNT, "新增群", "New groups"),
            column("total_groups", COUNT, "群数", "Groups"),
            column("active_groups", COUNT, "活跃群", "Active groups"),
            column("new_members", COUNT, "新增群成员", "New members"),
            column("total_members", COUNT, "群成员", "Members"),
            column("active_members", COUNT, "活跃群成员", "Active members"),
            column("messages", COUNT, "消息数", "Messages")),
    /** A day of an account's followers (公众号粉丝), by where they came from; the stand has no source. */
    FOLLOWER_DAY(
            Text.of("粉丝日报", "Follower day"),
            column("source", TEXT, "来源", "Source"),
            column("new_followers", COUNT, "新增粉丝", "New followers"),
            column("lost_followers", COUNT, "取关粉丝", "Lost followers"),
            column("total_followers", COUNT, "粉丝数", "Followers")),
    /** A day of an article, note or video. */
    CONTENT_DAY(
            Text.of("内容日报", "Content day"),
            column("content_id", TEXT, "内容编号", "Content id"),
            column("content_title", TEXT, "标题", "Title"),
            column("kind", TEXT, "类型", "Kind"),
            column("published_on", DATE, "发布日", "Published on"),
            column("impressions", COUNT, "曝光", "Impressions"),
            column("reads", COUNT, "阅读", "Reads"),
            column("readers", COUNT, "阅读人数", "Readers"),
            column("shares", COUNT, "分享", "Shares"),
            column("likes", COUNT, "点赞", "Likes"),
            column("comments", COUNT, "评论", "Comments"),
            column("collects", COUNT, "收藏", "Collects")),
    /** A day of an app (小程序), whole, or by page where one is named. */
    APP_DAY(
            Text.of("小程序日报", "App day"),
            column("page", TEXT, "页面", "Page"),
            column("opens", COUNT, "打开次数", "Opens"),
            column("page_views", COUNT, "访问次数", "Page views"),
            column("visitors", COUNT, "访问人数", "Visitors"),
            column("new_visitors", COUNT, "新用户", "New visitors"),
            column("stay_seconds", COUNT, "停留时长合计", "Seconds stayed"),
            column("entries", COUNT, "入口次数", "Entries"),
            column("exits", COUNT, "退出次数", "Exits"),
            column("shares", COUNT, "转发次数", "Shares"),
            column("total_users", COUNT, "累计用户", "Users so far")),
    /** How many opens of an app's day fell into a part: where they came from, how long they stayed, how deep they went. */
    APP_PART_DAY(
            Text.of("小程序访问分布", "App day by part"),
            column("facet", TEXT, "分布", "Facet"),
            column("part", TEXT, "区间", "Part"),
            column("opens", COUNT, "打开次数", "Opens"),
            column("visitors", COUNT, "访问人数", "Visitors")),
    /** How many of an app's people of a day came back so many days later; after 0 days all of them. */
    APP_RETENTION(
            Text.of("小程序留存", "App retention"),
            column("kind", TEXT, "人群", "Kind"),
            column("after_days", COUNT, "间隔天数", "Days later"),
            column("users", COUNT, "人数", "Users"));

    private static final List<DatasetColumn> COMMON = List.of(
            column("at", INSTANT, "发生时间", "Happened at"),
            column("day", DATE, "业务日", "Business day"),
            column("org_unit", TEXT, "组织", "Org unit"),
            column("channel", TEXT, "渠道", "Channel"),
            column("account_id", TEXT, "账户", "Account"),
            column("customer_id", TEXT, "客户编号", "Customer id"),
            column("phone_hash", PHONE, "手机号", "Phone"),
            column("union_id", TEXT, "开放平台编号", "Open platform id"),
            column("external_user_id", TEXT, "企业微信客户编号", "WeCom contact id"),
            column("open_id", TEXT, "渠道用户编号", "Channel's person id"));

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
