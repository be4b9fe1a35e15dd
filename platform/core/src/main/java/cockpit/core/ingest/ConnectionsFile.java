package cockpit.core.ingest;

import cockpit.core.ingest.ConnectionStatus.Origin;
import cockpit.core.tenant.OrgTree;
import cockpit.core.yaml.YamlNode;
import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code connections.yaml} says.
 *
 * @param connections the entries without a mistake
 * @param mistaken ids of entries with one, as far as they could be read
 * @param problems one a mistaken entry
 */
record ConnectionsFile(List<ConnectionConfig> connections, Set<String> mistaken, List<YamlProblem> problems) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})\\s*(s|m|h)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:([^}]*))?\\}");

    /**
     * Reads a tenant's file; without one there are no connections.
     *
     * @throws YamlProblem if the file as a whole cannot be read
     */
    static ConnectionsFile read(Path file, OrgTree org) {
        if (!Files.exists(file)) {
            return new ConnectionsFile(List.of(), Set.of(), List.of());
        }
        YamlNode root = YamlNode.read(file).only("connections");
        Map<String, ConnectionConfig> connections = new LinkedHashMap<>();
        Set<String> mistaken = new HashSet<>();
        List<YamlProblem> problems = new ArrayList<>();
        for (YamlNode node : root.find("connections").map(YamlNode::items).orElse(List.of())) {
            String id = "";
            try {
                id = node.get("id").text();
                ConnectionConfig connection = connection(node, id, org);
                if (connections.containsKey(id) || mistaken.contains(id)) {
                    throw node.get("id").problem("stands twice: there is another connection `" + id + "`.");
                }
                connections.put(id, connection);
            } catch (YamlProblem e) {
                if (!connections.containsKey(id)) {
                    mistaken.add(id);
                }
                problems.add(e);
            }
        }
        return new ConnectionsFile(List.copyOf(connections.values()), Set.copyOf(mistaken), List.copyOf(problems));
    }

    private static ConnectionConfig connection(YamlNode node, String id, OrgTree org) {
        node.only("id", "source", "title", "history-days", "requests-per-second", "settings", "org-units", "every");
        if (!isId(id)) {
            throw node.get("id").problem("must be lower-case words with hyphens, such as ocean; found `" + id + "`.");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        node.find("settings").ifPresent(all -> all.fields()
                .forEach((key, value) -> settings.put(key, String.join("\n", value.texts()))));
        Map<String, String> units = new LinkedHashMap<>();
        node.find("org-units").ifPresent(all -> all.fields().forEach((external, unit) -> {
            if (org.find(unit.text()).isEmpty()) {
                throw unit.problem("names the org unit `" + unit.text() + "`, which is not in org.yaml.");
            }
            units.put(external, unit.text());
        }));
        Map<String, Duration> every = new LinkedHashMap<>();
        node.find("every")
                .ifPresent(all -> all.fields().forEach((stream, interval) -> every.put(stream, duration(interval))));
        int days =
                node.find("history-days").map(value -> within(value, 0, 3650)).orElse(90);
        int requests = node.find("requests-per-second")
                .map(value -> within(value, 1, 1000))
                .orElse(20);
        Text title = node.find("title").map(YamlNode::bilingual).orElse(Text.same(id));
        return new ConnectionConfig(
                id, title, node.get("source").text(), days, requests, settings, units, every, Origin.FILE, "");
    }

    static boolean isId(String id) {
        return id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") && id.length() <= 60;
    }

    private static int within(YamlNode node, int least, int most) {
        int number = node.integer();
        if (number < least || number > most) {
            throw node.problem("must be between " + least + " and " + most + "; found `" + number + "`.");
        }
        return number;
    }

    private static Duration duration(YamlNode node) {
        Matcher matcher = DURATION.matcher(node.text());
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw node.problem("must be an interval such as 5s, 10m or 1h; found `" + node.text() + "`.");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /**
     * Settings with the environment's values in place.
     *
     * @param values those whose variables are all there
     * @param missing variables without value and default, by setting
     */
    record Resolved(Map<String, String> values, Map<String, String> missing) {}

    static Resolved resolve(Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> missing = new LinkedHashMap<>();
        settings.forEach((key, written) -> {
            StringBuilder value = new StringBuilder();
            Matcher matcher = VARIABLE.matcher(written);
            while (matcher.find()) {
                String found = environment.get(matcher.group(1));
                if (found == null || found.isEmpty()) {
                    found = matcher.group(3);
                }
                if (found == null) {
                    missing.put(key, matcher.group(1));
                    found = "";
                }
                matcher.appendReplacement(value, Matcher.quoteReplacement(found));
            }
            matcher.appendTail(value);
            if (!missing.containsKey(key)) {
                values.put(key, value.toString());
            }
        });
        return new Resolved(Map.copyOf(values), Map.copyOf(missing));
    }
}
