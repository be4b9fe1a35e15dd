package cockpit.core.tenant;

import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a random key a tenant, which rests in the metadata encrypted with the master key. A tenant's key is made
 * when it is first needed.
 */
public final class AesVault implements Vault {

    private static final String FORM = "v1:";
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final byte[] wrapping;
    private final Metadata metadata;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, byte[]> keys = new ConcurrentHashMap<>();

    public AesVault(MasterKey master, Metadata metadata) {
        this.wrapping = master.derive("tenant keys");
        this.metadata = metadata;
    }

    @Override
    public String encrypt(String tenant, String purpose, Secret secret) {
        return FORM + seal(key(tenant), bound(tenant, purpose), secret.reveal().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String seal(String tenant, String purpose, Secret secret) {
        byte[] plain = secret.reveal().getBytes(StandardCharsets.UTF_8);
        byte[] binding = bound(tenant, purpose);
        byte[] own = Hmac.sha256(Hmac.sha256(key(tenant), "nonce".getBytes(StandardCharsets.UTF_8)), binding);
        return FORM + seal(key(tenant), binding, plain, java.util.Arrays.copyOf(Hmac.sha256(own, plain), NONCE));
    }

    @Override
    public Secret decrypt(String tenant, String purpose, String encrypted) {
        if (!encrypted.startsWith(FORM)) {
            throw foreign(tenant, purpose, null);
        }
        try {
            byte[] plain = unseal(key(tenant), bound(tenant, purpose), encrypted.substring(FORM.length()));
            return Secret.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw foreign(tenant, purpose, e);
        }
    }

    @Override
    public String phoneHash(String tenant, String normalisedPhone) {
        return phoneHash(Hmac.sha256(key(tenant), "phone".getBytes(StandardCharsets.UTF_8)), normalisedPhone);
    }

    @Override
    public String keyedHash(String tenant, String purpose, String text) {
        byte[] own = Hmac.sha256(key(tenant), ("hash " + purpose).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Hmac.sha256(own, text.getBytes(StandardCharsets.UTF_8)));
    }

    static String phoneHash(byte[] key, String normalisedPhone) {
        return HexFormat.of().formatHex(Hmac.sha256(key, normalisedPhone.getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] key(String tenant) {
        return keys.computeIfAbsent(tenant, this::stored);
    }

    private byte[] stored(String tenant) {
        byte[] binding = bound(tenant, "tenant key");
        String wrapped = metadata.inTransaction(session -> {
            TenantKeyRow row = session.find(TenantKeyRow.class, tenant);
            if (row == null) {
                byte[] fresh = new byte[KEY];
                random.nextBytes(fresh);
                row = new TenantKeyRow();
                row.tenant = tenant;
                row.wrapped = seal(wrapping, binding, fresh);
                row.createdAt = Instant.now();
                session.persist(row);
            }
            return row.wrapped;
        });
        try {
            return unseal(wrapping, binding, wrapped);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The key of tenant " + tenant + " cannot be read with this install's master key.", e);
        }
    }

    /** No text is the beginning of another: lengths come first. */
    private static byte[] bound(String tenant, String purpose) {
        return (tenant.length() + ":" + tenant + purpose.length() + ":" + purpose).getBytes(StandardCharsets.UTF_8);
    }

    private String seal(byte[] key, byte[] binding, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return seal(key, binding, plain, nonce);
    }

    private static String seal(byte[] key, byte[] binding, byte[] plain, byte[] nonce) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, binding);
            byte[] sealed = new byte[NONCE + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks AES-256-GCM.", e);
        }
    }

    private static byte[] unseal(byte[] key, byte[] binding, String text) throws GeneralSecurityException {
        byte[] sealed = Base64.getDecoder().decode(text);
        if (sealed.length < NONCE) {
            throw new GeneralSecurityException("too short");
        }
        byte[] nonce = java.util.Arrays.copyOf(sealed, NONCE);
        return cipher(Cipher.DECRYPT_MODE, key, nonce, binding).doFinal(sealed, NONCE, sealed.length - NONCE);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] binding) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(binding);
        return cipher;
    }

    private static IllegalStateException foreign(
            String tenant, String purpose, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalStateException(
                "What is stored for " + purpose + " of tenant " + tenant
                        + " was not encrypted by this install for this purpose; enter it again.",
                cause);
    }
}
