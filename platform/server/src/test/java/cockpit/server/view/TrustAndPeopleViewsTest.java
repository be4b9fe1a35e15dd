package cockpit.server.view;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.identity.Decision;
import cockpit.core.identity.KeyKind;
import cockpit.core.identity.Person;
import cockpit.core.identity.PersonKey;
import cockpit.core.tenant.Right;
import cockpit.core.tenant.Viewer;
import cockpit.core.trust.Finding;
import cockpit.core.trust.Finding.Verdict;
import cockpit.spi.Text;
import cockpit.spi.data.Dataset;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.textfield.TextField;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TrustAndPeopleViewsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 10);

    private final Fakes fakes = new Fakes();

    @BeforeEach
    void start() {
        Pages.start(fakes);
    }

    @AfterEach
    void stop() {
        Pages.stop();
    }

    private static void open(String path) {
        UI.getCurrent().navigate(path);
    }

    private static void click(String caption) {
        _click(_get(Button.class, spec -> spec.withText(caption)));
    }

    @Nested
    class Trust {

        @Test
        void needs_a_right() {
            fakes.signedIn.who = Optional.of(Fakes.regional());
            open("trust");
            assertThat(_get(H2.class).getText()).isEqualTo("你没有权限打开这个页面");
        }

        @Test
        void shows_the_worst_first_with_its_differences_and_history() {
            fakes.trusts.findings.add(new Finding(
                    "ok",
                    Text.of("门店核销", "Redemptions"),
                    Set.of(Dataset.REDEMPTION),
                    Verdict.HOLDS,
                    Text.of("一致", "Agrees"),
                    List.of(),
                    7,
                    Fakes.NOON));
            fakes.trusts.findings.add(new Finding(
                    "bad",
                    Text.of("天猫与 ERP", "Tmall and ERP"),
                    Set.of(Dataset.ORDER),
                    Verdict.CONFLICT,
                    Text.of("对不上", "Apart"),
                    List.of(new Finding.Difference(DAY, "S001", new BigDecimal("70000"), new BigDecimal("90000"))),
                    7,
                    Fakes.NOON));
            open("trust");
            assertThat(_find(H2.class)).extracting(H2::getText).containsExactly("天猫与 ERP", "门店核销");
            assertThat(Pages.text()).contains("不一致", "对不上", "2026-11-10", "S001", "70,000", "90,000", "−20,000", "通过");
            click("立即核对");
            assertThat(fakes.trusts.checks).isEqualTo(1);
            _click(_find(Button.class, spec -> spec.withText("状态记录")).getFirst());
            assertThat(Pages.text()).contains("差异 2 项");
        }

        @Test
        void says_what_to_do_where_there_are_no_checks() {
            open("trust");
            assertThat(Pages.text()).contains("还没有核对规则", "reconciliation.yaml");
        }
    }

    @Nested
    class Persons {

        private final PersonKey customer = new PersonKey(KeyKind.CUSTOMER, "crm", "C30021");
        private final PersonKey phone = new PersonKey(KeyKind.PHONE, "", "ab12cd34".repeat(8));

        private Person person(long number, PersonKey... keys) {
            return new Person(
                    number,
                    List.of(keys).stream()
                            .map(key -> new Person.Key(key, false))
                            .toList(),
                    keys.length < 2
                            ? List.of()
                            : List.of(new Person.Link(
                                    keys[0],
                                    keys[1],
                                    List.of(new Person.Evidence(Dataset.VISIT, "crm/visit", 3, DAY, DAY)),
                                    false)),
                    Map.of(Dataset.VISIT, 3L),
                    List.of(new Person.Decided(4, Decision.SHARED, keys[0], null, "li", Fakes.NOON, "")));
        }

        @Test
        void need_a_right() {
            fakes.signedIn.who = Optional.of(Fakes.regional());
            open("people");
            assertThat(_get(H2.class).getText()).isEqualTo("你没有权限打开这个页面");
        }

        @Test
        void are_found_and_explained_with_masked_keys() {
            fakes.people.persons.add(person(17, customer, phone));
            open("people");
            assertThat(Pages.text()).contains("1,200", "25.0%");
            Pages.enter(_get(TextField.class), "13800138000");
            click("查找");
            assertThat(fakes.people.decisions).containsExactly("find PHONE 13800138000");
            assertThat(Pages.text())
                    .contains("人员 #17", "crm/visit", "3 条到店", "…021", "#ab12cd")
                    .doesNotContain("C30021")
                    .doesNotContain(phone.value());
        }

        @Test
        void are_parted_shared_joined_and_decisions_taken_back() {
            fakes.people.persons.add(person(17, customer, phone));
            open("people");
            click("查找");
            click("拆开");
            _click(_find(Button.class, spec -> spec.withText("标为共用")).getLast());
            click("撤销");
            assertThat(fakes.people.decisions).contains("cut CUSTOMER PHONE", "share PHONE", "take back 4");
            fakes.people.persons.clear();
            fakes.people.persons.add(person(18, new PersonKey(KeyKind.CUSTOMER, "crm", "C40000")));
            click("查找");
            click("与上一个人合并");
            assertThat(fakes.people.decisions).contains("join C30021 C40000");
        }

        @Test
        void are_named_only_on_demand() {
            fakes.people.persons.add(person(17, customer, phone));
            open("people");
            click("查找");
            assertThat(Pages.text()).doesNotContain("张三");
            click("显示姓名");
            assertThat(fakes.people.decisions).contains("names 17");
        }

        @Test
        void are_erased_after_the_counts_were_shown() {
            fakes.people.persons.add(person(17, customer, phone));
            open("people");
            click("查找");
            click("删除此人…");
            assertThat(Pages.text()).contains("到店 3", "隔离数据 1", "不能撤销");
            assertThat(fakes.erasures.erased).isEmpty();
            click("删除");
            assertThat(fakes.erasures.erased).containsExactly(17L);
            assertThat(Pages.text()).doesNotContain("人员 #17");
        }

        @Test
        void cannot_be_changed_by_who_may_only_look() {
            fakes.signedIn.who = Optional.of(new Viewer(
                    "acme",
                    "w",
                    "W",
                    EnumSet.of(Right.VIEW, Right.SEE_PERSONAL_DATA),
                    "HQ",
                    Locale.SIMPLIFIED_CHINESE));
            fakes.people.persons.add(person(17, customer, phone));
            open("people");
            click("查找");
            assertThat(_find(Button.class, spec -> spec.withText("拆开"))).isEmpty();
            assertThat(_find(Button.class, spec -> spec.withText("删除此人…"))).isEmpty();
        }
    }
}
