package cockpit.server.view;

import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.Cockpits;
import cockpit.core.dashboard.Cockpits.Draft;
import cockpit.core.dashboard.Cockpits.Summary;
import cockpit.core.metric.Dictionaries;
import cockpit.core.metric.Dictionary;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.Metric;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tenant's dictionary, for reading: what is counted, by whom it is answered for, and where it is used. */
@Route(value = "metrics", layout = MainLayout.class)
@PermitAll
public class MetricsView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final Dictionaries dictionaries;
    private final Cockpits cockpits;
    private final SignedIn signedIn;
    private final TextField search = new TextField();
    private final Div list = new Div();

    public MetricsView(Dictionaries dictionaries, Cockpits cockpits, SignedIn signedIn) {
        this.dictionaries = dictionaries;
        this.cockpits = cockpits;
        this.signedIn = signedIn;
        addClassName("cv-page");
        search.setPlaceholder(Words.say(MetricWords.SEARCH));
        search.setAriaLabel(Words.say(MetricWords.SEARCH));
        search.setPrefixComponent(VaadinIcon.SEARCH.create());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addValueChangeListener(_ -> draw());
        search.addClassName("cv-search");
        list.addClassName("cv-list");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        removeAll();
        Div head = new Div(new H1(Words.say(MetricWords.TITLE)), search);
        head.addClassName("cv-head");
        Paragraph lead = new Paragraph(Words.say(MetricWords.LEAD));
        lead.addClassName("cv-lead");
        add(head, lead, list);
        draw();
    }

    private void draw() {
        Viewer viewer = signedIn.viewer();
        Dictionary dictionary = dictionaries.of(viewer.tenant());
        Map<Summary, Cockpit> readable = readable(viewer);
        String wanted = search.getValue().strip().toLowerCase(Locale.ROOT);
        List<Metric> found = dictionary.all().stream()
                .filter(metric -> matches(metric, wanted))
                .toList();
        list.removeAll();
        if (dictionary.all().isEmpty()) {
            list.add(Parts.empty(MetricWords.EMPTY, MetricWords.EMPTY_SENTENCE));
        } else if (found.isEmpty()) {
            list.add(new Paragraph(
                    MetricWords.NOTHING_FOUND.say(search.getValue().strip())));
        }
        found.forEach(metric -> list.add(entry(metric, dictionary, readable)));
    }

    private static boolean matches(Metric metric, String wanted) {
        return Stream.of(metric.title(), metric.description(), metric.owner(), Text.same(metric.code()))
                .flatMap(text -> Stream.of(text.zh(), text.en()))
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private Map<Summary, Cockpit> readable(Viewer viewer) {
        Map<Summary, Cockpit> readable = new LinkedHashMap<>();
        for (Summary summary : cockpits.list(viewer)) {
            Optional<Cockpit> published = cockpits.published(viewer, summary.slug());
            Optional<Cockpit> content = published.isPresent() || !viewer.may(Right.BUILD)
                    ? published
                    : cockpits.draft(viewer, summary.slug()).map(Draft::cockpit);
            content.ifPresent(cockpit -> readable.put(summary, cockpit));
        }
        return readable;
    }

    private static Component entry(Metric metric, Dictionary dictionary, Map<Summary, Cockpit> readable) {
        Span title = new Span(Words.say(metric.title()));
        title.addClassName("cv-metric-title");
        Span line = Parts.dim(Words.say(metric.description()));
        line.addClassName("cv-metric-line");
        Span unit = Parts.chip(MetricWords.of(metric.unit()), "plain");
        Span owner = Parts.dim(Words.say(metric.owner()));
        Span summary = new Span(title, unit, line, owner);
        summary.addClassName("cv-metric-summary");

        DescriptionList facts = new DescriptionList();
        facts.addClassName("cv-metric-facts");
        fact(facts, MetricWords.DEFINITION, Words.say(metric.description()));
        fact(facts, MetricWords.FORMULA, Words.say(MetricWords.formula(metric.definition(), dictionary)));
        fact(facts, MetricWords.UNIT, Words.say(MetricWords.of(metric.unit())));
        fact(facts, MetricWords.DIRECTION, Words.say(MetricWords.of(metric.direction())));
        fact(facts, MetricWords.OWNER, Words.say(metric.owner()));
        fact(facts, MetricWords.PLAYBOOK, Words.say(metric.playbook()));
        fact(facts, MetricWords.DIMENSIONS, dimensions(metric, dictionary));
        fact(facts, MetricWords.CODE, metric.code());
        List<Component> used = new ArrayList<>();
        readable.forEach((cockpit, content) -> {
            boolean bound = content.tiles().stream()
                    .flatMap(tile -> tile.bindings().values().stream())
                    .anyMatch(codes -> codes.contains(metric.code()));
            if (bound) {
                String address = cockpit.published().isPresent() ? "c/" : "build/";
                used.add(new Anchor(address + cockpit.slug(), Words.say(cockpit.title())));
            }
        });
        Div places = new Div(used.toArray(Component[]::new));
        places.addClassName("cv-used");
        if (used.isEmpty()) {
            places.setText(Words.say(MetricWords.NOT_USED));
        }
        facts.add(new DescriptionList.Term(Words.say(MetricWords.USED)), new DescriptionList.Description(places));

        NativeDetails entry = new NativeDetails(summary, facts);
        entry.addClassName("cv-metric");
        return entry;
    }

    private static String dimensions(Metric metric, Dictionary dictionary) {
        return Stream.concat(
                        Stream.of(MetricWords.TIME),
                        dictionary.dimensionsOf(metric.code()).stream().sorted().map(Dimension::title))
                .map(Words::say)
                .collect(Collectors.joining(Words.say("、", ", ")));
    }

    private static void fact(DescriptionList facts, Text name, String value) {
        facts.add(new DescriptionList.Term(Words.say(name)), new DescriptionList.Description(value));
    }

    @Override
    public String getPageTitle() {
        return Words.say(MetricWords.TITLE) + " · " + Words.say(LayoutWords.BRAND);
    }
}
