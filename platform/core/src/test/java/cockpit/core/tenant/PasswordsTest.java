package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.spi.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private final Passwords passwords = new Passwords(64, 1);

    @Test
    void the_right_password_matches_and_a_wrong_one_does_not() {
        String hash = passwords.hash(Secret.of("沉默的鲸鱼 42"));

        assertThat(passwords.matches(Secret.of("沉默的鲸鱼 42"), hash)).isTrue();
        assertThat(passwords.matches(Secret.of("沉默的鲸鱼 43"), hash)).isFalse();
    }

    @Test
    void two_hashes_of_one_password_differ() {
        assertThat(passwords.hash(Secret.of("same"))).isNotEqualTo(passwords.hash(Secret.of("same")));
    }

    @Test
    void a_hash_is_checked_with_the_costs_that_it_states() {
        String older = new Passwords(32, 2).hash(Secret.of("whale-42-whale"));

        assertThat(older).startsWith("$argon2id$v=19$m=32,t=2,p=1$");
        assertThat(passwords.matches(Secret.of("whale-42-whale"), older)).isTrue();
    }

    @Test
    void the_reference_vector_of_argon2id_matches() {
        // echo -n "password" | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32 -e
        assertThat(passwords.matches(
                        Secret.of("password"),
                        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
                .isTrue();
    }

    @Test
    void a_password_of_absurd_length_costs_no_work() {
        assertThat(passwords.matches(Secret.of("x".repeat(10_000)), passwords.hash(Secret.of("y"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "123456789", "1234567890", "Password123", "aaaaaaaaaaaa", "  woaini1314520 "})
    void what_everybody_tries_is_not_taken(String password) {
        assertThat(PasswordRule.objection("east", Secret.of(password))).isPresent();
    }

    @Test
    void the_users_name_with_digits_is_not_taken() {
        assertThat(PasswordRule.objection("zhoumingchuan", Secret.of("ZhouMingchuan2026")))
                .isPresent();
    }

    @Test
    void a_sentence_is_taken() {
        assertThat(PasswordRule.objection("east", Secret.of("三月的西湖下着小雨吗"))).isEmpty();
        assertThat(PasswordRule.objection("east", Secret.of("correct horse battery")))
                .isEmpty();
    }
}
