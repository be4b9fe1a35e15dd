package cockpit.core.yaml;

import cockpit.spi.Text;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a YAML file that knows its line. Every step that does not fit throws a {@link YamlProblem}. Only plain data is
 * read: tags, aliases beyond a few and duplicate keys are refused.
 */
public final class YamlNode {

    private static final int LARGEST_FILE = 8 * 1024 * 1024;

    private final String file;
    private final Node node;
    private final String path;

    private YamlNode(String file, Node node, String path) {
        this.file = file;
        this.node = node;
        this.path = path;
    }

    /** Reads a file of one document. */
    public static YamlNode read(Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(file.getFileName().toString(), reader);
        } catch (IOException e) {
            throw new YamlProblem(
                    file.getFileName().toString(), 0, "the file cannot be read (" + e.getMessage() + ").");
        }
    }

    /** @param name what messages call the file */
    public static YamlNode read(String name, Reader reader) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(50);
        options.setCodePointLimit(LARGEST_FILE);
        try {
            Node root = new Yaml(options).compose(reader);
            if (root == null) {
                throw new YamlProblem(name, 0, "the file is empty.");
            }
            return new YamlNode(name, root, "");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new YamlProblem(name, line, "this is no YAML: " + e.getProblem() + ".");
        } catch (YAMLException e) {
            throw new YamlProblem(name, 0, "this is no YAML: " + e.getMessage() + ".");
        }
    }

    /** From 1. */
    public int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** A problem at this value. */
    public YamlProblem problem(String sentence) {
        return new YamlProblem(file, line(), (path.isEmpty() ? "" : "`" + path + "` ") + sentence);
    }

    /** Refuses keys that nobody reads, which are mostly misspelt. */
    public YamlNode only(String... keys) {
        Set<String> known = Set.of(keys);
        fields().forEach((key, value) -> {
            if (!known.contains(key)) {
                throw new YamlProblem(
                        file,
                        value.line(),
                        "there is no key `" + key + "` here; known are "
                                + String.join(", ", Arrays.stream(keys).sorted().toList()) + ".");
            }
        });
        return this;
    }

    /** Members by key, in order. */
    public Map<String, YamlNode> fields() {
        if (!(node instanceof MappingNode mapping)) {
            throw problem("must be a mapping of keys to values.");
        }
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw problem("must have plain keys.");
            }
            if (fields.put(key.getValue(), new YamlNode(file, tuple.getValueNode(), join(key.getValue()))) != null) {
                throw problem("has the key `" + key.getValue() + "` twice.");
            }
        }
        return fields;
    }

    public Optional<YamlNode> find(String key) {
        return Optional.ofNullable(fields().get(key))
                .filter(field -> !field.node.getTag().equals(Tag.NULL));
    }

    public YamlNode get(String key) {
        return find(key)
                .orElseThrow(() -> new YamlProblem(
                        file,
                        line(),
                        (path.isEmpty() ? "" : "`" + path + "`: ") + "the key `" + key + "` is missing."));
    }

    /** Elements; a missing key is given by {@link #find}, an empty list is an empty list. */
    public List<YamlNode> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw problem("must be a list.");
        }
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlNode(file, item, path + "[" + items.size() + "]"));
        }
        return items;
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** A scalar as it is written. */
    public String text() {
        if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
            throw problem("must be a text.");
        }
        return scalar.getValue();
    }

    /** Texts of a list, or the one text of a scalar. */
    public List<String> texts() {
        return isList() ? items().stream().map(YamlNode::text).toList() : List.of(text());
    }

    public int integer() {
        try {
            return Integer.parseInt(text());
        } catch (NumberFormatException _) {
            throw problem("must be a whole number, found `" + text() + "`.");
        }
    }

    public boolean bool() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw problem("must be true or false, found `" + text() + "`.");
        };
    }

    /** One of an enumeration, written in lower case with hyphens or underscores. */
    public <E extends Enum<E>> E oneOf(Class<E> type) {
        String written = text();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(written.replace('-', '_'))) {
                return constant;
            }
        }
        throw problem("must be one of "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .toList())
                + "; found `" + written + "`.");
    }

    /** {@code {zh: …, en: …}}, or one text for both. */
    public Text bilingual() {
        try {
            if (!isMapping()) {
                return Text.same(text());
            }
            only("zh", "en");
            return Text.of(get("zh").text(), get("en").text());
        } catch (IllegalArgumentException _) {
            throw problem("must not be blank.");
        }
    }

    private String join(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
