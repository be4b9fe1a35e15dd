package cockpit.plugin.tmall;

import cockpit.spi.Settings;
import cockpit.spi.source.Feed;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens feeds and reads them to the end. */
final class Connection {

    private Connection() {}

    /** @param more settings besides the required ones: key, value, key, value, … */
    static Feed open(SourceContext context, String... more) {
        Map<String, String> values = new HashMap<>(settings());
        for (int index = 0; index < more.length; index += 2) {
            values.put(more[index], more[index + 1]);
        }
        TmallSource source = new TmallSource();
        return source.open(Settings.of(source.describe().settings(), values), context);
    }

    static Map<String, String> settings() {
        return Map.of(
                "app-key",
                FakeTop.APP_KEY,
                "app-secret",
                FakeTop.APP_SECRET,
                "session",
                FakeTop.SESSION,
                "refresh-token",
                FakeTop.REFRESH);
    }

    /** What a read to the end brought. */
    record Outcome(List<Row> rows, String cursor) {
        List<String> values(String column) {
            return rows.stream()
                    .map(row -> String.valueOf(row.values().get(column)))
                    .toList();
        }
    }

    static Outcome readToTheEnd(Feed feed, String stream, @Nullable String cursor)
            throws SourceFault, InterruptedException {
        List<Row> rows = new ArrayList<>();
        String at = cursor;
        for (int count = 0; count < 500; count++) {
            Page page = feed.read(stream, at);
            rows.addAll(page.rows());
            at = page.next();
            if (!page.more()) {
                return new Outcome(rows, String.valueOf(at));
            }
        }
        throw new AssertionError("The stream does not end.");
    }
}
