package cockpit.plugin.douyin;

import cockpit.spi.source.Request;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A channel with a memory: it rotates tokens, and pages over lists that may change while they are read. */
final class FakeOceanEngine {

    static final String CONSENTED = "invented-consented-refresh-token";
    static final String REPORT_PATH = "/open_api/v3.0/report/custom/get/";
    static final String LEADS_PATH = "/open_api/2/tools/clue/get/";

    private final RecordedGateway gateway = new RecordedGateway();
    private final List<String> accounts = new CopyOnWriteArrayList<>();
    private final List<String> leads = new CopyOnWriteArrayList<>();
    private String refreshToken = CONSENTED;
    private String accessToken = "";
    private int generation;
    private volatile long tokenSeconds = 86_400;
    private final AtomicInteger healthyReports = new AtomicInteger(Integer.MAX_VALUE);
    private Runnable afterAnswer = () -> {};

    FakeOceanEngine() {
        gateway.allow("api.oceanengine.com")
                .on(Refresh.PATH, this::refresh)
                .on(Advertisers.PATH, request -> guarded(request, "{\"list\":[" + accountList() + "]}"))
                .on(REPORT_PATH, this::report)
                .on(LEADS_PATH, this::leads);
    }

    FakeOceanEngine withAccounts(String... ids) {
        accounts.addAll(List.of(ids));
        return this;
    }

    FakeOceanEngine withTokenLife(long seconds) {
        tokenSeconds = seconds;
        return this;
    }

    /** Puts a lead on top of the list: the newest. */
    FakeOceanEngine withLead(String id) {
        leads.addFirst(id);
        return this;
    }

    RecordedGateway gateway() {
        return gateway;
    }

    synchronized void expireAccessToken() {
        accessToken = "";
    }

    /** The channel takes this refresh token only: the admin consented anew. */
    synchronized void consentAnew(String token) {
        refreshToken = token;
        accessToken = "";
    }

    /** Runs after each page of leads. */
    void afterEachPage(Runnable change) {
        afterAnswer = change;
    }

    private synchronized RecordedReply refresh(Request request) {
        if (!RecordedGateway.body(request).contains("\"refresh_token\":\"" + refreshToken + "\"")) {
            return refusal(40107);
        }
        generation++;
        refreshToken = "refresh-token-" + generation;
        accessToken = "access-token-" + generation;
        return RecordedReply.json("{\"code\":0,\"data\":{\"access_token\":\"" + accessToken + "\",\"refresh_token\":\""
                + refreshToken + "\",\"expires_in\":" + tokenSeconds + ",\"refresh_token_expires_in\":2592000}}");
    }

    /** After so many more reports the channel says that it timed out. */
    void failAfter(int reports) {
        healthyReports.set(reports);
    }

    private RecordedReply report(Request request) {
        if (healthyReports.getAndDecrement() <= 0) {
            return refusal(50000);
        }
        Map<String, String> query = RecordedGateway.query(request);
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        String row = "{\"dimensions\":{\"stat_time_day\":\""
                + query.getOrDefault("end_time", "").substring(0, 10)
                + "\",\"cdp_promotion_id\":\"742100000000000000" + page + "\",\"material_id\":\"1\"},"
                + "\"metrics\":{\"stat_cost\":\"1.00\",\"show_cnt\":\"1\",\"click_cnt\":\"1\",\"convert_cnt\":\"0\"}}";
        return guarded(request, "{\"page_info\":{\"total_page\":2,\"total_number\":2},\"rows\":[" + row + "]}");
    }

    private RecordedReply leads(Request request) {
        int page = Integer.parseInt(RecordedGateway.query(request).getOrDefault("page", "1"));
        int size = 2;
        List<String> all = new ArrayList<>(leads);
        List<String> shown = all.subList(Math.min(all.size(), (page - 1) * size), Math.min(all.size(), page * size));
        String list = String.join(
                ",",
                shown.stream()
                        .map(id -> "{\"clue_id\":\"" + id
                                + "\",\"create_time_detail\":\"2026-03-02 09:00:00\",\"clue_state\":1}")
                        .toList());
        int pages = (all.size() + size - 1) / size;
        RecordedReply reply = guarded(
                request,
                "{\"page_info\":{\"total_page\":" + pages + ",\"total_number\":" + all.size() + "},\"list\":[" + list
                        + "]}");
        afterAnswer.run();
        return reply;
    }

    private synchronized RecordedReply guarded(Request request, String data) {
        String given = request.headers().getOrDefault("Access-Token", "");
        if (given.isEmpty()) {
            return refusal(40104);
        }
        return given.equals(accessToken) ? RecordedReply.json("{\"code\":0,\"data\":" + data + "}") : refusal(40102);
    }

    private String accountList() {
        return String.join(
                ",",
                accounts.stream().map(id -> "{\"advertiser_id\":" + id + "}").toList());
    }

    private static RecordedReply refusal(int code) {
        return RecordedReply.json("{\"code\":" + code + ",\"message\":\"refused\",\"request_id\":\"R1\"}");
    }
}
