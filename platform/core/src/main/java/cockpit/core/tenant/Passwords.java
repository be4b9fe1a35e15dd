package cockpit.core.tenant;

import cockpit.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id. The text form is the usual {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, so that stronger
 * costs can be chosen later: a hash is checked with the costs that it states.
 */
public final class Passwords {

    /** Longer ones are refused before any work is done for them. */
    public static final int LONGEST = 256;

    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final Pattern ENCODED =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)\\$([^$]+)\\$([^$]+)");

    private final int memory;
    private final int iterations;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore atOnce = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final String nobody;

    /** 19 MiB, two passes, one lane: the least that OWASP recommends. */
    public Passwords() {
        this(19 * 1024, 2);
    }

    /**
     * @param memory KiB
     */
    Passwords(int memory, int iterations) {
        this.memory = memory;
        this.iterations = iterations;
        this.nobody = hash(Secret.of("nobody has this password"));
    }

    /** The text to store. */
    public String hash(Secret password) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memory + ",t=" + iterations + ",p=1$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(argon2(password, salt, memory, iterations, 1, HASH));
    }

    /** Whether it is the password of this hash. */
    public boolean matches(Secret password, String hash) {
        Matcher encoded = ENCODED.matcher(hash);
        if (password.reveal().length() > LONGEST || !encoded.matches()) {
            return false;
        }
        byte[] expected = Base64.getDecoder().decode(encoded.group(5));
        byte[] found = argon2(
                password,
                Base64.getDecoder().decode(encoded.group(4)),
                Integer.parseInt(encoded.group(1)),
                Integer.parseInt(encoded.group(2)),
                Integer.parseInt(encoded.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, found);
    }

    /** Takes the time of {@link #matches} for a user who does not exist, so that an answer's delay tells nothing. */
    public void matchNobody(Secret password) {
        boolean _ = matches(password, nobody);
    }

    private byte[] argon2(Secret password, byte[] salt, int kibibytes, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(kibibytes)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        atOnce.acquireUninterruptibly();
        try {
            generator.generateBytes(password.reveal().getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            atOnce.release();
        }
        return hash;
    }
}
