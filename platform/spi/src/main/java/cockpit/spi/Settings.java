package cockpit.spi;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of a form, checked against its {@link Setting}s. Immutable. Secrets are held apart and never appear in
 * {@link #toString()}.
 */
public final class Settings {

    private final Map<String, Setting> declared;
    private final Map<String, String> values;

    private Settings(Map<String, Setting> declared, Map<String, String> values) {
        this.declared = declared;
        this.values = values;
    }

    /** What is wrong with one value; {@link #sentence()} never contains the value of a secret. */
    public record Problem(String key, Text sentence) {}

    /** Checked values, or all problems in one go. */
    public record Checked(Optional<Settings> settings, List<Problem> problems) {}

    /**
     * Checks values against their declaration.
     *
     * @param owner name of the plugin, for the sentences
     * @param declared the form
     * @param values text by key; an empty text counts as missing
     */
    public static Checked check(Text owner, List<Setting> declared, Map<String, String> values) {
        Map<String, Setting> byKey = new HashMap<>();
        declared.forEach(setting -> byKey.put(setting.key(), setting));
        List<Problem> problems = new ArrayList<>();
        Map<String, String> accepted = new HashMap<>();
        for (Setting setting : declared) {
            String given = values.getOrDefault(setting.key(), "").strip();
            String value = given.isEmpty() ? setting.defaultValue() : given;
            if (value == null || value.isEmpty()) {
                if (setting.required()) {
                    problems.add(problem(
                            owner,
                            setting.key(),
                            "缺少设置 " + setting.key() + "（" + setting.title().zh() + "）。",
                            "setting " + setting.key() + " is missing."));
                }
                continue;
            }
            Problem wrong = wrong(owner, setting, value);
            if (wrong == null) {
                accepted.put(setting.key(), value);
            } else {
                problems.add(wrong);
            }
        }
        values.keySet().stream()
                .filter(key -> !byKey.containsKey(key))
                .sorted()
                .forEach(key -> problems.add(problem(
                        owner,
                        key,
                        "没有名为 " + key + " 的设置。",
                        "there is no setting " + key + "; known are "
                                + String.join(
                                        ", ", byKey.keySet().stream().sorted().toList()) + ".")));
        return problems.isEmpty()
                ? new Checked(Optional.of(new Settings(Map.copyOf(byKey), Map.copyOf(accepted))), List.of())
                : new Checked(Optional.empty(), List.copyOf(problems));
    }

    /**
     * Checked values, for callers that know them to be right.
     *
     * @throws IllegalArgumentException with all problems in English
     */
    public static Settings of(List<Setting> declared, Map<String, String> values) {
        Checked checked = check(Text.same("settings"), declared, values);
        return checked.settings()
                .orElseThrow(() -> new IllegalArgumentException(String.join(
                        " ",
                        checked.problems().stream().map(p -> p.sentence().en()).toList())));
    }

    /** The value or its default; empty text where neither exists. */
    public String text(Setting setting) {
        return find(setting).orElse("");
    }

    /** The value or its default, if there is one. */
    public Optional<String> find(Setting setting) {
        require(setting, null);
        return Optional.ofNullable(values.get(setting.key()));
    }

    /** @throws IllegalStateException if the entry is optional and has no value */
    public Secret secret(Setting setting) {
        require(setting, Setting.Kind.SECRET);
        return find(setting)
                .map(Secret::of)
                .orElseThrow(() -> new IllegalStateException("Setting " + setting.key() + " has no value."));
    }

    /** @throws IllegalStateException if the entry is optional and has no value */
    public long integer(Setting setting) {
        require(setting, Setting.Kind.INTEGER);
        return find(setting)
                .map(Long::parseLong)
                .orElseThrow(() -> new IllegalStateException("Setting " + setting.key() + " has no value."));
    }

    public boolean bool(Setting setting) {
        require(setting, Setting.Kind.BOOLEAN);
        return find(setting).map(Boolean::parseBoolean).orElse(false);
    }

    /** @throws IllegalStateException if the entry is optional and has no value */
    public URI url(Setting setting) {
        require(setting, Setting.Kind.URL);
        return find(setting)
                .map(URI::create)
                .orElseThrow(() -> new IllegalStateException("Setting " + setting.key() + " has no value."));
    }

    /** The lines of the value without blanks; empty where there is no value. */
    public List<String> list(Setting setting) {
        require(setting, Setting.Kind.LIST);
        return find(setting).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void require(Setting setting, Setting.@Nullable Kind kind) {
        Setting known = declared.get(setting.key());
        if (known == null || (kind != null && known.kind() != kind)) {
            throw new IllegalArgumentException("Setting " + setting.key() + (kind == null ? "" : " of kind " + kind)
                    + " is not declared in this form.");
        }
    }

    private static @Nullable Problem wrong(Text owner, Setting setting, String value) {
        String key = setting.key();
        return switch (setting.kind()) {
            case TEXT, SECRET, LIST -> null;
            case INTEGER ->
                value.matches("-?\\d{1,18}")
                        ? null
                        : problem(
                                owner,
                                key,
                                "设置 " + key + " 应为整数，现为“" + value + "”。",
                                "setting " + key + " must be a whole number, found \"" + value + "\".");
            case BOOLEAN ->
                value.equals("true") || value.equals("false")
                        ? null
                        : problem(
                                owner,
                                key,
                                "设置 " + key + " 应为 true 或 false，现为“" + value + "”。",
                                "setting " + key + " must be true or false, found \"" + value + "\".");
            case CHOICE -> {
                List<String> allowed =
                        setting.choices().stream().map(Setting.Choice::value).toList();
                yield allowed.contains(value)
                        ? null
                        : problem(
                                owner,
                                key,
                                "设置 " + key + " 应为 " + String.join("、", allowed) + " 之一，现为“" + value + "”。",
                                "setting " + key + " must be one of " + String.join(", ", allowed) + ", found \""
                                        + value + "\".");
            }
            case URL ->
                isWebAddress(value)
                        ? null
                        : problem(
                                owner,
                                key,
                                "设置 " + key + " 应为 http 或 https 地址，现为“" + value + "”。",
                                "setting " + key + " must be an http or https address, found \"" + value + "\".");
        };
    }

    private static boolean isWebAddress(String value) {
        try {
            URI uri = new URI(value);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static Problem problem(Text owner, String key, String zh, String en) {
        return new Problem(key, Text.of(owner.zh() + "：" + zh, owner.en() + ": " + en));
    }

    @Override
    public String toString() {
        Map<String, String> shown = new HashMap<>(values);
        shown.replaceAll((key, value) -> {
            Setting setting = declared.get(key);
            return setting == null || setting.kind() == Setting.Kind.SECRET ? "******" : value;
        });
        return shown.toString();
    }
}
