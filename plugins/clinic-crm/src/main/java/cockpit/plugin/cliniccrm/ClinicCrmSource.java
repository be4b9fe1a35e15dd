package cockpit.plugin.cliniccrm;

import cockpit.spi.Setting;
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

/** Takes what a clinic's CRM knows between the lead and the sale. The protocol is in this folder's README. */
@Extension
public final class ClinicCrmSource implements DataSource {

    private static final String[] CHANNELS =
            Arrays.stream(Channel.values()).map(Enum::name).toArray(String[]::new);

    private static final Stream APPOINTMENT = Stream.named(
                    "appointment", Text.of("预约", "Appointments"), Dataset.APPOINTMENT)
            .columns(
                    Column.text("appointment_id").asRequired(),
                    Column.count("revision"),
                    Column.text("lead_id"),
                    Column.text("customer_id"),
                    Column.phone("phone"),
                    Column.text("org_unit"),
                    Column.oneOf("channel", CHANNELS),
                    Column.instant("created_at").as("at").asRequired(),
                    Column.instant("start_at"),
                    Column.oneOf("type", "CONSULT", "TREATMENT", "REVIEW").as("kind"),
                    Column.text("category"),
                    Column.oneOf("source", "AGENT", "MINI_PROGRAM", "DOUYIN", "MEITUAN", "PHONE", "DESK"),
                    Column.oneOf("status", "REQUESTED", "CONFIRMED", "ARRIVED", "NO_SHOW", "CANCELLED", "RESCHEDULED")
                            .asRequired())
            .key("appointment_id")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    private static final Stream VISIT = Stream.named("visit", Text.of("到院", "Visits"), Dataset.VISIT)
            .columns(
                    Column.text("visit_id").asRequired(),
                    Column.count("revision"),
                    Column.text("org_unit"),
                    Column.text("customer_id"),
                    Column.phone("phone"),
                    Column.oneOf("channel", CHANNELS),
                    Column.text("appointment_id"),
                    Column.instant("arrived_at").as("at").asRequired(),
                    Column.date("business_date").as("day"),
                    Column.bool("first_visit"),
                    Column.oneOf("visit_type", "NEW", "RETURN", "REVIEW", "ACCOMPANY")
                            .as("kind"),
                    Column.oneOf("outcome", "DEAL", "NO_DEAL", "TREATED", "LEFT"))
            .key("visit_id")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    private static final Stream CONSULTATION = Stream.named(
                    "consultation", Text.of("面诊", "Consultations"), Dataset.CONSULTATION)
            .columns(
                    Column.text("consultation_id").asRequired(),
                    Column.count("revision"),
                    Column.text("visit_id"),
                    Column.text("org_unit"),
                    Column.text("customer_id"),
                    Column.phone("phone"),
                    Column.oneOf("channel", CHANNELS),
                    Column.instant("started_at").as("at").asRequired(),
                    Column.date("business_date").as("day"),
                    Column.text("category"),
                    Column.fen("quoted_fen"),
                    Column.oneOf("result", "DEAL", "PENDING", "NO_DEAL"))
            .key("consultation_id")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    private static final Stream LEAD = Stream.named("lead", Text.of("CRM 线索", "CRM leads"), Dataset.LEAD)
            .columns(
                    Column.text("lead_id").asRequired(),
                    Column.count("revision"),
                    Column.text("channel_lead_id"),
                    Column.text("duplicate_of"),
                    Column.instant("created_at").as("at").asRequired(),
                    Column.oneOf("channel", CHANNELS).asRequired(),
                    Column.text("account_id"),
                    Column.text("campaign_id"),
                    Column.text("adgroup_id").as("promotion_id"),
                    Column.text("creative_id"),
                    Column.oneOf(
                            "entry",
                            "FORM",
                            "CALL",
                            "PRIVATE_MESSAGE",
                            "ONLINE_CHAT",
                            "FRIEND_ADDED",
                            "COUPON",
                            "SCAN",
                            "DESK"),
                    Column.text("customer_id"),
                    Column.phone("phone"),
                    Column.text("unionid").as("union_id"),
                    Column.text("external_userid").as("external_user_id"),
                    Column.text("wanted_org_unit").as("org_unit"),
                    Column.text("wanted_category").as("category"),
                    Column.text("city"),
                    Column.oneOf(
                                    "status",
                                    "NEW",
                                    "ASSIGNED",
                                    "CONTACTED",
                                    "BOOKED",
                                    "ARRIVED",
                                    "DEAL",
                                    "INVALID",
                                    "LOST")
                            .as("state"),
                    Column.oneOf("valid", "UNKNOWN", "VALID", "INVALID").as("validity"),
                    Column.oneOf(
                            "invalid_reason",
                            "DUPLICATE",
                            "WRONG_NUMBER",
                            "NOT_SELF",
                            "NO_ANSWER",
                            "NO_INTENT",
                            "OUT_OF_AREA",
                            "OTHER"),
                    Column.text("owner_staff_id").as("staff_id"),
                    Column.instant("first_contact_at"))
            .key("lead_id")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    private static final Stream FOLLOW_UP = Stream.named("follow_up", Text.of("跟进记录", "Follow-ups"), Dataset.TOUCH)
            .columns(
                    Column.text("follow_up_id").as("touch_id").asRequired(),
                    Column.count("revision"),
                    Column.text("lead_id"),
                    Column.text("staff_id"),
                    Column.instant("at").asRequired(),
                    Column.oneOf("type", "CALL", "WECOM", "SMS", "CHAT").as("kind"),
                    Column.oneOf("result", "ANSWERED", "NO_ANSWER", "REFUSED", "BOOKED", "LATER"),
                    Column.text("org_unit"),
                    Column.text("customer_id"),
                    Column.phone("phone"),
                    Column.oneOf("channel", CHANNELS))
            .key("follow_up_id")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    private static final Stream TREATMENT = Stream.named("treatment", Text.of("治疗耗卡", "Treatments"), Dataset.TREATMENT)
            .columns(
                    Column.text("treatment_id").asRequired(),
                    Column.count("revision"),
                    Column.text("org_unit"),
                    Column.text("visit_id"),
                    Column.text("customer_id"),
                    Column.phone("phone"),
                    Column.oneOf("channel", CHANNELS),
                    Column.text("order_no"),
                    Column.text("category"),
                    Column.text("doctor_id").as("staff_id"),
                    Column.instant("done_at").as("at").asRequired(),
                    Column.date("business_date").as("day"),
                    Column.count("sessions_used").as("sessions"),
                    Column.fen("consumed_fen").asRequired(),
                    Column.oneOf("status", "DONE", "CANCELLED").asRequired())
            .key("treatment_id")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    private static final Stream MEMBER = Stream.named("member", Text.of("会员", "Members"), Dataset.MEMBER)
            .columns(
                    Column.text("member_id").asRequired(),
                    Column.count("revision"),
                    Column.text("customer_id"),
                    Column.phone("phone"),
                    Column.text("unionid").as("union_id"),
                    Column.text("external_userid").as("external_user_id"),
                    Column.text("org_unit"),
                    Column.oneOf("channel", CHANNELS),
                    Column.instant("joined_at").as("at").asRequired(),
                    Column.text("tier"),
                    Column.oneOf("status", "ACTIVE", "FROZEN", "LEFT"),
                    Column.text("source"))
            .key("member_id")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    private static final Stream TAG = Stream.named("tag", Text.of("客户标签", "Customer tags"), Dataset.TAG)
            .columns(
                    Column.text("customer_id").asRequired(),
                    Column.text("tag_id").asRequired(),
                    Column.count("revision"),
                    Column.text("tag_group"),
                    Column.text("tag_name"),
                    Column.phone("phone"),
                    Column.text("org_unit"),
                    Column.oneOf("channel", CHANNELS),
                    Column.instant("tagged_at").as("at").asRequired(),
                    Column.text("staff_id"),
                    Column.oneOf("status", "ACTIVE", "REMOVED"))
            .key("customer_id", "tag_id")
            .newestBy("revision")
            .asPushed()
            .asDropped();

