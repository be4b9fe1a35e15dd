package cockpit.server.view;

import cockpit.core.ingest.ConnectionRefused;
import cockpit.core.ingest.ConnectionRun;
import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.ConnectionStatus.State;
import cockpit.core.ingest.ConnectionStatus.StreamStatus;
import cockpit.core.ingest.Connections;
import cockpit.core.ingest.Mapping;
import cockpit.core.ingest.MappingVersion;
import cockpit.core.ingest.NewField;
import cockpit.core.ingest.NoSuchConnection;
import cockpit.core.ingest.QuarantineReason;
import cockpit.core.ingest.QuarantinedRow;
import cockpit.core.ingest.Replayed;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.server.view.ConnectionTables.Heading;
import cockpit.spi.Text;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.Stream.Reading;
import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection: how it is read, what it brought, what does not fit, and how that is mended. */
@Route(value = "connections", layout = MainLayout.class)
@PermitAll
public class ConnectionView extends Div implements HasUrlParameter<String>, HasDynamicTitle {

    private static final int REFRESH_MILLIS = 2000;
    private static final int RUNS_SHOWN = 20;
    private static final int ROWS_SHOWN = 50;

    private final Connections connections;
    private final Plugins plugins;
    private final Tenants tenants;
    private final SignedIn signedIn;
    private final InstantSource clock = InstantSource.system();
    private final Div head = new Div();
    private final Div state = new Div();
    private final Div runs = new Div();
    private final Div quarantine = new Div();
    private final Div fields = new Div();
    private final Div mapping = new Div();
    private String id = "";
    private Text title = Text.same("–");
    private long setAside = -1;
    private @Nullable State shown;
    private @Nullable Registration polling;

    public ConnectionView(Connections connections, Plugins plugins, Tenants tenants, SignedIn signedIn) {
        this.connections = connections;
        this.plugins = plugins;
        this.tenants = tenants;
        this.signedIn = signedIn;
        addClassNames("cv-page", "cv-connection");
    }

    @Override
    public void setParameter(BeforeEvent event, String connection) {
        signedIn.viewer().require(Right.MANAGE_CONNECTIONS);
        id = connection;
        setAside = -1;
        shown = null;
        Anchor back = new Anchor("connections", Words.say(ConnectionWords.BACK));
        back.addClassName("cv-back");
        removeAll();
        add(back, head, state, runs, quarantine, fields, mapping);
        try {
            draw();
            drawFields();
            drawMapping();
        } catch (NoSuchConnection _) {
            throw new NotFoundException("There is no connection " + connection + ".");
        }
    }

    private ZoneId zone() {
        return tenants.get(signedIn.viewer().tenant()).zone();
    }

    private void draw() {
        ConnectionStatus connection = connections.get(signedIn.viewer(), id);
        title = connection.title();
        if (connection.state() != shown) {
            shown = connection.state();
            drawHead(connection);
        }
        drawState(connection);
        drawRuns(connection);
        if (connection.quarantined() != setAside) {
            setAside = connection.quarantined();
            drawQuarantine(connection);
        }
    }

    // ---- head ----

    private void drawHead(ConnectionStatus connection) {
        head.removeAll();
        head.addClassName("cv-head");
        Div name = new Div(
                new H1(Words.say(connection.title())),
                Parts.chip(ConnectionWords.of(connection.state()), ConnectionWords.kind(connection.state())));
        name.addClassName("cv-item-title");
        Div actions = new Div();
        actions.addClassName("cv-row");
        boolean installed = connection.state() != State.SOURCE_MISSING;
        if (installed) {
            boolean paused = connection.state() == State.PAUSED;
            actions.add(
                    Parts.button(ConnectionWords.TEST, this::test),
                    paused
                            ? Parts.primary(ConnectionWords.RESUME, () -> resume(Optional.empty()))
                            : Parts.button(ConnectionWords.PAUSE, () -> pause(Optional.empty())),
                    Parts.button(ConnectionWords.RUN_NOW, () -> run(Optional.empty())));
        }
        if (connection.origin() == ConnectionStatus.Origin.PAGE) {
            Button delete = Parts.quiet(ConnectionWords.DELETE, this::confirmDelete);
            delete.addThemeVariants(ButtonVariant.ERROR);
            actions.add(
                    Parts.button(ConnectionWords.EDIT, () -> UI.getCurrentOrThrow()
                            .navigate(ConnectionFormView.class, ConnectionFormView.forConnection(id))),
                    delete);
        }
        head.add(name, actions);
    }

