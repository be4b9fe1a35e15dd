package cockpit.server.view;

import cockpit.core.tenant.ApiTokens;
import cockpit.core.tenant.ApiTokens.ApiToken;
import cockpit.core.tenant.ApiTokens.Scope;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.server.view.ConnectionTables.Heading;
import cockpit.spi.Secret;
import cockpit.spi.Text;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tokens for programs: who made them, what they may do, when they end. */
@Route(value = "tokens", layout = MainLayout.class)
@PermitAll
public class TokensView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final int NORMAL_DAYS = 90;

    private final ApiTokens tokens;
    private final Tenants tenants;
    private final SignedIn signedIn;
    private final InstantSource clock = InstantSource.system();
    private final Div list = new Div();

    public TokensView(ApiTokens tokens, Tenants tenants, SignedIn signedIn) {
        this.tokens = tokens;
        this.tenants = tenants;
        this.signedIn = signedIn;
        addClassName("cv-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        signedIn.viewer().require(Right.MANAGE_CONNECTIONS);
        removeAll();
        Anchor back = new Anchor("connections", Words.say(ConnectionWords.BACK));
        back.addClassName("cv-back");
        Div head = new Div(new H1(Words.say(TokenWords.TITLE)), Parts.primary(TokenWords.NEW, this::ask));
        head.addClassName("cv-head");
        Paragraph lead = new Paragraph(Words.say(TokenWords.LEAD));
        lead.addClassName("cv-lead");
        add(back, head, lead, list);
        draw();
    }

    private void draw() {
        Viewer viewer = signedIn.viewer();
        list.removeAll();
        List<ApiToken> all = tokens.list(viewer);
        if (all.isEmpty()) {
            list.add(Parts.empty(TokenWords.EMPTY, TokenWords.EMPTY_SENTENCE));
            return;
        }
        ZoneId zone = tenants.get(viewer.tenant()).zone();
        Instant now = clock.instant();
        List<NativeTableRow> rows = new ArrayList<>();
        for (ApiToken token : all) {
            boolean active = token.revokedAt().isEmpty() && token.expiresAt().isAfter(now);
            Text state =
                    token.revokedAt().isPresent() ? TokenWords.REVOKED : active ? TokenWords.ACTIVE : TokenWords.ENDED;
            NativeTableCell action = new NativeTableCell();
            if (active) {
                action.add(Parts.quiet(TokenWords.REVOKE, () -> revoke(token)));
            }
            rows.add(new NativeTableRow(
                    ConnectionTables.cell(token.name()),
                    ConnectionTables.cell(token.beginning() + "…"),
                    ConnectionTables.cell(String.join(
                            Words.say("、", ", "),
                            token.scopes().stream()
                                    .sorted()
                                    .map(scope -> Words.say(TokenWords.of(scope)))
                                    .toList())),
                    ConnectionTables.cell(token.creator()),
                    ConnectionTables.cell(Parts.moment(token.expiresAt(), zone)),
                    ConnectionTables.cell(
                            token.used().map(at -> Parts.age(at, now)).orElseGet(() -> Words.say(TokenWords.NEVER))),
                    ConnectionTables.cell(Parts.chip(state, active ? "good" : "plain")),
                    action));
        }
        list.add(ConnectionTables.table(
                List.of(
                        Heading.of(TokenWords.NAME),
                        Heading.of(TokenWords.BEGINNING),
                        Heading.of(TokenWords.SCOPES),
                        Heading.of(TokenWords.CREATOR),
                        Heading.of(TokenWords.ENDS),
                        Heading.of(TokenWords.USED),
                        Heading.of(TokenWords.STATE),
                        Heading.of(ConnectionWords.ACTIONS)),
                rows));
    }

    private void revoke(ApiToken token) {
        tokens.revoke(signedIn.viewer(), token.id());
        draw();
    }

    private void ask() {
        TextField name = new TextField(Words.say(TokenWords.NAME));
        name.setHelperText(Words.say(TokenWords.NAME_HELP));
        name.setMaxLength(50);
        CheckboxGroup<Scope> scopes = new CheckboxGroup<>(Words.say(TokenWords.SCOPES));
        scopes.setItems(Scope.values());
        scopes.setItemLabelGenerator(scope -> Words.say(TokenWords.of(scope)));
        IntegerField days = new IntegerField(Words.say(TokenWords.LIFE));
        days.setMin(1);
        days.setMax((int) ApiTokens.LONGEST.toDays());
        days.setValue(NORMAL_DAYS);
        Paragraph refusal = new Paragraph();
        refusal.addClassName("cv-bad");
        Div form = new Div(name, scopes, days, refusal);
        form.addClassName("cv-form");
        Dialog dialog = new Dialog(Words.say(TokenWords.NEW));
        dialog.add(form);
        dialog.setWidth("min(28rem, 94vw)");
        dialog.getFooter().add(Parts.quiet(TokenWords.CANCEL, dialog::close), Parts.primary(TokenWords.CREATE, () -> {
            try {
                Secret token = tokens.create(
                        signedIn.viewer(),
                        name.getValue(),
                        scopes.getValue(),
                        Duration.ofDays(Optional.ofNullable(days.getValue()).orElse(0)));
                dialog.close();
                showOnce(token);
                draw();
            } catch (IllegalArgumentException _) {
                refusal.setText(Words.say(TokenWords.WRONG));
            }
        }));
        dialog.open();
    }

    private static void showOnce(Secret token) {
        Dialog dialog = new Dialog(Words.say(TokenWords.NEW));
        Div code = new Div(token.reveal());
        code.addClassNames("cv-code", "cv-token");
        dialog.add(new Paragraph(Words.say(TokenWords.ONCE)), code);
        dialog.setCloseOnOutsideClick(false);
        dialog.setCloseOnEsc(false);
        dialog.setWidth("min(34rem, 94vw)");
        dialog.getFooter().add(Parts.primary(TokenWords.COPIED, dialog::close));
        dialog.open();
    }

    @Override
    public String getPageTitle() {
        return Words.say(TokenWords.TITLE) + " · " + Words.say(LayoutWords.BRAND);
    }
}
