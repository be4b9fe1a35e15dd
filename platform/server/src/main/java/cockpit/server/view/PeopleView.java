package cockpit.server.view;

import cockpit.core.identity.Erasures;
import cockpit.core.identity.KeyKind;
import cockpit.core.identity.People;
import cockpit.core.identity.Person;
import cockpit.core.identity.PersonKey;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One person across channels: found by a key, explained, parted, joined and erased. */
@Route(value = "people", layout = MainLayout.class)
@PermitAll
public class PeopleView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final People people;
    private final Erasures erasures;
    private final Tenants tenants;
    private final SignedIn signedIn;
    private final Select<KeyKind> kind = new Select<>();
    private final TextField value = new TextField();
    private final Div found = new Div();
    private final Paragraph match = new Paragraph();
    private @Nullable PersonKey before;
    private @Nullable PersonKey current;

    public PeopleView(People people, Erasures erasures, Tenants tenants, SignedIn signedIn) {
        this.people = people;
        this.erasures = erasures;
        this.tenants = tenants;
        this.signedIn = signedIn;
        addClassName("cv-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Viewer viewer = signedIn.viewer();
        viewer.require(Right.SEE_PERSONAL_DATA);
        removeAll();
        found.removeAll();
        Div head = new Div(new H1(Words.say(PeopleWords.TITLE)));
        head.addClassName("cv-head");
        Paragraph lead = new Paragraph(Words.say(PeopleWords.LEAD));
        lead.addClassName("cv-lead");
        match.addClassName("cv-dim");
        kind.setLabel(Words.say(PeopleWords.KIND));
        kind.setItems(KeyKind.values());
        kind.setItemLabelGenerator(one -> Words.say(one.title()));
        kind.setValue(KeyKind.PHONE);
        value.setLabel(Words.say(PeopleWords.VALUE));
        value.setClearButtonVisible(true);
        value.getElement().setAttribute("autocomplete", "off");
        Button find = Parts.primary(PeopleWords.FIND, this::find);
        Div form = new Div(kind, value, find);
        form.addClassNames("cv-row", "cv-find");
        found.addClassName("cv-list");
        add(head, lead, match, form, found);
        sayMatch(viewer);
    }

    private void sayMatch(Viewer viewer) {
        People.Match known = people.match(viewer);
        String share = known.persons() == 0
                ? "–"
                : String.format(Locale.ROOT, "%.1f%%", 100.0 * known.acrossSources() / known.persons());
        match.setText(PeopleWords.MATCH.say(
                number(known.persons()), number(known.acrossSources()), share, number(known.hubs())));
    }

    private void find() {
        Viewer viewer = signedIn.viewer();
        List<Person> persons = people.find(viewer, kind.getValue(), value.getValue());
        found.removeAll();
        if (persons.isEmpty()) {
            found.add(new Paragraph(Words.say(PeopleWords.NOBODY)));
            return;
        }
        PersonKey first = persons.getFirst().keys().getFirst().key();
        if (!first.equals(current)) {
            before = current;
            current = first;
        }
        persons.forEach(person -> found.add(item(viewer, person)));
        sayMatch(viewer);
    }

    private Component item(Viewer viewer, Person person) {
        boolean decides = viewer.may(Right.MANAGE_PERSONS);
        Div text = new Div(new H2(PeopleWords.PERSON.say(person.number())));
        text.addClassName("cv-item-text");

        text.add(new H3(Words.say(PeopleWords.KEYS)));
        UnorderedList keys = new UnorderedList();
        for (Person.Key key : person.keys()) {
            ListItem line = new ListItem(new Span(Words.say(key.key().masked())));
            if (key.hub()) {
                line.add(Parts.chip(PeopleWords.HUB, "warn"));
            } else if (decides && person.keys().size() > 1) {
                line.add(Parts.quiet(PeopleWords.SHARE, () -> decide(() -> people.share(viewer, key.key(), ""))));
            }
            keys.add(line);
        }
        text.add(keys, new H3(Words.say(PeopleWords.FACTS)));
        UnorderedList facts = new UnorderedList();
        person.facts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        facts.add(new ListItem(Words.say(entry.getKey().title()) + " " + number(entry.getValue()))));
        text.add(facts);
        links(viewer, person, decides, text);
        decisions(viewer, person, decides, text);

        Div actions = new Div(Parts.button(PeopleWords.SHOW_NAMES, () -> showNames(viewer, person)));
        actions.addClassName("cv-item-actions");
        PersonKey earlier = before;
        PersonKey mine = person.keys().getFirst().key();
        boolean another = earlier != null
                && person.keys().stream().noneMatch(key -> key.key().equals(earlier));
        if (decides && earlier != null && another) {
            actions.add(Parts.button(PeopleWords.JOIN, () -> decide(() -> people.join(viewer, earlier, mine, ""))));
        }
        if (decides) {
            Button erase = Parts.button(PeopleWords.ERASE, () -> confirmErasure(viewer, person));
            erase.addThemeVariants(ButtonVariant.ERROR);
            actions.add(erase);
        }
        Div item = new Div(text, actions);
        item.addClassName("cv-item");
        return item;
    }

    private void links(Viewer viewer, Person person, boolean decides, Div text) {
        if (person.links().isEmpty()) {
            return;
        }
        text.add(new H3(Words.say(PeopleWords.LINKS)));
        UnorderedList list = new UnorderedList();
        for (Person.Link link : person.links()) {
            ListItem line = new ListItem();
            if (link.evidence().isEmpty()) {
                line.add(new Span(PeopleWords.BY_HAND.say(
                        Words.say(link.one().masked()), Words.say(link.other().masked()))));
            }
            for (Person.Evidence evidence : link.evidence()) {
                Div sentence = new Div(PeopleWords.TOGETHER.say(
                        Words.say(link.one().masked()),
                        Words.say(link.other().masked()),
                        evidence.source(),
                        number(evidence.facts()),
                        Words.say(evidence.dataset().title()),
                        evidence.first(),
                        evidence.last()));
                line.add(sentence);
            }
            if (link.cut()) {
                line.add(Parts.chip(PeopleWords.CUT_MARK, "warn"));
            } else if (decides && !link.evidence().isEmpty()) {
                line.add(Parts.quiet(
                        PeopleWords.CUT, () -> decide(() -> people.cut(viewer, link.one(), link.other(), ""))));
            }
            list.add(line);
        }
        text.add(list);
    }

    private void decisions(Viewer viewer, Person person, boolean decides, Div text) {
        if (person.decisions().isEmpty()) {
            return;
        }
        ZoneId zone = tenants.get(viewer.tenant()).zone();
        text.add(new H3(Words.say(PeopleWords.DECISIONS)));
        UnorderedList list = new UnorderedList();
        for (Person.Decided decided : person.decisions()) {
            PersonKey other = decided.other();
            ListItem line = new ListItem(new Span(Words.say(PeopleWords.of(decided.action()))
                    + " · "
                    + Words.say(decided.one().masked())
                    + (other == null ? "" : " – " + Words.say(other.masked()))
                    + " · "
                    + decided.actor()
                    + " · "
                    + Parts.moment(decided.at(), zone)));
            if (decides) {
                line.add(Parts.quiet(
                        PeopleWords.TAKE_BACK, () -> decide(() -> people.takeBack(viewer, decided.number()))));
            }
            list.add(line);
        }
        text.add(list);
    }

    private void decide(Runnable decision) {
        decision.run();
        Parts.tell(Words.say(PeopleWords.DONE));
        find();
    }

    private void showNames(Viewer viewer, Person person) {
        List<String> names = people.names(viewer, person.number());
        Parts.tell(names.isEmpty() ? Words.say(PeopleWords.NO_NAMES) : String.join(Words.say("、", ", "), names));
    }

    private void confirmErasure(Viewer viewer, Person person) {
        UnorderedList parts = new UnorderedList();
        for (Erasures.Part part : erasures.look(viewer, person.number())) {
            parts.add(new ListItem(Words.say(part.title()) + " " + number(part.count())));
        }
        TextField reason = new TextField(Words.say(PeopleWords.REASON));
        reason.setWidthFull();
        reason.setMaxLength(200);
        Paragraph lead = new Paragraph(Words.say(PeopleWords.ERASE_LEAD));
        Dialog dialog = new Dialog(PeopleWords.ERASE_TITLE.say(person.number()), lead, parts, reason);
        dialog.setWidth("min(36rem, 94vw)");
        Button erase = Parts.primary(PeopleWords.ERASE_NOW, () -> {
            List<Erasures.Part> touched = erasures.erase(viewer, person.number(), reason.getValue());
            dialog.close();
            Parts.tell(PeopleWords.ERASED.say(
                    number(touched.stream().mapToLong(Erasures.Part::count).sum())));
            before = null;
            current = null;
            value.clear();
            found.removeAll();
            sayMatch(viewer);
        });
        erase.addThemeVariants(ButtonVariant.ERROR);
        dialog.getFooter().add(Parts.quiet(PeopleWords.CANCEL, dialog::close), erase);
        dialog.open();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    @Override
    public String getPageTitle() {
        return Words.say(PeopleWords.TITLE) + " · " + Words.say(LayoutWords.BRAND);
    }
}
