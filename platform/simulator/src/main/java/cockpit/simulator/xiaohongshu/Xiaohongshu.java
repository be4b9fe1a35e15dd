package cockpit.simulator.xiaohongshu;

import cockpit.simulator.channel.AdSheet;
import cockpit.simulator.channel.AdSheet.Line;
import cockpit.simulator.channel.JsonChannel;
import cockpit.simulator.channel.Pages;
import cockpit.simulator.channel.PlayedChannel;
import cockpit.simulator.channel.Stage;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Reply;
import cockpit.simulator.http.Request;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Xiaohongshu: yesterday and before from the offline reports, which are made at ten, today from the realtime one. Figures
 * come as numbers here and as text with commas and percent signs there. Each material is a note. There is no list of leads.
 */
public final class Xiaohongshu extends JsonChannel {
    private static final String ROOT = "/api/open";
    private static final Duration REFRESH_LIFE = Duration.ofDays(7);
    private static final int LONGEST_SPAN = 30;
    private static final int LARGEST_PAGE = 500;
    private static final int READY_HOUR = 10;

    private final AdSheet sheet;
    private final Pages pages;

    private Xiaohongshu(Stage stage, String appId, String secret, String refreshToken) {
        super(stage, AdPlatform.XIAOHONGSHU, appId, secret, refreshToken, REFRESH_LIFE);
        this.sheet = new AdSheet(stage.world(), AdPlatform.XIAOHONGSHU);
        this.pages = new Pages(stage.faults(), Target.XIAOHONGSHU);
    }

    /** Played if the credentials hold {@code xiaohongshu.app-id}, {@code .app-secret} and {@code .refresh-token}. */
    public static Optional<PlayedChannel> on(Stage stage) {
        Optional<String> id = stage.credentials().find("xiaohongshu.app-id");
        Optional<String> secret = stage.credentials().find("xiaohongshu.app-secret");
        Optional<String> refresh = stage.credentials().find("xiaohongshu.refresh-token");
        return id.isPresent() && secret.isPresent() && refresh.isPresent()
                ? Optional.of(new Xiaohongshu(stage, id.get(), secret.get(), refresh.get()))
                : Optional.empty();
    }

    @Override
    public Target target() {
        return Target.XIAOHONGSHU;
    }

    @Override
    protected Reply route(String path, Request request, long now) {
        return success(
                switch (path) {
                    case ROOT + "/oauth2/refresh_token" -> pair(request);
                    case ROOT + "/jg/data/report/offline/creative", ROOT + "/jg/data/report/offline/creativity" -> {
                        enter(request);
                        yield offline(body(request), now, false);
                    }
                    case ROOT + "/jg/data/report/offline/note" -> {
                        enter(request);
                        yield offline(body(request), now, true);
                    }
                    case ROOT + "/jg/data/report/realtime/creativity" -> {
                        enter(request);
                        yield realtime(body(request), now);
                    }
                    default -> throw refuse(Refusal.PERMISSION, "没有该接口的权限: " + path);
                });
    }

    private Reply success(ObjectNode data) {
        ObjectNode body = Json.object()
                .put("success", true)
                .put("code", 0)
                .put("msg", "成功")
                .put("request_id", requestId());
        body.set("data", data);
        return Reply.ok(body);
    }

    @Override
    protected Reply refusal(Refusal refusal, String message) {
        int code =
                switch (refusal) {
                    case TOKEN, EXPIRED -> Codes.TOKEN;
                    case CONSENT -> Codes.CONSENT;
                    case APP -> Codes.APP;
                    case PERMISSION -> Codes.PERMISSION;
                    case FREQUENCY -> Codes.FREQUENCY;
                    case PARAMETER -> Codes.PARAMETER;
                };
        return Reply.ok(Json.object()
                .put("success", false)
                .put("code", code)
                .put("msg", message)
                .put("request_id", requestId()));
    }

    private ObjectNode pair(Request request) {
        ObjectNode data = refresh(request).put("approval_role_type", 4).put("platform_type", 1);
        ArrayNode advertisers = Json.array();
        for (Region region : Region.values()) {
            advertisers.add(Json.object()
                    .put("advertiser_id", AdPlatform.XIAOHONGSHU.accountId(region))
                    .put("advertiser_name", AdPlatform.XIAOHONGSHU.accountName(region)));
        }
        data.set("approval_advertisers", advertisers);
        return data;
    }

    /** The newest day that the offline reports hold. */
    private static int newest(long now) {
        return Times.dayOf(now - READY_HOUR * 3600L) - 1;
    }

