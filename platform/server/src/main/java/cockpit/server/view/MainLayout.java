package cockpit.server.view;

import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.RouterLayout;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The frame around all pages: a slim bar with what the viewer may use, and their own menu. On a phone the places fold into
 * one menu; on a wall the bar is gone.
 */
@PermitAll
public class MainLayout extends Div implements RouterLayout, AfterNavigationObserver {

    /** A place in the bar. */
    private record Place(String path, Text title) {}

    private final SignedIn signedIn;
    private final Main main = new Main();
    private final Header bar = new Header();
    private final List<Anchor> links = new ArrayList<>();

    public MainLayout(SignedIn signedIn, Tenants tenants) {
        this.signedIn = signedIn;
        addClassName("cv-shell");
        Viewer viewer = signedIn.viewer();
        List<Place> places = places(viewer);

        Anchor skip = new Anchor("#cv-main", Words.say(LayoutWords.SKIP));
        skip.addClassName("cv-skip");
        skip.setRouterIgnore(true);

        Span mark = new Span();
        mark.addClassName("cv-mark");
        Span owner = new Span(tenants.find(viewer.tenant())
                .map(tenant -> Words.say(tenant.name()))
                .orElse(""));
        owner.addClassName("cv-brand-owner");
        Anchor brand = new Anchor("", "");
        brand.add(mark, new Span(Words.say(LayoutWords.BRAND)), owner);
        brand.addClassName("cv-brand");
        brand.getElement().setAttribute("aria-label", Words.say(LayoutWords.BRAND));

        Nav nav = new Nav();
        nav.addClassName("cv-nav");
        nav.setAriaLabel(Words.say(LayoutWords.MENU));
        for (Place place : places) {
            Anchor link = new Anchor(place.path(), Words.say(place.title()));
            link.addClassName("cv-nav-link");
            links.add(link);
            nav.add(link);
        }

        Span space = new Span();
        space.addClassName("cv-space");
        bar.addClassName("cv-bar");
        bar.add(brand, nav, space, userMenu(viewer), phoneMenu(places));

        main.setId("cv-main");
        main.addClassName("cv-main");
        add(skip, bar, main);
    }

    private static List<Place> places(Viewer viewer) {
        List<Place> places = new ArrayList<>();
        places.add(new Place("", LayoutWords.COCKPITS));
        places.add(new Place("metrics", LayoutWords.METRICS));
        if (viewer.may(Right.MANAGE_CONNECTIONS)) {
            places.add(new Place("connections", LayoutWords.CONNECTIONS));
            places.add(new Place("trust", LayoutWords.TRUST));
        }
        if (viewer.may(Right.SEE_PERSONAL_DATA)) {
            places.add(new Place("people", LayoutWords.PEOPLE));
        }
        if (viewer.may(Right.MANAGE_PLUGINS)) {
            places.add(new Place("plugins", LayoutWords.PLUGINS));
        }
        if (viewer.may(Right.MANAGE_USERS)) {
            places.add(new Place("users", LayoutWords.USERS));
        }
        return places;
    }

    private MenuBar userMenu(Viewer viewer) {
        MenuBar menu = new MenuBar();
        menu.addClassName("cv-user");
        menu.addThemeVariants(MenuBarVariant.TERTIARY);
        MenuItem person = menu.addItem(new Span(viewer.name()));
        person.addComponentAsFirst(VaadinIcon.USER.create());
        SubMenu entries = person.getSubMenu();

        SubMenu languages = entries.addItem(Words.say(LayoutWords.LANGUAGE)).getSubMenu();
        language(languages, LayoutWords.CHINESE, Locale.SIMPLIFIED_CHINESE);
        language(languages, LayoutWords.ENGLISH, Locale.ENGLISH);

        SubMenu themes = entries.addItem(Words.say(LayoutWords.THEME)).getSubMenu();
        theme(themes, LayoutWords.LIGHT, SignedIn.Theme.LIGHT);
        theme(themes, LayoutWords.DARK, SignedIn.Theme.DARK);

        entries.addSeparator();
        entries.addItem(Words.say(LayoutWords.CHANGE_PASSWORD), _ -> UI.getCurrentOrThrow()
                .navigate("password"));
        entries.addItem(Words.say(LayoutWords.SIGN_OUT), _ -> signedIn.signOut());
        return menu;
    }

    private void language(SubMenu languages, Text title, Locale language) {
        MenuItem item = languages.addItem(Words.say(title), _ -> {
            signedIn.choose(language);
            UI.getCurrentOrThrow().getPage().reload();
        });
        item.setCheckable(true);
        item.setChecked(Words.language().getLanguage().equals(language.getLanguage()));
    }

    private void theme(SubMenu themes, Text title, SignedIn.Theme theme) {
        MenuItem item = themes.addItem(Words.say(title), _ -> {
            signedIn.choose(theme);
            UI.getCurrentOrThrow().getPage().reload();
        });
        item.setCheckable(true);
        item.setChecked(signedIn.theme() == theme);
    }

    private static MenuBar phoneMenu(List<Place> places) {
        MenuBar menu = new MenuBar();
        menu.addClassName("cv-phone-menu");
        menu.addThemeVariants(MenuBarVariant.TERTIARY);
        MenuItem top = menu.addItem(VaadinIcon.MENU.create());
        top.setAriaLabel(Words.say(LayoutWords.MENU));
        for (Place place : places) {
            top.getSubMenu().addItem(Words.say(place.title()), _ -> UI.getCurrentOrThrow()
                    .navigate(place.path()));
        }
        return menu;
    }

    @Override
    protected void onAttach(AttachEvent event) {
        event.getUI().getPage().addStyleSheet("/ck/views.css");
    }

    @Override
    public void showRouterLayoutContent(HasElement content) {
        main.getElement().removeAllChildren();
        main.getElement().appendChild(content.getElement());
    }

    @Override
    public void removeRouterLayoutContent(HasElement content) {
        main.getElement().removeAllChildren();
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        String path = event.getLocation().getPath();
        String first = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
        String here = first.equals("c") || first.equals("build") ? "" : first;
        for (Anchor link : links) {
            if (link.getHref().equals(here)) {
                link.getElement().setAttribute("aria-current", "page");
            } else {
                link.getElement().removeAttribute("aria-current");
            }
        }
        boolean bare = event.getActiveChain().stream()
                .map(Component.class::cast)
                .anyMatch(one -> one instanceof CockpitView view && view.onWall());
        bar.setVisible(!bare);
        setClassName("cv-bare", bare);
    }
}
