package cockpit.simulator.push;

import cockpit.simulator.http.Json;
import cockpit.simulator.world.Appointment;
import cockpit.simulator.world.Consultation;
import cockpit.simulator.world.CrmLead;
import cockpit.simulator.world.CustomerTag;
import cockpit.simulator.world.Lead;
import cockpit.simulator.world.Membership;
import cockpit.simulator.world.Order;
import cockpit.simulator.world.Person;
import cockpit.simulator.world.Redemption;
import cockpit.simulator.world.Refund;
import cockpit.simulator.world.Row;
import cockpit.simulator.world.Store;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.Treatment;
import cockpit.simulator.world.Visit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows as the till and the clinic system write them: the same columns in files and messages. Money is fen, times are
 * ISO-8601 with offset, what is unknown is empty in files and left out in messages.
 */
public final class RowShape {
    private static final List<String> ORDER = List.of(
            "store_id",
            "order_no",
            "revision",
            "related_order_no",
            "business_date",
            "opened_at",
            "paid_at",
            "closed_at",
            "updated_at",
            "status",
            "channel",
            "source_ref",
            "kind",
            "gross_fen",
            "discount_fen",
            "service_fee_fen",
            "rounding_fen",
            "net_fen",
            "prepaid_fen",
            "paid_fen",
            "refunded_fen",
            "member_id",
            "phone",
            "salesperson_id");
    private static final List<String> REFUND = List.of(
            "store_id",
            "refund_no",
            "order_no",
            "line_no",
            "amount_fen",
            "at",
            "business_date",
            "reason",
            "method",
            "channel",
            "source_ref",
            "member_id");
    private static final List<String> REDEMPTION = List.of(
            "redemption_id",
            "revision",
            "org_unit",
            "at",
            "business_date",
            "platform",
            "platform_order_id",
            "certificate_id",
            "verify_id",
            "code_hash",
            "category",
            "sku",
            "face_fen",
            "paid_fen",
            "platform_subsidy_fen",
            "platform_fee_fen",
            "received_fen",
            "customer_id",
            "visit_id",
            "status",
            "cancelled_at");
    private static final List<String> APPOINTMENT = List.of(
            "appointment_id",
            "revision",
            "lead_id",
            "customer_id",
            "phone",
            "org_unit",
            "type",
            "category",
            "doctor_id",
            "consultant_id",
            "source",
            "channel",
            "created_at",
            "start_at",
            "end_at",
            "updated_at",
            "status",
            "cancelled_at",
            "cancel_reason",
            "rescheduled_to",
            "deposit_fen");
    private static final List<String> VISIT = List.of(
            "visit_id",
            "revision",
            "org_unit",
            "customer_id",
            "phone",
            "appointment_id",
            "channel",
            "arrived_at",
            "left_at",
            "first_visit",
            "visit_type",
            "received_by",
            "outcome",
            "updated_at");
    private static final List<String> CONSULTATION = List.of(
            "consultation_id",
            "revision",
            "visit_id",
            "org_unit",
            "customer_id",
            "channel",
            "consultant_id",
            "doctor_id",
            "started_at",
            "ended_at",
            "category",
            "quoted_fen",
            "result",
            "no_deal_reason",
            "updated_at");
    private static final List<String> LEAD = List.of(
            "clue_id",
            "advertiser_id",
            "promotion_id",
            "material_id",
            "created_at",
            "store_id",
            "province",
            "customer_id",
            "phone",
            "category",
            "attributed_at");

