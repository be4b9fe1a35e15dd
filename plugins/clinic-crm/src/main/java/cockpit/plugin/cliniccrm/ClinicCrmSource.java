package cockpit.plugin.cliniccrm;

import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.EventFeed;
import cockpit.spi.source.Feed;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceDescription;
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

    private static final SourceDescription DESCRIPTION = new SourceDescription(
            "clinic-crm",
            Text.of("医美 CRM", "Clinic CRM"),
            Text.of("接收医美 CRM 的预约、到院和面诊。", "Takes appointments, visits and consultations of a clinic's CRM."),
            List.of(EventFeed.WEBHOOK_SECRET, EventFeed.PREVIOUS_WEBHOOK_SECRET),
            List.of(APPOINTMENT, VISIT, CONSULTATION));

    private static final Map<String, String> STREAM_BY_TYPE = Map.of(
            "appointment.changed", APPOINTMENT.name(),
            "visit.arrived", VISIT.name(),
            "visit.changed", VISIT.name(),
            "consultation.done", CONSULTATION.name());

    /** Events of the protocol that a CRM may send and that other sources, or later versions, store. */
    private static final Set<String> UNSTORED_TYPES = Set.of(
            "lead.changed", "order.paid", "treatment.done", "redemption.done", "redemption.cancelled", "refund.done");

    @Override
    public SourceDescription describe() {
        return DESCRIPTION;
    }

    @Override
    public Feed open(Settings settings, SourceContext context) {
        return new EventFeed(DESCRIPTION, settings, context, STREAM_BY_TYPE, UNSTORED_TYPES);
    }
}
