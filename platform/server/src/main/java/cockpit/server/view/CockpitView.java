package cockpit.server.view;

import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Cockpits;
import cockpit.core.dashboard.Cockpits.Draft;
import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.live.Board;
import cockpit.core.live.Live;
import cockpit.core.metric.Dictionaries;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.server.frames.FrameChannel;
import cockpit.server.view.CockpitElement.Mark;
import cockpit.server.view.CockpitElement.MarkMember;
import cockpit.server.view.CockpitElement.Paint;
import cockpit.spi.Text;
import cockpit.spi.data.Channel;
import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.page.Page;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.shared.Registration;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A published cockpit at its stable address, {@code /c/<slug>}. Filters stand in the query and are checked here;
 * {@code ?wall} shows it for a wall, {@code ?draft} the draft to those who may build. Numbers arrive over the frame
 * channel; this view decides which tiles they are for. Nothing is pushed: the channel tells the page when cockpits or
 * plugins changed, and the page asks here.
 */
@Route(value = "c/:slug", layout = MainLayout.class)
@PermitAll
public class CockpitView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final Logger LOG = LoggerFactory.getLogger(CockpitView.class);

    static final String WALL = "wall";
    static final String DRAFT = "draft";

    /** Narrower windows are phones. */
    private static final int PHONE_WIDTH = 640;

    private static final int NARROW_WIDTH = 900;

    private final Cockpits cockpits;
    private final Live live;
    private final Plugins plugins;
    private final Dictionaries dictionaries;
    private final Tenants tenants;
    private final SignedIn signedIn;

    private final CockpitElement canvas = new CockpitElement();
    private final H1 title = new H1();
    private final Span scope = new Span();
    private final Span state = new Span();
    private final Div head = new Div();
    private final Div actions = new Div();
    private final Div refusals = new Div();

    private String slug = "";
    private boolean wall;
    private boolean draft;
    private Layout layout = Layout.DESKTOP;
    private @Nullable Cockpit cockpit;
    private @Nullable Filters filters;
    private @Nullable FilterBar bar;
    private @Nullable Board board;
    private @Nullable AutoCloseable watching;
    private @Nullable Registration resizing;

    public CockpitView(
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

        addClassName("cv-cockpit-page");
        head.addClassName("cv-cockpit-head");
        scope.addClassName("cv-scope");
        state.addClassName("cv-link");
        state.getElement().setAttribute("role", "status");
        actions.addClassName("cv-cockpit-actions");
        refusals.addClassName("cv-refusals");
        refusals.getElement().setAttribute("role", "status");
        add(head, refusals, canvas);
        showLink("connecting");

        canvas.onFeedState(this::feedState);
        canvas.onStructureChange(this::structureChanged);
        canvas.onMark(this::narrow);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Viewer viewer = signedIn.viewer();
        QueryParameters query = event.getLocation().getQueryParameters();
        String wanted = event.getRouteParameters().get("slug").orElse("");
        boolean asDraft = query.getParameters().containsKey(DRAFT) && viewer.may(Right.BUILD);
        if (!wanted.equals(slug) || asDraft != draft) {
            release();
        }
        slug = wanted;
        draft = asDraft;
        wall = query.getParameters().containsKey(WALL);
        Optional<Cockpit> found = find(viewer);
        if (found.isEmpty()) {
            event.rerouteToError(NotFoundException.class);
            return;
        }
        cockpit = found.get();
        Tenant tenant = tenants.get(viewer.tenant());
        Filters.Read read = Filters.read(query, Tiles.period(cockpit), viewer, tenant.org());
        filters = read.filters();
        layout = wall ? Layout.WALL : layout(width(event.getUI()));
        drawHead(viewer, tenant);
        showRefusals(read.refusals());
        canvas.setReader(Words.language(), tenant.zone());
        boolean dark = signedIn.theme() == SignedIn.Theme.DARK;
        canvas.setPaint(wall ? Paint.WALL : dark ? Paint.DARK : Paint.LIGHT);
        show(viewer);
    }

    private Optional<Cockpit> find(Viewer viewer) {
        return draft ? cockpits.draft(viewer, slug).map(Draft::cockpit) : cockpits.published(viewer, slug);
    }

    /** Whether the page is shown for a wall, without the bar. */
    boolean onWall() {
        return wall;
    }

    private void drawHead(Viewer viewer, Tenant tenant) {
        Cockpit shown = Objects.requireNonNull(cockpit);
        Filters narrowed = Objects.requireNonNull(filters);
        head.removeAll();
        title.setText(Words.say(shown.title()));
        setClassName("cv-wall", wall);
        if (wall) {
            getElement().setAttribute("data-ck-theme", "wall");
        } else {
            getElement().removeAttribute("data-ck-theme");
        }
        scope.setText(scopeText(narrowed, viewer, tenant));
        scope.setVisible(wall);
        actions.removeAll();
        if (draft) {
            actions.add(Parts.chip(CockpitWords.DRAFT, "warn"));
        }
        if (!wall) {
            String query = narrowed.query(Tiles.period(shown), true, draft).getQueryString();
            actions.add(new Anchor("c/" + slug + "?" + query, Words.say(CockpitWords.WALL)));
            if (viewer.may(Right.BUILD)) {
                actions.add(new Anchor("build/" + slug, Words.say(CockpitWords.EDIT)));
            }
        }
        Div first = new Div(title, scope, state, actions);
        first.addClassName("cv-cockpit-title");
        head.add(first);
        if (!wall) {
            bar = new FilterBar(tenant.org(), viewer.orgUnit(), this::go);
            bar.show(narrowed);
            head.add(bar);
        }
    }

    private static String scopeText(Filters filters, Viewer viewer, Tenant tenant) {
        String unit = tenant.org()
                .find(filters.unit().orElse(viewer.orgUnit()))
                .map(one -> Words.say(one.name()))
                .orElse("");
        String channels = filters.channels().stream()
                .sorted()
                .map(Channel::title)
                .map(Words::say)
                .reduce((one, other) -> one + Words.say("、", ", ") + other)
                .map(text -> " · " + text)
                .orElse("");
        return unit + " · " + Words.say(filters.period().title()) + channels;
    }

    private void showRefusals(List<Text> sentences) {
        refusals.removeAll();
        refusals.setVisible(!sentences.isEmpty());
        sentences.forEach(sentence -> refusals.add(new Div(Words.say(sentence))));
        if (!sentences.isEmpty()) {
            refusals.add(Parts.quiet(CockpitWords.CLOSE, () -> refusals.setVisible(false)));
        }
    }

    /** Tells browser and board what to show. */
    private void show(Viewer viewer) {
        Cockpit shown = Objects.requireNonNull(cockpit);
        Tiles tiles = new Tiles(plugins, dictionaries.of(viewer.tenant()));
        canvas.setLayout(layout);
        canvas.setTiles(tiles.properties(shown, layout, false));
        Board open = board;
        if (open == null || live.find(open.ticket()).isEmpty()) {
            release();
            open = live.open(viewer);
            board = open;
            watching = watch(open);
        }
        open.show(tiles.requests(shown, Objects.requireNonNull(filters)));
        canvas.setFeed(FrameChannel.path(open));
    }

    /** Numbers stop as soon as the cockpit is withdrawn from its reader, whatever their browser does about it. */
    private AutoCloseable watch(Board open) {
        String here = slug;
        boolean ofDraft = draft;
        return cockpits.onPublish((tenant, changed) -> {
            Viewer reader = open.viewer();
            if (tenant.equals(reader.tenant()) && changed.equals(here)) {
                boolean readable = ofDraft
                        ? cockpits.draft(reader, here).isPresent()
                        : cockpits.published(reader, here).isPresent();
                if (!readable) {
                    open.close();
                }
            }
        });
    }

    private void release() {
        AutoCloseable listening = watching;
        watching = null;
        if (listening != null) {
            try {
                listening.close();
            } catch (Exception e) {
                LOG.debug("A listener could not be taken off", e);
            }
        }
        if (board != null) {
            board.close();
            board = null;
        }
    }

    /** The address decides what is shown, so a choice goes there first. */
    private void go(Filters chosen) {
        Cockpit shown = Objects.requireNonNull(cockpit);
        UI.getCurrentOrThrow()
                .navigate(
                        CockpitView.class,
                        new RouteParameters("slug", slug),
                        chosen.query(Tiles.period(shown), wall, draft));
    }

    /** A mark that stands for a channel or an org unit narrows the cockpit to it; once more widens it again. */
    private void narrow(Mark mark) {
        Filters before = Objects.requireNonNull(filters);
        Filters after = before;
        for (MarkMember member : mark.members()) {
            after = narrowed(after, member);
        }
        if (!after.equals(before)) {
            go(after);
        }
    }

    private Filters narrowed(Filters before, MarkMember member) {
        Viewer viewer = signedIn.viewer();
        return switch (member.dimension().toLowerCase(Locale.ROOT)) {
            case "channel" ->
                Filters.channel(member.key())
                        .map(channel -> {
                            boolean only = before.channels().equals(Set.of(channel));
                            return before.on(only ? Set.of() : Set.of(channel));
                        })
                        .orElse(before);
            case "region", "store" -> {
                if (!tenants.get(viewer.tenant()).org().within(member.key(), viewer.orgUnit())) {
                    yield before;
                }
                boolean only = before.unit().equals(Optional.of(member.key()));
                yield before.of(only ? Optional.empty() : Optional.of(member.key()));
            }
            // other dimensions are no filters of a cockpit
            default -> before;
        };
    }

    private void structureChanged() {
        Viewer viewer = signedIn.viewer();
        Optional<Cockpit> found = find(viewer);
        if (found.isEmpty()) {
            // withdrawn meanwhile: the address says so
            go(Objects.requireNonNull(filters));
            return;
        }
        if (!found.get().equals(cockpit)) {
            cockpit = found.get();
            drawHead(viewer, tenants.get(viewer.tenant()));
        }
        show(viewer);
    }

    private void feedState(String link) {
        showLink(link);
        Board open = board;
        if (!link.equals("live") && open != null && live.find(open.ticket()).isEmpty()) {
            // nobody read it for a while, as on a laptop that slept: a new one takes its place, if there still may be
            // one
            structureChanged();
        }
    }

    private void showLink(String link) {
        state.setText(
                switch (link) {
                    case "live" -> Words.say(CockpitWords.LIVE);
                    case "lost" -> Words.say(CockpitWords.LOST);
                    default -> Words.say(CockpitWords.CONNECTING);
                });
        state.getElement().setAttribute("data-state", link);
    }

    private static Layout layout(int width) {
        return width > 0 && width < PHONE_WIDTH ? Layout.PHONE : Layout.DESKTOP;
    }

    /** Whether the builder's sides would cover its canvas. */
    static boolean isNarrow(UI ui) {
        int width = width(ui);
        return width > 0 && width <= NARROW_WIDTH;
    }

    private static int width(UI ui) {
        return ui.getPage().getExtendedClientDetails().getWindowInnerWidth();
    }

    @Override
    protected void onAttach(AttachEvent event) {
        Page page = event.getUI().getPage();
        resizing = page.addBrowserWindowResizeListener(resized -> {
            Layout fitting = wall ? Layout.WALL : layout(resized.getWidth());
            if (fitting != layout) {
                layout = fitting;
                show(signedIn.viewer());
            }
        });
    }

    @Override
    protected void onDetach(DetachEvent event) {
        if (resizing != null) {
            resizing.remove();
            resizing = null;
        }
        release();
    }

    @Override
    public String getPageTitle() {
        Cockpit shown = cockpit;
        return shown == null ? Words.say(LayoutWords.BRAND) : Words.say(shown.title());
    }
}
