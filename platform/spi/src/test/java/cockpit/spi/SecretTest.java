package cockpit.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void a_secret_prints_as_stars() {
        assertThat(Secret.of("hush")).hasToString("******");
        assertThat(List.of(Secret.of("hush"))).hasToString("[******]");
        assertThat("token " + Secret.of("hush")).isEqualTo("token ******");
    }

    @Test
    void a_secret_reveals_itself_when_asked() {
        assertThat(Secret.of("hush").reveal()).isEqualTo("hush");
    }

    @Test
    void equal_values_are_equal_secrets() {
        assertThat(Secret.of("hush")).isEqualTo(Secret.of("hush")).hasSameHashCodeAs(Secret.of("hush"));
        assertThat(Secret.of("hush")).isNotEqualTo(Secret.of("hash"));
    }

    @Test
    void a_text_needs_both_languages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Text.of("消耗", " "))
                .withMessage("A text needs both languages, found zh \"消耗\", en \" \".");
    }

    @Test
    void a_text_is_chinese_unless_the_reader_is_english() {
        Text text = Text.of("消耗", "Spend");
        assertThat(text.in(Locale.UK)).isEqualTo("Spend");
        assertThat(text.in(Locale.SIMPLIFIED_CHINESE)).isEqualTo("消耗");
        assertThat(text.in(Locale.FRANCE)).isEqualTo("消耗");
    }
}
