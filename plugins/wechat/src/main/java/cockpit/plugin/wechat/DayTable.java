package cockpit.plugin.wechat;

import cockpit.spi.Text;
import cockpit.spi.source.DailyReader;
import cockpit.spi.source.DailyReader.Step;
import cockpit.spi.source.Json;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Figures that the channel tells for one day a call: a range is read day by day, the oldest first. */
abstract class DayTable implements DailyReader.Table {

    private final Stream stream;

    DayTable(Stream stream) {
        this.stream = stream;
    }

    /** The rows of a day; empty where the channel has not worked it out. */
    abstract Optional<List<Row>> rows(LocalDate day) throws SourceFault, InterruptedException;

    @Override
    public final Text channel() {
        return WechatSource.TITLE;
    }

    @Override
    public final List<String> key() {
        return stream.primaryKey();
    }

    /** @param place the day to read */
    @Override
    public final Step read(LocalDate from, LocalDate to, String place) throws SourceFault, InterruptedException {
        LocalDate day = day(place, from);
        Optional<List<Row>> rows = rows(day);
        if (day.isBefore(to)) {
            // A day before the last that is not there will not come any more.
            return Step.continued(rows.orElse(List.of()), day.plusDays(1).toString());
        }
        return rows.map(Step::last).orElseGet(() -> Step.notReady(List.of()));
    }

    private static LocalDate day(String place, LocalDate from) {
        try {
            return place.isEmpty() ? from : LocalDate.parse(place);
        } catch (DateTimeException _) {
            return from;
        }
    }

    /** The list of an answer, which is there even where it is empty. */
    static List<Json> list(Json answer) throws SourceFault {
        Json list = answer.at("list");
        if (!(list.raw() instanceof List)) {
            throw Api.shape("应答缺少 list", "the answer has no list");
        }
        return list.elements();
    }

    /** How mini programs write a day: {@code 20260301}. */
    static String compact(LocalDate day) {
        return day.toString().replace("-", "");
    }
}
