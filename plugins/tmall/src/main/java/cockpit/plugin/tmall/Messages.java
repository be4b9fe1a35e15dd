package cockpit.plugin.tmall;

import cockpit.spi.source.Json;
import cockpit.spi.source.Page;
import cockpit.spi.source.Row;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live path: the platform's message service says which trades have changed. A message names the trade only, so the trade
 * is asked for; and it is confirmed with the read that follows, when the host has stored what came of it. A crash in between
 * brings the message again, which changes nothing. What a lost message would have told is found by the windows of changes,
 * which are read all the same.
 *
 * <p>Names of the interface and of its fields are from memory; see this folder's README.
 */
final class Messages {

    static final String CONSUME = "taobao.tmc.messages.consume";
    static final String CONFIRM = "taobao.tmc.messages.confirm";

    private static final String MARK = "messages-1 ";
    private static final int QUANTITY = 50;

    private final Sessions sessions;
    private final SourceContext context;
    private final Trades trades;

    Messages(Sessions sessions, SourceContext context, Trades trades) {
        this.sessions = sessions;
        this.context = context;
        this.trades = trades;
    }

    /** The read that is done when no message waits. */
    interface Otherwise {
        Page read(@Nullable String cursor) throws SourceFault, InterruptedException;
    }

    /** Reads the trades that waiting messages name; with none, reads on otherwise. */
    Page read(@Nullable String cursor, Otherwise otherwise) throws SourceFault, InterruptedException {
        Optional<String> inner =
                Optional.ofNullable(cursor).map(Messages::inner).filter(text -> !text.isEmpty());
        List<String> stored = Optional.ofNullable(cursor).map(Messages::ids).orElse(List.of());
        if (!stored.isEmpty()) {
            sessions.call(CONFIRM, Map.of("s_message_ids", String.join(",", stored)));
        }
        Json answer = sessions.call(CONSUME, Map.of("quantity", Integer.toString(QUANTITY)));
        Set<String> ids = new LinkedHashSet<>();
        Set<String> named = new LinkedHashSet<>();
        for (Json message : Top.list(answer, "messages", "tmc_message")) {
            message.at("id").text().filter(id -> id.matches("\\d{1,20}")).ifPresent(ids::add);
            trade(message).ifPresent(named::add);
        }
        if (ids.isEmpty()) {
            return otherwise.read(inner.orElse(null));
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String tid : named) {
            trades.one(tid).ifPresent(row -> rows.put(tid, row));
        }
        return new Page(new ArrayList<>(rows.values()), MARK + String.join(",", ids) + " " + inner.orElse(""), true);
    }

    /** The trade that a message is about; other topics name none. */
    private Optional<String> trade(Json message) {
        Optional<String> content = message.at("content").text();
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            return context.json(content.get().getBytes(StandardCharsets.UTF_8))
                    .at("tid")
                    .text()
                    .filter(tid -> tid.matches("\\d{1,20}"));
        } catch (SourceFault _) {
            return Optional.empty();
        }
    }

    private static List<String> ids(String cursor) {
        return cursor.startsWith(MARK)
                ? Arrays.asList(cursor.substring(MARK.length()).split(" ", 2)[0].split(","))
                : List.of();
    }

    /** The cursor of the windows of changes inside of one that waits for a confirmation. */
    static String inner(String cursor) {
        if (!cursor.startsWith(MARK)) {
            return cursor;
        }
        String[] parts = cursor.substring(MARK.length()).split(" ", 2);
        return parts.length == 2 ? parts[1] : "";
    }
}