    private static final List<String> CRM_LEAD = List.of(
            "lead_id",
            "revision",
            "created_at",
            "received_at",
            "updated_at",
            "channel",
            "channel_lead_id",
            "duplicate_of",
            "customer_id",
            "phone",
            "wanted_org_unit",
            "wanted_category",
            "status",
            "valid",
            "owner_staff_id",
            "first_contact_at");
    private static final List<String> TREATMENT = List.of(
            "treatment_id",
            "revision",
            "org_unit",
            "visit_id",
            "customer_id",
            "phone",
            "channel",
            "order_no",
            "category",
            "sessions_used",
            "consumed_fen",
            "doctor_id",
            "done_at",
            "business_date",
            "status",
            "updated_at");
    private static final List<String> MEMBER = List.of(
            "member_id",
            "revision",
            "customer_id",
            "phone",
            "unionid",
            "external_userid",
            "org_unit",
            "channel",
            "joined_at",
            "tier",
            "status",
            "source",
            "updated_at");
    private static final List<String> TAG = List.of(
            "customer_id",
            "tag_id",
            "revision",
            "tag_group",
            "tag_name",
            "phone",
            "org_unit",
            "channel",
            "tagged_at",
            "staff_id",
            "status",
            "updated_at");

    private RowShape() {}

    /** The columns of a stream, in order. */
    public static List<String> columns(Stream stream) {
        return switch (stream) {
            case LEAD -> LEAD;
            case ORDER -> ORDER;
            case REFUND -> REFUND;
            case REDEMPTION -> REDEMPTION;
            case APPOINTMENT -> APPOINTMENT;
            case VISIT -> VISIT;
            case CONSULTATION -> CONSULTATION;
            case CRM_LEAD -> CRM_LEAD;
            case TREATMENT -> TREATMENT;
            case MEMBER -> MEMBER;
            case TAG -> TAG;
        };
    }

    /** The values of a row, in the order of its columns: text, whole numbers, booleans or null. */
    public static List<@Nullable Object> values(Row row) {
        return switch (row) {
            case Lead lead -> lead(lead);
            case Order order -> order(order);
            case Refund refund -> refund(refund);
            case Redemption redemption -> redemption(redemption);
            case Appointment appointment -> appointment(appointment);
            case Visit visit -> visit(visit);
            case Consultation consultation -> consultation(consultation);
            case CrmLead lead -> crmLead(lead);
            case Treatment treatment -> treatment(treatment);
            case Membership member -> member(member);
            case CustomerTag tag -> tag(tag);
        };
    }

    /** A row as a message's data; an order with its lines and payments. */
    public static ObjectNode data(Row row) {
        ObjectNode data = Json.object();
        List<String> columns = columns(row.stream());
        List<@Nullable Object> values = values(row);
        for (int index = 0; index < columns.size(); index++) {
            Object value = values.get(index);
            if (value != null) {
                data.set(columns.get(index), Json.node(value));
            }
        }
        if (row instanceof Order order) {
            data.set("lines", lines(order));
            data.set("payments", payments(order));
        }
        return data;
    }

    /** The type of the message that tells of a row. */
    public static String eventType(Row row) {
        return switch (row) {
            case Lead lead -> "lead.changed";
            case Order order -> order.updatedAt() == order.paidAt() ? "order.paid" : "order.changed";
            case Refund refund -> "order.refunded";
            case Redemption redemption ->
                redemption.status() == Redemption.Status.DONE ? "redemption.done" : "redemption.cancelled";
            case Appointment appointment -> "appointment.changed";
            case Visit visit -> visit.leftAt() == 0 ? "visit.arrived" : "visit.changed";
            case Consultation consultation -> "consultation.done";
            case CrmLead lead -> "lead.changed";
            case Treatment treatment -> treatment.cancelled() ? "treatment.cancelled" : "treatment.done";
            case Membership member -> "member.changed";
            case CustomerTag tag -> "tag.changed";
        };
    }

    /** The number of the message that tells of a row: the same each time. */
    public static String eventId(Row row) {
        return "evt_" + row.stream().word() + "_" + row.key().replace('/', '_') + "_" + row.revision();
    }

    private static ArrayNode lines(Order order) {
        ArrayNode lines = Json.array();
        for (Order.OrderLine line : order.lines()) {
            lines.add(Json.object()
                    .put("line_no", line.lineNo())
                    .put("item_code", line.itemCode())
                    .put("item_name", line.itemName())
                    .put("category", line.category())
                    .put("quantity", Integer.toString(line.quantity()))
                    .put("list_price_fen", line.listPriceFen())
                    .put("sale_fen", line.saleFen())
                    .put("discount_share_fen", line.discountShareFen())
                    .put("net_fen", line.netFen()));
        }
        return lines;
    }

