package cockpit.server.view;

import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Metric;
import cockpit.server.Words;
import cockpit.spi.Text;
import cockpit.spi.widget.Slot;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.LitRenderer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Metrics of the dictionary for one slot: one of them, or several in an order. */
final class MetricsField extends Div {

    private final Dictionary dictionary;
    private final Consumer<List<String>> listener;
    private final List<String> codes;

    /**
     * @param codes what is bound
     * @param listener hears what shall be bound instead
     */
    MetricsField(Slot slot, List<String> codes, Dictionary dictionary, Consumer<List<String>> listener) {
        this.dictionary = dictionary;
        this.listener = listener;
        this.codes = List.copyOf(codes);
        addClassName("cv-metrics-field");
        if (slot.most() == 1) {
            ComboBox<Metric> one = picker(BuilderWords.CHOOSE_METRIC);
            one.setLabel(Words.say(slot.title()));
            one.setClearButtonVisible(slot.least() == 0);
            codes.stream().findFirst().flatMap(dictionary::find).ifPresent(metric -> {
                one.setValue(metric);
                one.setHelperText(Words.say(metric.description()));
            });
            codes.stream()
                    .filter(code -> dictionary.find(code).isEmpty())
                    .findFirst()
                    .ifPresent(code -> {
                        one.setInvalid(true);
                        one.setErrorMessage(BuilderWords.UNKNOWN_METRIC.say(code));
                    });
            one.addValueChangeListener(change -> {
                if (change.isFromClient()) {
                    listener.accept(
                            change.getValue() == null
                                    ? List.of()
                                    : List.of(change.getValue().code()));
                }
            });
            add(one);
            return;
        }
        Span label = new Span(Words.say(slot.title()));
        label.addClassName("cv-label");
        add(label);
        for (int index = 0; index < codes.size(); index++) {
            add(row(index));
        }
        if (codes.size() < slot.most()) {
            ComboBox<Metric> more = picker(BuilderWords.ADD_METRIC);
            more.setAriaLabel(Words.say(slot.title()) + Words.say("：添加指标", ": add a metric"));
            more.addValueChangeListener(change -> {
                if (change.isFromClient() && change.getValue() != null) {
                    List<String> longer = new ArrayList<>(codes);
                    longer.add(change.getValue().code());
                    listener.accept(longer);
                }
            });
            add(more);
        }
        if (codes.size() < slot.least()) {
            add(Parts.dim(BuilderWords.NEEDS.say(slot.least())));
        }
    }

    private Div row(int index) {
        String code = codes.get(index);
        Span title = new Span(dictionary
                .find(code)
                .map(metric -> Words.say(metric.title()))
                .orElseGet(() -> BuilderWords.UNKNOWN_METRIC.say(code)));
        title.addClassName("cv-space");
        Button up = icon(VaadinIcon.ARROW_UP, BuilderWords.UP, () -> swap(index, index - 1));
        up.setEnabled(index > 0);
        Button down = icon(VaadinIcon.ARROW_DOWN, BuilderWords.DOWN, () -> swap(index, index + 1));
        down.setEnabled(index < codes.size() - 1);
        Button remove = icon(VaadinIcon.CLOSE_SMALL, BuilderWords.TAKE_OUT, () -> {
            List<String> shorter = new ArrayList<>(codes);
            shorter.remove(index);
            listener.accept(shorter);
        });
        Div row = new Div(title, up, down, remove);
        row.addClassName("cv-metric-row");
        return row;
    }

    private void swap(int one, int other) {
        List<String> swapped = new ArrayList<>(codes);
        Collections.swap(swapped, one, other);
        listener.accept(swapped);
    }

    private static Button icon(VaadinIcon icon, Text name, Runnable listener) {
        Button button = new Button(icon.create(), _ -> listener.run());
        button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
        button.setAriaLabel(Words.say(name));
        button.setTooltipText(Words.say(name));
        return button;
    }

    private ComboBox<Metric> picker(Text placeholder) {
        ComboBox<Metric> picker = new ComboBox<>();
        picker.setPlaceholder(Words.say(placeholder));
        picker.setItems((metric, filter) -> matches(metric, filter.strip().toLowerCase(Locale.ROOT)), dictionary.all());
        picker.setItemLabelGenerator(metric -> Words.say(metric.title()));
        picker.setRenderer(LitRenderer.<Metric>of(
                        "<div class=\"cv-pick\"><div><b>${item.title}</b> <span>${item.unit}</span></div>"
                                + "<div>${item.description}</div><div>${item.owner}</div></div>")
                .withProperty("title", metric -> Words.say(metric.title()))
                .withProperty("unit", metric -> Words.say(MetricWords.of(metric.unit())))
                .withProperty("description", metric -> Words.say(metric.description()))
                .withProperty("owner", metric -> Words.say(metric.owner())));
        picker.getStyle().set("--vaadin-combo-box-overlay-width", "22rem");
        picker.setWidthFull();
        return picker;
    }

    private static boolean matches(Metric metric, String wanted) {
        return Stream.of(metric.title(), metric.description(), metric.owner(), Text.same(metric.code()))
                .flatMap(text -> Stream.of(text.zh(), text.en()))
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
