package cockpit.core.tenant;

import cockpit.spi.Secret;
import cockpit.spi.Text;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which passwords are taken: at least ten characters, not the user's name, and none of those that everybody tries. */
public final class PasswordRule {

    /** Characters at least. */
    public static final int SHORTEST = 10;

    private static final Set<String> COMMON = Set.of(
            "1234567890",
            "12345678910",
            "123456789a",
            "a123456789",
            "0123456789",
            "0987654321",
            "1234567891",
            "1q2w3e4r5t",
            "1qaz2wsx3edc",
            "qwertyuiop",
            "qwerty1234",
            "qwerty12345",
            "asdfghjkl1",
            "zxcvbnm123",
            "password12",
            "password123",
            "password1234",
            "passw0rd123",
            "p@ssw0rd123",
            "p@ssword123",
            "admin12345",
            "admin123456",
            "administrator",
            "administrator1",
            "welcome123",
            "welcome1234",
            "letmein123",
            "iloveyou123",
            "woaini1314",
            "woaini1314520",
            "woaini520520",
            "5201314520",
            "changeme123",
            "changeit123",
            "cockpit123",
            "cockpit1234",
            "abcd123456",
            "abc1234567",
            "aa12345678",
            "qq123456789",
            "test123456",
            "1111111111",
            "0000000000",
            "8888888888",
            "6666666666",
            "9999999999");

    private PasswordRule() {}

    /** What is wrong with it in one sentence; empty if it is taken. */
    public static Optional<Text> objection(String user, Secret password) {
        String text = password.reveal();
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (text.codePointCount(0, text.length()) < SHORTEST) {
            return Optional.of(
                    Text.of("密码至少需要 " + SHORTEST + " 个字符。", "A password has at least " + SHORTEST + " characters."));
        }
        if (text.length() > Passwords.LONGEST) {
            return Optional.of(Text.of(
                    "密码最多 " + Passwords.LONGEST + " 个字符。",
                    "A password has at most " + Passwords.LONGEST + " characters."));
        }
        if (!user.isBlank() && plain.replaceAll("[^\\p{L}]", "").equals(letters(user))) {
            return Optional.of(Text.of("密码不能是用户名，也不能只是用户名加数字。", "A password is not the user's name with some digits."));
        }
        if (COMMON.contains(plain) || plain.chars().distinct().count() < 4) {
            return Optional.of(Text.of("这个密码太常见，容易被猜到，请换一个。", "This password is among the first that are guessed."));
        }
        return Optional.empty();
    }

    private static String letters(String user) {
        String letters = user.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
        return letters.isEmpty() ? "\0" : letters;
    }
}