    private void test() {
        ConnectionStatus checked = connections.check(signedIn.viewer(), id);
        Parts.tell(checked.sentence().map(Words::say).orElseGet(() -> Words.say(ConnectionWords.of(checked.state()))));
        draw();
    }

    private void run(Optional<String> stream) {
        connections.runNow(signedIn.viewer(), id, stream);
        Parts.tell(Words.say(ConnectionWords.RUNNING));
        draw();
    }

    private void pause(Optional<String> stream) {
        connections.pause(signedIn.viewer(), id, stream);
        Parts.tell(Words.say(ConnectionWords.PAUSED));
        draw();
    }

    private void resume(Optional<String> stream) {
        connections.resume(signedIn.viewer(), id, stream);
        Parts.tell(Words.say(ConnectionWords.RESUMED));
        draw();
    }

    private void confirmReset(StreamStatus stream) {
        confirm(
                ConnectionWords.RESET_TITLE.say(stream.title()),
                ConnectionWords.RESET_SENTENCE,
                ConnectionWords.RESET,
                () -> {
                    connections.reset(signedIn.viewer(), id, Optional.of(stream.name()));
                    Parts.tell(Words.say(ConnectionWords.RESET_DONE));
                    draw();
                });
    }

    private void confirmDelete() {
        confirm(
                ConnectionWords.DELETE_TITLE.say(title),
                ConnectionWords.DELETE_SENTENCE,
                ConnectionWords.DELETE,
                () -> {
                    connections.delete(signedIn.viewer(), id);
                    UI.getCurrentOrThrow().navigate(ConnectionsView.class);
                });
    }

    private static void confirm(String question, Text sentence, Text verb, Runnable work) {
        ConfirmDialog dialog = new ConfirmDialog();
        dialog.setHeader(question);
        dialog.setText(Words.say(sentence));
        dialog.setConfirmText(Words.say(verb));
        dialog.setConfirmButtonTheme("error primary");
        dialog.setCancelable(true);
        dialog.setCancelText(Words.say(ConnectionWords.CANCEL));
        dialog.addConfirmListener(_ -> work.run());
        dialog.open();
    }

    // ---- state and streams ----

    private void drawState(ConnectionStatus connection) {
        state.removeAll();
        state.addClassName("cv-section");
        connection.sentence().ifPresent(sentence -> {
            Paragraph paragraph = new Paragraph(Words.say(sentence));
            paragraph.addClassName(isWrong(connection.state()) ? "cv-bad" : "cv-dim");
            state.add(paragraph);
        });
        connection.fault().ifPresent(fault -> {
            Paragraph actor = new Paragraph(Words.say(ConnectionWords.of(fault)));
            actor.addClassName("cv-actor");
            state.add(actor);
        });
        Instant now = clock.instant();
        connection.openUntil().ifPresent(until -> {
            Paragraph open = new Paragraph(ConnectionWords.OPEN_UNTIL.say(Parts.age(until, now)));
            open.addClassName("cv-warn");
            state.add(open);
        });
        Div facts = new Div(Parts.dim(sourceTitle(connection.source())), Parts.dim(id));
        facts.addClassName("cv-facts");
        if (connection.origin() == ConnectionStatus.Origin.FILE) {
            facts.add(Parts.dim(Words.say(ConnectionWords.FROM_FILE)));
        }
        connection.quota().ifPresent(quota -> {
            facts.add(Parts.dim(ConnectionWords.QUOTA.say(quota.available(), quota.perSecond())));
            quota.channelSays().ifPresent(says -> facts.add(Parts.dim(ConnectionWords.CHANNEL_QUOTA.say(says))));
            quota.pausedFor()
                    .ifPresent(wait -> facts.add(Parts.dim(ConnectionWords.CHANNEL_WAIT.say(wait.toSeconds()))));
        });
        if (connection.refusedPushes() > 0) {
            facts.add(
                    Parts.dim(ConnectionWords.REFUSED_PUSHES.say(ConnectionTables.number(connection.refusedPushes()))));
        }
        state.add(facts, new H2(Words.say(ConnectionWords.STREAMS)));
        List<NativeTableRow> rows = connection.streams().stream()
                .map(stream -> streamRow(stream, now))
                .toList();
        state.add(ConnectionTables.table(
                List.of(
                        Heading.of(ConnectionWords.STREAM),
                        Heading.number(ConnectionWords.ROWS),
                        Heading.number(ConnectionWords.LAG),
                        Heading.number(ConnectionWords.EVERY),
                        Heading.number(ConnectionWords.NEXT_RUN),
                        Heading.number(ConnectionWords.PROGRESS),
                        Heading.of(ConnectionWords.ACTIONS)),
                rows));
    }

