package cockpit.simulator.kuaishou;

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
import cockpit.simulator.world.Lead;
import cockpit.simulator.world.Person;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Times;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kuaishou: the direct report of the last seven days by ad group, older days as a file that takes a while, leads by
 * creation in the state of the moment.
 */
public final class Kuaishou extends JsonChannel {
    private static final String ROOT = "/rest/openapi";
    private static final Duration REFRESH_LIFE = Duration.ofDays(30);
    private static final int DIRECT_DAYS = 7;
    private static final int LARGEST_PAGE = 2000;
    private static final int LARGEST_LEAD_PAGE = 100;
    private static final int LONGEST_HISTORY = 184;
    private static final int UNITS = 3;
    private static final int TASKS = 500;
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** A file is asked for so often before it is done. */
    private static final int ASKS = 3;

    private final AdSheet sheet;
    private final Pages pages;
    private final AtomicLong nextTask = new AtomicLong(1_230_000);
    private final Map<Long, Task> tasks = new LinkedHashMap<>();

    /** A file that was ordered. */
    private static final class Task {
        private final Region region;
        private final String name;
        private final int from;
        private final int to;
        private int asks;

        private Task(Region region, String name, int from, int to) {
            this.region = region;
            this.name = name;
            this.from = from;
            this.to = to;
        }
    }

    private Kuaishou(Stage stage, String appId, String secret, String refreshToken) {
        super(stage, AdPlatform.KUAISHOU, appId, secret, refreshToken, REFRESH_LIFE);
        this.sheet = new AdSheet(stage.world(), AdPlatform.KUAISHOU);
        this.pages = new Pages(stage.faults(), Target.KUAISHOU);
    }

    /** Played if the credentials hold {@code kuaishou.app-id}, {@code .app-secret} and {@code .refresh-token}. */
    public static Optional<PlayedChannel> on(Stage stage) {
        Optional<String> id = stage.credentials().find("kuaishou.app-id");
        Optional<String> secret = stage.credentials().find("kuaishou.app-secret");
        Optional<String> refresh = stage.credentials().find("kuaishou.refresh-token");
        return id.isPresent() && secret.isPresent() && refresh.isPresent()
                ? Optional.of(new Kuaishou(stage, id.get(), secret.get(), refresh.get()))
                : Optional.empty();
    }

    @Override
    public Target target() {
        return Target.KUAISHOU;
    }

    @Override
    protected Reply route(String path, Request request, long now) {
        if (path.equals(ROOT + "/v1/async_task/download")) {
            enter(request);
            return file(request, now);
        }
        return success(
                switch (path) {
                    case ROOT + "/oauth2/authorize/refresh_token" -> refresh(request);
                    case ROOT + "/oauth2/authorize/approval/list" -> {
                        enter(request);
                        app(request);
                        yield advertisers();
                    }
                    case ROOT + "/v1/report/unit_report" -> {
                        enter(request);
                        yield report(body(request), now);
                    }
                    case ROOT + "/v1/async_task/create" -> {
                        enter(request);
                        yield order(body(request), now);
                    }
                    case ROOT + "/v1/async_task/list" -> {
                        enter(request);
                        yield orders(body(request));
                    }
                    case ROOT + "/v2/gemini/crm/clue/list" -> {
                        enter(request);
                        yield leads(body(request), now);
                    }
                    default -> throw refuse(Refusal.PERMISSION, "没有该接口的权限: " + path);
                });
    }

    private Reply success(ObjectNode data) {
        ObjectNode body = Json.object().put("code", 0).put("message", "OK").put("request_id", requestId());
        body.set("data", data);
        return Reply.ok(body);
    }

    @Override
    protected Reply refusal(Refusal refusal, String message) {
        int code =
                switch (refusal) {
                    case TOKEN -> Codes.TOKEN_INVALID;
                    case EXPIRED -> Codes.TOKEN_EXPIRED;
                    case CONSENT -> Codes.REFRESH_INVALID;
                    case APP -> Codes.APP;
                    case PERMISSION -> Codes.PERMISSION;
                    case FREQUENCY -> Codes.FREQUENCY;
                    case PARAMETER -> Codes.PARAMETER;
                };
        return Reply.ok(Json.object().put("code", code).put("message", message).put("request_id", requestId()));
    }

    private ObjectNode advertisers() {
        ArrayNode ids = Json.array();
        for (Region region : Region.values()) {
            ids.add(AdPlatform.KUAISHOU.accountId(region));
        }
        ObjectNode data = Json.object().put("isEnd", true);
        data.set("details", ids);
        return data;
    }

