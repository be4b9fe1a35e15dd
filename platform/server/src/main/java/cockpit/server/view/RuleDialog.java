package cockpit.server.view;

import cockpit.core.ingest.ConnectionRefused;
import cockpit.core.ingest.Mapping;
import cockpit.server.Words;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.Stream;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Optional;

/** Asks how something that does not fit is mended. */
final class RuleDialog extends Dialog {

    /** What happens with the rule. */
    @FunctionalInterface
    interface Listener {

        /** @throws ConnectionRefused if it does not do; the dialog then says why and stays */
        void made(Mapping.Rule rule);
    }

    private enum Kind {
        REPLACE,
        RENAME,
        DEFAULT
    }

    private final Select<Kind> kind = new Select<>();
    private final Select<Stream> stream = new Select<>();
    private final Select<Column> column = new Select<>();
    private final TextField value = new TextField();
    private final ComboBox<String> target = new ComboBox<>();
    private final Paragraph refusal = new Paragraph();
    private final SourceDescription source;

    RuleDialog(SourceDescription source, Listener listener) {
        this.source = source;
        setHeaderTitle(Words.say(ConnectionWords.MAP));
        setWidth("min(30rem, 94vw)");
        kind.setLabel(Words.say(ConnectionWords.KIND));
        kind.setItems(Kind.values());
        kind.setItemLabelGenerator(one -> Words.say(title(one)));
        kind.addValueChangeListener(_ -> arrange());
        stream.setLabel(Words.say(ConnectionWords.STREAM));
        stream.setItems(source.streams());
        stream.setItemLabelGenerator(one -> Words.say(one.title()));
        stream.addValueChangeListener(
                change -> column.setItems(change.getValue().columns()));
        column.setLabel(Words.say(ConnectionWords.COLUMN));
        column.setItemLabelGenerator(Column::name);
        column.addValueChangeListener(_ -> arrange());
        target.setAllowCustomValue(true);
        target.addCustomValueSetListener(custom -> target.setValue(custom.getDetail()));
        refusal.addClassName("cv-bad");
        Div form = new Div(kind, stream, column, value, target, refusal);
        form.addClassName("cv-form");
        add(form);
        getFooter()
                .add(
                        Parts.quiet(ConnectionWords.CANCEL, this::close),
                        Parts.primary(ConnectionWords.SAVE, () -> save(listener)));
    }

    private static Text title(Kind kind) {
        return switch (kind) {
            case REPLACE -> ConnectionWords.KIND_REPLACE;
            case RENAME -> ConnectionWords.KIND_RENAME;
            case DEFAULT -> ConnectionWords.KIND_DEFAULT;
        };
    }

    /** Opens for a column whose value does not fit; an empty value was missing. */
    void open(String streamName, String columnName, String misfit) {
        Stream chosen = source.stream(streamName).orElse(source.streams().getFirst());
        stream.setValue(chosen);
        kind.setValue(misfit.isEmpty() && !columnName.isEmpty() ? Kind.DEFAULT : Kind.REPLACE);
        chosen.column(columnName).ifPresent(column::setValue);
        value.setValue(misfit);
        open();
    }

    /** Opens for a field that nobody reads. */
    void openRename(String streamName, String field) {
        stream.setValue(source.stream(streamName).orElse(source.streams().getFirst()));
        kind.setValue(Kind.RENAME);
        value.setValue(field);
        open();
    }

    private void arrange() {
        Kind chosen = kind.getValue() == null ? Kind.REPLACE : kind.getValue();
        value.setVisible(chosen != Kind.DEFAULT);
        value.setLabel(Words.say(chosen == Kind.RENAME ? ConnectionWords.FIELD : ConnectionWords.VALUE));
        target.setVisible(chosen != Kind.RENAME);
        target.setLabel(
                Words.say(chosen == Kind.DEFAULT ? ConnectionWords.DEFAULT_VALUE : ConnectionWords.READ_VALUE_AS));
        target.setItems(
                Optional.ofNullable(column.getValue()).map(Column::allowed).orElse(List.of()));
    }

    private void save(Listener listener) {
        String of = stream.getValue() == null ? "" : stream.getValue().name();
        String to = column.getValue() == null ? "" : column.getValue().name();
        String with = target.getValue() == null ? "" : target.getValue().strip();
        String given = value.getValue().strip();
        Mapping.Rule rule =
                switch (kind.getValue()) {
                    case REPLACE -> new Mapping.Replace(of, to, given, with);
                    case RENAME -> new Mapping.Rename(of, given, to);
                    case DEFAULT -> new Mapping.Default(of, to, with);
                };
        try {
            listener.made(rule);
            close();
        } catch (ConnectionRefused refused) {
            refusal.setText(String.join(
                    " ", refused.sentences().stream().map(Words::say).toList()));
        }
    }
}
