package cockpit.server.view;

import cockpit.core.ingest.ConnectionDraft;
import cockpit.core.ingest.ConnectionRefused;
import cockpit.core.ingest.Connections;
import cockpit.core.ingest.NoSuchConnection;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Right;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.spi.Secret;
import cockpit.spi.Setting;
import cockpit.spi.Text;
import cockpit.spi.source.SourceDescription;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasHelper;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes and changes a connection, by the form that its data source declares. A secret that has a value is never sent to the
 * browser; a field that is left empty keeps it.
 */
@Route(value = "connections/form", layout = MainLayout.class)
@PermitAll
public class ConnectionFormView extends Div implements HasUrlParameter<String>, HasDynamicTitle {

    private static final String NEW = "new.";
    private static final String EDIT = "edit.";
    private static final Pattern INTERVAL = Pattern.compile("(\\d{1,6})\\s*(s|m|h)");

    private final Connections connections;
    private final Plugins plugins;
    private final SignedIn signedIn;
    private final Map<String, Supplier<String>> settings = new LinkedHashMap<>();
    private final Map<String, PasswordField> secrets = new LinkedHashMap<>();
    private final TextField id = new TextField(Words.say(ConnectionWords.ID));
    private final TextField zh = new TextField(Words.say(ConnectionWords.TITLE_ZH));
    private final TextField en = new TextField(Words.say(ConnectionWords.TITLE_EN));
    private final IntegerField days = new IntegerField(Words.say(ConnectionWords.HISTORY_DAYS));
    private final IntegerField requests = new IntegerField(Words.say(ConnectionWords.REQUESTS));
    private final TextArea intervals = new TextArea(Words.say(ConnectionWords.INTERVALS));
    private final TextArea units = new TextArea(Words.say(ConnectionWords.UNITS));
    private final Div refusal = new Div();
    private String heading = "–";

    public ConnectionFormView(Connections connections, Plugins plugins, SignedIn signedIn) {
        this.connections = connections;
        this.plugins = plugins;
        this.signedIn = signedIn;
        addClassName("cv-page");
    }

    /** The parameter for a new connection of a source. */
    static String forSource(String source) {
        return NEW + source;
    }

    /** The parameter for a connection that is there. */
    static String forConnection(String connection) {
        return EDIT + connection;
    }

    @Override
    public void setParameter(BeforeEvent event, String parameter) {
        signedIn.viewer().require(Right.MANAGE_CONNECTIONS);
        removeAll();
        settings.clear();
        secrets.clear();
        if (parameter.startsWith(NEW)) {
            SourceDescription source = source(parameter.substring(NEW.length()));
            heading = ConnectionWords.NEW_OF.say(source.title());
            draw(source, fresh(source));
        } else {
            ConnectionDraft draft = draft(parameter.substring(Math.min(EDIT.length(), parameter.length())));
            heading = ConnectionWords.EDIT_OF.say(draft.title());
            draw(source(draft.source()), draft);
        }
    }

    private SourceDescription source(String source) {
        return plugins.source(source)
                .map(found -> found.extension().describe())
                .orElseThrow(() -> new NotFoundException("There is no data source " + source + "."));
    }

    private ConnectionDraft draft(String connection) {
        try {
            return connections
                    .draft(signedIn.viewer(), connection)
                    .orElseThrow(() -> new NotFoundException(connection + " is defined in a file."));
        } catch (NoSuchConnection _) {
            throw new NotFoundException("There is no connection " + connection + ".");
        }
    }

    private static ConnectionDraft fresh(SourceDescription source) {
        return new ConnectionDraft(
                source.id(), 0, source.title(), source.id(), 90, 20, Map.of(), Map.of(), Set.of(), Map.of(), Map.of());
    }

