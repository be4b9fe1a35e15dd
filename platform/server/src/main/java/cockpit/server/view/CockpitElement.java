package cockpit.server.view;

import cockpit.core.dashboard.Tile.Layout;
import cockpit.core.dashboard.Tile.Place;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.shared.Registration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The browser's {@code <ck-cockpit>}: the grid of tiles, with the frames that its feed brings. The server says which tiles
 * stand where; what the browser reports back are wishes, which the view checks before it changes anything.
 */
@Tag("ck-cockpit")
final class CockpitElement extends Component implements HasSize, HasStyle {

    /** How the grid is painted. */
    enum Paint {
        LIGHT,
        DARK,
        WALL
    }

    /**
     * A tile as the browser needs it.
     *
     * @param unit beside the title, or null
     * @param state words in place of the drawing, or null
     * @param help what stands behind its number, or null
     * @param menu what may be done with it besides what the browser offers itself
     */
    record TileProperty(
            String id,
            String title,
            @Nullable String unit,
            String widget,
            int x,
            int y,
            int w,
            int h,
            @Nullable StateProperty state,
            @Nullable HelpProperty help,
            List<MenuProperty> menu) {}

    /** @param action what {@link #onMenu} hears */
    record MenuProperty(String action, String title) {}

    /** @param kind {@code missing}, {@code unbound}, {@code failed} or {@code denied} */
    record StateProperty(String kind, String title, String sentence) {}

    record HelpProperty(String definition, String owner, String playbook) {}

    /** Where the browser put a tile. */
    record Moved(String id, Place place) {}

    /**
     * A widget that was dropped on the grid.
     *
     * @param pushes whether tiles make room for it, whose move follows and belongs to the same action
     */
    record Dropped(String widget, Place place, boolean pushes) {}

    /**
     * A mark that was clicked.
     *
     * @param members what it stands for, one a dimension; at least one
     */
    record Mark(String tile, List<MarkMember> members) {}

    /** @param dimension its code: {@code channel}, {@code store}, {@code time}, … */
    record MarkMember(String dimension, String key) {}

    CockpitElement() {
        Assets.load(this);
        addClassName("cv-board");
        setEditing(false);
    }

    void setLayout(Layout layout) {
        getElement().setProperty("layout", layout.name().toLowerCase(Locale.ROOT));
    }

    void setEditing(boolean editing) {
        getElement().setProperty("editing", editing);
    }

    void setPaint(Paint paint) {
        getElement().setProperty("theme", paint.name().toLowerCase(Locale.ROOT));
    }

    /** The reader's language and the tenant's zone; rising is red in Chinese and green in English. */
    void setReader(Locale language, java.time.ZoneId zone) {
        boolean english = language.getLanguage().equals("en");
        getElement().setProperty("locale", english ? "en" : "zh-CN");
        getElement().setProperty("zone", zone.getId());
        getElement().setProperty("riseColor", english ? "green" : "red");
    }

    void setTiles(List<TileProperty> tiles) {
        getElement().setPropertyList("tiles", tiles);
    }

    /**
     * Takes back what the browser shows and the server did not accept.
     */
    void restoreTiles() {
        getElement().executeJs("this.tiles = [...(this.tiles ?? [])]");
    }

    void setSelected(Optional<String> tile) {
        getElement().setProperty("selected", tile.orElse(null));
    }

    /** Where the frames are read; null for none. */
    void setFeed(@Nullable String path) {
        getElement().setProperty("feed", path);
    }

    Registration onLayoutChange(Consumer<List<Moved>> listener) {
        return on("layout-change", detail -> {
            List<Moved> moved = new java.util.ArrayList<>();
            for (JsonNode tile : detail.path("tiles")) {
                place(tile)
                        .ifPresent(place -> moved.add(new Moved(tile.path("id").asString(""), place)));
            }
            listener.accept(List.copyOf(moved));
        });
    }

    Registration onSelect(Consumer<Optional<String>> listener) {
        return on("tile-select", detail -> listener.accept(text(detail, "id")));
    }

    Registration onRemove(Consumer<String> listener) {
        return on("tile-remove", detail -> text(detail, "id").ifPresent(listener));
    }

    Registration onDrop(Consumer<Dropped> listener) {
        return on("widget-drop", detail -> text(detail, "widget").ifPresent(widget -> place(detail)
                .ifPresent(place -> listener.accept(
                        new Dropped(widget, place, detail.path("pushes").asBoolean(false))))));
    }

    /** With the tile's id and the action's. */
    Registration onMenu(BiConsumer<String, String> listener) {
        return on("tile-menu", detail -> text(detail, "id")
                .ifPresent(id -> text(detail, "action").ifPresent(action -> listener.accept(id, action))));
    }

    Registration onMark(Consumer<Mark> listener) {
        return on("mark-select", detail -> text(detail, "id").ifPresent(id -> {
            List<MarkMember> members = new java.util.ArrayList<>();
            for (JsonNode member : detail.path("members")) {
                text(member, "dimension").ifPresent(dimension -> text(member, "key")
                        .ifPresent(key -> members.add(new MarkMember(dimension, key))));
            }
            if (!members.isEmpty()) {
                listener.accept(new Mark(id, List.copyOf(members)));
            }
        }));
    }

    Registration onUndo(Runnable listener) {
        return on("undo", _ -> listener.run());
    }

    Registration onRedo(Runnable listener) {
        return on("redo", _ -> listener.run());
    }

    /** Hears {@code live}, {@code connecting} or {@code lost}. */
    Registration onFeedState(Consumer<String> listener) {
        return on("feed-state", detail -> text(detail, "state").ifPresent(listener));
    }

    /** Cockpits or plugins may have changed since the page was drawn. */
    Registration onStructureChange(Runnable listener) {
        return on("structure-change", _ -> listener.run());
    }

    private Registration on(String event, Consumer<JsonNode> listener) {
        return getElement()
                .addEventListener(
                        event, heard -> listener.accept(heard.getEventData().path("event.detail")))
                .addEventData("event.detail");
    }

    private static Optional<String> text(JsonNode detail, String name) {
        JsonNode value = detail.path(name);
        return value.isString() && !value.asString().isEmpty() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static Optional<Place> place(JsonNode node) {
        int x = node.path("x").asInt(-1);
        int y = node.path("y").asInt(-1);
        int w = node.path("w").asInt(-1);
        int h = node.path("h").asInt(-1);
        return x < 0 || y < 0 || w < 1 || h < 1 ? Optional.empty() : Optional.of(new Place(x, y, w, h));
    }
}
