package cockpit.core.ingest;

import cockpit.core.tenant.Vault;
import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The phone hash of the published vector; texts are only turned around. */
final class TestVault implements Vault {

    @Override
    public String encrypt(String tenant, String purpose, Secret secret) {
        String text = tenant + "\n" + purpose + "\n" + secret.reveal();
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Secret decrypt(String tenant, String purpose, String encrypted) {
        String text = new String(Base64.getDecoder().decode(encrypted), StandardCharsets.UTF_8);
        String prefix = tenant + "\n" + purpose + "\n";
        if (!text.startsWith(prefix)) {
            throw new IllegalStateException("Made for something else.");
        }
        return Secret.of(text.substring(prefix.length()));
    }

    @Override
    public String phoneHash(String tenant, String normalisedPhone) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("cockpit-demo-pepper".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(normalisedPhone.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
