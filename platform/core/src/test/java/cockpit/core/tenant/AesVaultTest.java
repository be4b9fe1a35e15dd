package cockpit.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AesVaultTest {

    private static final Secret TOKEN = Secret.of("令牌-4711");

    @TempDir
    Path data;

    private Metadata metadata;
    private AesVault vault;

    @BeforeEach
    void open() {
        metadata = Metadata.open(new MetadataPlace.Embedded(data), List.of());
        vault = vault();
    }

    private AesVault vault() {
        return new AesVault(MasterKey.open(data, metadata), metadata);
    }

    @AfterEach
    void close() {
        metadata.close();
    }

    @Test
    void what_is_encrypted_comes_back_also_after_a_restart() {
        String encrypted = vault.encrypt("yanjiusuo", "token", TOKEN);

        assertThat(vault().decrypt("yanjiusuo", "token", encrypted)).isEqualTo(TOKEN);
    }

    @Test
    void the_same_secret_never_looks_the_same() {
        assertThat(vault.encrypt("yanjiusuo", "token", TOKEN)).isNotEqualTo(vault.encrypt("yanjiusuo", "token", TOKEN));
    }

    @Test
    void a_text_moved_to_another_tenant_does_not_decrypt() {
        String encrypted = vault.encrypt("yanjiusuo", "token", TOKEN);

        assertThatThrownBy(() -> vault.decrypt("other", "token", encrypted))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining(TOKEN.reveal());
    }

    @Test
    void a_text_moved_to_another_purpose_does_not_decrypt() {
        String encrypted = vault.encrypt("yanjiusuo", "token", TOKEN);

        assertThatThrownBy(() -> vault.decrypt("yanjiusuo", "other", encrypted))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_changed_text_does_not_decrypt() {
        String encrypted = vault.encrypt("yanjiusuo", "token", TOKEN);
        char last = encrypted.charAt(20);
        String changed = encrypted.substring(0, 20) + (last == 'A' ? 'B' : 'A') + encrypted.substring(21);

        assertThatThrownBy(() -> vault.decrypt("yanjiusuo", "token", changed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_was_never_encrypted_is_refused() {
        for (String text : List.of("", "v1:", "v1:!!", "v2:AAAA", "plain")) {
            assertThatThrownBy(() -> vault.decrypt("yanjiusuo", "token", text))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_phone_hash_is_the_keyed_hash_of_the_normalised_number() {
        assertThat(AesVault.phoneHash("cockpit-demo-pepper".getBytes(StandardCharsets.UTF_8), "+8613800138000"))
                .isEqualTo("32b9350c3e37b5214dfd5a16b45f9ea8bd96b94c6ccac4260116e2993a070456");
    }

    @Test
    void tenants_hash_the_same_phone_differently_and_each_always_alike() {
        String here = vault.phoneHash("yanjiusuo", "+8613800138000");

        assertThat(vault.phoneHash("other", "+8613800138000")).isNotEqualTo(here);
        assertThat(vault().phoneHash("yanjiusuo", "+8613800138000"))
                .isEqualTo(here)
                .matches("[0-9a-f]{64}");
    }
}
