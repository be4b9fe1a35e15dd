package cockpit.plugin.xiaohongshu;

import cockpit.spi.source.Request;
import cockpit.testkit.source.RecordedGateway;
import cockpit.testkit.source.RecordedReply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A channel with a memory: it rotates tokens, and has so many creatives a day. */
final class FakeXiaohongshu {

    static final String CONSENTED = "invented-consented-refresh-token";
    static final String OFFLINE_PATH = Api.ROOT + AdReport.OFFLINE_PATH + "creative";
    static final String REALTIME_PATH = Api.ROOT + AdReport.REALTIME_PATH + "creativity";
    static final String NOTES_PATH = Api.ROOT + Notes.PATH;

    private final RecordedGateway gateway = new RecordedGateway();
    private String refreshToken = CONSENTED;
    private String accessToken = "";
    private int generation;
    private int creatives = 1;
    private String onlyDay = "";

    FakeXiaohongshu() {
        gateway.allow("adapi.xiaohongshu.com")
                .on(Refresh.PATH, this::refresh)
                .on(OFFLINE_PATH, request -> report(request, "data_list"))
                .on(NOTES_PATH, request -> report(request, "data_list"))
                .on(
                        REALTIME_PATH,
                        request ->
                                onlyDay.isEmpty() || text(request, "start_date").equals(onlyDay)
                                        ? report(request, "data_list")
                                        : refusal(400));
    }

    RecordedGateway gateway() {
        return gateway;
    }

    void withCreatives(int count) {
        creatives = count;
    }

    /** The realtime report refuses all days but one. */
    void withRealtimeOfTodayOnly(String day) {
        onlyDay = day;
    }

    synchronized void expireAccessToken() {
        accessToken = "";
    }

    private synchronized RecordedReply refresh(Request request) {
        if (!RecordedGateway.body(request).contains("\"refresh_token\":\"" + refreshToken + "\"")) {
            return RecordedReply.json("{\"success\":false,\"code\":4011,\"msg\":\"refresh token invalid\"}");
        }
        generation++;
        refreshToken = "refresh-token-" + generation;
        accessToken = "access-token-" + generation;
        return RecordedReply.json("{\"success\":true,\"code\":0,\"data\":{\"access_token\":\"" + accessToken
                + "\",\"access_token_expires_in\":86400,\"refresh_token\":\"" + refreshToken
                + "\",\"refresh_token_expires_in\":604800}}");
    }

    private synchronized RecordedReply report(Request request, String name) {
        if (!request.headers().getOrDefault("Access-Token", "").equals(accessToken)) {
            return refusal(401);
        }
        int page = Integer.parseInt(text(request, "page_num"));
        int size = Integer.parseInt(text(request, "page_size"));
        List<String> rows = new ArrayList<>();
        for (int index = (page - 1) * size; index < Math.min(creatives, page * size); index++) {
            rows.add("{\"time\":\"" + text(request, "end_date") + "\",\"creativity_id\":" + (1000 + index)
                    + ",\"note_id\":\"n" + index + "\",\"fee\":\"1.00\",\"impression\":\"1\",\"click\":\"1\"}");
        }
        return RecordedReply.json("{\"success\":true,\"code\":0,\"data\":{\"total_count\":" + creatives + ",\"" + name
                + "\":[" + String.join(",", rows) + "]}}");
    }

    static String text(Request request, String member) {
        Matcher matcher = Pattern.compile("\"" + member + "\":\"?([^\",}]*)").matcher(RecordedGateway.body(request));
        return matcher.find() ? matcher.group(1) : "";
    }

    static RecordedReply refusal(int code) {
        return RecordedReply.json("{\"success\":false,\"code\":" + code
                + ",\"msg\":\"refused recorded-access-token-1 for 13900000002\",\"request_id\":\"R1\"}");
    }
}
