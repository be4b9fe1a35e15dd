package cockpit.server.view;

import cockpit.core.dashboard.Audience;
import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Tile;
import cockpit.core.metric.Comparison;
import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Period;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.server.Words;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.widget.Slot;
import cockpit.spi.widget.WidgetDescription;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasHelper;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The builder's right side: the properties of a tile, drawn from its widget's own description, or of the cockpit. It knows
 * its fields and nothing else; what the user does, it hands on as a {@link Change}.
 */
final class PropertyPanel extends Div {

    private static final int LONGEST_TITLE = 80;

    private final Tiles tiles;
    private final Dictionary dictionary;
    private final OrgTree org;
    private final Consumer<Change> listener;

    PropertyPanel(Tiles tiles, Dictionary dictionary, OrgTree org, Consumer<Change> listener) {
        this.tiles = tiles;
        this.dictionary = dictionary;
        this.org = org;
        this.listener = listener;
        addClassName("cv-properties");
    }

    /** The properties of a tile. */
    void show(Tile tile) {
        removeAll();
        Optional<WidgetDescription> widget = tiles.widget(tile.widget());
        add(new H3(widget.map(one -> Words.say(one.title())).orElse(tile.widget())));
        if (widget.isEmpty()) {
            add(new Paragraph(Words.say(BuilderWords.WIDGET_GONE)));
        } else {
            add(section(BuilderWords.DATA));
            widget.get().slots().forEach(slot -> add(slot(tile, slot)));
            if (!widget.get().options().isEmpty()) {
                add(section(BuilderWords.OPTIONS));
                widget.get().options().forEach(option -> add(option(tile, widget.get(), option)));
            }
        }
        add(section(BuilderWords.TITLE), tileTitle(tile));
        Button remove = Parts.quiet(
                BuilderWords.REMOVE_TILE,
                () -> listener.accept(new Change(
                        BuilderWords.REMOVE.with(tiles.title(tile)), cockpit -> cockpit.without(tile.id()))));
        remove.addClassName("cv-danger");
        add(remove);
    }