    private static boolean isWrong(State state) {
        return switch (state) {
            case RETRYING, STOPPED, SOURCE_MISSING -> true;
            case LIVE, BACK_FILLING, PAUSED -> false;
        };
    }

    private NativeTableRow streamRow(StreamStatus stream, Instant now) {
        NativeTableCell name = ConnectionTables.cell(Words.say(stream.title()));
        note(name, "cv-dim", hint(stream));
        stream.pause().ifPresent(pause -> note(name, "cv-warn", ConnectionWords.PAUSED_BY.say(pause.by())));
        stream.problem().ifPresent(problem -> note(name, "cv-bad", Words.say(problem)));
        NativeTableCell lag = ConnectionTables.number(
                stream.lastSuccess().map(at -> Parts.age(at, now)).orElseGet(() -> Words.say(ConnectionWords.NEVER)));
        stream.lastSuccess().ifPresent(at -> lag.getElement().setAttribute("title", Parts.moment(at, zone())));
        String next = stream.running()
                ? Words.say(ConnectionWords.RUNNING_NOW)
                : stream.nextRun()
                        .map(at -> at.isAfter(now) ? Parts.age(at, now) : Words.say(ConnectionWords.NOW))
                        .orElseGet(() -> stream.every().isPresent() ? "–" : Words.say(ConnectionWords.PUSHED));
        return new NativeTableRow(
                name,
                ConnectionTables.number(ConnectionTables.number(stream.rows())),
                lag,
                ConnectionTables.number(stream.every()
                        .map(every -> Words.say(ConnectionTables.span(every)))
                        .orElse("–")),
                ConnectionTables.number(next),
                progress(stream),
                ConnectionTables.cell(actions(stream)));
    }

    private static void note(NativeTableCell cell, String className, String text) {
        if (!text.isEmpty()) {
            Div line = new Div(text);
            line.addClassName(className);
            cell.add(line);
        }
    }

    private static String hint(StreamStatus stream) {
        return switch (stream.reading()) {
            case Reading.Incremental _ -> "";
            case Reading.Windowed(Duration back) -> ConnectionWords.LOOKS_BACK.say(ConnectionTables.span(back));
            case Reading.Full _ -> Words.say(ConnectionWords.READ_IN_FULL);
        };
    }

