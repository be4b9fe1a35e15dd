package cockpit.plugin.tencentads;

import cockpit.spi.source.Request;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A channel with a memory: it refuses a nonce that it has seen, and pages over lists that may change while they are read. */
final class FakeTencentAds {

    static final String CONSENTED = "invented-consented-refresh-token";
    static final String REPORT_PATH = "/v3.0" + AdReport.PATH;
    static final String LEADS_PATH = "/v3.0" + Leads.PATH;

    private final RecordedGateway gateway = new RecordedGateway();
    private final List<String> leads = new CopyOnWriteArrayList<>();
    private final Set<String> nonces = new HashSet<>();
    private final AtomicInteger healthyReports = new AtomicInteger(Integer.MAX_VALUE);
    private String accessToken = "";
    private int generation;
    private int rowsADay = 1;
    private Runnable afterAnswer = () -> {};

    FakeTencentAds() {
        gateway.allow("api.e.qq.com")
                .on(Refresh.PATH, this::refresh)
                .on(REPORT_PATH, this::report)
                .on(LEADS_PATH, this::leads);
    }

    RecordedGateway gateway() {
        return gateway;
    }

    /** How many creatives each day has. */
    void withRowsADay(int rows) {
        rowsADay = rows;
    }

    /** Puts a lead on top of the list: the newest. */
    void withLead(String id) {
        leads.addFirst(id);
    }

    /** Runs after each page of leads. */
    void afterEachPage(Runnable change) {
        afterAnswer = change;
    }

    /** After so many more reports the channel says that it is busy. */
    void failAfter(int reports) {
        healthyReports.set(reports);
    }

    synchronized void expireAccessToken() {
        accessToken = "";
    }

    private synchronized RecordedReply refresh(Request request) {
        Map<String, String> query = RecordedGateway.query(request);
        if (!CONSENTED.equals(query.get("refresh_token"))) {
            return refusal(11012);
        }
        generation++;
        accessToken = "access-token-" + generation;
        return RecordedReply.json("{\"code\":0,\"data\":{\"access_token\":\"" + accessToken
                + "\",\"access_token_expires_in\":86400,\"refresh_token_expires_in\":2592000}}");
    }

    private RecordedReply report(Request request) {
        if (healthyReports.getAndDecrement() <= 0) {
            return refusal(10000);
        }
        Map<String, String> query = RecordedGateway.query(request);
        List<String> days = days(query.getOrDefault("date_range", ""));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int size = Integer.parseInt(query.getOrDefault("page_size", "10"));
        if (page * size > 10_000) {
            return refusal(18001);
        }
        List<String> rows = new ArrayList<>();
        int total = days.size() * rowsADay;
        for (int index = (page - 1) * size; index < Math.min(total, page * size); index++) {
            rows.add("{\"date\":\"" + days.get(index / rowsADay)
                    + "\",\"adgroup_id\":21000000001,\"dynamic_creative_id\":"
                    + (1_400_000_000_000L + index % rowsADay)
                    + ",\"cost\":100,\"view_count\":1,\"valid_click_count\":1,\"conversions_count\":0}");
        }
        return guarded(
                request, "{\"page_info\":{\"total_number\":" + total + "},\"list\":[" + String.join(",", rows) + "]}");
    }

    private static List<String> days(String range) {
        java.time.LocalDate from = java.time.LocalDate.parse(
                range.substring(range.indexOf("start_date") + 13).substring(0, 10));
        java.time.LocalDate to = java.time.LocalDate.parse(
                range.substring(range.indexOf("end_date") + 11).substring(0, 10));
        return from.datesUntil(to.plusDays(1)).map(Object::toString).toList();
    }

    private RecordedReply leads(Request request) {
        Map<String, String> query = RecordedGateway.query(request);
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int size = Integer.parseInt(query.getOrDefault("page_size", "10"));
        List<String> all = new ArrayList<>(leads);
        String after = query.get("last_search_after_values");
        if (after == null && page * size > 5_000) {
            return refusal(18001);
        }
        int start = after == null
                ? (page - 1) * size
                : all.indexOf(after.substring(after.indexOf(',') + 1, after.length() - 1)) + 1;
        List<String> shown = all.subList(Math.min(all.size(), start), Math.min(all.size(), start + size));
        String list = String.join(
                ",",
                shown.stream()
                        .map(id -> "{\"leads_id\":" + id + ",\"leads_create_time\":\"2026-03-02 09:00:00\","
                                + "\"leads_action_time\":\"2026-03-02 09:30:00\"}")
                        .toList());
        RecordedReply reply =
                guarded(request, "{\"page_info\":{\"total_number\":" + all.size() + "},\"list\":[" + list + "]}");
        afterAnswer.run();
        return reply;
    }

    private synchronized RecordedReply guarded(Request request, String data) {
        Map<String, String> query = RecordedGateway.query(request);
        if (!nonces.add(query.getOrDefault("nonce", ""))) {
            return refusal(12100);
        }
        return query.getOrDefault("access_token", "").equals(accessToken)
                ? RecordedReply.json("{\"code\":0,\"data\":" + data + "}")
                : refusal(11000);
    }

    static RecordedReply refusal(int code) {
        return RecordedReply.json(
                "{\"code\":" + code
                        + ",\"message\":\"refused recorded-access-token-1 for 13900000002\",\"message_cn\":\"\",\"trace_id\":\"T1\"}");
    }
}