    /** Channels whose leads the brand reads from the channel itself. */
    static final Setting COUNTED_CHANNELS = Setting.list(
                    "counted-channels", Text.of("线索已单独接入的渠道", "Channels with leads of their own"))
            .defaultTo("OCEANENGINE\nDOUYIN\nKUAISHOU\nTENCENT_ADS")
            .explained(Text.of(
                    "CRM 中来自这些渠道且带渠道线索编号的线索标为重复，不再计入线索数。",
                    "A CRM's lead of one of these that carries the channel's lead id is marked as repeated and not counted"
                            + " again."));

    private static final OwnSystem SYSTEM = new OwnSystem(
            "clinic-crm",
            Text.of("医美 CRM", "Clinic CRM"),
            Text.of(
                    "接收医美 CRM 的线索、跟进、预约、到院、面诊、治疗、会员和标签：推送、文件、SFTP 或数据库。",
                    "Takes a clinic CRM's leads, follow-ups, appointments, visits, consultations, treatments, members and tags:"
                            + " pushed, as files, by SFTP or from a database."),
            List.of(LEAD, FOLLOW_UP, APPOINTMENT, VISIT, CONSULTATION, TREATMENT, MEMBER, TAG),
            Map.ofEntries(
                    Map.entry("lead.changed", LEAD.name()),
                    Map.entry("follow_up.done", FOLLOW_UP.name()),
                    Map.entry("appointment.changed", APPOINTMENT.name()),
                    Map.entry("visit.arrived", VISIT.name()),
                    Map.entry("visit.changed", VISIT.name()),
                    Map.entry("consultation.done", CONSULTATION.name()),
                    Map.entry("treatment.done", TREATMENT.name()),
                    Map.entry("treatment.cancelled", TREATMENT.name()),
                    Map.entry("member.changed", MEMBER.name()),
                    Map.entry("tag.changed", TAG.name())),
            Set.of("order.paid", "redemption.done", "redemption.cancelled", "refund.done"),
            List.of(COUNTED_CHANNELS));

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
        Set<String> counted = Set.copyOf(settings.list(COUNTED_CHANNELS));
        return new CrmFeed(SYSTEM.open(settings, context), LEAD.name(), counted);
    }
}