    private static NativeTableCell progress(StreamStatus stream) {
        NativeTableCell cell = ConnectionTables.number("");
        if (stream.progress().isEmpty()) {
            cell.setText(stream.lastSuccess().isPresent() ? Words.say(ConnectionWords.DONE) : "–");
            return cell;
        }
        double share = Math.clamp(stream.progress().get(), 0, 1);
        Div both = new Div(new ProgressBar(0, 1, share), new Span((int) Math.floor(share * 100) + "%"));
        both.addClassName("cv-progress");
        cell.add(both);
        stream.history().ifPresent(history -> {
            note(
                    cell,
                    "cv-dim",
                    ConnectionWords.HISTORY_LEFT.say(
                            history.daysLeft(), ConnectionTables.number(Math.round(history.rowsPerSecond()))));
            history.left()
                    .ifPresent(left ->
                            note(cell, "cv-dim", ConnectionWords.HISTORY_TIME.say(ConnectionTables.span(left))));
        });
        return cell;
    }

    private Component actions(StreamStatus stream) {
        if (stream.every().isEmpty()) {
            return new Span();
        }
        Optional<String> name = Optional.of(stream.name());
        MenuBar menu = new MenuBar();
        menu.addThemeVariants(MenuBarVariant.TERTIARY, MenuBarVariant.SMALL);
        var top = menu.addItem("⋯");
        top.setAriaLabel(Words.say(ConnectionWords.MORE) + " " + Words.say(stream.title()));
        top.getSubMenu().addItem(Words.say(ConnectionWords.RUN_NOW), _ -> run(name));
        if (stream.pause().isPresent()) {
            top.getSubMenu().addItem(Words.say(ConnectionWords.RESUME), _ -> resume(name));
        } else {
            top.getSubMenu().addItem(Words.say(ConnectionWords.PAUSE), _ -> pause(name));
        }
        top.getSubMenu().addItem(Words.say(ConnectionWords.RESET), _ -> confirmReset(stream));
        return menu;
    }

    private String sourceTitle(String source) {
        return description(source).map(found -> Words.say(found.title())).orElse(source);
    }

    private Optional<SourceDescription> description(String source) {
        return plugins.source(source).map(found -> found.extension().describe());
    }

    private static String streamTitle(ConnectionStatus connection, String stream) {
        return connection.streams().stream()
                .filter(one -> one.name().equals(stream))
                .map(one -> Words.say(one.title()))
                .findFirst()
                .orElse(stream);
    }

    // ---- runs ----

    private void drawRuns(ConnectionStatus connection) {
        runs.removeAll();
        runs.addClassName("cv-section");
        runs.add(new H2(Words.say(ConnectionWords.RUNS)));
        List<ConnectionRun> latest = connections.runs(signedIn.viewer(), id, RUNS_SHOWN);
        if (latest.isEmpty()) {
            runs.add(Parts.dim(Words.say(ConnectionWords.NO_RUNS)));
            return;
        }
        List<NativeTableRow> rows = new ArrayList<>();
        for (ConnectionRun run : latest) {
            NativeTableCell outcome = ConnectionTables.cell(Words.say(ConnectionWords.of(run.outcome())));
            run.sentence().ifPresent(sentence -> note(outcome, "cv-bad", Words.say(sentence)));
            run.fault().ifPresent(fault -> note(outcome, "cv-dim", Words.say(ConnectionWords.of(fault))));
            rows.add(new NativeTableRow(
                    ConnectionTables.cell(Parts.moment(run.startedAt(), zone())),
                    ConnectionTables.cell(streamTitle(connection, run.stream())),
                    ConnectionTables.number(ConnectionTables.number(run.pages())),
                    ConnectionTables.number(ConnectionTables.number(run.rows())),
                    ConnectionTables.number(ConnectionTables.number(run.changed())),
                    ConnectionTables.number(ConnectionTables.number(run.setAside())),
                    ConnectionTables.number(Words.say(ConnectionTables.span(run.took()))),
                    outcome));
        }
        runs.add(ConnectionTables.table(
                List.of(
                        Heading.of(ConnectionWords.STARTED),
                        Heading.of(ConnectionWords.STREAM),
                        Heading.number(ConnectionWords.PAGES),
                        Heading.number(ConnectionWords.READ_ROWS),
                        Heading.number(ConnectionWords.CHANGED_ROWS),
                        Heading.number(ConnectionWords.SET_ASIDE),
                        Heading.number(ConnectionWords.TOOK),
                        Heading.of(ConnectionWords.OUTCOME)),
                rows));
    }

