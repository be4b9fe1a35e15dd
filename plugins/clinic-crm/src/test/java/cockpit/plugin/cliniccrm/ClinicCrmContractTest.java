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
                        "{\"type\":\"treatment.done\",\"data\":{\"treatment_id\":\"T90017\"}}",
                        Map.of()),
                PushExample.ping("{\"type\":\"ping\"}"));
    }
}
