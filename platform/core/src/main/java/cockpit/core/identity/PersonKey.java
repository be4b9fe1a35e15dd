package cockpit.core.identity;

import cockpit.spi.Text;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One key of a person.
 *
 * @param scope within which its value is unique: see {@link KeyKind}
 * @param value as the channel writes it; of a phone, the keyed hash
 */
public record PersonKey(KeyKind kind, String scope, String value) {

    /** {@code 客户编号 …0021}: enough to recognise a key that one has, too little to learn one that one has not. */
    public Text masked() {
        String tail = kind == KeyKind.PHONE
                ? "#" + value.substring(0, Math.min(6, value.length()))
                : "…" + value.substring(Math.max(value.length() / 2, value.length() - 4));
        return Text.of(kind.title().zh() + " " + tail, kind.title().en() + " " + tail);
    }

    /** As the graph writes it. */
    String text() {
        return "" + kind.rank() + KeyColumns.SEPARATOR + scope + KeyColumns.SEPARATOR + value;
    }

    static PersonKey ofText(String text) {
        String[] parts = text.split(String.valueOf(KeyColumns.SEPARATOR), 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("That is no key.");
        }
        return new PersonKey(KeyKind.ofRank(Integer.parseInt(parts[0])), parts[1], parts[2]);
    }

    /** The number by which the graph knows it: the upper 63 bits of one half of its text's MD5, as the database makes it. */
    long number() {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text().getBytes(StandardCharsets.UTF_8));
            byte[] lower = new byte[8];
            for (int index = 0; index < 8; index++) {
                // The database reads the digest's second half as a number whose last byte comes first.
                lower[index] = digest[15 - index];
            }
            return new BigInteger(1, lower).shiftRight(1).longValueExact();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no MD5.", e);
        }
    }

    /** Never the value: it may name a person. */
    @Override
    public String toString() {
        return "PersonKey[" + kind + "]";
    }
}
