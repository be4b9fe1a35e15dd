package cockpit.plugin.cliniccrm;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Secret;
import cockpit.spi.Settings;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Row;
import cockpit.spi.source.Stream;
import cockpit.spi.source.WebhookFeed;
import cockpit.testkit.source.FakeSourceContext;
import cockpit.testkit.source.MovableTime;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RowCheck;
import cockpit.testkit.source.Webhooks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An event of the CRM")
class ClinicCrmSourceTest {

    private final MovableTime time = MovableTime.at("2026-03-01T16:00:00+08:00");
    private final DataSource source = new ClinicCrmSource();

    private Row pushed(String stream, String body) throws Exception {
        Settings settings =
                Settings.of(source.describe().settings(), Map.of("webhook-secret", ClinicCrmContractTest.SECRET));
        try (WebhookFeed feed =
                (WebhookFeed) source.open(settings, FakeSourceContext.of(new RecordedGateway(), time))) {
            return feed.receive(Webhooks.signed(Secret.of(ClinicCrmContractTest.SECRET), "evt-1", time.now(), body))
                    .rows()
                    .getOrDefault(stream, List.of())
                    .getFirst();
        }
    }

    /** What a row fills, by dataset column. */
    private Map<String, Object> mapped(String stream, String body) throws Exception {
        Stream declared = source.describe().stream(stream).orElseThrow();
        Row row = pushed(stream, body);
        return declared.columns().stream()
                .filter(column -> row.values().get(column.name()) != null)
                .collect(Collectors.toMap(
                        column -> column.target(),
                        column -> String.valueOf(row.values().get(column.name()))));
    }

    @Test
    @DisplayName("maps an appointment: at is when it was booked, kind is its type")
    void maps_an_appointment() throws Exception {
        assertThat(mapped("appointment", ClinicCrmContractTest.APPOINTMENT))
                .containsEntry("at", "2026-02-27T20:14:00+08:00")
                .containsEntry("start_at", "2026-03-01T14:00:00+08:00")
                .containsEntry("kind", "CONSULT")
                .containsEntry("channel", "OCEANENGINE")
                .containsEntry("org_unit", "HZ-WEST");
    }

    @Test
    @DisplayName("maps a visit: at is the arrival, the phone becomes the person's key")
    void maps_a_visit() throws Exception {
        assertThat(mapped("visit", ClinicCrmContractTest.VISIT))
                .containsEntry("at", "2026-03-01T13:52:10+08:00")
                .containsEntry("first_visit", "true")
                .containsEntry("kind", "NEW")
                .containsEntry("phone_hash", "13900000002");
    }

    @Test
    @DisplayName("maps a consultation: at is its beginning")
    void maps_a_consultation() throws Exception {
        assertThat(mapped("consultation", ClinicCrmContractTest.CONSULTATION))
                .containsEntry("at", "2026-03-01T14:05:00+08:00")
                .containsEntry("quoted_fen", "1280000")
                .containsEntry("result", "NO_DEAL")
                .containsEntry("category", "skin");
    }

    @Test
    @DisplayName("brings nothing of a person but the declared keys")
    void brings_nothing_else_of_a_person() throws Exception {
        String body = ClinicCrmContractTest.VISIT.replace(
                "\"visit_type\"", "\"name\":\"陈女士\",\"diagnosis\":\"…\",\"visit_type\"");
        assertThat(pushed("visit", body).values().keySet())
                .isSubsetOf(Set.of(
                        "visit_id",
                        "org_unit",
                        "customer_id",
                        "phone",
                        "appointment_id",
                        "arrived_at",
                        "first_visit",
                        "visit_type",
                        "channel"));
    }

    @Test
    @DisplayName("with a quote in yuan does not fit: money is whole fen")
    void a_quote_in_yuan_does_not_fit() throws Exception {
        Row row = pushed("consultation", ClinicCrmContractTest.CONSULTATION.replace("1280000", "12800.50"));
        assertThat(RowCheck.problems(source.describe().stream("consultation").orElseThrow(), row))
                .containsExactly("Stream consultation, column quoted_fen: a value does not read as FEN.");
    }

    @Test
    @DisplayName("marks a lead that its channel is read for as repeated, by the channel's number")
    void marks_a_lead_of_a_counted_channel() throws Exception {
        assertThat(mapped("lead", ClinicCrmContractTest.LEAD))
                .containsEntry("channel_lead_id", "7480000000000000999")
                .containsEntry("duplicate_of", "7480000000000000999")
                .containsEntry("state", "BOOKED")
                .containsEntry("validity", "VALID")
                .containsEntry("org_unit", "HZ-WEST");
    }

    @Test
    @DisplayName("leaves a lead that only the CRM knows, and one that the CRM found to be repeated itself")
    void leaves_other_leads() throws Exception {
        assertThat(mapped("lead", ClinicCrmContractTest.LEAD.replace("\"OCEANENGINE\"", "\"SOYOUNG\"")))
                .containsEntry("channel_lead_id", "7480000000000000999")
                .doesNotContainKey("duplicate_of");
        assertThat(mapped(
                        "lead", ClinicCrmContractTest.LEAD.replace("\"channel_lead_id\":\"7480000000000000999\",", "")))
                .doesNotContainKey("duplicate_of");
        assertThat(mapped("lead", ClinicCrmContractTest.LEAD.replace("\"entry\"", "\"duplicate_of\":\"L1\",\"entry\"")))
                .containsEntry("duplicate_of", "L1");
    }

    @Test
    @DisplayName("that comes in a file is marked alike")
    void marks_a_lead_of_a_file() throws Exception {
        Settings settings =
                Settings.of(source.describe().settings(), Map.of("webhook-secret", ClinicCrmContractTest.SECRET));
        try (Feed feed = source.open(settings, FakeSourceContext.of(new RecordedGateway(), time))) {
            Row row = feed.dropped(
                    "lead", Row.of(Map.of("lead_id", "L1", "channel", "KUAISHOU", "channel_lead_id", "99")));
            assertThat(row.values()).containsEntry("duplicate_of", "99");
            Row appointment = Row.of(Map.of("appointment_id", "A1", "channel", "KUAISHOU"));
            assertThat(feed.dropped("appointment", appointment)).isEqualTo(appointment);
        }
    }

    @Test
    @DisplayName("is pulled where its table is named, and only there")
    void pulled_where_a_table_is_named() throws Exception {
        Settings settings = Settings.of(
                source.describe().settings(),
                Map.of("database-kind", "mysql", "lead-table", "crm.leads", "follow-up-table", "crm.calls"));
        assertThat(source.describe(settings).streams().stream()
                        .filter(stream -> stream.every().isPresent())
                        .map(stream -> stream.name()))
                .containsExactly("lead", "follow_up");
        assertThat(source.describe().streams())
                .allMatch(stream -> stream.every().isEmpty());
    }
}
