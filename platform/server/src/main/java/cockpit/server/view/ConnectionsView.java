package cockpit.server.view;

import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.ingest.ConnectionStatus.StreamStatus;
import cockpit.core.ingest.Connections;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How each configured account is being read. The page looks again every two seconds while it is open. */
@Route(value = "connections", layout = MainLayout.class)
@PermitAll
public class ConnectionsView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final int REFRESH_MILLIS = 2000;

    private final Connections connections;
    private final Plugins plugins;
    private final Tenants tenants;
    private final SignedIn signedIn;
    private final InstantSource clock = InstantSource.system();
    private final Div list = new Div();
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private @Nullable Registration polling;

    public ConnectionsView(Connections connections, Plugins plugins, Tenants tenants, SignedIn signedIn) {
        this.connections = connections;
        this.plugins = plugins;
        this.tenants = tenants;
        this.signedIn = signedIn;
        addClassName("cv-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        signedIn.viewer().require(Right.MANAGE_CONNECTIONS);
        removeAll();
        Button create = Parts.primary(ConnectionWords.NEW, this::chooseSource);
        Button tokens =
                Parts.quiet(ConnectionWords.TOKENS, () -> UI.getCurrentOrThrow().navigate(TokensView.class));
        Div actions = new Div(tokens, create);
        actions.addClassName("cv-row");
        Div head = new Div(new H1(Words.say(ConnectionWords.TITLE)), actions);
        head.addClassName("cv-head");
        Paragraph lead = new Paragraph(Words.say(ConnectionWords.LEAD));
        lead.addClassName("cv-lead");
        list.addClassName("cv-list");
        rows.clear();
        list.removeAll();
        add(head, lead, list);
        draw();
    }

    private static void open(String id) {
        UI.getCurrentOrThrow().navigate(ConnectionView.class, id);
    }

    private void chooseSource() {
        Dialog dialog = new Dialog(Words.say(ConnectionWords.CHOOSE_SOURCE));
        Div choices = new Div();
        choices.addClassName("cv-choices");
        plugins.sources().stream()
                .map(contribution -> contribution.extension().describe())
                .sorted(Comparator.comparing(source -> Words.say(source.title())))
                .forEach(source -> {
                    Button choice = new Button(Words.say(source.title()), _ -> {
                        dialog.close();
                        UI.getCurrentOrThrow()
                                .navigate(ConnectionFormView.class, ConnectionFormView.forSource(source.id()));
                    });
                    choice.setTooltipText(Words.say(source.summary()));
                    choices.add(choice);
                });
        dialog.add(plugins.sources().isEmpty() ? new Paragraph(Words.say(ConnectionWords.NO_SOURCES)) : choices);
        dialog.setWidth("min(36rem, 94vw)");
        dialog.getFooter().add(Parts.quiet(ConnectionWords.CANCEL, dialog::close));
        dialog.open();
    }

    private void draw() {
        Viewer viewer = signedIn.viewer();
        List<ConnectionStatus> all = connections.all(viewer);
        List<String> ids = all.stream().map(ConnectionStatus::id).toList();
        if (!ids.equals(List.copyOf(rows.keySet())) || all.isEmpty()) {
            rows.clear();
            list.removeAll();
            all.forEach(connection -> rows.put(connection.id(), new Row(connection.id())));
            rows.values().forEach(list::add);
            if (all.isEmpty()) {
                list.add(Parts.empty(ConnectionWords.EMPTY, ConnectionWords.EMPTY_SENTENCE));
            }
        }
        ZoneId zone = tenants.get(viewer.tenant()).zone();
        all.forEach(
                connection -> Objects.requireNonNull(rows.get(connection.id())).show(connection, zone));
    }

    /** One connection. Its buttons stay when it is drawn anew, so that a keyboard's focus does. */
    private final class Row extends Div {

        private final String id;
        private final Div text = new Div();
        private final Button test;
        private final Button run;
        private final Button quarantine;

        Row(String id) {
            this.id = id;
            test = Parts.button(ConnectionWords.TEST, this::test);
            run = Parts.button(ConnectionWords.RUN_NOW, this::run);
            quarantine = new Button("", _ -> open(id));
            quarantine.addClassName("cv-warn");
            Button details = Parts.button(ConnectionWords.OPEN, () -> open(id));
            Div actions = new Div(details, test, run, quarantine);
            actions.addClassName("cv-item-actions");
            text.addClassName("cv-item-text");
            addClassName("cv-item");
            add(text, actions);
        }

        void show(ConnectionStatus connection, ZoneId zone) {
            text.removeAll();
            Div title = new Div(
                    new H2(title(connection)),
                    Parts.chip(ConnectionWords.of(connection.state()), ConnectionWords.kind(connection.state())),
                    Parts.dim(sourceTitle(connection.source())));
            if (connection.origin() == ConnectionStatus.Origin.FILE) {
                title.add(Parts.dim(Words.say(ConnectionWords.FROM_FILE)));
            }
            title.addClassName("cv-item-title");
            text.add(title);
            connection.sentence().ifPresent(sentence -> {
                Paragraph paragraph = new Paragraph(Words.say(sentence));
                boolean wrong = connection.state() != State.LIVE && connection.state() != State.BACK_FILLING;
                paragraph.addClassName(wrong ? "cv-bad" : "cv-dim");
                text.add(paragraph);
            });
            connection.fault().ifPresent(fault -> {
                Paragraph actor = new Paragraph(Words.say(ConnectionWords.of(fault)));
                actor.addClassName("cv-actor");
                text.add(actor);
            });
            text.add(streams(connection, zone));
            if (connection.refusedPushes() > 0) {
                Paragraph refused =
                        new Paragraph(ConnectionWords.REFUSED_PUSHES.say(number(connection.refusedPushes())));
                refused.addClassName("cv-warn");
                text.add(refused);
            }
            quarantine.setText(ConnectionWords.QUARANTINED.say(number(connection.quarantined())));
            quarantine.setVisible(connection.quarantined() > 0);
            boolean installed = connection.state() != State.SOURCE_MISSING;
            test.setEnabled(installed);
            run.setEnabled(installed);
        }

        private Anchor title(ConnectionStatus connection) {
            Anchor anchor = new Anchor("connections/" + connection.id(), Words.say(connection.title()));
            anchor.addClassName("cv-title-link");
            return anchor;
        }

        private void test() {
            ConnectionStatus checked = connections.check(signedIn.viewer(), id);
            String answer =
                    checked.sentence().map(Words::say).orElseGet(() -> Words.say(ConnectionWords.of(checked.state())));
            Parts.tell(Words.say(checked.title()) + Words.say("：", ": ") + answer);
            draw();
        }

        private void run() {
            connections.runNow(signedIn.viewer(), id);
            Parts.tell(Words.say(ConnectionWords.RUNNING));
            draw();
        }
    }

    /** What the source calls itself; its id where it is not installed. */
    private String sourceTitle(String source) {
        return plugins.source(source)
                .map(contribution ->
                        Words.say(contribution.extension().describe().title()))
                .orElse(source);
    }

    private Component streams(ConnectionStatus connection, ZoneId zone) {
        NativeTable table = new NativeTable();
        table.addClassNames("cv-table", "cv-streams");
        table.getHead()
                .add(new NativeTableRow(
                        head(ConnectionWords.STREAM, false),
                        head(ConnectionWords.ROWS, true),
                        head(ConnectionWords.LAST_SUCCESS, true),
                        head(ConnectionWords.NEXT_RUN, true),
                        head(ConnectionWords.PROGRESS, true)));
        Instant now = clock.instant();
        for (StreamStatus stream : connection.streams()) {
            NativeTableCell name = new NativeTableCell(Words.say(stream.title()));
            stream.problem().ifPresent(problem -> {
                Div sentence = new Div(Words.say(problem));
                sentence.addClassName("cv-bad");
                name.add(sentence);
            });
            NativeTableCell success = cell(stream.lastSuccess()
                    .map(at -> Parts.age(at, now))
                    .orElseGet(() -> Words.say(ConnectionWords.NEVER)));
            stream.lastSuccess().ifPresent(at -> success.getElement().setAttribute("title", Parts.moment(at, zone)));
            String next = stream.nextRun()
                    .map(at -> at.isAfter(now) ? Parts.age(at, now) : Words.say(ConnectionWords.NOW))
                    .orElseGet(() -> Words.say(ConnectionWords.PUSHED));
            table.getBody()
                    .add(new NativeTableRow(name, cell(number(stream.rows())), success, cell(next), progress(stream)));
        }
        Div scroller = new Div(table);
        scroller.addClassName("cv-scroller");
        return scroller;
    }

    private static NativeTableCell progress(StreamStatus stream) {
        NativeTableCell cell = cell("");
        stream.progress()
                .ifPresentOrElse(
                        share -> {
                            ProgressBar bar = new ProgressBar(0, 1, Math.clamp(share, 0, 1));
                            Span percent = new Span((int) Math.floor(Math.clamp(share, 0, 1) * 100) + "%");
                            Div both = new Div(bar, percent);
                            both.addClassName("cv-progress");
                            cell.add(both);
                        },
                        () -> cell.setText(stream.lastSuccess().isPresent() ? Words.say(ConnectionWords.DONE) : "–"));
        return cell;
    }

    private static NativeTableHeaderCell head(Text text, boolean number) {
        NativeTableHeaderCell cell = new NativeTableHeaderCell(Words.say(text));
        if (number) {
            cell.addClassName("cv-number");
        }
        return cell;
    }

    private static NativeTableCell cell(String text) {
        NativeTableCell cell = new NativeTableCell(text);
        cell.addClassName("cv-number");
        return cell;
    }

    private static String number(long value) {
        return String.format(java.util.Locale.ROOT, "%,d", value);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        event.getUI().setPollInterval(REFRESH_MILLIS);
        polling = event.getUI().addPollListener(_ -> draw());
    }

    @Override
    protected void onDetach(DetachEvent event) {
        event.getUI().setPollInterval(-1);
        if (polling != null) {
            polling.remove();
            polling = null;
        }
    }

    @Override
    public String getPageTitle() {
        return Words.say(ConnectionWords.TITLE) + " · " + Words.say(LayoutWords.BRAND);
    }
}
