package cockpit.simulator.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Signs and encrypts callbacks as WeCom and WeChat do. Prints without its secrets. */
public final class CallbackCipher {
    private static final int BLOCK = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String token;
    private final byte[] key;
    private final String receiver;

    /**
     * With what the admin of the receiving side entered.
     *
     * @throws IllegalArgumentException if the key is not 43 characters of Base64; the message does not repeat it
     */
    public CallbackCipher(String token, String encodingKey, String receiver) {
        if (!encodingKey.matches("[A-Za-z0-9+/]{43}")) {
            throw new IllegalArgumentException("a callback key must have 43 letters and digits");
        }
        this.token = token;
        this.key = Base64.getDecoder().decode(encodingKey + "=");
        this.receiver = receiver;
    }

    /** SHA-1 over the sorted token and parts, in hexadecimal. */
    public String sign(String... parts) {
        String[] all = Arrays.copyOf(parts, parts.length + 1);
        all[parts.length] = token;
        Arrays.sort(all);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1")
                            .digest(String.join("", all).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Encrypted, in Base64. */
    public String encrypt(String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        byte[] to = receiver.getBytes(StandardCharsets.UTF_8);
        int length = 20 + text.length + to.length;
        int padding = BLOCK - length % BLOCK;
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        ByteBuffer plain = ByteBuffer.allocate(length + padding)
                .put(random)
                .putInt(text.length)
                .put(text)
                .put(to);
        while (plain.hasRemaining()) {
            plain.put((byte) padding);
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain.array()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "CallbackCipher[***]";
    }
}