    private static ArrayNode payments(Order order) {
        ArrayNode payments = Json.array();
        for (Order.Payment payment : order.payments()) {
            payments.add(Json.object()
                    .put("payment_no", payment.number())
                    .put("method", payment.method())
                    .put("face_fen", payment.faceFen())
                    .put("paid_fen", payment.paidFen())
                    .put("platform_fee_fen", payment.platformFeeFen())
                    .put("received_fen", payment.receivedFen())
                    .put("at", Times.iso(payment.at()))
                    .put("status", "DONE"));
        }
        return payments;
    }

    private static List<@Nullable Object> lead(Lead lead) {
        return list(
                lead.leadId(),
                Long.toString(lead.platform().accountId(lead.store().region())),
                Long.toString(lead.promotion().id()),
                Long.toString(lead.promotion().materialId(lead.material())),
                Times.iso(lead.createdAt()),
                lead.store().code(),
                lead.store().province(),
                lead.person().customerId(),
                lead.person().phone(),
                lead.category().code(),
                time(lead.attributedAt()));
    }

    private static List<@Nullable Object> order(Order order) {
        Person person = order.person();
        return list(
                order.store().code(),
                order.number(),
                order.revision(),
                order.related(),
                Times.date(order.businessDay()).toString(),
                Times.iso(order.openedAt()),
                Times.iso(order.paidAt()),
                Times.iso(order.paidAt()),
                Times.iso(order.updatedAt()),
                order.status().name(),
                order.channel().name(),
                order.sourceRef(),
                order.kind().name(),
                order.grossFen(),
                order.discountFen(),
                0L,
                order.roundingFen(),
                order.netFen(),
                order.prepaidFen(),
                order.netFen(),
                order.refundedFen(),
                person == null ? null : person.customerId(),
                person == null ? null : person.phone(),
                staff(order.store(), "E", order.salesperson()));
    }

    private static List<@Nullable Object> refund(Refund refund) {
        Person person = refund.person();
        return list(
                refund.store().code(),
                refund.number(),
                refund.orderNo(),
                refund.lineNo() == 0 ? null : (long) refund.lineNo(),
                refund.amountFen(),
                Times.iso(refund.at()),
                Times.date(refund.day()).toString(),
                refund.reason(),
                refund.method(),
                refund.channel().name(),
                refund.sourceRef(),
                person == null ? null : person.customerId());
    }

    private static List<@Nullable Object> redemption(Redemption redemption) {
        return list(
                redemption.id(),
                redemption.revision(),
                redemption.store().code(),
                Times.iso(redemption.at()),
                Times.date(redemption.day()).toString(),
                redemption.platform().name(),
                redemption.platformOrderId(),
                redemption.certificateId(),
                redemption.verifyId(),
                redemption.codeHash(),
                redemption.category().code(),
                redemption.sku(),
                redemption.faceFen(),
                redemption.paidFen(),
                redemption.subsidyFen(),
                redemption.feeFen(),
                redemption.receivedFen(),
                redemption.person().customerId(),
                redemption.visitId(),
                redemption.status().name(),
                time(redemption.cancelledAt()));
    }

    private static List<@Nullable Object> appointment(Appointment appointment) {
        Appointment.CancelReason reason = appointment.cancelReason();
        return list(
                appointment.id(),
                appointment.revision(),
                appointment.leadId(),
                appointment.person().customerId(),
                appointment.person().phone(),
                appointment.store().code(),
                appointment.type().name(),
                appointment.category().code(),
                staff(appointment.store(), "D", appointment.doctor()),
                staff(appointment.store(), "E", appointment.consultant()),
                appointment.source().name(),
                appointment.channelName(),
                Times.iso(appointment.createdAt()),
                Times.iso(appointment.startAt()),
                Times.iso(appointment.endAt()),
                Times.iso(appointment.updatedAt()),
                appointment.status().name(),
                time(appointment.cancelledAt()),
                reason == null ? null : reason.name(),
                appointment.movedToId(),
                (long) appointment.depositFen());
    }

