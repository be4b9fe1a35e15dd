package cockpit.server.security;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.tenant.Account;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.AuditLog;
import cockpit.core.tenant.Metadata;
import cockpit.core.tenant.MetadataPlace;
import cockpit.core.tenant.Passwords;
import cockpit.core.tenant.SetupLinks;
import cockpit.core.tenant.TenantConfigs;
import cockpit.core.tenant.Viewer;
import cockpit.server.Words;
import cockpit.spi.Secret;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.Routes;
import com.github.mvysny.kaributesting.v10.mock.MockInstantiator;
import com.github.mvysny.kaributesting.v10.mock.MockService;
import com.github.mvysny.kaributesting.v10.mock.MockVaadinServlet;
import com.github.mvysny.kaributesting.v10.mock.MockedUI;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.di.DefaultInstantiator;
import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.function.DeploymentConfiguration;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.server.ServiceException;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServletService;
import com.vaadin.flow.spring.security.AuthenticationContext;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class EntryViewsTest {

    private static final String GOOD = "三月的西湖下着小雨吗";

    @TempDir
    Path data;

    private Metadata metadata;
    private TenantConfigs tenants;
    private Accounts accounts;
    private SetupLinks links;
    private SessionSignedIn signedIn;

    @BeforeEach
    void open() throws IOException {
        metadata = Metadata.open(MetadataPlace.of(data, null, null, null), List.of());
        Files.createDirectories(data.resolve("tenants"));
        tenants = new TenantConfigs(data.resolve("tenants"));
        InstantSource clock = InstantSource.system();
        accounts = new Accounts(metadata, tenants, new Passwords(), new AuditLog(metadata, clock), clock);
        links = new SetupLinks(metadata, clock);
        signedIn = new SessionSignedIn(accounts, new RunningSessions(accounts), new AuthenticationContext());
    }

    @AfterEach
    void close() {
        SecurityContextHolder.clearContext();
        MockVaadin.tearDown();
        metadata.close();
    }

    private void visit(Locale language, String path) {
        MockVaadin.setup(
                () -> {
                    UI page = new MockedUI();
                    page.setLocale(language);
                    return page;
                },
                new Servlet(
                        new Routes(Set.of(LoginView.class, SetupView.class, PasswordView.class), Set.of(), true),
                        List.of(accounts, tenants, links, signedIn)));
        String[] parts = path.split("\\?", 2);
        UI.getCurrent()
                .navigate(parts[0], parts.length == 1 ? QueryParameters.empty() : QueryParameters.fromString(parts[1]));
    }

    private void visit(String path) {
        visit(Words.LANGUAGES.getFirst(), path);
    }

    private void signIn(String user) {
        Account account = accounts.find("meili", user).orElseThrow();
        SecurityContextHolder.getContext()
                .setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(new SessionUser(account), null, List.of()));
    }

    private void admin() {
        tenants.create("meili", "美丽医疗");
        accounts.createFirst(
                links,
                links.create().orElseThrow(),
                "meili",
                new Account.New("admin", "管理员", "admin", "HQ", Locale.SIMPLIFIED_CHINESE),
                Secret.of(GOOD));
    }

    private static String notice() {
        return _find(Paragraph.class).stream()
                .filter(paragraph -> paragraph.hasClassName("entry-notice"))
                .map(Paragraph::getText)
                .collect(Collectors.joining());
    }

    private static void enter(String label, String value) {
        _get(TextField.class, spec -> spec.withLabel(label)).setValue(value);
    }

    private static void password(String label, String value) {
        _get(PasswordField.class, spec -> spec.withLabel(label)).setValue(value);
    }

    @SuppressWarnings("unchecked") // the locator finds by class and knows no element type
    private static <V> void choose(Class<? extends Component> type, String label, V value) {
        ((HasValue<?, V>) _get(type, spec -> spec.withLabel(label))).setValue(value);
    }

    private static void press(String text) {
        _click(_get(Button.class, spec -> spec.withText(text)));
    }

    @Test
    void the_only_tenant_is_filled_in_and_several_are_not_told() {
        tenants.create("meili", "美丽医疗");
        visit("login");
        assertThat(_get(TextField.class, spec -> spec.withLabel("租户")).getValue())
                .isEqualTo("meili");

        tenants.create("other", "另一家");
        visit("login");
        assertThat(_get(TextField.class, spec -> spec.withLabel("租户")).getValue())
                .isEmpty();
    }

    @Test
    void the_form_has_what_a_password_manager_looks_for() {
        visit("login");

        assertThat(_get(TextField.class, spec -> spec.withLabel("用户名"))
                        .getElement()
                        .getAttribute("name"))
                .isEqualTo("username");
        assertThat(_get(PasswordField.class).getElement().getAttribute("name")).isEqualTo("password");
        assertThat(_get(NativeButton.class, spec -> spec.withText("登录"))
                        .getElement()
                        .getAttribute("data-action"))
                .isEqualTo("sign-in");
    }

    @Test
    void the_page_speaks_english_where_that_was_chosen() {
        visit(Locale.ENGLISH, "login");

        assertThat(_get(H1.class).getText()).isEqualTo("Sign in");
    }

    @Test
    void a_refusal_does_not_say_what_was_wrong() {
        visit("login?refused");
        assertThat(notice()).isEqualTo("租户、用户名或密码不正确。");

        visit("login?wait=12");
        assertThat(notice()).isEqualTo("尝试次数过多，请 12 秒后再试。");

        visit("login?wait=%3Cscript%3E");
        assertThat(notice()).isEmpty();
    }

    @Test
    void the_set_up_link_makes_the_first_tenant_and_its_admin() {
        String token = links.create().orElseThrow();
        visit("setup/" + token);
        enter("租户代码", "meili");
        enter("公司名称", "美丽医疗");
        enter("用户名", "Lin");
        enter("姓名", "林");
        password("密码", GOOD);
        password("再次输入密码", GOOD);
        press("创建");

        assertThat(accounts.viewer("meili", "lin")).isPresent();
        assertThat(links.works(token)).isFalse();
        visit("setup/" + token);
        assertThat(notice()).startsWith("这个链接无效");
        assertThat(_find(PasswordField.class)).isEmpty();
    }

    @Test
    void a_weak_password_is_named_and_nothing_is_made() {
        String token = links.create().orElseThrow();
        visit("setup/" + token);
        enter("租户代码", "meili");
        enter("公司名称", "美丽医疗");
        enter("用户名", "lin");
        enter("姓名", "林");
        password("密码", "12345");
        password("再次输入密码", "12345");
        press("创建");

        assertThat(notice()).isEqualTo("密码至少需要 10 个字符。");
        assertThat(tenants.all()).isEmpty();
        assertThat(links.works(token)).isTrue();
    }

    @Test
    void a_guessed_link_shows_no_form() {
        links.create();
        visit("setup/guess");

        assertThat(notice()).startsWith("这个链接无效");
        assertThat(_find(TextField.class)).isEmpty();
    }

    @Test
    void ones_own_password_is_changed_with_the_old_one() {
        admin();
        signIn("admin");
        visit("password");
        password("当前密码", "wrong password");
        password("新密码", "another good one");
        password("再次输入新密码", "another good one");
        press("修改");
        assertThat(notice()).isEqualTo("当前密码不正确。");

        password("当前密码", GOOD);
        press("修改");
        assertThat(signedIn.find()).isEmpty();
        assertThat(accounts.enter("meili", "admin", Secret.of("another good one"), "10.0.0.1"))
                .isInstanceOf(Accounts.Entry.Entered.class);
    }

    @Test
    void a_new_user_gets_a_password_that_is_shown_once() {
        admin();
        signIn("admin");
        visit("password");
        UsersView users = new UsersView(accounts, tenants, signedIn);
        UI.getCurrent().add(users);
        users.show();
        press("新建用户");
        enter("用户名", "xiaohe");
        enter("姓名", "小何");
        choose(Select.class, "角色", accounts.grantable(viewer()).getLast());
        choose(ComboBox.class, "组织", tenants.get("meili").org().root());
        press("创建");

        String shown = _find(Span.class).stream()
                .filter(span -> "xiaohe".equals(span.getElement().getAttribute("data-password")))
                .map(Span::getText)
                .collect(Collectors.joining());
        assertThat(accounts.enter("meili", "xiaohe", Secret.of(shown), "10.0.0.1"))
                .isInstanceOf(Accounts.Entry.Entered.class);
        assertThat(_find(Grid.class)).hasSize(1);
        assertThat(accounts.list(viewer())).extracting(Account::user).contains("xiaohe");
    }

    private Viewer viewer() {
        return signedIn.viewer();
    }

    private static final class Servlet extends MockVaadinServlet {

        private static final long serialVersionUID = 1L;

        private final transient List<Object> beans;

        Servlet(Routes routes, List<Object> beans) {
            super(routes, MockedUI::new);
            this.beans = beans;
        }

        @Override
        protected VaadinServletService createServletService(DeploymentConfiguration configuration)
                throws ServiceException {
            VaadinServletService service = new Service(this, configuration, beans);
            service.init();
            getRoutes().register(service.getContext());
            return service;
        }
    }

    private static final class Service extends MockService {

        private static final long serialVersionUID = 1L;

        private final transient Instantiator instantiator;

        Service(MockVaadinServlet servlet, DeploymentConfiguration configuration, List<Object> beans) {
            super(servlet, configuration, MockedUI::new);
            instantiator = MockInstantiator.create(new Beans(this, beans));
        }

        @Override
        public Instantiator getInstantiator() {
            return instantiator;
        }
    }

    /** Gives constructors what they ask for. */
    private static final class Beans extends DefaultInstantiator {

        private static final long serialVersionUID = 1L;

        private final transient List<Object> beans;

        Beans(VaadinService service, List<Object> beans) {
            super(service);
            this.beans = beans;
        }

        @Override
        public <T> T getOrCreate(Class<T> type) {
            Constructor<?>[] constructors = type.getConstructors();
            if (!type.getPackageName().equals(EntryViewsTest.class.getPackageName()) || constructors.length != 1) {
                return super.getOrCreate(type);
            }
            Object[] arguments = Arrays.stream(constructors[0].getParameterTypes())
                    .map(wanted -> beans.stream()
                            .filter(wanted::isInstance)
                            .findFirst()
                            .orElseThrow())
                    .toArray();
            try {
                return type.cast(constructors[0].newInstance(arguments));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot make " + type, e);
            }
        }

        @Override
        public <T extends Component> T createComponent(Class<T> type) {
            return getOrCreate(type);
        }
    }
}
