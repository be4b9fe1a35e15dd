package cockpit.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Settings")
class SettingsTest {

    private static final Text OWNER = Text.of("抖音", "Douyin");
    private static final Setting SHOP_ID =
            Setting.text("shop-id", Text.of("店铺", "Shop")).asRequired();
    private static final Setting SECRET =
            Setting.secret("app-secret", Text.of("密钥", "App secret")).asRequired();
    private static final Setting DAYS =
            Setting.integer("days", Text.of("天数", "Days")).defaultTo("8");
    private static final Setting LIVE = Setting.bool("live", Text.of("实时", "Live"));
    private static final Setting HOST = Setting.url("host", Text.of("地址", "Host"));
    private static final Setting ACCOUNTS = Setting.list("accounts", Text.of("账户", "Accounts"));
    private static final Setting GRAIN = Setting.choice(
            "grain",
            Text.of("粒度", "Grain"),
            List.of(new Setting.Choice("day", Text.of("日", "Day")), new Setting.Choice("hour", Text.of("小时", "Hour"))));
    private static final List<Setting> FORM = List.of(SHOP_ID, SECRET, DAYS, LIVE, HOST, ACCOUNTS, GRAIN);

    private static List<String> problems(Map<String, String> values) {
        return Settings.check(OWNER, FORM, values).problems().stream()
                .map(problem -> problem.sentence().en())
                .toList();
    }

    private static Map<String, String> valid(String key, String value) {
        return Map.of("shop-id", "S1", "app-secret", "hush", key, value);
    }

    @Test
    void a_missing_value_is_named_in_both_languages() {
        List<Settings.Problem> problems =
                Settings.check(OWNER, FORM, Map.of("app-secret", "hush")).problems();
        assertThat(problems)
                .containsExactly(new Settings.Problem(
                        "shop-id", Text.of("抖音：缺少设置 shop-id（店铺）。", "Douyin: setting shop-id is missing.")));
    }

    @Test
    void a_blank_value_is_missing() {
        assertThat(problems(Map.of("shop-id", "  ", "app-secret", "hush")))
                .containsExactly("Douyin: setting shop-id is missing.");
    }

    @Test
    void all_problems_come_in_one_go() {
        assertThat(problems(Map.of("days", "many", "colour", "red")))
                .containsExactly(
                        "Douyin: setting shop-id is missing.",
                        "Douyin: setting app-secret is missing.",
                        "Douyin: setting days must be a whole number, found \"many\".",
                        "Douyin: there is no setting colour; known are accounts, app-secret, days, grain, host, live,"
                                + " shop-id.");
    }

    @Test
    void each_kind_says_what_it_wants() {
        assertThat(problems(valid("live", "yes")))
                .containsExactly("Douyin: setting live must be true or false, found \"yes\".");
        assertThat(problems(valid("grain", "week")))
                .containsExactly("Douyin: setting grain must be one of day, hour, found \"week\".");
        assertThat(problems(valid("host", "ftp://example.com")))
                .containsExactly("Douyin: setting host must be an http or https address, found \"ftp://example.com\".");
    }

    @Test
    void an_address_holds_no_credentials() {
        assertThat(problems(valid("host", "https://user:word@example.com"))).hasSize(1);
    }

    @Test
    void nothing_is_accepted_while_something_is_wrong() {
        assertThat(Settings.check(OWNER, FORM, valid("live", "yes")).settings()).isEmpty();
    }

    @Test
    void values_come_back_typed() {
        Settings settings = Settings.of(
                FORM,
                Map.of(
                        "shop-id", " S1 ",
                        "app-secret", "hush",
                        "live", "true",
                        "host", "https://example.com/api",
                        "accounts", "11\n\n 22 \n"));
        assertThat(settings.text(SHOP_ID)).isEqualTo("S1");
        assertThat(settings.secret(SECRET)).isEqualTo(Secret.of("hush"));
        assertThat(settings.bool(LIVE)).isTrue();
        assertThat(settings.url(HOST)).hasHost("example.com");
        assertThat(settings.list(ACCOUNTS)).containsExactly("11", "22");
    }

    @Test
    void a_default_stands_for_a_value_that_is_not_given() {
        Settings settings = Settings.of(FORM, Map.of("shop-id", "S1", "app-secret", "hush"));
        assertThat(settings.integer(DAYS)).isEqualTo(8);
        assertThat(settings.bool(LIVE)).isFalse();
        assertThat(settings.text(GRAIN)).isEqualTo("day");
        assertThat(settings.find(HOST)).isEmpty();
    }

    @Test
    void they_print_without_secrets() {
        Settings settings = Settings.of(FORM, Map.of("shop-id", "S1", "app-secret", "hush"));
        assertThat(settings.toString())
                .contains("shop-id=S1", "app-secret=******")
                .doesNotContain("hush");
    }

    @Test
    void a_problem_never_quotes_a_secret() {
        assertThat(problems(Map.of("app-secret", "hush-hush", "other", "1")).toString())
                .doesNotContain("hush-hush");
    }

    @Test
    void a_setting_of_another_form_is_refused() {
        Settings settings = Settings.of(List.of(SHOP_ID), Map.of("shop-id", "S1"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.text(HOST));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.secret(SHOP_ID));
    }

    @Test
    void an_optional_value_that_is_missing_says_so() {
        Settings settings = Settings.of(FORM, Map.of("shop-id", "S1", "app-secret", "hush"));
        assertThatThrownBy(() -> settings.url(HOST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Setting host has no value.");
    }

    @Test
    void a_key_is_lower_case_with_hyphens() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Setting.text("shopId", Text.same("x")))
                .withMessage("A setting's key is lower-case words with hyphens, such as app-id; found \"shopId\".");
    }

    @Test
    void choices_belong_to_a_choice() {
        assertThatIllegalArgumentException().isThrownBy(() -> Setting.choice("grain", Text.same("x"), List.of()));
    }
}