    /** By ad group: the materials of a promotion are one line. */
    private List<Line> units(Region region, int from, int to, long now) {
        Map<List<Object>, Line> units = new LinkedHashMap<>();
        for (Line line : sheet.lines(region, from, to, now)) {
            units.merge(List.of(line.day(), line.promotion().id()), line, Line::plus);
        }
        return List.copyOf(units.values());
    }

    private ObjectNode report(JsonNode body, long now) {
        Region region = account(body);
        int from = day(body, "start_date");
        int to = day(body, "end_date");
        int today = Times.dayOf(now);
        if (from <= today - DIRECT_DAYS || to < from || to - from >= DIRECT_DAYS) {
            throw refuse(Refusal.PARAMETER, "参数错误: only the last 7 days");
        }
        int page = number(body, "page", 1, 1_000_000);
        int size = number(body, "page_size", 20, LARGEST_PAGE);
        Pages.Cut<Line> cut = pages.cut(List.of(region, from, to, size), units(region, from, to, now), page, size);
        ArrayNode details = Json.array();
        cut.rows().forEach(line -> details.add(shape(line)));
        ObjectNode data = Json.object().put("total_count", cut.total());
        data.set("details", details);
        return data;
    }

    /** Amounts are numbers in yuan, as a double would be written. */
    private static ObjectNode shape(Line line) {
        BigDecimal charge = BigDecimal.valueOf(line.cost(), 2).stripTrailingZeros();
        return Json.object()
                .put("stat_date", Times.date(line.day()).toString())
                .put("stat_hour", 0)
                .put("campaign_id", line.promotion().projectId())
                .put("campaign_name", line.promotion().projectName())
                .put("unit_id", line.promotion().id())
                .put("unit_name", line.promotion().name())
                .put("charge", charge.scale() < 0 ? charge.setScale(0) : charge)
                .put("show", line.show())
                .put("aclick", line.show() * 9 / 10)
                .put("bclick", line.click())
                .put("photo_click", line.click() + line.click() / 10)
                .put("action_ratio", rate(line.click(), line.show() * 9 / 10))
                .put("form_count", line.conversions() - messages(line))
                .put("leads_submit_cnt", messages(line))
                .put("event_valid_clues", line.valid());
    }

    /** A third of the leads are left in private messages. */
    private static long messages(Line line) {
        return line.conversions() / 3;
    }

    private static BigDecimal rate(long part, long whole) {
        return whole == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }

    private ObjectNode order(JsonNode body, long now) {
        Region region = account(body);
        String name = Json.text(body, "task_name");
        JsonNode parameters = body.path("task_params");
        if (name == null || name.isBlank() || name.length() > 50) {
            throw refuse(Refusal.PARAMETER, "参数错误: task_name must have 1 to 50 characters");
        }
        if (parameters.path("view_type").asInt(0) != UNITS) {
            throw refuse(Refusal.PARAMETER, "参数错误: view_type 3 is played only");
        }
        int from = day(parameters, "start_date");
        int to = day(parameters, "end_date");
        if (to < from || to - from > LONGEST_HISTORY || to > Times.dayOf(now)) {
            throw refuse(Refusal.PARAMETER, "参数错误: start_date and end_date must span at most 6 months");
        }
        long id = nextTask.incrementAndGet();
        synchronized (tasks) {
            if (tasks.values().stream().anyMatch(task -> task.region == region && task.name.equals(name))) {
                throw refuse(Refusal.PARAMETER, "参数错误: task_name repeats");
            }
            tasks.put(id, new Task(region, name, from, to));
            if (tasks.size() > TASKS) {
                tasks.remove(tasks.keySet().iterator().next());
            }
        }
        return Json.object()
                .put("advertiser_id", AdPlatform.KUAISHOU.accountId(region))
                .put("task_id", id);
    }

    private ObjectNode orders(JsonNode body) {
        Region region = account(body);
        ArrayNode details = Json.array();
        synchronized (tasks) {
            for (JsonNode wanted : body.path("task_ids")) {
                Task task = tasks.get(wanted.asLong());
                if (task != null && task.region == region) {
                    task.asks++;
                    details.add(Json.object()
                            .put("advertiser_id", AdPlatform.KUAISHOU.accountId(region))
                            .put("task_id", wanted.asLong())
                            .put("task_name", task.name)
                            .put("task_status", task.asks >= ASKS ? 2 : 1)
                            .put("file_size", 0));
                }
            }
        }
        ObjectNode data = Json.object().put("total_count", details.size());
        data.set("details", details);
        return data;
    }

