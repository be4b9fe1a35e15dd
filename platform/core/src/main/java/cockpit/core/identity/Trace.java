package cockpit.core.identity;

import cockpit.core.tenant.Vault;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a person leaves in texts: their numbers and ids as they are written, and phones however they are written. */
public final class Trace {

    /** Shorter values stand in too many texts by chance to tell a person. */
    private static final int SHORTEST = 4;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_+@.-]+");
    private static final Pattern PHONE =
            Pattern.compile("(?<![0-9])(?:\\+?(?:00)?86[- ]?)?1[0-9]{2}[- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])");

    private final String tenant;
    private final Vault vault;
    private final Set<String> values;
    private final Set<String> phones;

    Trace(String tenant, Vault vault, Collection<PersonKey> keys) {
        this.tenant = tenant;
        this.vault = vault;
        this.values = keys.stream()
                .map(PersonKey::value)
                .filter(value -> value.length() >= SHORTEST)
                .collect(Collectors.toUnmodifiableSet());
        this.phones = keys.stream()
                .filter(key -> key.kind() == KeyKind.PHONE)
                .map(PersonKey::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a text, in any form that a channel delivers, names the person. */
    public boolean isIn(String text) {
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            if (values.contains(words.group())) {
                return true;
            }
        }
        if (!phones.isEmpty()) {
            Matcher numbers = PHONE.matcher(text);
            while (numbers.find()) {
                if (Phones.normalised(numbers.group())
                        .filter(phone -> phones.contains(vault.phoneHash(tenant, phone)))
                        .isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Never what it looks for. */
    @Override
    public String toString() {
        return "Trace";
    }
}
