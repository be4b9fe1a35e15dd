package cockpit.server.view;

import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tables of the connection pages. */
final class ConnectionTables {

    private ConnectionTables() {}

    /** A heading of a column; figures stand to the right. */
    record Heading(Text text, boolean number) {

        static Heading of(Text text) {
            return new Heading(text, false);
        }

        static Heading number(Text text) {
            return new Heading(text, true);
        }
    }

    /** A table that scrolls within itself where the page is too narrow. */
    static Div table(List<Heading> headings, List<NativeTableRow> rows) {
        NativeTable table = new NativeTable();
        table.addClassName("cv-table");
        NativeTableRow head = new NativeTableRow();
        for (Heading heading : headings) {
            NativeTableHeaderCell cell = new NativeTableHeaderCell(Words.say(heading.text()));
            if (heading.number()) {
                cell.addClassName("cv-number");
            }
            head.add(cell);
        }
        table.getHead().add(head);
        rows.forEach(table.getBody()::add);
        Div scroller = new Div(table);
        scroller.addClassName("cv-scroller");
        return scroller;
    }

    static NativeTableCell cell(String text) {
        return new NativeTableCell(text);
    }

    static NativeTableCell cell(Component... content) {
        NativeTableCell cell = new NativeTableCell();
        cell.add(content);
        return cell;
    }

    static NativeTableCell number(String text) {
        NativeTableCell cell = new NativeTableCell(text);
        cell.addClassName("cv-number");
        return cell;
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 350 毫秒}, {@code 12 秒}, {@code 3 分钟}, {@code 2 小时}, {@code 4 天}. */
    static Text span(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.toMillis() < 1000) {
            return Text.of(duration.toMillis() + " 毫秒", duration.toMillis() + " ms");
        } else if (seconds < 120) {
            return Text.of(seconds + " 秒", seconds + " s");
        } else if (seconds < 7200) {
            return Text.of(seconds / 60 + " 分钟", seconds / 60 + " min");
        } else if (seconds < 172_800) {
            return Text.of(seconds / 3600 + " 小时", seconds / 3600 + " h");
        }
        return Text.of(seconds / 86_400 + " 天", seconds / 86_400 + " days");
    }
}