    // ---- quarantine ----

    private void drawQuarantine(ConnectionStatus connection) {
        quarantine.removeAll();
        quarantine.addClassName("cv-section");
        Div heading = new Div(new H2(Words.say(ConnectionWords.QUARANTINE)));
        heading.addClassName("cv-head");
        quarantine.add(heading);
        if (connection.quarantined() == 0) {
            quarantine.add(Parts.dim(Words.say(ConnectionWords.NOTHING_ASIDE)));
            return;
        }
        heading.add(Parts.button(ConnectionWords.REPLAY, this::replay));
        Paragraph lead = new Paragraph(Words.say(ConnectionWords.QUARANTINE_LEAD));
        lead.addClassName("cv-dim");
        quarantine.add(lead);
        Viewer viewer = signedIn.viewer();
        Optional<SourceDescription> source = description(connection.source());
        for (QuarantineReason reason : connections.reasons(viewer, id)) {
            Div line = new Div(
                    new Span(streamTitle(connection, reason.stream()) + " · " + Words.say(reason.example())),
                    Parts.chip(ConnectionWords.COUNT.with(Text.same(ConnectionTables.number(reason.count()))), "warn"));
            if (!reason.column().isEmpty() && source.isPresent()) {
                line.add(Parts.quiet(ConnectionWords.MAP, () -> rule(source.get())
                        .open(reason.stream(), reason.column(), reason.value())));
            }
            line.addClassNames("cv-row", "cv-reason");
            quarantine.add(line);
        }
        List<NativeTableRow> rows = new ArrayList<>();
        for (QuarantinedRow row : connections.quarantine(viewer, id, ROWS_SHOWN)) {
            Pre record = new Pre(row.raw());
            record.addClassName("cv-raw");
            NativeTableCell reason = ConnectionTables.cell(Words.say(row.reason()));
            if (!row.replayable()) {
                note(reason, "cv-dim", Words.say(ConnectionWords.NOT_REPLAYABLE));
            }
            rows.add(new NativeTableRow(
                    ConnectionTables.cell(Parts.moment(row.at(), zone())),
                    ConnectionTables.cell(
                            row.origin().isEmpty() ? streamTitle(connection, row.stream()) : row.origin()),
                    reason,
                    ConnectionTables.cell(record),
                    ConnectionTables.cell(Parts.quiet(ConnectionWords.DISCARD, () -> discard(row)))));
        }
        quarantine.add(ConnectionTables.table(
                List.of(
                        Heading.of(ConnectionWords.AT),
                        Heading.of(ConnectionWords.ORIGIN),
                        Heading.of(ConnectionWords.REASON),
                        Heading.of(ConnectionWords.RAW),
                        Heading.of(ConnectionWords.ACTIONS)),
                rows));
        if (rows.size() == ROWS_SHOWN) {
            quarantine.add(Parts.dim(ConnectionWords.LATEST.say(ROWS_SHOWN)));
        }
    }

    private void replay() {
        Replayed replayed = connections.replay(signedIn.viewer(), id, Optional.empty());
        Parts.tell(ConnectionWords.REPLAYED.say(replayed.fitted(), replayed.unfit()));
        setAside = -1;
        draw();
    }

    private void discard(QuarantinedRow row) {
        connections.discard(signedIn.viewer(), id, row.id());
        setAside = -1;
        draw();
    }

    // ---- new fields and mapping ----

