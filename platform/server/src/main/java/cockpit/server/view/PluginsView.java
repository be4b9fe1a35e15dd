package cockpit.server.view;

import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Cockpits;
import cockpit.core.dashboard.Cockpits.Draft;
import cockpit.core.ingest.Connections;
import cockpit.core.plugin.PluginEntry;
import cockpit.core.plugin.PluginRefused;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.UploadHandler;
import com.vaadin.flow.shared.Registration;
import jakarta.annotation.security.PermitAll;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of this install. Whatever a manifest says is shown as text. The list is read anew every few seconds, since
 * jars may also be dropped into the directory.
 */
@Route(value = "plugins", layout = MainLayout.class)
@PermitAll
public class PluginsView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    static final int LARGEST_BYTES = 64 * 1024 * 1024;

    private static final int REFRESH_MILLIS = 3000;

    private final Plugins plugins;
    private final Cockpits cockpits;
    private final Connections connections;
    private final SignedIn signedIn;
    private final Div list = new Div();
    private final Div refusal = new Div();
    private List<PluginEntry> shown = List.of();
    private @Nullable Registration polling;

    /** How many tiles and cockpits use a plugin's widgets. */
    record Use(long tiles, long cockpits) {}

    public PluginsView(Plugins plugins, Cockpits cockpits, Connections connections, SignedIn signedIn) {
        this.plugins = plugins;
        this.cockpits = cockpits;
        this.connections = connections;
        this.signedIn = signedIn;
        addClassName("cv-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        signedIn.viewer().require(Right.MANAGE_PLUGINS);
        removeAll();
        Div head = new Div(new H1(Words.say(PluginWords.TITLE)));
        head.addClassName("cv-head");
        Paragraph lead = new Paragraph(Words.say(PluginWords.LEAD));
        lead.addClassName("cv-lead");
        refusal.addClassName("cv-refusals");
        refusal.getElement().setAttribute("role", "alert");
        refusal.setVisible(false);
        list.addClassName("cv-list");
        add(head, lead, upload(), refusal, list);
        draw();
    }

    private Upload upload() {
        Upload upload = new Upload(
                UploadHandler.inMemory((file, bytes) -> install(file.fileName(), new ByteArrayInputStream(bytes))));
        upload.setAcceptedFileExtensions(".jar");
        upload.setMaxFileSize(LARGEST_BYTES);
        upload.setDropLabel(new Span(Words.say(PluginWords.DROP)));
        upload.setUploadButton(new Button(Words.say(PluginWords.UPLOAD)));
        upload.addFileRejectedListener(rejected -> refuse(
                rejected.getFileName() != null && rejected.getFileName().endsWith(".jar")
                        ? PluginWords.TOO_LARGE
                        : PluginWords.NOT_A_JAR));
        UploadI18N words = new UploadI18N();
        words.setError(new UploadI18N.Error()
                .setTooManyFiles(Words.say(PluginWords.UPLOAD_FAILED))
                .setFileIsTooBig(Words.say(PluginWords.TOO_LARGE))
                .setIncorrectFileType(Words.say(PluginWords.NOT_A_JAR)));
        upload.setI18n(words);
        upload.addClassName("cv-upload");
        return upload;
    }

    /** Installs a jar and says how it went. */
    void install(String fileName, InputStream jar) {
        signedIn.viewer().require(Right.MANAGE_PLUGINS);
        refusal.setVisible(false);
        try {
            PluginEntry entry = plugins.install(fileName, jar);
            Parts.tell(PluginWords.INSTALLED.say(entry.id()));
        } catch (PluginRefused refused) {
            refuse(refused.sentence());
        }
        draw();
    }

    private void refuse(Text sentence) {
        refusal.setText(Words.say(sentence));
        refusal.setVisible(true);
    }

    private void draw() {
        shown = plugins.all();
        list.removeAll();
        if (shown.isEmpty()) {
            list.add(Parts.empty(PluginWords.EMPTY, PluginWords.EMPTY_SENTENCE));
        }
        shown.forEach(entry -> list.add(row(entry)));
    }

    private Div row(PluginEntry entry) {
        Optional<Spoken> spoken = spoken(entry);
        H2 name = new H2(spoken.map(one -> Words.say(one.title())).orElse(entry.id()));
        Span chip = entry.refusal().isPresent()
                ? Parts.chip(PluginWords.REFUSED, "bad")
                : Parts.chip(PluginWords.LOADED, "good");
        Div title = new Div(name, chip);
        if (spoken.isPresent()) {
            title.add(Parts.dim(entry.id()));
        }
        title.addClassName("cv-item-title");

        Div facts = new Div();
        facts.addClassName("cv-facts");
        if (!entry.version().isBlank()) {
            facts.add(Parts.dim(PluginWords.VERSION.say(entry.version())));
        }
        if (!entry.provider().isBlank()) {
            facts.add(Parts.dim(PluginWords.PROVIDER.say(entry.provider())));
        }
        facts.add(Parts.dim(entry.fileName()));
        if (!entry.widgets().isEmpty()) {
            facts.add(Parts.dim(PluginWords.WIDGETS.say(String.join(", ", entry.widgets()))));
        }
        if (!entry.sources().isEmpty()) {
            facts.add(Parts.dim(PluginWords.SOURCES.say(String.join(", ", entry.sources()))));
        }

        Div text = new Div(title);
        text.addClassName("cv-item-text");
        String summary = spoken.map(one -> Words.say(one.summary())).orElse(entry.description());
        if (!summary.isBlank()) {
            text.add(new Paragraph(summary));
        }
        entry.refusal().ifPresent(sentence -> {
            Paragraph reason = new Paragraph(Words.say(sentence));
            reason.addClassName("cv-bad");
            text.add(reason);
        });
        text.add(facts);

        Div row = new Div(text);
        row.addClassName("cv-item");
        Button remove = Parts.quiet(PluginWords.REMOVE, () -> askRemove(entry));
        remove.addClassName("cv-danger");
        row.add(remove);
        return row;
    }

    /** What a plugin with one contribution says of itself, which is in both languages; a manifest has only one. */
    private record Spoken(Text title, Text summary) {}

    private Optional<Spoken> spoken(PluginEntry entry) {
        if (entry.widgets().size() == 1 && entry.sources().isEmpty()) {
            return plugins.widget(entry.widgets().getFirst())
                    .map(contribution -> contribution.extension().describe())
                    .map(widget -> new Spoken(widget.title(), widget.summary()));
        }
        if (entry.sources().size() == 1 && entry.widgets().isEmpty()) {
            return plugins.source(entry.sources().getFirst())
                    .map(contribution -> contribution.extension().describe())
                    .map(source -> new Spoken(source.title(), source.summary()));
        }
        return Optional.empty();
    }

    private void askRemove(PluginEntry entry) {
        Use use = use(entry);
        String sentence = use.tiles() == 0
                ? Words.say(PluginWords.NOT_IN_USE)
                : PluginWords.IN_USE.say(use.tiles(), use.cockpits());
        long feeding = feeding(entry);
        if (feeding > 0) {
            sentence += " " + PluginWords.FEEDS.say(feeding);
        }
        ConfirmDialog dialog = new ConfirmDialog();
        dialog.setHeader(PluginWords.REMOVE_TITLE.say(entry.id()));
        dialog.setText(sentence);
        dialog.setCancelable(true);
        dialog.setCancelText(Words.say(PluginWords.CANCEL));
        dialog.setConfirmText(Words.say(PluginWords.REMOVE));
        dialog.setConfirmButtonTheme("error primary");
        dialog.addConfirmListener(_ -> remove(entry));
        dialog.open();
    }

    private void remove(PluginEntry entry) {
        signedIn.viewer().require(Right.MANAGE_PLUGINS);
        refusal.setVisible(false);
        try {
            plugins.remove(entry.id());
            Parts.tell(PluginWords.REMOVED.say(entry.id()));
        } catch (PluginRefused refused) {
            refuse(refused.sentence());
        }
        draw();
    }

    private Use use(PluginEntry entry) {
        Viewer viewer = signedIn.viewer();
        List<Long> tiles = cockpits.list(viewer).stream()
                .flatMap(summary -> content(viewer, summary.slug()).stream())
                .map(cockpit -> cockpit.tiles().stream()
                        .filter(tile -> entry.widgets().contains(tile.widget()))
                        .count())
                .filter(count -> count > 0)
                .toList();
        return new Use(tiles.stream().mapToLong(Long::longValue).sum(), tiles.size());
    }

    private Optional<Cockpit> content(Viewer viewer, String slug) {
        Optional<Cockpit> published = cockpits.published(viewer, slug);
        return published.isPresent() || !viewer.may(Right.BUILD)
                ? published
                : cockpits.draft(viewer, slug).map(Draft::cockpit);
    }

    private long feeding(PluginEntry entry) {
        Viewer viewer = signedIn.viewer();
        return entry.sources().isEmpty() || !viewer.may(Right.MANAGE_CONNECTIONS)
                ? 0
                : connections.all(viewer).stream()
                        .filter(connection -> entry.sources().contains(connection.source()))
                        .count();
    }

    @Override
    protected void onAttach(AttachEvent event) {
        event.getUI().setPollInterval(REFRESH_MILLIS);
        polling = event.getUI().addPollListener(_ -> {
            if (!plugins.all().equals(shown)) {
                draw();
            }
        });
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
        return Words.say(PluginWords.TITLE) + " · " + Words.say(LayoutWords.BRAND);
    }
}
