package cockpit.simulator.push;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DeliveryTest {
    private static final Set<String> REVENUE = Set.of("PAID", "PARTLY_REFUNDED", "REFUNDED");
    private static final String ORDER = "{\"store\":\"S003\",\"amountFen\":250000}";

    @TempDir
    Path folder;

    private Host host;

    @BeforeEach
    void begin() throws IOException {
        host = new Host();
    }

    @AfterEach
    void end() {
        host.close();
    }

    private Running start() {
        Running running =
                Running.start(folder, "--state", folder.resolve("state.json").toString());
        running.post("clock", "{\"frozen\":true}");
        return running;
    }

    private static void untilDelivered(Running running) {
        Running.until("everything is delivered", () -> {
            JsonNode targets = running.get("status").path("targets");
            return delivered(targets.path("pos")) && delivered(targets.path("crm"));
        });
    }

    private static boolean delivered(JsonNode target) {
        return target.path("set").asBoolean()
                && target.path("queue").asInt() == 0
                && target.path("history").path("filesSent").asInt()
                        == target.path("history").path("filesTotal").asInt();
    }

    private static JsonNode ledger(Running running) {
        return running.get("ledger?from=2026-11-10&to=2026-11-20&by=total")
                .path("rows")
                .path(0);
    }

    private static long sum(List<Map<String, String>> rows, String column) {
        return rows.stream().mapToLong(row -> Long.parseLong(row.get(column))).sum();
    }

    private List<Map<String, String>> revenue() {
        return host.rows("order").stream()
                .filter(row -> "SALE".equals(row.get("kind")) && REVENUE.contains(row.get("status")))
                // an older order is sent again when it is refunded
                .filter(row -> String.valueOf(row.get("business_date")).compareTo("2026-11-10") >= 0)
                .toList();
    }

    private void assertEqual(JsonNode ledger) {
        assertThat(revenue()).hasSize(ledger.path("till_orders").asInt());
        assertThat(sum(revenue(), "net_fen")).isEqualTo(ledger.path("till_fen").asLong());
        assertThat(sum(host.rows("refund"), "amount_fen"))
                .isEqualTo(ledger.path("till_refunds_fen").asLong());
        assertThat(host.rows("visit")).hasSize(ledger.path("visits").asInt());
        assertThat(host.rows("consultation"))
                .hasSize(ledger.path("consultations").asInt());
        assertThat(sum(
                        host.rows("redemption").stream()
                                .filter(row -> "DONE".equals(row.get("status")))
                                .toList(),
                        "received_fen"))
                .isEqualTo(ledger.path("redeemed_fen").asLong());
        assertThat(host.rows("appointment").stream()
                        .filter(row -> String.valueOf(row.get("start_at")).compareTo("2026-11-10") >= 0)
                        .filter(row -> String.valueOf(row.get("start_at")).compareTo("2026-11-21") < 0))
                .hasSize(ledger.path("appointments_due").asInt());
    }

    @Test
    void the_history_equals_the_ledger() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);

            assertEqual(ledger(running));
        }
    }

    @Test
    void the_history_is_one_file_a_day_and_stream_with_the_newest_first() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);

            assertThat(host.files()).hasSize((3 + 7) * 11).doesNotHaveDuplicates();
            List<String> till = host.files().stream()
                    .filter(name -> name.startsWith("order_") || name.startsWith("re"))
                    .toList();
            assertThat(till.getFirst()).contains("_ALL_20261120_001.csv");
            assertThat(till.getLast()).contains("_ALL_20261110_001.csv");
        }
    }

    @Test
    void what_happens_later_comes_as_messages_until_it_equals_the_ledger_again() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);
            running.post("clock", "{\"advanceSeconds\":14400}");
            untilDelivered(running);

            assertThat(host.messages())
                    .contains(
                            "order.paid", "visit.arrived", "visit.changed", "appointment.changed", "consultation.done");
            assertEqual(ledger(running));
        }
    }

    @Test
    void an_order_rung_up_by_hand_is_sent_at_once() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);
            JsonNode order = running.post("order", ORDER).body();
            Running.until("the order arrives", () -> host.messageIds()
                    .contains(order.path("event_id").asString()));

            assertEqual(ledger(running));
        }
    }

    @Test
    void a_refund_rung_up_by_hand_sends_the_refund_and_the_changed_order() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);
            String orderNo =
                    running.post("order", ORDER).body().path("order_no").asString();
            running.post("refund", "{\"storeId\":\"S003\",\"orderNo\":\"" + orderNo + "\",\"amountFen\":50000}");
            Running.until("both arrive", () -> host.messages().contains("order.changed"));

            assertThat(host.messages()).containsSubsequence("order.paid", "order.refunded", "order.changed");
            assertThat(host.rows("order")).anyMatch(row -> "50000".equals(row.get("refunded_fen")));
        }
    }

    @Test
    void a_busy_host_gets_everything_in_the_end() {
        host.fail(7);
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);

            assertEqual(ledger(running));
        }
    }

    @Test
    void a_restart_goes_on_from_the_watermark() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);
        }
        int files = host.files().size();
        try (Running running = start()) {
            running.post("clock", "{\"advanceSeconds\":7200}");
            untilDelivered(running);

            assertThat(host.files()).hasSize(files);
            assertEqual(ledger(running));
        }
    }

    @Test
    void the_world_never_runs_backwards_over_a_restart() {
        String before;
        try (Running running = start()) {
            running.post("clock", "{\"advanceSeconds\":86400}");
            before = running.get("clock").path("worldNow").asString();
        }
        try (Running running = start()) {
            assertThat(running.get("clock").path("worldNow").asString()).isGreaterThanOrEqualTo(before);
        }
    }

    @Test
    void an_order_rung_up_by_hand_survives_a_restart() {
        JsonNode order;
        try (Running running = start()) {
            order = running.post("order", ORDER).body();
        }
        try (Running running = start()) {
            assertThat(running.get("ledger/rows?dataset=order&day=2026-11-20")
                            .path("rows")
                            .valueStream()
                            .map(row -> row.path("order_no").asString()))
                    .contains(order.path("order_no").asString());
        }
    }

    @Test
    void a_wrong_signature_is_followed_by_the_right_one() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);
            running.post("faults", "{\"target\":\"pos\",\"kind\":\"wrong-signature\",\"count\":2}");
            running.post("order", ORDER);
            untilDelivered(running);

            assertThat(host.answers()).containsSubsequence(401, 401, 202);
            assertEqual(ledger(running));
        }
    }

    @Test
    void a_truncated_message_is_followed_by_the_whole() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);
            running.post("faults", "{\"target\":\"pos\",\"kind\":\"truncated\"}");
            running.post("order", ORDER);
            untilDelivered(running);

            assertThat(host.answers()).containsSubsequence(400, 202);
            assertEqual(ledger(running));
        }
    }

    @Test
    void a_repeated_message_has_the_same_id() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);
            running.post("faults", "{\"target\":\"pos\",\"kind\":\"repeat\"}");
            String id = running.post("order", ORDER).body().path("event_id").asString();

            Running.until(
                    "it comes twice",
                    () -> host.messageIds().stream().filter(id::equals).count() == 2);
        }
    }

    @Test
    void a_till_that_was_down_sends_what_was_missed() {
        try (Running running = start()) {
            running.post("targets", host.targets());
            untilDelivered(running);
            running.post("faults", "{\"target\":\"pos\",\"kind\":\"down\",\"seconds\":1}");
            running.post("clock", "{\"advanceSeconds\":10800}");
            untilDelivered(running);

            assertEqual(ledger(running));
        }
    }
}