    private void drawFields() {
        fields.removeAll();
        List<NewField> found = connections.newFields(signedIn.viewer(), id);
        fields.setVisible(!found.isEmpty());
        if (found.isEmpty()) {
            return;
        }
        fields.addClassName("cv-section");
        Paragraph lead = new Paragraph(Words.say(ConnectionWords.FIELDS_LEAD));
        lead.addClassName("cv-dim");
        fields.add(new H2(Words.say(ConnectionWords.FIELDS)), lead);
        ConnectionStatus connection = connections.get(signedIn.viewer(), id);
        Optional<SourceDescription> source = description(connection.source());
        List<NativeTableRow> rows = new ArrayList<>();
        for (NewField field : found) {
            Div actions = new Div();
            actions.addClassName("cv-row");
            source.ifPresent(there -> actions.add(
                    Parts.quiet(ConnectionWords.READ_AS, () -> rule(there).openRename(field.stream(), field.name()))));
            actions.add(Parts.quiet(ConnectionWords.DISMISS, () -> dismiss(field)));
            rows.add(new NativeTableRow(
                    ConnectionTables.cell(streamTitle(connection, field.stream())),
                    ConnectionTables.cell(field.name()),
                    ConnectionTables.cell(field.example()),
                    ConnectionTables.cell(Parts.moment(field.firstAt(), zone())),
                    ConnectionTables.cell(actions)));
        }
        fields.add(ConnectionTables.table(
                List.of(
                        Heading.of(ConnectionWords.STREAM),
                        Heading.of(ConnectionWords.FIELD),
                        Heading.of(ConnectionWords.EXAMPLE),
                        Heading.of(ConnectionWords.AT),
                        Heading.of(ConnectionWords.ACTIONS)),
                rows));
    }

    private void dismiss(NewField field) {
        connections.dismiss(signedIn.viewer(), id, field.stream(), field.name());
        drawFields();
    }

    private void drawMapping() {
        mapping.removeAll();
        mapping.addClassName("cv-section");
        Viewer viewer = signedIn.viewer();
        ConnectionStatus connection = connections.get(viewer, id);
        Optional<SourceDescription> source = description(connection.source());
        Div heading = new Div(new H2(Words.say(ConnectionWords.MAPPING)));
        heading.addClassName("cv-head");
        source.ifPresent(there -> heading.add(
                Parts.button(ConnectionWords.ADD_RULE, () -> rule(there).open("", "", ""))));
        mapping.add(heading);
        Mapping current = connections.mapping(viewer, id);
        if (current.rules().isEmpty()) {
            mapping.add(Parts.dim(Words.say(ConnectionWords.NO_RULES)));
        }
        for (Mapping.Rule rule : current.rules()) {
            Div line = new Div(
                    new Span(streamTitle(connection, rule.stream()) + " · " + Words.say(rule.sentence())),
                    Parts.quiet(ConnectionWords.REMOVE, () -> remove(rule)));
            line.addClassNames("cv-row", "cv-reason");
            mapping.add(line);
        }
        connections.mappingHistory(viewer, id).stream().limit(5).forEach(version -> mapping.add(history(version)));
    }

    private Component history(MappingVersion version) {
        Div line = new Div(ConnectionWords.MAPPING_VERSION.say(
                version.mapping().version(), version.author(), Parts.moment(version.at(), zone())));
        line.addClassName("cv-dim");
        return line;
    }

    private void remove(Mapping.Rule rule) {
        Mapping current = connections.mapping(signedIn.viewer(), id);
        save(
                current.version(),
                current.rules().stream().filter(one -> !one.equals(rule)).toList());
    }

    private void save(int version, List<Mapping.Rule> rules) {
        try {
            connections.saveMapping(signedIn.viewer(), id, version, rules);
            Parts.tell(Words.say(ConnectionWords.MAPPED));
        } catch (ConnectionRefused refused) {
            refused.sentences().forEach(sentence -> Parts.tell(Words.say(sentence)));
        }
        drawMapping();
    }

    private RuleDialog rule(SourceDescription source) {
        return new RuleDialog(source, rule -> {
            Mapping current = connections.mapping(signedIn.viewer(), id);
            List<Mapping.Rule> rules = new ArrayList<>(current.rules());
            rules.add(rule);
            connections.saveMapping(signedIn.viewer(), id, current.version(), rules);
            Parts.tell(Words.say(ConnectionWords.MAPPED));
            drawMapping();
        });
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
        return Words.say(title) + " · " + Words.say(LayoutWords.BRAND);
    }
}