    private Reply file(Request request, long now) {
        String id = String.valueOf(request.parameter("task_id"));
        String account = String.valueOf(request.parameter("advertiser_id"));
        Task task;
        synchronized (tasks) {
            task = id.matches("\\d{1,18}") ? tasks.get(Long.parseLong(id)) : null;
        }
        if (task == null || !account.equals(Long.toString(AdPlatform.KUAISHOU.accountId(task.region)))) {
            throw refuse(Refusal.PARAMETER, "参数错误: there is no such task");
        }
        List<String> lines = new ArrayList<>();
        lines.add("\uFEFF日期,广告计划ID,广告计划名称,广告组ID,广告组名称,花费(元),封面曝光数,素材曝光数,行为数,表单提交数,私信留资数");
        for (Line line : units(task.region, task.from, task.to, now)) {
            lines.add("%s,%d,%s,%d,\"%s\",%s,%d,%d,%d,%d,%d"
                    .formatted(
                            Times.date(line.day()),
                            line.promotion().projectId(),
                            line.promotion().projectName(),
                            line.promotion().id(),
                            line.promotion().name(),
                            BigDecimal.valueOf(line.cost(), 2).toPlainString(),
                            line.show(),
                            line.show() * 9 / 10,
                            line.click(),
                            line.conversions() - messages(line),
                            messages(line)));
        }
        return Reply.ok(Json.node(String.join("\r\n", lines) + "\r\n"));
    }

    private ObjectNode leads(JsonNode body, long now) {
        Region region = account(body);
        long from = second(body, "start_time");
        long to = second(body, "end_time");
        int page = number(body, "page", 1, 1_000_000);
        int size = number(body, "page_size", 20, LARGEST_LEAD_PAGE);
        List<Lead> leads = sheet.leads(region, Times.dayOf(from), Times.dayOf(to), now).stream()
                .filter(lead -> lead.createdAt() >= from && lead.createdAt() <= to)
                .toList();
        Pages.Cut<Lead> cut = pages.cut(List.of(region, from, to, size), leads, page, size);
        ArrayNode details = Json.array();
        cut.rows().forEach(lead -> details.add(shape(lead, now)));
        ObjectNode data = Json.object().put("total_count", cut.total());
        data.set("details", details);
        return data;
    }

    private static long second(JsonNode body, String field) {
        try {
            return LocalDateTime.parse(String.valueOf(Json.text(body, field)), PLAIN)
                    .toEpochSecond(Times.ZONE);
        } catch (DateTimeParseException malformed) {
            throw refuse(Refusal.PARAMETER, "参数错误: " + field + " must be yyyy-MM-dd HH:mm:ss");
        }
    }

    private static ObjectNode shape(Lead lead, long now) {
        Person.Generated person = lead.person();
        Lead.State state = lead.stateAt(now);
        ObjectNode shape = Json.object()
                .put("id", Long.parseLong(lead.leadId()))
                .put("user_name", person.title())
                .put("phone", person.phone())
                .put("phone_stat", state == Lead.State.NEW ? 1 : 101)
                .put("intention_id", 0)
                .put("account_id", AdPlatform.KUAISHOU.accountId(lead.store().region()))
                .put("source_type", person.index() % 8 == 0 ? 3 : 1)
                .put("page_name", lead.promotion().projectName() + "落地页")
                .put("clue_tag", state == Lead.State.INVALID && person.index() % 2 == 0 ? 3 : 1)
                .put("create_time", Times.plain(lead.createdAt()))
                .put("update_time", Times.plain(lead.changedAt(now)));
        int schedule =
                switch (state) {
                    case NEW -> 0;
                    case AGAIN -> 5;
                    case INTERESTED, FRIEND -> 2;
                    case OPPORTUNITY -> 3;
                    case INVALID -> 8;
                };
        shape.set("schedule", Json.object().put("schedule_id", schedule).put("schedule_desc", state.chinese()));
        shape.set(
                "clue_source",
                Json.object()
                        .put("dsp_campaign_id", lead.promotion().projectId())
                        .put("dsp_unit_id", lead.promotion().id())
                        .put("dsp_creative_id", lead.promotion().materialId(lead.material())));
        shape.set("form", Json.object().put("id", 145_000_000_000_000_001L).put("name", "预约面诊"));
        return shape;
    }

    @Override
    public ObjectNode ledger(int from, int to, long now) {
        ObjectNode report = sheet.reportLedger(from, to, now);
        long rows = 0;
        for (Region region : Region.values()) {
            rows += units(region, from, to, now).size();
        }
        report.put("rows", rows);
        ObjectNode ledger = Json.object();
        ledger.set("ad_report", report);
        ledger.set("lead", sheet.leadRows(from, to, now));
        return ledger;
    }
}