    private ObjectNode offline(JsonNode body, long now, boolean byNote) {
        Region region = account(body);
        int from = day(body, "start_date");
        int to = day(body, "end_date");
        if (to < from || to - from >= LONGEST_SPAN) {
            throw refuse(Refusal.PARAMETER, "参数错误: start_date and end_date must span 1 to 30 days");
        }
        int page = number(body, "page_num", 1, 1_000_000);
        int size = number(body, "page_size", 20, LARGEST_PAGE);
        // what is not made yet is simply not there
        List<Line> lines = sheet.lines(region, from, Math.min(to, newest(now)), now);
        Pages.Cut<Line> cut = pages.cut(List.of(region, from, to, size, byNote), lines, page, size);
        ArrayNode list = Json.array();
        for (Line line : cut.rows()) {
            ObjectNode row = byNote
                    ? Json.object().put("note_id", note(line))
                    : Json.object()
                            .put("campaign_id", Long.toString(line.promotion().projectId()))
                            .put("campaign_name", line.promotion().projectName())
                            .put("unit_id", Long.toString(line.promotion().id()))
                            .put("unit_name", line.promotion().name())
                            .put("creativity_id", Long.toString(line.materialId()))
                            .put("creativity_name", line.promotion().name() + "-" + (line.material() + 1));
            row.put("time", Times.date(line.day()).toString());
            figures(line, row, list.size() % 2 == 0);
            list.add(row);
        }
        ObjectNode data = Json.object().put("total_count", cut.total());
        data.set("data_list", list);
        return data;
    }

    private ObjectNode realtime(JsonNode body, long now) {
        Region region = account(body);
        int today = Times.dayOf(now);
        // a clock that went wrong may still live in yesterday
        int asked = day(body, "start_date");
        if (asked < today - 1 || asked != day(body, "end_date")) {
            throw refuse(Refusal.PARAMETER, "参数错误: realtime shows today only");
        }
        int page = number(body, "page_num", 1, 1_000_000);
        int size = number(body, "page_size", 20, LARGEST_PAGE);
        Pages.Cut<Line> cut =
                pages.cut(List.of(region, asked, size), sheet.lines(region, asked, asked, now), page, size);
        ArrayNode list = Json.array();
        for (Line line : cut.rows()) {
            ObjectNode row = Json.object();
            row.set(
                    "base_campaign_dto",
                    Json.object()
                            .put("campaign_id", line.promotion().projectId())
                            .put("campaign_name", line.promotion().projectName()));
            row.set(
                    "base_unit_dto",
                    Json.object()
                            .put("unit_id", line.promotion().id())
                            .put("unit_name", line.promotion().name()));
            row.set(
                    "base_creativity_dto",
                    Json.object().put("creativity_id", line.materialId()).put("note_id", note(line)));
            ObjectNode figures = Json.object();
            figures(line, figures, true);
            row.set("data", figures);
            list.add(row);
        }
        ObjectNode data = Json.object();
        data.set("page", Json.object().put("page_index", page).put("total_count", cut.total()));
        data.set("creativity_dtos", list);
        return data;
    }

    /** Twenty-four hexadecimal digits. */
    private static String note(Line line) {
        return "66f%021x".formatted(line.materialId());
    }

    /** A third of the leads are forms, the others are left in messages. */
    private static void figures(Line line, ObjectNode row, boolean asText) {
        long forms = line.conversions() / 3;
        BigDecimal fee = BigDecimal.valueOf(line.cost(), 2);
        put(row, "fee", fee, asText);
        put(row, "impression", BigDecimal.valueOf(line.show()), asText);
        put(row, "click", BigDecimal.valueOf(line.click()), asText);
        row.put("ctr", percent(line.click(), line.show()));
        put(row, "like", BigDecimal.valueOf(likes(line)), asText);
        put(row, "collect", BigDecimal.valueOf(line.click() / 23), asText);
        put(row, "comment", BigDecimal.valueOf(line.click() / 41), asText);
        put(row, "share", BigDecimal.valueOf(line.click() / 67), asText);
        put(row, "leads", BigDecimal.valueOf(forms), asText);
        put(row, "msg_leads_num", BigDecimal.valueOf(line.conversions() - forms), asText);
        put(row, "message_consult", BigDecimal.valueOf(line.conversions() * 3), asText);
    }

    private static long likes(Line line) {
        return line.click() / 11;
    }

    private static void put(ObjectNode row, String name, BigDecimal value, boolean asText) {
        if (asText) {
            row.put(
                    name,
                    value.scale() > 0
                            ? String.format(Locale.ROOT, "%,.2f", value)
                            : String.format(Locale.ROOT, "%,d", value.longValueExact()));
        } else {
            row.put(name, value);
        }
    }

    private static String percent(long part, long whole) {
        return (whole == 0
                                ? BigDecimal.ZERO
                                : BigDecimal.valueOf(part * 100)
                                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP))
                        .toPlainString()
                + "%";
    }

    /** Notes are known once the offline report is made; the ad report holds today as well. */
    @Override
    public ObjectNode ledger(int from, int to, long now) {
        long rows = 0;
        long impressions = 0;
        long reads = 0;
        long likes = 0;
        for (Region region : Region.values()) {
            for (Line line : sheet.lines(region, from, Math.min(to, newest(now)), now)) {
                rows++;
                impressions += line.show();
                reads += line.click();
                likes += likes(line);
            }
        }
        ObjectNode ledger = Json.object();
        ledger.set("ad_report", sheet.reportLedger(from, to, now));
        ledger.set(
                "content_day",
                Json.object()
                        .put("rows", rows)
                        .put("impressions", impressions)
                        .put("reads", reads)
                        .put("likes", likes));
        return ledger;
    }
}
