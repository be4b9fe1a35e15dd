package cockpit.spi.source;

import cockpit.spi.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The callback scheme that WeCom, official accounts, mini programs and WeChat's shops share: a signature of SHA-1 over the
 * sorted token, timestamp, nonce and ciphertext, and AES-256-CBC over 16 random bytes, the message's length, the message and
 * the receiver's id, padded to 32 bytes. Safe for use by several threads; prints without its secrets.
 */
public final class EncryptedCallbacks {

    /** How far the sender's clock may be from ours. */
    public static final Duration WINDOW = Duration.ofMinutes(5);

    private static final int RANDOM_BYTES = 16;
    private static final int HEAD = RANDOM_BYTES + Integer.BYTES;
    private static final int BLOCK = 32;
    private static final int LONGEST_PARAMETER = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Secret token;
    private final byte[] key;
    private final byte[] receiver;

    /**
     * @param token as entered at the channel beside the address
     * @param encodingKey the channel's EncodingAESKey
     * @param receiver id that a message for us ends with: a corp id, an app id
     * @throws IllegalArgumentException if the key is not 43 characters of Base64
     */
    public EncryptedCallbacks(Secret token, Secret encodingKey, String receiver) {
        this.token = token;
        this.receiver = receiver.getBytes(StandardCharsets.UTF_8);
        if (!isKey(encodingKey)) {
            throw new IllegalArgumentException("An EncodingAESKey has 43 letters and digits.");
        }
        this.key = Base64.getDecoder().decode(encodingKey.reveal() + "=");
    }

    /** Whether a text can be an EncodingAESKey: 43 characters that are the Base64 of 32 bytes. */
    public static boolean isKey(Secret encodingKey) {
        return encodingKey.reveal().matches("[A-Za-z0-9+/]{43}");
    }

    /**
     * Verifies the parameters {@code timestamp}, {@code nonce} and a signature in constant time, against a token and what else
     * is signed.
     *
     * @param signatureName the parameter that carries the signature: {@code signature} or {@code msg_signature}
     * @param more what the signature covers besides: the ciphertext, or nothing
     * @throws WebhookRejection 401 if a parameter is missing, the time is outside the window or the signature does not fit
     */
    public static void verify(WebhookRequest request, Secret token, String signatureName, Instant now, String... more)
            throws WebhookRejection {
        String signature = parameter(request, signatureName);
        String timestamp = parameter(request, "timestamp");
        String nonce = parameter(request, "nonce");
        Instant sent;
        try {
            sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        } catch (NumberFormatException | DateTimeException _) {
            throw WebhookRejection.notGenuine("The parameter timestamp must be epoch seconds.");
        }
        if (Duration.between(sent, now).abs().compareTo(WINDOW) > 0) {
            throw WebhookRejection.notGenuine("The parameter timestamp is more than five minutes from our time.");
        }
        String expected = signature(token, timestamp, nonce, more);
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8))) {
            throw WebhookRejection.notGenuine("The parameter " + signatureName + " does not fit.");
        }
    }

    /** The signature over the token, timestamp, nonce and what else is signed, in hexadecimal. */
    public static String signature(Secret token, String timestamp, String nonce, String... more) {
        String sorted = Stream.concat(Stream.of(token.reveal(), timestamp, nonce), Arrays.stream(more))
                .sorted()
                .collect(Collectors.joining());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(sorted.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-1.", e);
        }
    }

    /**
     * Verifies and decrypts.
     *
     * @param encrypted the ciphertext in Base64: the parameter {@code echostr}, or the element {@code Encrypt} of the body
     * @throws WebhookRejection 401 if it is not genuine, or not for this receiver
     */
    public byte[] open(WebhookRequest request, String encrypted, Instant now) throws WebhookRejection {
        verify(request, token, "msg_signature", now, encrypted);
        byte[] plain;
        try {
            byte[] cipher = Base64.getDecoder().decode(encrypted);
            plain = cipher(Cipher.DECRYPT_MODE).doFinal(cipher);
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            throw undecipherable();
        }
        int padding = plain.length == 0 ? 0 : plain[plain.length - 1] & 0xff;
        int end = plain.length - padding;
        if (padding < 1 || padding > BLOCK || end < HEAD) {
            throw undecipherable();
        }
        int length = ByteBuffer.wrap(plain, RANDOM_BYTES, Integer.BYTES).getInt();
        if (length < 0 || length > end - HEAD) {
            throw undecipherable();
        }
        byte[] receivedFor = Arrays.copyOfRange(plain, HEAD + length, end);
        if (!MessageDigest.isEqual(receiver, receivedFor)) {
            throw WebhookRejection.notGenuine("The message is for another receiver.");
        }
        return Arrays.copyOfRange(plain, HEAD, HEAD + length);
    }

    /** Encrypts a message as the channel does, in Base64: for an answer, or for a test. */
    public String seal(byte[] message) {
        int length = HEAD + message.length + receiver.length;
        int padding = BLOCK - length % BLOCK;
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        ByteBuffer plain = ByteBuffer.allocate(length + padding)
                .put(random)
                .putInt(message.length)
                .put(message)
                .put(receiver);
        while (plain.hasRemaining()) {
            plain.put((byte) padding);
        }
        try {
            return Base64.getEncoder()
                    .encodeToString(cipher(Cipher.ENCRYPT_MODE).doFinal(plain.array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot encrypt by AES.", e);
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        // The scheme's own: the padding goes to 32 bytes, and the vector is the key's first half. The signature comes
        // first,
        // so nobody can probe the padding.
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
        return cipher;
    }

    private static WebhookRejection undecipherable() {
        return WebhookRejection.notGenuine("The message cannot be decrypted with the key of this connection.");
    }

    private static String parameter(WebhookRequest request, String name) throws WebhookRejection {
        return request.parameter(name)
                .filter(value -> !value.isBlank() && value.length() <= LONGEST_PARAMETER)
                .orElseThrow(() -> WebhookRejection.notGenuine("The parameter " + name + " is missing or too long."));
    }

    @Override
    public String toString() {
        return "EncryptedCallbacks[***]";
    }
}
