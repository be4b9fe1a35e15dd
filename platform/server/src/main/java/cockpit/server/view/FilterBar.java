package cockpit.server.view;

import cockpit.core.metric.DayRange;
import cockpit.core.metric.Period;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.OrgUnit;
import cockpit.server.Words;
import cockpit.spi.data.Channel;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a reader may narrow a cockpit to. It fires whole filters and keeps none: the view decides what is shown. */
final class FilterBar extends Div {

    private static final String CUSTOM = "custom";

    private final Consumer<Filters> listener;
    private final Segments<String> periods;
    private final com.vaadin.flow.component.button.Button custom;
    private final MultiSelectComboBox<Channel> channels = new MultiSelectComboBox<>();
    private final ComboBox<OrgUnit> units = new ComboBox<>();
    private final OrgTree org;
    private Filters filters = new Filters(Period.Moving.LAST_7_DAYS, Set.of(), Optional.empty());

    /**
     * @param org the tenant's tree
     * @param root the unit whose subtree the reader sees; others are not offered
     */
    FilterBar(OrgTree org, String root, Consumer<Filters> listener) {
        this.org = org;
        this.listener = listener;
        addClassName("cv-filters");

        periods = new Segments<>(Words.say(CockpitWords.PERIOD), this::choosePeriod);
        for (Period.Moving period : Period.Moving.values()) {
            periods.add(period.toString(), Words.say(period.title()));
        }
        custom = periods.add(CUSTOM, Words.say(CockpitWords.CUSTOM));

        channels.addClassName("cv-filter");
        channels.setAriaLabel(Words.say(CockpitWords.CHANNEL));
        channels.setPlaceholder(Words.say(CockpitWords.ALL_CHANNELS));
        channels.setItems(List.of(Channel.values()));
        channels.setItemLabelGenerator(channel -> Words.say(channel.title()));
        channels.setClearButtonVisible(true);
        channels.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                listener.accept(filters.on(change.getValue()));
            }
        });

        List<OrgUnit> below = org.units().stream()
                .filter(unit -> org.within(unit.code(), root) && !unit.code().equals(root))
                .sorted(java.util.Comparator.comparingInt(
                        unit -> org.range(unit.code()).first()))
                .toList();
        units.addClassName("cv-filter");
        units.setAriaLabel(Words.say(CockpitWords.UNIT));
        units.setPlaceholder(org.find(root)
                .map(unit -> CockpitWords.ALL_UNITS.say(unit.name()))
                .orElse(""));
        units.setItems((unit, filter) -> label(unit).contains(filter.strip()), below);
        units.setItemLabelGenerator(this::label);
        units.setClearButtonVisible(true);
        units.setVisible(!below.isEmpty());
        units.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                listener.accept(
                        filters.of(Optional.ofNullable(change.getValue()).map(OrgUnit::code)));
            }
        });

        add(periods, channels, units);
    }

    /** {@code 华东大区 › 徐汇店}: where a unit stands below headquarters. */
    private String label(OrgUnit unit) {
        return org.path(unit.code()).stream()
                .skip(1)
                .map(step -> Words.say(step.name()))
                .collect(Collectors.joining(" › "));
    }

    /** Shows filters. */
    void show(Filters shown) {
        filters = shown;
        boolean moving = shown.period() instanceof Period.Moving;
        periods.choose(moving ? shown.period().toString() : CUSTOM);
        custom.setText(
                moving
                        ? Words.say(CockpitWords.CUSTOM)
                        : Words.say(shown.period().title()));
        channels.setValue(shown.channels());
        units.setValue(shown.unit().flatMap(org::find).orElse(null));
    }

    private void choosePeriod(String chosen) {
        if (chosen.equals(CUSTOM)) {
            askDays();
        } else {
            Period.parse(chosen).ifPresent(period -> listener.accept(filters.in(period)));
        }
    }

    private void askDays() {
        DatePicker first = DayFields.field(CockpitWords.FIRST_DAY);
        DatePicker last = DayFields.field(CockpitWords.LAST_DAY);
        if (filters.period() instanceof Period.Fixed(DayRange range)) {
            first.setValue(range.first());
            last.setValue(range.last());
        }
        Div form = new Div(first, last);
        form.addClassNames("cv-form", "cv-row");
        Dialog dialog = new Dialog(Words.say(CockpitWords.CUSTOM_TITLE), form);
        dialog.getFooter()
                .add(Parts.quiet(CockpitWords.CANCEL, dialog::close), Parts.primary(CockpitWords.APPLY, () -> {
                    Optional<Period> days = days(first, last);
                    last.setInvalid(days.isEmpty());
                    last.setErrorMessage(Words.say(CockpitWords.DAYS_WRONG));
                    days.ifPresent(period -> {
                        dialog.close();
                        listener.accept(filters.in(period));
                    });
                }));
        dialog.open();
    }

    private static Optional<Period> days(DatePicker first, DatePicker last) {
        if (first.getValue() == null
                || last.getValue() == null
                || last.getValue().isBefore(first.getValue())) {
            return Optional.empty();
        }
        Period period = new Period.Fixed(new DayRange(first.getValue(), last.getValue()));
        return Optional.of(period).filter(Filters::sensible);
    }
}
