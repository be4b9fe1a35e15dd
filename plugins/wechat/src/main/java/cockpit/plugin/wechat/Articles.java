package cockpit.plugin.wechat;

import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.data.Dataset;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Articles by day: who read and who shared. The interfaces of 2025; the older ones are no longer maintained. */
final class Articles extends DayTable {

    static final String READ_PATH = "/datacube/getarticleread";
    static final String SHARE_PATH = "/datacube/getarticleshare";

    static final Stream STREAM = Stream.named("article_day", Text.of("公众号文章统计", "Articles by day"), Dataset.CONTENT_DAY)
            .columns(
                    Column.date("ref_date").as("day").asRequired(),
                    Column.text("msgid").as("content_id").asRequired(),
                    Column.text("app_id").as("account_id"),
                    Column.count("read_user").as("readers"),
                    Column.count("share_user").as("shares"))
            .key("ref_date", "msgid")
            .always("channel", "WECHAT_OA")
            .always("kind", "ARTICLE")
            .pulledEvery(Duration.ofHours(1))
            .lookingBack(Duration.ofDays(WechatFeed.SETTLING_DAYS));

    private final Api api;

    Articles(Api api) {
        super(STREAM);
        this.api = api;
    }

    @Override
    Optional<List<Row>> rows(LocalDate day) throws SourceFault, InterruptedException {
        Optional<Json> reads = api.figures(READ_PATH, day.toString(), day.toString());
        Optional<Json> shares =
                reads.isEmpty() ? Optional.empty() : api.figures(SHARE_PATH, day.toString(), day.toString());
        if (shares.isEmpty() || isDelayed(reads.orElseThrow()) || isDelayed(shares.get())) {
            return Optional.empty();
        }
        if (list(reads.orElseThrow()).isEmpty() && !isWorkedOut(day)) {
            return Optional.empty();
        }
        Map<String, Map<String, @Nullable Object>> byArticle = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        take(list(reads.orElseThrow()), day, "read_user", byArticle, rows);
        take(list(shares.get()), day, "share_user", byArticle, rows);
        byArticle.values().forEach(values -> rows.add(Row.of(values)));
        return Optional.of(rows);
    }

    /** Whether a day on which nobody read anything is known at all: then it has a stand of followers. */
    private boolean isWorkedOut(LocalDate day) throws SourceFault, InterruptedException {
        Optional<Json> stand = api.figures(Followers.STAND_PATH, day.toString(), day.toString());
        return stand.isPresent() && !list(stand.get()).isEmpty();
    }

    private static boolean isDelayed(Json answer) {
        return answer.at("is_delay").text().filter("true"::equals).isPresent();
    }

    private void take(
            List<Json> figures,
            LocalDate day,
            String name,
            Map<String, Map<String, @Nullable Object>> byArticle,
            List<Row> nameless) {
        for (Json figure : figures) {
            Optional<String> article = figure.at("msgid").text();
            Map<String, @Nullable Object> values = article.isEmpty()
                    ? new LinkedHashMap<>()
                    : byArticle.computeIfAbsent(article.get(), _ -> new LinkedHashMap<>());
            values.put("ref_date", figure.at("ref_date").text().orElse(day.toString()));
            values.put("msgid", article.orElse(null));
            values.put("app_id", api.appId());
            values.put(name, figure.at("detail").at(name).raw());
            if (article.isEmpty()) {
                nameless.add(Row.of(values));
            }
        }
    }
}
