package cockpit.server.view;

import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Cockpits;
import cockpit.core.dashboard.Cockpits.Draft;
import cockpit.core.dashboard.Cockpits.Summary;
import cockpit.core.metric.Dictionaries;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where somebody lands after signing in: the cockpits that they may open. */
@Route(value = "", layout = MainLayout.class)
@PermitAll
public class HomeView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST_SLUG = 60;
    private static final int LONGEST_TITLE = 80;

    private static final int MOST_CONTENTS = 6;

    private final Cockpits cockpits;
    private final Plugins plugins;
    private final Dictionaries dictionaries;
    private final Tenants tenants;
    private final SignedIn signedIn;

    public HomeView(Cockpits cockpits, Plugins plugins, Dictionaries dictionaries, Tenants tenants, SignedIn signedIn) {
        this.cockpits = cockpits;
        this.plugins = plugins;
        this.dictionaries = dictionaries;
        this.tenants = tenants;
        this.signedIn = signedIn;
        addClassName("cv-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        draw();
    }

    private void draw() {
        removeAll();
        Viewer viewer = signedIn.viewer();
        boolean builder = viewer.may(Right.BUILD);
        ZoneId zone = tenants.get(viewer.tenant()).zone();
        List<Summary> summaries = cockpits.list(viewer);

        Div head = new Div(new H1(Words.say(HomeWords.TITLE)));
        head.addClassName("cv-head");
        if (builder && !summaries.isEmpty()) {
            head.add(createButton());
        }
        add(head);
        if (summaries.isEmpty()) {
            add(
                    builder
                            ? Parts.empty(HomeWords.EMPTY, HomeWords.EMPTY_BUILDER, createButton())
                            : Parts.empty(HomeWords.EMPTY, HomeWords.EMPTY_READER));
            return;
        }
        Div cards = new Div();
        cards.addClassName("cv-cards");
        summaries.forEach(summary -> cards.add(card(summary, viewer, zone)));
        add(cards);
    }

    private Button createButton() {
        Button create = Parts.primary(HomeWords.CREATE, this::create);
        create.setId("create-cockpit");
        return create;
    }

    private Div card(Summary summary, Viewer viewer, ZoneId zone) {
        boolean builder = viewer.may(Right.BUILD);
        boolean published = summary.published().isPresent();
        String open = published ? "c/" + summary.slug() : "build/" + summary.slug();

        Anchor title = new Anchor(open, "");
        title.add(new H2(Words.say(summary.title())));
        title.addClassName("cv-card-link");

        Div state = new Div();
        state.addClassName("cv-card-state");
        state.add(Parts.dim(summary.published()
                .map(at -> HomeWords.PUBLISHED.say(Parts.moment(at, zone)))
                .orElseGet(() -> Words.say(HomeWords.NEVER_PUBLISHED))));
        if (builder && !published) {
            state.add(Parts.chip(HomeWords.DRAFT, "warn"));
        } else if (builder && summary.changed()) {
            state.add(Parts.chip(HomeWords.CHANGED, "warn"));
        }

        Div actions = new Div();
        actions.addClassName("cv-card-actions");
        if (published) {
            actions.add(new Anchor("c/" + summary.slug() + "?" + CockpitView.WALL, Words.say(HomeWords.WALL)));
        }
        if (builder) {
            actions.add(new Anchor("build/" + summary.slug(), Words.say(HomeWords.EDIT)));
            Span space = new Span();
            space.addClassName("cv-space");
            Button delete = Parts.quiet(HomeWords.DELETE, () -> askDelete(summary, viewer));
            delete.addClassName("cv-danger");
            actions.add(space, delete);
        }

        Paragraph contents = new Paragraph(contents(summary, viewer));
        contents.addClassName("cv-card-contents");
        Div card = new Div(title, state, contents, actions);
        card.addClassName("cv-card");
        return card;
    }

    /** What the first tiles are called, so that one knows what it answers before opening it. */
    private String contents(Summary summary, Viewer viewer) {
        Tiles tiles = new Tiles(plugins, dictionaries.of(viewer.tenant()));
        Optional<Cockpit> shown = summary.published().isPresent() || !viewer.may(Right.BUILD)
                ? cockpits.published(viewer, summary.slug())
                : cockpits.draft(viewer, summary.slug()).map(Draft::cockpit);
        return shown.map(cockpit -> cockpit.tiles().stream()
                        .map(tile -> Words.say(tiles.title(tile)))
                        .distinct()
                        .limit(MOST_CONTENTS)
                        .collect(Collectors.joining("\u00a0· ")))
                .orElse("");
    }

    private void askDelete(Summary summary, Viewer viewer) {
        ConfirmDialog dialog = new ConfirmDialog();
        dialog.setHeader(HomeWords.DELETE_TITLE.say(summary.title()));
        dialog.setText(Words.say(HomeWords.DELETE_SENTENCE));
        dialog.setCancelable(true);
        dialog.setCancelText(Words.say(HomeWords.CANCEL));
        dialog.setConfirmText(Words.say(HomeWords.DELETE));
        dialog.setConfirmButtonTheme("error primary");
        dialog.addConfirmListener(_ -> {
            cockpits.delete(viewer, summary.slug());
            draw();
        });
        dialog.open();
    }

    private void create() {
        Viewer viewer = signedIn.viewer();
        TextField zh = new TextField(Words.say(HomeWords.TITLE_ZH));
        TextField en = new TextField(Words.say(HomeWords.TITLE_EN));
        TextField slug = new TextField(Words.say(HomeWords.SLUG));
        slug.setHelperText(Words.say(HomeWords.SLUG_HELP));
        slug.setPrefixComponent(new Span("/c/"));
        zh.setMaxLength(LONGEST_TITLE);
        en.setMaxLength(LONGEST_TITLE);
        slug.setMaxLength(LONGEST_SLUG);
        zh.setAutofocus(true);
        slug.setValue(freeSlug(cockpits.list(viewer)));
        en.addValueChangeListener(change -> {
            String suggested = change.getValue()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9]+", "-")
                    .replaceAll("^[-0-9]+|-+$", "");
            if (change.isFromClient() && !suggested.isEmpty() && slug.getValue().matches("cockpit-\\d+")) {
                slug.setValue(suggested);
            }
        });

        Div form = new Div(zh, en, slug);
        form.addClassName("cv-form");
        Dialog dialog = new Dialog(Words.say(HomeWords.CREATE), form);
        dialog.getFooter().add(Parts.quiet(HomeWords.CANCEL, dialog::close), Parts.primary(HomeWords.CREATE, () -> {
            boolean titled = !zh.getValue().isBlank() || !en.getValue().isBlank();
            zh.setInvalid(!titled);
            zh.setErrorMessage(Words.say(HomeWords.TITLE_MISSING));
            String address = slug.getValue().strip();
            slug.setInvalid(!SLUG.matcher(address).matches());
            slug.setErrorMessage(Words.say(HomeWords.SLUG_WRONG));
            if (!slug.isInvalid() && cockpits.draft(viewer, address).isPresent()) {
                slug.setInvalid(true);
                slug.setErrorMessage(HomeWords.SLUG_TAKEN.say(address));
            }
            if (titled && !slug.isInvalid()) {
                cockpits.create(viewer, address, title(zh.getValue(), en.getValue()));
                dialog.close();
                UI.getCurrentOrThrow().navigate("build/" + address);
            }
        }));
        dialog.open();
    }

    /** Where one language is blank, the other stands in. */
    static Text title(String zh, String en) {
        String chinese = zh.isBlank() ? en : zh;
        String english = en.isBlank() ? zh : en;
        return Text.of(chinese.strip(), english.strip());
    }

    private static String freeSlug(List<Summary> taken) {
        List<String> slugs = taken.stream().map(Summary::slug).toList();
        int number = taken.size() + 1;
        while (slugs.contains("cockpit-" + number)) {
            number++;
        }
        return "cockpit-" + number;
    }

    @Override
    public String getPageTitle() {
        return Words.say(HomeWords.TITLE) + " · " + Words.say(LayoutWords.BRAND);
    }
}
