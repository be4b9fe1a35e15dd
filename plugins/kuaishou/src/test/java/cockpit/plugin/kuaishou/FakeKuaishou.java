package cockpit.plugin.kuaishou;

import cockpit.spi.source.Request;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A channel with a memory: it rotates tokens, makes files in its own time, and pages over lists that may change. */
final class FakeKuaishou {

    static final String CONSENTED = "invented-consented-refresh-token";
    static final String REPORT_PATH = Api.ROOT + AdReport.PATH;
    static final String LEADS_PATH = Api.ROOT + Leads.PATH;
    static final String ADVERTISERS_PATH = Api.ROOT + Advertisers.PATH;
    static final String CREATE_PATH = Api.ROOT + HistoryFile.CREATE_PATH;
    static final String LIST_PATH = Api.ROOT + HistoryFile.LIST_PATH;
    static final String DOWNLOAD_PATH = Api.ROOT + HistoryFile.DOWNLOAD_PATH;

    private final RecordedGateway gateway = new RecordedGateway();
    private final List<String> leads = new CopyOnWriteArrayList<>();
    private final AtomicInteger tasks = new AtomicInteger();
    private String refreshToken = CONSENTED;
    private String accessToken = "";
    private int generation;
    private int taskStatus = 2;
    private String file = "";
    private Runnable afterAnswer = () -> {};

    FakeKuaishou() {
        gateway.allow("ad.e.kuaishou.com")
                .on(Refresh.PATH, this::refresh)
                .on(ADVERTISERS_PATH, request -> guarded(request, "{\"isEnd\":true,\"details\":[20000001]}"))
                .on(REPORT_PATH, this::report)
                .on(LEADS_PATH, this::leads)
                .on(CREATE_PATH, request -> guarded(request, "{\"task_id\":" + (700 + tasks.incrementAndGet()) + "}"))
                .on(
                        LIST_PATH,
                        request -> guarded(
                                request,
                                "{\"details\":[{\"task_id\":" + (700 + tasks.get()) + ",\"task_status\":" + taskStatus
                                        + "}]}"))
                .on(DOWNLOAD_PATH, this::download);
    }

    RecordedGateway gateway() {
        return gateway;
    }

    void withLead(String id) {
        leads.addFirst(id);
    }

    void afterEachPage(Runnable change) {
        afterAnswer = change;
    }

    /** 1 in the making, 2 done, 3 failed. */
    void withTaskStatus(int status) {
        taskStatus = status;
    }

    void withFile(String text) {
        file = text;
    }

    synchronized void expireAccessToken() {
        accessToken = "";
    }

    private synchronized RecordedReply refresh(Request request) {
        if (!RecordedGateway.body(request).contains("\"refresh_token\":\"" + refreshToken + "\"")) {
            return refusal(401003);
        }
        generation++;
        refreshToken = "refresh-token-" + generation;
        accessToken = "access-token-" + generation;
        return RecordedReply.json("{\"code\":0,\"message\":\"OK\",\"data\":{\"access_token\":\"" + accessToken
                + "\",\"access_token_expires_in\":86400,\"refresh_token\":\"" + refreshToken
                + "\",\"refresh_token_expires_in\":2592000}}");
    }

    private RecordedReply report(Request request) {
        String day = text(request, "end_date");
        return guarded(
                request,
                "{\"total_count\":1,\"details\":[{\"stat_date\":\"" + day
                        + "\",\"unit_id\":6001,\"charge\":1.5,\"show\":1,\"bclick\":1,\"form_count\":0}]}");
    }

    private RecordedReply leads(Request request) {
        int page = Integer.parseInt(text(request, "page"));
        int size = Integer.parseInt(text(request, "page_size"));
        List<String> all = new ArrayList<>(leads);
        List<String> shown = all.subList(Math.min(all.size(), (page - 1) * size), Math.min(all.size(), page * size));
        String list = String.join(
                ",",
                shown.stream()
                        .map(id -> "{\"id\":" + id + ",\"create_time\":\"2026-03-02 09:00:00\"}")
                        .toList());
        RecordedReply reply = guarded(request, "{\"total_count\":" + all.size() + ",\"details\":[" + list + "]}");
        afterAnswer.run();
        return reply;
    }

    private RecordedReply download(Request request) {
        RecordedReply guarded = guarded(request, "{}");
        return new String(guarded.body(), java.nio.charset.StandardCharsets.UTF_8).contains("\"code\":0")
                ? RecordedReply.of(200, file)
                : guarded;
    }

    private synchronized RecordedReply guarded(Request request, String data) {
        return request.headers().getOrDefault("Access-Token", "").equals(accessToken)
                ? RecordedReply.json("{\"code\":0,\"message\":\"OK\",\"data\":" + data + "}")
                : refusal(401002);
    }

    static String text(Request request, String member) {
        Matcher matcher = Pattern.compile("\"" + member + "\":\"?([^\",}]*)").matcher(RecordedGateway.body(request));
        return matcher.find() ? matcher.group(1) : "";
    }

    static RecordedReply refusal(int code) {
        return RecordedReply.json("{\"code\":" + code
                + ",\"message\":\"refused recorded-access-token-1 for 13900000002\",\"request_id\":\"R1\"}");
    }
}