    /** The properties of the cockpit itself. */
    void show(Cockpit cockpit) {
        removeAll();
        add(new H3(Words.say(BuilderWords.COCKPIT)));
        TextField zh = titleField(BuilderWords.TITLE_ZH, cockpit.title().zh());
        TextField en = titleField(BuilderWords.TITLE_EN, cockpit.title().en());
        HasValue.ValueChangeListener<HasValue.ValueChangeEvent<String>> retitled = _ -> {
            boolean missing = zh.getValue().isBlank() && en.getValue().isBlank();
            zh.setInvalid(missing);
            zh.setErrorMessage(Words.say(BuilderWords.TITLE_MISSING));
            if (!missing) {
                Text title = HomeView.title(zh.getValue(), en.getValue());
                listener.accept(new Change(BuilderWords.RETITLE, before -> retitled(before, title)));
            }
        };
        zh.addValueChangeListener(retitled);
        en.addValueChangeListener(retitled);

        Select<Period> period = new Select<>();
        period.setLabel(Words.say(BuilderWords.PERIOD));
        List<Period> periods = new ArrayList<>(List.of(Period.Moving.values()));
        Period current = Tiles.period(cockpit);
        if (!periods.contains(current)) {
            periods.add(current);
        }
        period.setItems(periods);
        period.setItemLabelGenerator(one -> Words.say(one.title()));
        period.setValue(current);
        period.addValueChangeListener(change -> listener.accept(new Change(
                BuilderWords.CHANGE_PERIOD,
                before -> new Cockpit(
                        before.slug(),
                        before.title(),
                        before.audience(),
                        change.getValue().toString(),
                        before.comparison(),
                        before.tiles()))));

        Select<Comparison> comparison = new Select<>();
        comparison.setLabel(Words.say(BuilderWords.COMPARISON));
        comparison.setItems(Comparison.values());
        comparison.setItemLabelGenerator(one -> Words.say(BuilderWords.of(one)));
        comparison.setValue(cockpit.comparison());
        comparison.addValueChangeListener(change -> listener.accept(new Change(
                BuilderWords.CHANGE_COMPARISON,
                before -> new Cockpit(
                        before.slug(),
                        before.title(),
                        before.audience(),
                        before.period(),
                        change.getValue(),
                        before.tiles()))));

        MultiSelectComboBox<Audience> audience = new MultiSelectComboBox<>(Words.say(BuilderWords.AUDIENCE));
        audience.setHelperText(Words.say(BuilderWords.AUDIENCE_HELP));
        audience.setItems(org.units().stream()
                .sorted(Comparator.comparingInt(unit -> org.range(unit.code()).first()))
                .flatMap(this::audiences)
                .toList());
        audience.setItemLabelGenerator(entry -> BuilderWords.audience(entry, org));
        audience.setValue(cockpit.audience().stream()
                .flatMap(written -> Audience.parse(written).stream())
                .filter(entry -> org.find(entry.unit()).isPresent())
                .collect(Collectors.toSet()));
        audience.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                List<String> entries = change.getValue().stream()
                        .sorted(Comparator.comparingInt(
                                entry -> org.range(entry.unit()).first()))
                        .map(Audience::toString)
                        .toList();
                listener.accept(new Change(
                        BuilderWords.CHANGE_AUDIENCE,
                        before -> new Cockpit(
                                before.slug(),
                                before.title(),
                                entries,
                                before.period(),
                                before.comparison(),
                                before.tiles())));
            }
        });
        add(zh, en, period, comparison, audience);
    }

    /** A unit with those below, and where there are some, the unit without them. */
    private Stream<Audience> audiences(OrgUnit unit) {
        Audience all = new Audience(unit.code(), false);
        return org.children(unit.code()).isEmpty() ? Stream.of(all) : Stream.of(all, new Audience(unit.code(), true));
    }

    private static Cockpit retitled(Cockpit before, Text title) {
        return new Cockpit(
                before.slug(), title, before.audience(), before.period(), before.comparison(), before.tiles());
    }

    private Component tileTitle(Tile tile) {
        TextField zh =
                titleField(BuilderWords.TITLE_ZH, tile.title().map(Text::zh).orElse(""));
        TextField en =
                titleField(BuilderWords.TITLE_EN, tile.title().map(Text::en).orElse(""));
        zh.setHelperText(Words.say(BuilderWords.TITLE_HELP));
        HasValue.ValueChangeListener<HasValue.ValueChangeEvent<String>> retitled = _ -> {
            boolean none = zh.getValue().isBlank() && en.getValue().isBlank();
            Optional<Text> title = none ? Optional.empty() : Optional.of(HomeView.title(zh.getValue(), en.getValue()));
            change(tile, BuilderWords.RETITLE_TILE, before -> before.titled(title));
        };
        zh.addValueChangeListener(retitled);
        en.addValueChangeListener(retitled);
        Div both = new Div(zh, en);
        both.addClassName("cv-form");
        return both;
    }

    private static TextField titleField(Text label, String value) {
        TextField field = new TextField(Words.say(label));
        field.setMaxLength(LONGEST_TITLE);
        field.setValue(value);
        field.setWidthFull();
        return field;
    }

    private Component slot(Tile tile, Slot slot) {
        List<String> bound = tile.bindings().getOrDefault(slot.name(), List.of());
        return switch (slot.kind()) {
            case METRIC -> new MetricsField(slot, bound, dictionary, codes -> bind(tile, slot, codes));
            case TIME -> time(tile, slot, bound);
            case DIMENSION -> dimension(tile, slot, bound, tiles.fitting(tile));
            case ORG_UNIT -> {
                Set<Dimension> units = tiles.fitting(tile);
                units.retainAll(Set.of(Dimension.REGION, Dimension.STORE));
                yield dimension(tile, slot, bound, units);
            }
        };
    }

    private Component time(Tile tile, Slot slot, List<String> bound) {
        Checkbox byTime = new Checkbox(Words.say(BuilderWords.BY_TIME));
        byTime.setValue(!bound.isEmpty());
        byTime.setEnabled(slot.least() == 0 || bound.isEmpty());
        byTime.addValueChangeListener(change -> bind(tile, slot, change.getValue() ? List.of(Tiles.TIME) : List.of()));
        return byTime;
    }

    private Component dimension(Tile tile, Slot slot, List<String> bound, Set<Dimension> fitting) {
        List<String> offered =
                new ArrayList<>(fitting.stream().sorted().map(Dimension::code).toList());
        bound.stream().filter(code -> !offered.contains(code)).forEach(offered::add);
        if (slot.most() > 1) {
            MultiSelectComboBox<String> several = new MultiSelectComboBox<>(Words.say(slot.title()));
            several.setItems(offered);
            several.setItemLabelGenerator(code -> label(code, fitting));
            several.setPlaceholder(Words.say(BuilderWords.CHOOSE_DIMENSION));
            several.setValue(bound);
            several.setWidthFull();
            several.addValueChangeListener(change -> {
                if (change.isFromClient()) {
                    bind(
                            tile,
                            slot,
                            change.getValue().stream().limit(slot.most()).toList());
                }
            });
            return several;
        }
        Select<String> one = new Select<>();
        one.setLabel(Words.say(slot.title()));
        one.setItems(offered);
        one.setItemLabelGenerator(code -> code == null ? "–" : label(code, fitting));
        one.setPlaceholder(Words.say(BuilderWords.CHOOSE_DIMENSION));
        one.setEmptySelectionAllowed(slot.least() == 0);
        one.setWidthFull();
        bound.stream().findFirst().ifPresent(one::setValue);
        one.addValueChangeListener(
                change -> bind(tile, slot, change.getValue() == null ? List.of() : List.of(change.getValue())));
        return one;
    }

    private static String label(String code, Set<Dimension> fitting) {
        Optional<Dimension> dimension = Tiles.dimension(code);
        Text title = dimension.map(Dimension::title).orElseGet(() -> Text.same(code));
        return dimension.filter(fitting::contains).isPresent() ? Words.say(title) : BuilderWords.UNFIT.say(title);
    }

    private Component option(Tile tile, WidgetDescription widget, Setting option) {
        String value =
                tile.options().getOrDefault(option.key(), option.defaultValue() == null ? "" : option.defaultValue());
        String title = Words.say(option.title());
        return switch (option.kind()) {
            case BOOLEAN -> {
                Checkbox box = new Checkbox(title);
                box.setValue(value.equals("true"));
                box.addValueChangeListener(change -> set(tile, widget, option, String.valueOf(change.getValue()), box));
                yield helped(box, option);
            }
            case CHOICE -> {
                Map<String, Text> titles = option.choices().stream()
                        .collect(Collectors.toMap(Setting.Choice::value, Setting.Choice::title, (one, _) -> one));
                Select<String> select = new Select<>();
                select.setLabel(title);
                select.setItems(
                        option.choices().stream().map(Setting.Choice::value).toList());
                select.setItemLabelGenerator(choice -> Words.say(titles.getOrDefault(choice, Text.same(choice))));
                if (titles.containsKey(value)) {
                    select.setValue(value);
                }
                select.setWidthFull();
                select.addValueChangeListener(change -> set(tile, widget, option, change.getValue(), select));
                yield helped(select, option);
            }
            case LIST -> {
                TextArea area = new TextArea(title);
                area.setValue(value);
                area.setWidthFull();
                area.addValueChangeListener(change -> set(tile, widget, option, change.getValue(), area));
                yield helped(area, option);
            }
            case TEXT, INTEGER, URL, SECRET -> {
                TextField field = new TextField(title);
                field.setValue(value);
                field.setWidthFull();
                if (option.kind() == Setting.Kind.INTEGER) {
                    field.setAllowedCharPattern("[-0-9]");
                }
                field.addValueChangeListener(change -> set(tile, widget, option, change.getValue(), field));
                yield helped(field, option);
            }
        };
    }

    private static <C extends Component & HasHelper> C helped(C field, Setting option) {
        if (option.help() != null) {
            field.setHelperText(Words.say(option.help()));
        }
        return field;
    }

    private void set(Tile tile, WidgetDescription widget, Setting option, String value, HasValidation field) {
        Optional<Settings.Problem> problem =
                Settings.check(
                                widget.title(),
                                widget.options(),
                                tile.option(option.key(), value).options())
                        .problems()
                        .stream()
                        .filter(one -> one.key().equals(option.key()))
                        .findFirst();
        field.setInvalid(problem.isPresent());
        field.setErrorMessage(problem.map(one -> Words.say(one.sentence())).orElse(""));
        if (problem.isEmpty()) {
            change(tile, BuilderWords.OPTION.with(option.title()), before -> before.option(option.key(), value));
        }
    }

    private void bind(Tile tile, Slot slot, List<String> codes) {
        change(tile, BuilderWords.BIND.with(slot.title()), before -> before.binding(slot.name(), codes));
    }

    private void change(Tile tile, Text name, java.util.function.UnaryOperator<Tile> to) {
        listener.accept(new Change(name, cockpit -> cockpit.tile(tile.id())
                .map(before -> cockpit.with(to.apply(before)))
                .orElse(cockpit)));
    }

    private static Component section(Text title) {
        Div section = new Div(Words.say(title));
        section.addClassName("cv-section");
        return section;
    }
}
