package cockpit.server.view;

import cockpit.core.tenant.Right;
import cockpit.core.tenant.Tenants;
import cockpit.core.tenant.Viewer;
import cockpit.core.trust.Finding;
import cockpit.core.trust.Finding.Difference;
import cockpit.core.trust.Trusts;
import cockpit.server.SignedIn;
import cockpit.server.Words;
import cockpit.spi.Text;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** What the tenant's checks have found, the worst first. */
@Route(value = "trust", layout = MainLayout.class)
@PermitAll
public class TrustView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final int MOST_PAST = 30;

    private final Trusts trusts;
    private final Tenants tenants;
    private final SignedIn signedIn;
    private final Div list = new Div();

    public TrustView(Trusts trusts, Tenants tenants, SignedIn signedIn) {
        this.trusts = trusts;
        this.tenants = tenants;
        this.signedIn = signedIn;
        addClassName("cv-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        signedIn.viewer().require(Right.MANAGE_CONNECTIONS);
        removeAll();
        Div head = new Div(new H1(Words.say(TrustWords.TITLE)), Parts.button(TrustWords.CHECK_NOW, this::checkNow));
        head.addClassName("cv-head");
        Paragraph lead = new Paragraph(Words.say(TrustWords.LEAD));
        lead.addClassName("cv-lead");
        list.addClassName("cv-list");
        add(head, lead, list);
        draw();
    }

    private void checkNow() {
        trusts.checkNow(signedIn.viewer());
        Parts.tell(Words.say(TrustWords.CHECKED));
        draw();
    }

    private void draw() {
        Viewer viewer = signedIn.viewer();
        ZoneId zone = tenants.get(viewer.tenant()).zone();
        List<Finding> findings = trusts.findings(viewer);
        list.removeAll();
        if (findings.isEmpty()) {
            list.add(Parts.empty(TrustWords.EMPTY, TrustWords.EMPTY_SENTENCE));
        }
        findings.stream()
                .sorted((one, other) -> Integer.compare(rank(other), rank(one)))
                .forEach(finding -> list.add(item(finding, zone)));
    }

    private static int rank(Finding finding) {
        return switch (finding.verdict()) {
            case HOLDS -> 0;
            case UNKNOWN -> 1;
            case LATE -> 2;
            case PARTIAL -> 3;
            case CONFLICT -> 4;
        };
    }

    private Component item(Finding finding, ZoneId zone) {
        Div title = new Div(
                new H2(Words.say(finding.title())),
                Parts.chip(TrustWords.of(finding.verdict()), TrustWords.kind(finding.verdict())),
                Parts.dim(TrustWords.SINCE.say(Parts.moment(finding.since(), zone))),
                Parts.dim(TrustWords.COMPARED.say(finding.compared())));
        title.addClassName("cv-item-title");
        Paragraph sentence = new Paragraph(Words.say(finding.sentence()));
        sentence.addClassName(finding.verdict() == Finding.Verdict.CONFLICT ? "cv-bad" : "cv-dim");
        Div text = new Div(title, sentence);
        text.addClassName("cv-item-text");
        if (!finding.differences().isEmpty()) {
            text.add(differences(finding));
        }
        Div actions = new Div(Parts.quiet(TrustWords.HISTORY, () -> showHistory(finding, zone)));
        actions.addClassName("cv-item-actions");
        Div item = new Div(text, actions);
        item.addClassName("cv-item");
        return item;
    }

    private static Component differences(Finding finding) {
        NativeTable table = new NativeTable();
        table.addClassName("cv-table");
        table.getHead()
                .add(new NativeTableRow(
                        head(TrustWords.DAY, false),
                        head(TrustWords.PLACE, false),
                        head(TrustWords.LEFT, true),
                        head(TrustWords.RIGHT, true),
                        head(TrustWords.DIFFERENCE, true)));
        for (Difference difference : finding.differences()) {
            table.getBody()
                    .add(new NativeTableRow(
                            new NativeTableCell(difference.day().toString()),
                            new NativeTableCell(difference.place().isEmpty() ? "–" : difference.place()),
                            number(difference.left()),
                            number(difference.right()),
                            number(difference.left().subtract(difference.right()))));
        }
        Div scroller = new Div(table);
        scroller.addClassName("cv-scroller");
        return scroller;
    }

    private void showHistory(Finding finding, ZoneId zone) {
        NativeTable table = new NativeTable();
        table.addClassName("cv-table");
        for (Trusts.Past past : trusts.history(signedIn.viewer(), finding.code(), MOST_PAST)) {
            NativeTableCell verdict = new NativeTableCell();
            verdict.add(Parts.chip(TrustWords.of(past.verdict()), TrustWords.kind(past.verdict())));
            table.getBody()
                    .add(new NativeTableRow(
                            new NativeTableCell(Parts.moment(past.since(), zone)),
                            verdict,
                            new NativeTableCell(Words.say(past.sentence())),
                            new NativeTableCell(TrustWords.APART.say(past.apart()))));
        }
        Dialog dialog = new Dialog(Words.say(finding.title()), table);
        dialog.setWidth("min(50rem, 94vw)");
        dialog.getFooter().add(Parts.primary(TrustWords.CLOSE, dialog::close));
        dialog.open();
    }

    private static NativeTableHeaderCell head(Text text, boolean number) {
        NativeTableHeaderCell cell = new NativeTableHeaderCell(Words.say(text));
        if (number) {
            cell.addClassName("cv-number");
        }
        return cell;
    }

    private static NativeTableCell number(BigDecimal figure) {
        NativeTableCell cell = new NativeTableCell(
                String.format(Locale.ROOT, "%,d", figure.longValue()).replace('-', '−'));
        cell.addClassName("cv-number");
        return cell;
    }

    @Override
    public String getPageTitle() {
        return Words.say(TrustWords.TITLE) + " · " + Words.say(LayoutWords.BRAND);
    }
}
