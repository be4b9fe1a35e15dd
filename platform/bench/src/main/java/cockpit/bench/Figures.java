package cockpit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a benchmark measured. */
final class Figures {

    /** @param goal what the value should not exceed; null where nothing is promised */
    record Figure(
            String name,
            double value,
            String unit,
            @Nullable Double goal) {

        @Nullable
        Boolean met() {
            return goal == null ? null : value <= goal;
        }
    }

    private final List<Figure> figures = new ArrayList<>();

    void add(String name, double value, String unit, OptionalDouble goal) {
        figures.add(new Figure(name, value, unit, goal.isPresent() ? goal.getAsDouble() : null));
    }

    void add(String name, double value, String unit) {
        add(name, value, unit, OptionalDouble.empty());
    }

    String table() {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%-58s %14s %-8s %10s %s%n", "figure", "value", "unit", "goal", "met"));
        for (Figure figure : figures) {
            Boolean met = figure.met();
            table.append(String.format(
                    Locale.ROOT,
                    "%-58s %14s %-8s %10s %s%n",
                    figure.name(),
                    number(figure.value()),
                    figure.unit(),
                    figure.goal() == null ? "" : number(figure.goal()),
                    met == null ? "" : met ? "yes" : "no"));
        }
        return table.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.1f", value);
    }

    void write(Path file) throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Figure figure : figures) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("name", figure.name());
            row.put("value", figure.value());
            row.put("unit", figure.unit());
            row.put("goal", figure.goal());
            row.put("met", figure.met());
            rows.add(row);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("at", Instant.now().toString());
        document.put("machine", machine());
        document.put("figures", rows);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n",
                StandardCharsets.UTF_8);
    }

    static Map<String, Object> machine() throws IOException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processor", firstValue(Path.of("/proc/cpuinfo"), "model name"));
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memory", firstValue(Path.of("/proc/meminfo"), "MemTotal"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", Runtime.version().toString());
        return machine;
    }

    private static String firstValue(Path file, String key) throws IOException {
        if (!Files.isReadable(file)) {
            return "unknown";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