    private void draw(SourceDescription source, ConnectionDraft draft) {
        Anchor back = new Anchor("connections", Words.say(ConnectionWords.BACK));
        back.addClassName("cv-back");
        H1 title = new H1(heading);
        Paragraph lead = new Paragraph(Words.say(source.summary()));
        lead.addClassName("cv-lead");
        id.setValue(draft.id());
        id.setHelperText(Words.say(ConnectionWords.ID_HELP));
        id.setReadOnly(draft.version() > 0);
        zh.setValue(draft.title().zh());
        en.setValue(draft.title().en());
        days.setValue(draft.historyDays());
        requests.setValue(draft.requestsPerSecond());
        intervals.setValue(lines(written(draft.every())));
        intervals.setHelperText(Words.say(ConnectionWords.INTERVALS_HELP));
        units.setValue(lines(draft.orgUnits()));
        units.setHelperText(Words.say(ConnectionWords.UNITS_HELP));
        Div plain = new Div();
        Div secret = new Div();
        for (Setting setting : source.settings()) {
            if (setting.kind() == Setting.Kind.SECRET) {
                secret.add(secret(setting, draft.kept().contains(setting.key())));
            } else {
                plain.add(field(setting, draft.settings().get(setting.key())));
            }
        }
        refusal.addClassName("cv-bad");
        refusal.setVisible(false);
        Div actions = new Div(
                Parts.primary(ConnectionWords.SAVE, () -> save(source, draft)),
                Parts.quiet(ConnectionWords.CANCEL, ConnectionFormView::leave));
        actions.addClassName("cv-row");
        add(back, title, lead, section(null, null, id, zh, en));
        if (plain.getComponentCount() > 0) {
            add(section(ConnectionWords.SETTINGS, null, plain.getChildren().toArray(Component[]::new)));
        }
        if (secret.getComponentCount() > 0) {
            add(section(
                    ConnectionWords.SECRETS,
                    ConnectionWords.SECRETS_LEAD,
                    secret.getChildren().toArray(Component[]::new)));
        }
        add(section(ConnectionWords.READING, null, days, requests, intervals, units), refusal, actions);
    }

    private static Div section(
            @org.jspecify.annotations.Nullable Text title,
            @org.jspecify.annotations.Nullable Text lead,
            Component... fields) {
        Div section = new Div();
        section.addClassName("cv-section");
        if (title != null) {
            section.add(new H2(Words.say(title)));
        }
        if (lead != null) {
            Paragraph sentence = new Paragraph(Words.say(lead));
            sentence.addClassName("cv-dim");
            section.add(sentence);
        }
        Div form = new Div(fields);
        form.addClassName("cv-form");
        for (Component field : fields) {
            if (field instanceof HasSize sized) {
                sized.setWidth("min(30rem, 100%)");
            }
        }
        section.add(form);
        return section;
    }

    private PasswordField secret(Setting setting, boolean hasValue) {
        PasswordField field = new PasswordField(Words.say(setting.title()));
        field.setRevealButtonVisible(false);
        field.setAutocomplete(Autocomplete.NEW_PASSWORD);
        field.setRequiredIndicatorVisible(setting.required() && !hasValue);
        if (hasValue) {
            field.setPlaceholder(Words.say(ConnectionWords.SECRET_SET));
        }
        explain(field, setting);
        secrets.put(setting.key(), field);
        return field;
    }

    private static void explain(HasHelper field, Setting setting) {
        Text help = setting.help();
        if (help != null) {
            field.setHelperText(Words.say(help));
        }
    }

    private Component field(Setting setting, @org.jspecify.annotations.Nullable String given) {
        String value = Optional.ofNullable(given)
                .or(() -> Optional.ofNullable(setting.defaultValue()))
                .orElse("");
        String label = Words.say(setting.title());
        return switch (setting.kind()) {
            case BOOLEAN -> {
                Checkbox box = new Checkbox(label, Boolean.parseBoolean(value));
                explain(box, setting);
                settings.put(setting.key(), () -> String.valueOf(box.getValue()));
                yield box;
            }
            case CHOICE -> {
                Select<String> select = new Select<>();
                select.setLabel(label);
                select.setItems(
                        setting.choices().stream().map(Setting.Choice::value).toList());
                select.setItemLabelGenerator(code -> setting.choices().stream()
                        .filter(choice -> choice.value().equals(code))
                        .map(choice -> Words.say(choice.title()))
                        .findFirst()
                        .orElse(code));
                if (!value.isEmpty()) {
                    select.setValue(value);
                }
                explain(select, setting);
                settings.put(setting.key(), () -> Optional.ofNullable(select.getValue())
                        .orElse(""));
                yield select;
            }
            case LIST -> {
                TextArea area = new TextArea(label, value, "");
                area.setRequiredIndicatorVisible(setting.required());
                explain(area, setting);
                settings.put(setting.key(), area::getValue);
                yield area;
            }
            case TEXT, INTEGER, URL -> {
                TextField text = new TextField(label, value, "");
                text.setRequiredIndicatorVisible(setting.required());
                explain(text, setting);
                settings.put(setting.key(), text::getValue);
                yield text;
            }
            case SECRET -> throw new IllegalStateException("A secret is no plain field.");
        };
    }

