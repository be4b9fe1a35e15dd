package cockpit.core.ingest;

import cockpit.core.identity.Phones;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Phone numbers made comparable, and personal data made unreadable for people who only look for a mistake. */
final class PersonalData {

    private static final Pattern MOBILE = Pattern.compile("(?<![0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9])");
    private static final Pattern IDENTITY_CARD = Pattern.compile(
            "(?<![0-9])([1-9][0-9]{5})(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])");
    private static final Pattern NAME = Pattern.compile(
            "(.*[_-])?(nick|nickname|username|user_name|real_name|realname|full_name|customer_name|contact|contact_name"
                    + "|member_name|person_name|address|email|mail|wechat|weixin|mobile|phone|telephone|tel|cellphone"
                    + "|id_card|remark|birthday)|name|.*(姓名|昵称|联系人|地址|手机|电话|微信|身份证|备注).*");

    private static final int LONGEST_FORM = 40;

    private PersonalData() {}

    /**
     * {@code +86} and eleven digits; empty for what is no phone number: masked, virtual with an extension, foreign,
     * landline.
     */
    static Optional<String> phone(String written) {
        return Phones.normalised(written);
    }

    /** Whether a field of this name holds what tells a person. */
    static boolean isPersonal(String field) {
        return NAME.matcher(field.toLowerCase(Locale.ROOT)).matches();
    }

    /** The first letter and stars. */
    static String masked(String value) {
        return value.isEmpty() ? "" : value.substring(0, value.offsetByCodePoints(0, 1)) + "**";
    }

    /** The form of a value without the value: letters, digits and ideographs become x, 9 and 字. */
    static String form(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean truth -> truth.toString();
            case Number _, String _ -> {
                String text = String.valueOf(value);
                String shown = text.codePoints()
                        .limit(LONGEST_FORM)
                        .map(point -> Character.isDigit(point)
                                ? '9'
                                : Character.isIdeographic(point) ? '字' : Character.isLetter(point) ? 'x' : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                yield text.codePointCount(0, text.length()) > LONGEST_FORM ? shown + "…" : shown;
            }
            case List<?> list -> "[" + list.size() + "]";
            case Map<?, ?> map -> "{" + map.size() + "}";
            default -> "…";
        };
    }

    /** The text with phone and identity card numbers masked. */
    static String withoutNumbers(String text) {
        return MOBILE.matcher(IDENTITY_CARD.matcher(text).replaceAll("$1************"))
                .replaceAll("$1****$2");
    }
}
