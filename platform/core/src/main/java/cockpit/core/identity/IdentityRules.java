package cockpit.core.identity;

import cockpit.core.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a tenant's keys are joined: {@code identity.yaml} in its folder.
 *
 * <pre>{@code
 * most-beside: 5
 * numbers:
 *   - {code: brand, connections: [pos, crm]}
 * }</pre>
 *
 * @param mostBeside a key that stands beside more customers, phones, union ids or contacts of one kind than this tells no
 *     person (a switchboard, an agent, a made-up number for walk-ins) and joins nothing
 * @param numbers connection to the code of the systems that share its customer and lead numbers. A connection that is not
 *     named has numbers of its own: the same number in two systems is two customers unless somebody says otherwise
 */
public record IdentityRules(int mostBeside, Map<String, String> numbers) {

    static final int MOST_BESIDE = 5;

    public static final IdentityRules DEFAULT = new IdentityRules(MOST_BESIDE, Map.of());

    private static final String CODE = "[a-z0-9][a-z0-9_-]{0,59}";

    public IdentityRules {
        numbers = Map.copyOf(numbers);
        if (mostBeside < 1) {
            throw new IllegalArgumentException("A key stands beside at least one other.");
        }
    }

    /**
     * The rules of a tenant's folder; the default where it has none.
     *
     * @throws cockpit.core.yaml.YamlProblem for the first mistake
     */
    public static IdentityRules read(Path folder) {
        Path file = folder.resolve("identity.yaml");
        if (!Files.isRegularFile(file)) {
            return DEFAULT;
        }
        YamlNode root = YamlNode.read(file).only("most-beside", "numbers");
        int most = root.find("most-beside").map(IdentityRules::most).orElse(MOST_BESIDE);
        Map<String, String> numbers = new LinkedHashMap<>();
        root.find("numbers").ifPresent(groups -> groups.items().forEach(group -> {
            group.only("code", "connections");
            String code = named(group.get("code"));
            for (YamlNode connection : group.get("connections").items()) {
                if (numbers.putIfAbsent(named(connection), code) != null) {
                    throw connection.problem("stands twice: a connection shares numbers with one group only.");
                }
            }
        }));
        return new IdentityRules(most, numbers);
    }

    private static int most(YamlNode node) {
        int most = node.integer();
        if (most < 1 || most > 1000) {
            throw node.problem("must be from 1 to 1000, found `" + most + "`.");
        }
        return most;
    }

    private static String named(YamlNode node) {
        if (!node.text().matches(CODE)) {
            throw node.problem("must be lower-case letters, digits, - and _; found `" + node.text() + "`.");
        }
        return node.text();
    }

    /** Equal for rules that make the same graph. */
    String fingerprint() {
        return KeyColumns.FORM + " " + mostBeside + " " + new TreeMap<>(numbers);
    }
}
