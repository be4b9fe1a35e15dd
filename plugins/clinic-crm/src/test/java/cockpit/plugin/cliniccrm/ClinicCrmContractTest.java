package cockpit.plugin.cliniccrm;

import cockpit.spi.source.DataSource;
import cockpit.testkit.source.PushExample;
import cockpit.testkit.source.SourceContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The clinic's CRM")
class ClinicCrmContractTest extends SourceContract {

    static final String SECRET = "whsec_Y29ja3BpdC1jcm0tZGVtby1zZWNyZXQtMzItYnl0ZXM=";

    static final String APPOINTMENT = """
            {"type":"appointment.changed","data":{"appointment_id":"A20260301-118","revision":5,"lead_id":"L88001","customer_id":"C30021","org_unit":"HZ-WEST",
             "type":"CONSULT","category":"skin","consultant_id":"E107","source":"AGENT","channel":"OCEANENGINE","created_at":"2026-02-27T20:14:00+08:00","start_at":"2026-03-01T14:00:00+08:00",
             "end_at":"2026-03-01T15:00:00+08:00","status":"ARRIVED","deposit_fen":0,"updated_at":"2026-03-01T13:52:10+08:00"}}
            """;

    static final String VISIT = """
            {"type":"visit.arrived","data":{"visit_id":"V55010","org_unit":"HZ-WEST","customer_id":"C30021","phone":"13900000002","appointment_id":"A20260301-118",
             "arrived_at":"2026-03-01T13:52:10+08:00","first_visit":true,"visit_type":"NEW","received_by":"E107","channel":"OCEANENGINE"}}
            """;

    static final String CONSULTATION = """
            {"type":"consultation.done","data":{"consultation_id":"K7001","visit_id":"V55010","org_unit":"HZ-WEST","customer_id":"C30021","consultant_id":"E107","doctor_id":"D012",
             "started_at":"2026-03-01T14:05:00+08:00","ended_at":"2026-03-01T14:40:00+08:00","category":"skin","quoted_fen":1280000,"result":"NO_DEAL","no_deal_reason":"PRICE"}}
            """;

    static final String LEAD = """
            {"type":"lead.changed","data":{"lead_id":"L88001","revision":2,"created_at":"2026-02-27T19:50:00+08:00","received_at":"2026-02-27T19:51:00+08:00",
             "channel":"OCEANENGINE","channel_lead_id":"7480000000000000999","campaign_id":"7123","adgroup_id":"7124","entry":"FORM","customer_id":"C30021",
             "phone":"13900000002","wanted_org_unit":"HZ-WEST","wanted_category":"skin","status":"BOOKED","valid":"VALID","owner_staff_id":"E107",
             "first_contact_at":"2026-02-27T20:10:00+08:00"}}
            """;

    static final String FOLLOW_UP = """
            {"type":"follow_up.done","data":{"follow_up_id":"F1","lead_id":"L88001","staff_id":"E107","at":"2026-02-27T20:10:00+08:00","type":"CALL","result":"BOOKED",
             "duration_s":95,"org_unit":"HZ-WEST","channel":"OCEANENGINE"}}
            """;

    static final String TREATMENT = """
            {"type":"treatment.done","data":{"treatment_id":"T90017","org_unit":"HZ-WEST","visit_id":"V55010","customer_id":"C30021","order_no":"HZW-20260214-0031","line_no":1,
             "sessions_used":1,"consumed_fen":128000,"doctor_id":"D012","device_id":"DEV-IPL-2","done_at":"2026-03-01T15:10:00+08:00","business_date":"2026-03-01","status":"DONE",
             "category":"skin","channel":"OCEANENGINE"}}
            """;

    static final String MEMBER = """
            {"type":"member.changed","data":{"member_id":"M30021","revision":1,"customer_id":"C30021","phone":"13900000002","unionid":"oU-1","org_unit":"HZ-WEST",
             "channel":"OCEANENGINE","joined_at":"2026-03-01T15:20:00+08:00","tier":"GOLD","status":"ACTIVE","source":"DESK"}}
            """;

    static final String TAG = """
            {"type":"tag.changed","data":{"customer_id":"C30021","tag_id":"T-skin","tag_group":"需求","tag_name":"皮肤管理","org_unit":"HZ-WEST","channel":"OCEANENGINE",
             "tagged_at":"2026-03-01T15:25:00+08:00","staff_id":"E107","status":"ACTIVE"}}
            """;

    @Override
    protected DataSource source() {
        return new ClinicCrmSource();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("webhook-secret", SECRET);
    }

    @Override
    protected List<PushExample> pushes() {
        return List.of(
                PushExample.of("a lead", LEAD, "lead", 1),
                PushExample.of("a follow-up", FOLLOW_UP, "follow_up", 1),
                PushExample.of("a treatment", TREATMENT, "treatment", 1),
                PushExample.of(
                        "a cancelled treatment",
                        TREATMENT
                                .replace("treatment.done", "treatment.cancelled")
                                .replace("DONE", "CANCELLED"),
                        "treatment",
                        1),
                PushExample.of("a member", MEMBER, "member", 1),
                PushExample.of("a tag", TAG, "tag", 1),
                PushExample.of("an appointment", APPOINTMENT, "appointment", 1),
                PushExample.of("a visit", VISIT, "visit", 1),
                PushExample.of(
                        "a visit that ended",
                        VISIT.replace("visit.arrived", "visit.changed")
                                .replace("\"visit_type\"", "\"outcome\":\"DEAL\",\"visit_type\""),
                        "visit",
                        1),
                PushExample.of("a consultation", CONSULTATION, "consultation", 1),
                new PushExample(
                        "a batch",
                        "{\"type\":\"batch\",\"data\":[" + APPOINTMENT + "," + VISIT + "," + CONSULTATION + "]}",
                        Map.of("appointment", 1, "visit", 1, "consultation", 1)),
                new PushExample(
                        "an event that this version does not store",
                        "{\"type\":\"redemption.done\",\"data\":{\"redemption_id\":\"RD1\"}}",
                        Map.of()),
                PushExample.ping("{\"type\":\"ping\"}"));
    }
}
