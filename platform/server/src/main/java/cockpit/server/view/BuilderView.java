package cockpit.server.view;

import cockpit.core.dashboard.Audience;
import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Cockpits;
import cockpit.core.dashboard.Cockpits.Draft;
import cockpit.core.dashboard.Cockpits.Version;
import cockpit.core.dashboard.DraftConflict;
import cockpit.core.dashboard.Editing;
import cockpit.core.dashboard.Layouts;
import cockpit.core.dashboard.Tile;
import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import cockpit.core.live.Board;
import cockpit.core.live.Live;
import cockpit.core.metric.Dictionaries;
import cockpit.core.metric.Dictionary;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.server.frames.FrameChannel;
import cockpit.server.view.CockpitElement.Dropped;
import cockpit.server.view.CockpitElement.Moved;
import cockpit.server.view.CockpitElement.Paint;
import cockpit.server.view.PaletteElement.WidgetProperty;
import cockpit.spi.Text;
import cockpit.spi.widget.WidgetDescription;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a cockpit is built: palette left, canvas in the middle, properties right. Every action has a name, can be taken
 * back, and is saved to the draft at once. If somebody else saved meanwhile, nothing is overwritten: the builder chooses.
 * The canvas shows live numbers of the builder's own scope.
 */
@Route(value = "build/:slug", layout = MainLayout.class)
@PermitAll
public class BuilderView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final Logger LOG = LoggerFactory.getLogger(BuilderView.class);
    private static final int MOST_TILES = 60;
    private static final int LONGEST_NOTE = 200;

    private final Cockpits cockpits;
    private final Live live;
    private final Plugins plugins;
    private final Dictionaries dictionaries;
    private final Tenants tenants;
    private final SignedIn signedIn;

    private final CockpitElement canvas = new CockpitElement();
    private final PaletteElement palette = new PaletteElement(Words.language());
    private final H1 title = new H1();
    private final Span saved = new Span();
    private final Button retry = Parts.quiet(BuilderWords.RETRY, this::save);
    private final Button undo = iconButton(VaadinIcon.ARROW_BACKWARD, BuilderWords.UNDO, this::undo);
    private final Button redo = iconButton(VaadinIcon.ARROW_FORWARD, BuilderWords.REDO, this::redo);
    private final Segments<Layout> layouts = new Segments<>(Words.say(BuilderWords.LAYOUT), this::showLayout);
    private final Anchor preview = new Anchor("", Words.say(BuilderWords.PREVIEW));
    private final Div empty = new Div();
    private final Aside left = new Aside();
    private final Aside right = new Aside();

    private @Nullable Working working;
    private @Nullable Board board;

    /** What is being built, and with what. */
    private static final class Working {
        final Tenant tenant;
        final Dictionary dictionary;
        final Tiles tiles;
        final PropertyPanel panel;
        Editing editing;
        long revision;
        Layout layout = Layout.DESKTOP;
        Optional<String> selected = Optional.empty();
        boolean conflicting;
        /** Whether tiles still make room for the widget that was dropped last. */
        boolean settling;

        Working(Tenant tenant, Dictionary dictionary, Tiles tiles, PropertyPanel panel, Draft draft) {
            this.tenant = tenant;
            this.dictionary = dictionary;
            this.tiles = tiles;
            this.panel = panel;
            this.editing = new Editing(draft.cockpit());
            this.revision = draft.revision();
        }

        Cockpit cockpit() {
            return editing.current();
        }
    }

    public BuilderView(
            Cockpits cockpits,
            Live live,
            Plugins plugins,
            Dictionaries dictionaries,
            Tenants tenants,
            SignedIn signedIn) {
        this.cockpits = cockpits;
        this.live = live;
        this.plugins = plugins;
        this.dictionaries = dictionaries;
        this.tenants = tenants;
        this.signedIn = signedIn;

        addClassName("cv-builder");
        canvas.setEditing(true);
        canvas.onLayoutChange(this::moved);
        canvas.onSelect(this::select);
        canvas.onRemove(this::remove);
        canvas.onDrop(this::dropped);
        canvas.onMenu(this::menu);
        canvas.onUndo(this::undo);
        canvas.onRedo(this::redo);
        canvas.onStructureChange(this::structureChanged);
        canvas.onFeedState(this::feedState);
        palette.onAdd(this::added);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Viewer viewer = signedIn.viewer();
        viewer.require(Right.BUILD);
        Optional<Draft> draft = event.getRouteParameters().get("slug").flatMap(slug -> cockpits.draft(viewer, slug));
        if (draft.isEmpty()) {
            event.rerouteToError(NotFoundException.class);
            return;
        }
        Tenant tenant = tenants.get(viewer.tenant());
        Dictionary dictionary = dictionaries.of(viewer.tenant());
        Tiles tiles = new Tiles(plugins, dictionary);
        PropertyPanel panel = new PropertyPanel(tiles, dictionary, tenant.org(), this::apply);
        working = new Working(tenant, dictionary, tiles, panel, draft.get());
        canvas.setReader(Words.language(), tenant.zone());
        canvas.setPaint(signedIn.theme() == SignedIn.Theme.DARK ? Paint.DARK : Paint.LIGHT);
        build(panel);
        // where the sides lie on the canvas, they come when they are called
        boolean narrow = CockpitView.isNarrow(event.getUI());
        left.setVisible(!narrow);
        right.setVisible(!narrow);
        showSaved(draft.get().savedAt());
        showPalette();
        show();
    }

    private Working working() {
        return Objects.requireNonNull(working);
    }

    private void build(PropertyPanel panel) {
        removeAll();
        left.removeAll();
        right.removeAll();
        layouts.removeAll();
        for (Layout layout : Layout.values()) {
            layouts.add(layout, Words.say(BuilderWords.of(layout)));
        }
        saved.addClassName("cv-saved");
        saved.getElement().setAttribute("role", "status");
        retry.setVisible(false);
        preview.setTarget(AnchorTarget.BLANK);
        preview.setRouterIgnore(true);
        Span space = new Span();
        space.addClassName("cv-space");
        Button publish = Parts.primary(BuilderWords.PUBLISH, this::askPublish);
        publish.setId("publish");
        Div bar = new Div(
                fold(left, VaadinIcon.GRID_SMALL, BuilderWords.SHOW_PALETTE),
                title,
                saved,
                retry,
                space,
                undo,
                redo,
                layouts,
                preview,
                publish,
                fold(right, VaadinIcon.SLIDERS, BuilderWords.SHOW_PROPERTIES));
        bar.addClassName("cv-builder-bar");

        left.addClassNames("cv-side", "cv-left");
        left.getElement().setAttribute("aria-label", Words.say(BuilderWords.PALETTE));
        left.add(palette);
        right.addClassNames("cv-side", "cv-right");
        right.getElement().setAttribute("aria-label", Words.say(BuilderWords.PROPERTIES));
        right.add(panel);
        empty.addClassName("cv-starts");
        Section middle = new Section(empty, canvas);
        middle.addClassName("cv-middle");
        Div parts = new Div(left, middle, right);
        parts.addClassName("cv-builder-parts");
        add(bar, parts);
    }

    private static Button fold(Aside side, VaadinIcon icon, Text name) {
        return iconButton(icon, name, () -> side.setVisible(!side.isVisible()));
    }

    private static Button iconButton(VaadinIcon icon, Text name, Runnable listener) {
        Button button = new Button(icon.create(), _ -> listener.run());
        button.addThemeVariants(ButtonVariant.TERTIARY);
        button.setAriaLabel(Words.say(name));
        button.setTooltipText(Words.say(name));
        return button;
    }

    // what is shown

    private void showPalette() {
        palette.setWidgets(plugins.widgets().stream()
                .map(contribution -> contribution.extension().describe())
                .map(widget -> new WidgetProperty(
                        widget.id(),
                        Words.say(widget.title()),
                        Words.say(widget.summary()),
                        widget.icon(),
                        width(widget, working().layout),
                        widget.size().rows()))
                .toList());
    }

    private static int width(WidgetDescription widget, Layout layout) {
        return switch (layout) {
            case DESKTOP -> widget.size().columns();
            case WALL -> widget.size().columns() * 2;
            case PHONE -> widget.size().columns() <= 3 ? 1 : 2;
        };
    }

    private void show() {
        Working now = working();
        Cockpit cockpit = now.cockpit();
        title.setText(Words.say(cockpit.title()));
        preview.setHref("c/" + cockpit.slug() + "?" + CockpitView.DRAFT);
        now.selected = now.selected.filter(id -> cockpit.tile(id).isPresent());
        layouts.choose(now.layout);
        canvas.setLayout(now.layout);
        canvas.setTiles(now.tiles.properties(cockpit, now.layout, true));
        canvas.setSelected(now.selected);
        canvas.setClassName("cv-as-phone", now.layout == Layout.PHONE);
        showPanel();
        showHistory();
        showStarts();
        showNumbers();
    }

    private void showPanel() {
        Working now = working();
        now.selected.flatMap(now.cockpit()::tile).ifPresentOrElse(now.panel::show, () -> now.panel.show(now.cockpit()));
    }

    private void showHistory() {
        Editing editing = working().editing;
        Optional<Text> last = editing.undoName();
        Optional<Text> next = editing.redoName();
        undo.setEnabled(last.isPresent());
        redo.setEnabled(next.isPresent());
        undo.setTooltipText(last.map(BuilderWords.UNDO_ACTION::say).orElseGet(() -> Words.say(BuilderWords.UNDO)));
        redo.setTooltipText(next.map(BuilderWords.REDO_ACTION::say).orElseGet(() -> Words.say(BuilderWords.REDO)));
    }

    private void showStarts() {
        Working now = working();
        boolean blank = now.cockpit().tiles().isEmpty();
        empty.setVisible(blank);
        empty.removeAll();
        if (!blank) {
            return;
        }
        empty.add(new Paragraph(Words.say(BuilderWords.EMPTY)));
        Div cards = new Div();
        cards.addClassName("cv-start-cards");
        for (StartingPoints.Start start : new StartingPoints(now.tiles, now.dictionary).all()) {
            Button card = new Button(
                    "",
                    _ -> apply(new Change(
                            BuilderWords.START_ACTION.with(start.title()), cockpit -> cockpit.with(start.tiles()))));
            Span name = new Span(Words.say(start.title()));
            name.addClassName("cv-start-title");
            Div text = new Div(name, Parts.dim(Words.say(start.lead())));
            card.setIcon(text);
            card.setAriaLabel(Words.say(start.title()));
            card.addClassName("cv-start");
            cards.add(card);
        }
        empty.add(cards);
    }

    private void showNumbers() {
        Working now = working();
        Board open = board;
        if (open == null || live.find(open.ticket()).isEmpty()) {
            open = live.open(signedIn.viewer());
            board = open;
        }
        Cockpit cockpit = now.cockpit();
        open.show(now.tiles.requests(cockpit, new Filters(Tiles.period(cockpit), Set.of(), Optional.empty())));
        canvas.setFeed(FrameChannel.path(open));
    }

    private void showLayout(Layout layout) {
        working().layout = layout;
        showPalette();
        show();
    }

    private void feedState(String link) {
        Board open = board;
        if (!link.equals("live") && open != null && live.find(open.ticket()).isEmpty()) {
            showNumbers();
        }
    }

    private void structureChanged() {
        showPalette();
        show();
    }

    // what the builder does

    private void apply(Change change) {
        Working now = working();
        now.editing.apply(change.name(), change.to().apply(now.cockpit()));
        save();
        show();
    }

    private void undo() {
        working().editing.undo();
        save();
        show();
    }

    private void redo() {
        working().editing.redo();
        save();
        show();
    }

    private void select(Optional<String> tile) {
        Working now = working();
        now.selected = tile.filter(id -> now.cockpit().tile(id).isPresent());
        canvas.setSelected(now.selected);
        showPanel();
    }

    private void dropped(Dropped drop) {
        Working now = working();
        Place place = drop.place();
        if (place.x() + place.w() > now.layout.columns()) {
            canvas.restoreTiles();
            return;
        }
        int before = now.cockpit().tiles().size();
        add(drop.widget(), Optional.of(place));
        now.settling = drop.pushes() && now.cockpit().tiles().size() > before;
    }

    private void added(String widget) {
        add(widget, Optional.empty());
    }

    /** @param place in the layout that is shown; empty for the first free row */
    private void add(String widget, Optional<Place> place) {
        Working now = working();
        Cockpit cockpit = now.cockpit();
        Optional<WidgetDescription> description = now.tiles.widget(widget);
        if (description.isEmpty() || cockpit.tiles().size() >= MOST_TILES) {
            canvas.restoreTiles();
            return;
        }
        WidgetDescription found = description.get();
        String id = StartingPoints.freeId(cockpit.tiles());
        Place below = new Place(
                0,
                bottom(cockpit, Layout.DESKTOP),
                found.size().columns(),
                found.size().rows());
        Map<Layout, Place> places = new HashMap<>();
        places.put(Layout.DESKTOP, below);
        place.ifPresent(there -> places.put(now.layout, there));
        Tile tile = new Tile(id, widget, Optional.empty(), StartingPoints.obvious(found), Map.of(), places);
        now.selected = Optional.of(id);
        apply(new Change(BuilderWords.ADD.with(found.title()), before -> before.with(tile)));
    }

    private static int bottom(Cockpit cockpit, Layout layout) {
        return Layouts.places(cockpit, layout).values().stream()
                .mapToInt(place -> place.y() + place.h())
                .max()
                .orElse(0);
    }

    private void moved(List<Moved> moves) {
        Working now = working();
        boolean settles = now.settling;
        now.settling = false;
        Cockpit cockpit = now.cockpit();
        Map<String, Place> before = Layouts.places(cockpit, now.layout);
        List<Moved> changed = moves.stream()
                .filter(move -> before.containsKey(move.id()) && !move.place().equals(before.get(move.id())))
                .toList();
        boolean fits = changed.stream()
                .allMatch(move -> move.place().x() + move.place().w() <= now.layout.columns());
        if (!fits) {
            canvas.restoreTiles();
            return;
        }
        if (changed.isEmpty()) {
            return;
        }
        Map<String, Place> after = new HashMap<>(before);
        changed.forEach(move -> after.put(move.id(), move.place()));
        Change change = new Change(
                name(changed, before),
                // all tiles get their place in this layout, so that what was derived stays where it is seen
                old -> old.with(old.tiles().stream()
                        .map(tile -> tile.at(now.layout, after.get(tile.id())))
                        .toList()));
        if (settles) {
            now.editing.join(change.to().apply(cockpit));
            save();
            show();
        } else {
            apply(change);
        }
    }

    private Text name(List<Moved> changed, Map<String, Place> before) {
        Working now = working();
        List<Moved> resized = changed.stream()
                .filter(move -> {
                    Place old = Objects.requireNonNull(before.get(move.id()));
                    return old.w() != move.place().w()
                            || old.h() != move.place().h();
                })
                .toList();
        List<Moved> named = resized.isEmpty() ? changed : resized;
        Optional<Tile> tile = now.selected
                .filter(id -> named.stream().anyMatch(move -> move.id().equals(id)))
                .or(() -> named.size() == 1 ? Optional.of(named.getFirst().id()) : Optional.empty())
                .flatMap(now.cockpit()::tile);
        return tile.map(now.tiles::title)
                .map(of -> resized.isEmpty() ? BuilderWords.MOVE.with(of) : BuilderWords.RESIZE.with(of))
                .orElse(BuilderWords.ARRANGE);
    }

    private void remove(String id) {
        Working now = working();
        now.cockpit()
                .tile(id)
                .ifPresent(tile -> apply(
                        new Change(BuilderWords.REMOVE.with(now.tiles.title(tile)), before -> before.without(id))));
    }

    private void menu(String id, String action) {
        Working now = working();
        Optional<Tile> tile = now.cockpit().tile(id);
        if (action.equals(Tiles.DUPLICATE)
                && tile.isPresent()
                && now.cockpit().tiles().size() < MOST_TILES) {
            Tile old = tile.get();
            Place place = Objects.requireNonNull(old.places().get(Layout.DESKTOP));
            String copied = StartingPoints.freeId(now.cockpit().tiles());
            Tile copy = new Tile(
                    copied,
                    old.widget(),
                    old.title(),
                    old.bindings(),
                    old.options(),
                    Map.of(
                            Layout.DESKTOP,
                            new Place(place.x(), bottom(now.cockpit(), Layout.DESKTOP), place.w(), place.h())));
            now.selected = Optional.of(copied);
            apply(new Change(BuilderWords.DUPLICATE_ACTION.with(now.tiles.title(old)), before -> before.with(copy)));
        } else if (action.equals("remove")) {
            remove(id);
        }
    }

    // saving and publishing

    /** @return whether the draft is stored as it is shown */
    private boolean save() {
        Working now = working();
        if (now.conflicting) {
            return false;
        }
        try {
            Draft draft = cockpits.save(signedIn.viewer(), now.cockpit(), now.revision);
            now.revision = draft.revision();
            showSaved(draft.savedAt());
            return true;
        } catch (DraftConflict conflict) {
            now.conflicting = true;
            showNotSaved();
            askAboutConflict(conflict);
        } catch (RuntimeException fault) {
            if (UnexpectedErrors.denied(fault)) {
                throw fault;
            }
            LOG.error(
                    "The draft of cockpit {} could not be saved", now.cockpit().slug(), fault);
            showNotSaved();
            retry.setVisible(true);
        }
        return false;
    }

    private void showSaved(Instant at) {
        saved.setText(BuilderWords.SAVED.say(Parts.moment(at, zone())));
        saved.setClassName("cv-bad", false);
        retry.setVisible(false);
    }

    private void showNotSaved() {
        saved.setText(Words.say(BuilderWords.NOT_SAVED));
        saved.setClassName("cv-bad", true);
    }

    private ZoneId zone() {
        return working().tenant.zone();
    }

    private void askAboutConflict(DraftConflict conflict) {
        Dialog dialog = new Dialog(Words.say(BuilderWords.CONFLICT));
        dialog.setCloseOnEsc(false);
        dialog.setCloseOnOutsideClick(false);
        dialog.add(new Paragraph(
                BuilderWords.CONFLICT_SENTENCE.say(conflict.savedBy(), Parts.moment(conflict.savedAt(), zone()))));
        dialog.getFooter()
                .add(
                        Parts.button(BuilderWords.LOAD_THEIRS, () -> {
                            dialog.close();
                            loadTheirs();
                        }),
                        Parts.primary(BuilderWords.KEEP_COPY, () -> {
                            dialog.close();
                            keepCopy();
                        }));
        dialog.open();
    }

    private void loadTheirs() {
        Working now = working();
        cockpits.draft(signedIn.viewer(), now.cockpit().slug()).ifPresent(draft -> {
            now.editing = new Editing(draft.cockpit());
            now.revision = draft.revision();
            now.conflicting = false;
            showSaved(draft.savedAt());
            show();
        });
    }

    private void keepCopy() {
        Viewer viewer = signedIn.viewer();
        Cockpit mine = working().cockpit();
        Set<String> taken =
                cockpits.list(viewer).stream().map(Cockpits.Summary::slug).collect(Collectors.toSet());
        int number = 2;
        while (taken.contains(mine.slug() + "-" + number)) {
            number++;
        }
        String slug = mine.slug() + "-" + number;
        Text copied = BuilderWords.COPY_TITLE.with(mine.title());
        Draft made = cockpits.create(viewer, slug, copied);
        cockpits.save(
                viewer,
                new Cockpit(slug, copied, mine.audience(), mine.period(), mine.comparison(), mine.tiles()),
                made.revision());
        Parts.tell(BuilderWords.COPY_MADE.say(copied));
        UI.getCurrentOrThrow().navigate("build/" + slug);
    }

    private void askPublish() {
        Working now = working();
        if (!save()) {
            return;
        }
        Cockpit cockpit = now.cockpit();
        OrgTree org = now.tenant.org();
        String audience = cockpit.audience().stream()
                .flatMap(written -> Audience.parse(written).stream())
                .filter(entry -> org.find(entry.unit()).isPresent())
                .map(entry -> BuilderWords.audience(entry, org))
                .collect(Collectors.joining(Words.say("、", ", ")));
        Paragraph sentence = new Paragraph(BuilderWords.PUBLISH_SENTENCE.say(
                audience.isEmpty()
                        ? BuilderWords.audience(new Audience(org.root().code(), true), org)
                        : audience));
        Div form = new Div(sentence);
        form.addClassName("cv-form");
        long problems = cockpit.tiles().stream()
                .filter(tile -> now.tiles.problem(tile, false).isPresent())
                .count();
        if (problems > 0) {
            Paragraph warning = new Paragraph(BuilderWords.PUBLISH_PROBLEMS.say(problems));
            warning.addClassName("cv-warn");
            form.add(warning);
        }
        TextField note = new TextField(Words.say(BuilderWords.NOTE));
        note.setMaxLength(LONGEST_NOTE);
        note.setWidthFull();
        note.setAutofocus(true);
        form.add(note);
        Dialog dialog = new Dialog(BuilderWords.PUBLISH_TITLE.say(cockpit.title()), form);
        dialog.getFooter()
                .add(Parts.quiet(BuilderWords.CANCEL, dialog::close), Parts.primary(BuilderWords.PUBLISH, () -> {
                    dialog.close();
                    Version version = cockpits.publish(
                            signedIn.viewer(), cockpit.slug(), note.getValue().strip());
                    Parts.tell(BuilderWords.PUBLISHED.say(version.number()));
                }));
        dialog.open();
    }

    @Override
    protected void onDetach(DetachEvent event) {
        if (board != null) {
            board.close();
            board = null;
        }
    }

    @Override
    public String getPageTitle() {
        Working now = working;
        return now == null
                ? Words.say(LayoutWords.BRAND)
                : BuilderWords.PAGE.say(now.cockpit().title());
    }
}