    private static List<@Nullable Object> visit(Visit visit) {
        Visit.Outcome outcome = visit.outcome();
        return list(
                visit.id(),
                visit.revision(),
                visit.store().code(),
                visit.person().customerId(),
                visit.person().phone(),
                visit.appointmentId(),
                visit.channelName(),
                Times.iso(visit.arrivedAt()),
                time(visit.leftAt()),
                visit.firstVisit(),
                visit.type().name(),
                staff(visit.store(), "E", visit.receivedBy()),
                outcome == null ? null : outcome.name(),
                Times.iso(visit.updatedAt()));
    }

    private static List<@Nullable Object> consultation(Consultation consultation) {
        Consultation.NoDealReason reason = consultation.reason();
        return list(
                consultation.id(),
                consultation.revision(),
                consultation.visitId(),
                consultation.store().code(),
                consultation.person().customerId(),
                consultation.channelName(),
                staff(consultation.store(), "E", consultation.consultant()),
                staff(consultation.store(), "D", consultation.doctor()),
                Times.iso(consultation.startedAt()),
                Times.iso(consultation.endedAt()),
                consultation.category().code(),
                consultation.quotedFen(),
                consultation.result().name(),
                reason == null ? null : reason.name(),
                Times.iso(consultation.endedAt()));
    }

    private static List<@Nullable Object> crmLead(CrmLead lead) {
        String valid =
                switch (lead.status()) {
                    case NEW -> "UNKNOWN";
                    case CONTACTED, BOOKED -> "VALID";
                    case INVALID -> "INVALID";
                };
        return list(
                lead.id(),
                lead.revision(),
                Times.iso(lead.createdAt()),
                Times.iso(lead.createdAt() + 15),
                Times.iso(lead.changedAt()),
                lead.channelName(),
                lead.channelLeadId(),
                lead.duplicateOf(),
                lead.person().customerId(),
                lead.person().phone(),
                lead.store().code(),
                lead.category().code(),
                lead.status().name(),
                valid,
                staff(lead.store(), "E", lead.owner()),
                time(lead.contactedAt()));
    }

    private static List<@Nullable Object> treatment(Treatment treatment) {
        return list(
                treatment.id(),
                treatment.revision(),
                treatment.store().code(),
                treatment.visitId(),
                treatment.person().customerId(),
                treatment.person().phone(),
                treatment.channelName(),
                treatment.order(),
                treatment.category().code(),
                1L,
                treatment.consumedFen(),
                staff(treatment.store(), "D", treatment.doctor()),
                Times.iso(treatment.doneAt()),
                Times.date(treatment.day()).toString(),
                treatment.cancelled() ? "CANCELLED" : "DONE",
                Times.iso(treatment.changedAt()));
    }

    private static List<@Nullable Object> member(Membership member) {
        return list(
                member.id(),
                member.revision(),
                member.person().customerId(),
                member.person().phone(),
                member.person().unionid(),
                member.person().externalUserid(),
                member.store().code(),
                member.channelName(),
                Times.iso(member.joinedAt()),
                member.tier().name(),
                "ACTIVE",
                "DESK",
                Times.iso(member.changedAt()));
    }

    private static List<@Nullable Object> tag(CustomerTag tag) {
        return list(
                tag.person().customerId(),
                tag.code(),
                tag.revision(),
                tag.group(),
                tag.name(),
                tag.person().phone(),
                tag.store().code(),
                tag.channelName(),
                Times.iso(tag.taggedAt()),
                staff(tag.store(), "E", tag.staff()),
                tag.removed() ? "REMOVED" : "ACTIVE",
                Times.iso(tag.changedAt()));
    }

    private static @Nullable String time(long instant) {
        return instant == 0 ? null : Times.iso(instant);
    }

    private static @Nullable String staff(Store store, String kind, int number) {
        return number == 0 ? null : kind + store.code().substring(1) + "0" + number;
    }

    private static List<@Nullable Object> list(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>(values.length);
        for (Object value : values) {
            list.add(value);
        }
        return list;
    }
}