    private static Map<String, String> written(Map<String, Duration> every) {
        Map<String, String> written = new LinkedHashMap<>();
        every.forEach((stream, interval) -> written.put(stream, interval.toSeconds() + "s"));
        return written;
    }

    private static String lines(Map<String, String> values) {
        return String.join(
                "\n",
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .sorted()
                        .toList());
    }

    /** What was entered as lines; a line that is of another form becomes a complaint. */
    private static Map<String, String> pairs(TextArea area, List<Text> complaints) {
        Map<String, String> pairs = new LinkedHashMap<>();
        List<String> lines = area.getValue().lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index).strip();
            int equals = line.indexOf('=');
            if (equals > 0 && equals < line.length() - 1) {
                pairs.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            } else if (!line.isEmpty()) {
                complaints.add(badLine(area, index + 1));
            }
        }
        return pairs;
    }

    private static Text badLine(TextArea area, int number) {
        Text line = ConnectionWords.BAD_LINE.with(Text.same(String.valueOf(number)));
        return Text.of(area.getLabel() + "：" + line.zh() + "。", area.getLabel() + ": " + line.en() + ".");
    }

    private Map<String, Duration> every(List<Text> complaints) {
        Map<String, Duration> every = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<String, String> entry : pairs(intervals, complaints).entrySet()) {
            number++;
            Matcher matcher = INTERVAL.matcher(entry.getValue());
            if (!matcher.matches()) {
                complaints.add(badLine(intervals, number));
                continue;
            }
            long count = Long.parseLong(matcher.group(1));
            every.put(
                    entry.getKey(),
                    switch (matcher.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        default -> Duration.ofHours(count);
                    });
        }
        return every;
    }

    private void save(SourceDescription source, ConnectionDraft edited) {
        List<Text> complaints = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            if (!value.get().isBlank()) {
                values.put(key, value.get().strip());
            }
        });
        Map<String, Secret> entered = new LinkedHashMap<>();
        Set<String> kept = new LinkedHashSet<>(edited.kept());
        secrets.forEach((key, field) -> {
            if (!field.getValue().isBlank()) {
                entered.put(key, Secret.of(field.getValue().strip()));
                kept.remove(key);
            }
        });
        Map<String, Duration> every = every(complaints);
        Map<String, String> mapped = pairs(units, complaints);
        if (!complaints.isEmpty()) {
            refuse(complaints);
            return;
        }
        ConnectionDraft draft = new ConnectionDraft(
                id.getValue().strip(),
                edited.version(),
                HomeView.title(zh.getValue(), en.getValue()),
                source.id(),
                Optional.ofNullable(days.getValue()).orElse(-1),
                Optional.ofNullable(requests.getValue()).orElse(-1),
                values,
                entered,
                kept,
                mapped,
                every);
        try {
            connections.save(signedIn.viewer(), draft);
        } catch (ConnectionRefused refused) {
            refuse(refused.sentences());
            return;
        }
        Parts.tell(Words.say(ConnectionWords.SAVED));
        UI.getCurrentOrThrow().navigate(ConnectionView.class, draft.id());
    }

    private void refuse(List<Text> sentences) {
        refusal.removeAll();
        sentences.forEach(sentence -> refusal.add(new Paragraph(Words.say(sentence))));
        refusal.setVisible(true);
    }

    private static void leave() {
        UI.getCurrentOrThrow().navigate(ConnectionsView.class);
    }

    @Override
    public String getPageTitle() {
        return heading + " · " + Words.say(LayoutWords.BRAND);
    }
}
