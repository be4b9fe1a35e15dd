package cockpit.plugin.xiaohongshu;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import cockpit.spi.source.kit.DailyTable;
import cockpit.spi.source.kit.ShanghaiTime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The offline report by note: what promoted notes were shown, read and answered with, by advertising. */
final class Notes implements DailyTable {

    static final Duration INTERVAL = Duration.ofMinutes(30);
    static final int KEPT_DAYS = 365;
    static final Duration RECENT = Duration.ofHours(11);

    static final Stream STREAM = Stream.named("note", Text.of("投放笔记日报", "Promoted notes by day"), Dataset.CONTENT_DAY)
            .columns(
                    Column.text("account_id").asRequired(),
                    Column.text("org_unit"),
                    Column.date("time").as("day").asRequired(),
                    Column.instant("at").asRequired(),
                    Column.text("note_id").as("content_id").asRequired(),
                    Column.text("note_title").as("content_title"),
                    Column.text("kind"),
                    Column.count("impression").as("impressions"),
                    Column.count("click").as("reads"),
                    Column.count("share").as("shares"),
                    Column.count("like").as("likes"),
                    Column.count("comment").as("comments"),
                    Column.count("collect").as("collects"))
            .key("account_id", "time", "note_id")
            .always("channel", "XIAOHONGSHU")
            .pulledEvery(INTERVAL)
            .lookingBack(Duration.ofDays(8));

    static final String PATH = AdReport.OFFLINE_PATH + "note";

    private static final int PAGE_SIZE = 500;
    private static final List<String> COUNTS = List.of("impression", "click", "share", "like", "comment", "collect");

    private final Api api;
    private final SourceContext context;

    Notes(Api api, SourceContext context) {
        this.api = api;
        this.context = context;
    }

    @Override
    public Stream stream() {
        return STREAM;
    }

    @Override
    public Slice read(Range range, String place) throws SourceFault, InterruptedException {
        String account = range.accounts().getFirst();
        LocalDate newest = Days.newestOffline(context);
        LocalDate to = range.to().isAfter(newest) ? newest : range.to();
        if (to.isBefore(range.from())) {
            return new Slice(List.of(), Optional.empty());
        }
        long page = place.isEmpty() ? 1 : Long.parseLong(place);
        Json data = api.post(PATH, AdReport.offline(account, range.from(), to, page, PAGE_SIZE));
        List<Json> lines = Api.lines(data, "data_list");
        return new Slice(
                lines.stream().map(line -> row(line, account)).toList(),
                Api.hasMore(data, lines, page, PAGE_SIZE) ? Optional.of(Long.toString(page + 1)) : Optional.empty());
    }

    private static Row row(Json line, String account) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Optional<String> day = line.at("time").text().map(time -> time.length() > 10 ? time.substring(0, 10) : time);
        values.put("account_id", account);
        values.put("org_unit", account);
        values.put("time", day.orElse(null));
        values.put("at", day.map(ShanghaiTime::startOfDay).orElse(null));
        values.put("note_id", AdReport.id(line.at("note_id")).orElse(null));
        values.put("note_title", AdReport.id(line.at("note_title")).orElse(null));
        values.put("kind", "NOTE");
        COUNTS.forEach(name -> values.put(name, Figures.count(line.at(name)).orElse(null)));
        values.values().removeIf(Objects::isNull);
        return Row.of(values);
    }
}
