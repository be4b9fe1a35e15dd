package cockpit.plugin.kuaishou;

import cockpit.spi.source.Fault;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.DailyTable.Slice;
import cockpit.spi.source.kit.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Days that the direct report no longer shows, ordered as a file: a task is made, asked for until it is done, and its CSV
 * read in parts. The task's number is the place in the range, so that a restart goes on with it and orders nothing twice.
 */
final class HistoryFile {

    static final String CREATE_PATH = "/v1/async_task/create";
    static final String LIST_PATH = "/v1/async_task/list";
    static final String DOWNLOAD_PATH = "/v1/async_task/download";

    private static final String ORDER = "order/";
    private static final String TASK = "task/";
    private static final String FILE = "file/";
    private static final int UNITS = 3;
    private static final int MOST_ORDERS = 3;
    private static final int ROWS_A_SLICE = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long DONE = 2;
    private static final long FAILED = 3;

    /** Titles of the file's columns beside the names of the direct report; from memory, not seen in a live file. */
    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("日期", "stat_date"),
            Map.entry("时间", "stat_date"),
            Map.entry("广告计划ID", "campaign_id"),
            Map.entry("广告计划名称", "campaign_name"),
            Map.entry("广告组ID", "unit_id"),
            Map.entry("广告组名称", "unit_name"),
            Map.entry("花费", "charge"),
            Map.entry("花费(元)", "charge"),
            Map.entry("消耗", "charge"),
            Map.entry("封面曝光数", "show"),
            Map.entry("素材曝光数", "aclick"),
            Map.entry("行为数", "bclick"),
            Map.entry("表单提交数", "form_count"),
            Map.entry("私信留资数", "leads_submit_cnt"));

    private static final List<String> NEEDED = List.of("stat_date", "unit_id", "charge");

    private final Api api;
    private final SourceContext context;

    HistoryFile(Api api, SourceContext context) {
        this.api = api;
        this.context = context;
    }

    /** Whether a place is one of a file. */
    static boolean isPlace(String place) {
        return place.startsWith(ORDER) || place.startsWith(TASK) || place.startsWith(FILE);
    }

    Slice read(String account, LocalDate from, LocalDate to, String place) throws SourceFault, InterruptedException {
        if (place.startsWith(TASK)) {
            return askFor(account, place.substring(TASK.length()));
        }
        if (place.startsWith(FILE)) {
            String[] parts = place.substring(FILE.length()).split("/", 2);
            return part(account, parts[0], Integer.parseInt(parts[1]));
        }
        int orders = place.startsWith(ORDER) ? Integer.parseInt(place.substring(ORDER.length())) : 1;
        return new Slice(List.of(), Optional.of(TASK + order(account, from, to) + "/" + orders));
    }

    /** Names of tasks must not repeat within an account. */
    private String order(String account, LocalDate from, LocalDate to) throws SourceFault, InterruptedException {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("start_date", from.toString());
        parameters.put("end_date", to.toString());
        parameters.put("view_type", UNITS);
        parameters.put("temporal_granularity", "DAILY");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("advertiser_id", Ids.asNumber(account));
        body.put("task_name", "cockpit " + from + " " + to + " " + context.now().toEpochMilli());
        body.put("task_params", parameters);
        return api.post(CREATE_PATH, body)
                .at("task_id")
                .text()
                .filter(id -> id.matches("\\d{1,20}"))
                .orElseThrow(() ->
                        KuaishouSource.FAULTS.shape("创建任务的应答缺少 task_id", "the answer to an order has no task_id"));
    }

    private Slice askFor(String account, String taskAndOrders) throws SourceFault, InterruptedException {
        String[] parts = taskAndOrders.split("/", 2);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("advertiser_id", Ids.asNumber(account));
        body.put("task_ids", List.of(Ids.asNumber(parts[0])));
        Optional<Long> status = api.post(LIST_PATH, body).at("details").elements().stream()
                .filter(task -> task.at("task_id").text().orElse("").equals(parts[0]))
                .findFirst()
                .flatMap(task -> task.at("task_status").integer());
        if (status.isEmpty()) {
            throw KuaishouSource.FAULTS.shape(
                    "任务列表缺少任务 " + parts[0] + " 或其状态", "the list of tasks lacks task " + parts[0] + " or its state");
        }
        if (status.get() == DONE) {
            return new Slice(List.of(), Optional.of(FILE + parts[0] + "/0"));
        }
        if (status.get() != FAILED) {
            throw KuaishouSource.FAULTS.limit(
                    "历史报表正在生成，稍后自动继续", "the history is being made; reading goes on by itself", PATIENCE);
        }
        int orders = Integer.parseInt(parts[1]);
        if (orders < MOST_ORDERS) {
            return new Slice(List.of(), Optional.of(ORDER + (orders + 1)));
        }
        throw KuaishouSource.FAULTS.fault(
                Fault.UPSTREAM,
                "历史报表任务 " + parts[0] + " 连续 " + MOST_ORDERS + " 次生成失败，请在磁力引擎查看，之后重置该数据流",
                "the history could not be made " + MOST_ORDERS + " times, task " + parts[0]
                        + "; look at it in Magnetic Engine and reset the stream");
    }

    private Slice part(String account, String task, int first) throws SourceFault, InterruptedException {
        byte[] file = api.download(DOWNLOAD_PATH, Map.of("advertiser_id", account, "task_id", task));
        List<List<String>> lines = Csv.lines(new String(file, StandardCharsets.UTF_8));
        if (lines.isEmpty()) {
            throw KuaishouSource.FAULTS.shape("历史报表文件是空的", "the file with the history is empty");
        }
        Map<String, Integer> positions = positions(lines.getFirst());
        List<Row> rows = new ArrayList<>();
        int end = Math.min(lines.size(), first + 1 + ROWS_A_SLICE);
        for (List<String> line : lines.subList(Math.min(end, first + 1), end)) {
            rows.add(AdReport.row(account, name -> Optional.ofNullable(positions.get(name))
                    .filter(position -> position < line.size())
                    .map(position -> line.get(position).strip())
                    .filter(text -> !text.isEmpty() && !text.equals("-"))));
        }
        return new Slice(rows, end < lines.size() ? Optional.of(FILE + task + "/" + (end - 1)) : Optional.empty());
    }

    private static Map<String, Integer> positions(List<String> header) throws SourceFault {
        Map<String, Integer> positions = new HashMap<>();
        for (int index = 0; index < header.size(); index++) {
            String title = header.get(index).strip();
            positions.putIfAbsent(Objects.requireNonNullElse(TITLES.get(title), title), index);
        }
        for (String needed : NEEDED) {
            if (!positions.containsKey(needed)) {
                throw KuaishouSource.FAULTS.shape(
                        "历史报表文件缺少列 " + needed, "the file with the history has no column " + needed);
            }
        }
        return positions;
    }
}
