package cockpit.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The facts of a server that has ended, against the ledger of a world that stands still. */
final class Comparison {

    /** What Ocean Engine's ledger calls the columns of its report. */
    private static final Map<String, String> REPORT = Map.of(
            "spend_fen", "spend_fen", "impressions", "impressions", "clicks", "clicks", "conversions", "conversions");

    private final Connection facts;
    private final Simulator simulator;
    private final LocalDate from;
    private final LocalDate to;
    private final List<String> differences = new ArrayList<>();
    private int compared;
    private long rows;

    private Comparison(Connection facts, Simulator simulator, LocalDate from, LocalDate to) {
        this.facts = facts;
        this.simulator = simulator;
        this.from = from;
        this.to = to;
    }

    /**
     * Compares.
     *
     * @param warehouse folder with one tenant's file
     * @param days how many days back, today included
     */
    static Comparison of(Path warehouse, Simulator simulator, int days) throws IOException, SQLException {
        Path file;
        try (Stream<Path> files = Files.list(warehouse)) {
            file = files.filter(path -> path.toString().endsWith(".duckdb"))
                    .findFirst()
                    .orElseThrow();
        }
        Properties readOnly = new Properties();
        readOnly.setProperty("access_mode", "READ_ONLY");
        LocalDate today = OffsetDateTime.parse(
                        simulator.get("/control/clock").path("worldNow").asString())
                .toLocalDate();
        try (Connection facts = DriverManager.getConnection("jdbc:duckdb:" + file, readOnly)) {
            Comparison comparison = new Comparison(facts, simulator, today.minusDays(days - 1L), today);
            comparison.compare();
            return comparison;
        }
    }

    /** One sentence for each figure that differs. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    int compared() {
        return compared;
    }

    long rows() {
        return rows;
    }

    private void compare() throws SQLException {
        oceanEngine();
        JsonNode status = simulator.get("/control/status");
        for (String target : List.of("pos", "crm")) {
            for (JsonNode stream : status.path("targets").path(target).path("streams")) {
                pushed(target, stream.asString());
            }
        }
        for (JsonNode channel : status.path("channels")) {
            played(channel.asString());
        }
    }

    private void oceanEngine() throws SQLException {
        Map<String, Map<String, Long>> spent = byDay("ad_report", "ocean", new TreeSet<>(REPORT.values()));
        Map<String, Map<String, Long>> leads = byDay("lead", "ocean", Set.of());
        for (JsonNode day : simulator
                .get("/control/ledger?from=" + from + "&to=" + to + "&by=day,channel")
                .path("rows")) {
            if (!day.path("channel").asString().equals("OCEANENGINE")) {
                continue;
            }
            String date = day.path("day").asString();
            for (String figure : new TreeSet<>(REPORT.keySet())) {
                long stored = spent.getOrDefault(date, Map.of()).getOrDefault(REPORT.get(figure), 0L);
                same("ocean " + figure + " of " + date, day.path(figure).asLong(), stored);
            }
            same(
                    "ocean leads of " + date,
                    day.path("leads").asLong(),
                    leads.getOrDefault(date, Map.of()).getOrDefault("rows", 0L));
        }
    }

    /** Row by row what was counted, day by day: rows, money, and what became of them. */
    private void pushed(String connection, String kind) throws SQLException {
        // the clinic system's leads go where all leads go; the simulator has two kinds of them
        String dataset = kind.equals("crm_lead") ? "lead" : kind;
        Set<String> columns = columns(dataset);
        Set<String> money = new TreeSet<>();
        Map<String, Map<String, Long>> truth = new TreeMap<>();
        Map<String, Long> states = new TreeMap<>();
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            Map<String, Long> sums = new LinkedHashMap<>();
            for (JsonNode row : simulator
                    .get("/control/ledger/rows?dataset=" + kind + "&day=" + day)
                    .path("rows")) {
                sums.merge("rows", 1L, Long::sum);
                for (Map.Entry<String, JsonNode> field : row.properties()) {
                    if (field.getKey().endsWith("_fen") && columns.contains(field.getKey())) {
                        money.add(field.getKey());
                        sums.merge(field.getKey(), field.getValue().asLong(), Long::sum);
                    }
                }
                if (row.has("status") && columns.contains("status")) {
                    states.merge(row.path("status").asString(), 1L, Long::sum);
                }
            }
            truth.put(day.toString(), sums);
        }
        Map<String, Map<String, Long>> stored = byDay(dataset, connection, money);
        truth.forEach((day, sums) -> {
            Set<String> figures = new TreeSet<>(money);
            figures.add("rows");
            for (String figure : figures) {
                same(
                        connection + " " + dataset + " " + figure + " of " + day,
                        sums.getOrDefault(figure, 0L),
                        stored.getOrDefault(day, Map.of()).getOrDefault(figure, 0L));
            }
        });
        if (!states.isEmpty()) {
            Map<String, Long> known = states(dataset, connection);
            Set<String> all = new HashSet<>(known.keySet());
            all.addAll(states.keySet());
            all.forEach(state -> same(
                    connection + " " + dataset + " in state " + state,
                    states.getOrDefault(state, 0L),
                    known.getOrDefault(state, 0L)));
        }
    }

    /** Up to yesterday: what a shop changed in the last minute is read a minute later, and this world stands still. */
    private void played(String channel) throws SQLException {
        LocalDate last = to.minusDays(1);
        JsonNode datasets = simulator
                .get("/control/ledger/" + channel + "?from=" + from + "&to=" + last)
                .path("datasets");
        for (Map.Entry<String, JsonNode> dataset : datasets.properties()) {
            Set<String> sums = new TreeSet<>();
            dataset.getValue().propertyNames().stream()
                    .filter(name -> !name.equals("rows"))
                    .forEach(sums::add);
            Map<String, Long> stored = new LinkedHashMap<>();
            byDay(dataset.getKey(), channel, sums).entrySet().stream()
                    .filter(day -> !day.getKey().equals(to.toString()))
                    .map(Map.Entry::getValue)
                    .forEach(day -> day.forEach((name, value) -> stored.merge(name, value, Long::sum)));
            dataset.getValue()
                    .properties()
                    .forEach(figure -> same(
                            channel + " " + dataset.getKey() + " " + figure.getKey(),
                            figure.getValue().asLong(),
                            stored.getOrDefault(figure.getKey(), 0L)));
        }
    }

    private void same(String what, long truth, long stored) {
        compared++;
        if (truth != stored) {
            differences.add(what + ": the ledger says " + truth + ", the warehouse " + stored + ".");
        }
    }

    private Map<String, Map<String, Long>> byDay(String dataset, String connection, Set<String> sums)
            throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT CAST(day AS VARCHAR), count(*)");
        sums.forEach(
                column -> sql.append(", CAST(coalesce(sum(\"").append(column).append("\"), 0) AS BIGINT)"));
        sql.append(" FROM \"fact_")
                .append(dataset)
                .append("\" WHERE connection = ? AND day BETWEEN ? AND ? GROUP BY 1");
        Map<String, Map<String, Long>> days = new TreeMap<>();
        try (PreparedStatement statement = facts.prepareStatement(sql.toString())) {
            bind(statement, connection);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    Map<String, Long> day = new LinkedHashMap<>();
                    day.put("rows", found.getLong(2));
                    rows += found.getLong(2);
                    int column = 3;
                    for (String name : sums) {
                        day.put(name, found.getLong(column++));
                    }
                    days.put(found.getString(1), day);
                }
            }
        }
        return days;
    }

    private Map<String, Long> states(String dataset, String connection) throws SQLException {
        Map<String, Long> states = new TreeMap<>();
        try (PreparedStatement statement = facts.prepareStatement("SELECT status, count(*) FROM \"fact_" + dataset
                + "\" WHERE connection = ? AND day BETWEEN ? AND ? AND status IS NOT NULL GROUP BY 1")) {
            bind(statement, connection);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    states.put(found.getString(1), found.getLong(2));
                }
            }
        }
        return states;
    }

    private void bind(PreparedStatement statement, String connection) throws SQLException {
        statement.setString(1, connection);
        statement.setObject(2, from);
        statement.setObject(3, to);
    }

    private Set<String> columns(String dataset) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (PreparedStatement statement =
                facts.prepareStatement("SELECT column_name FROM information_schema.columns WHERE table_name = ?")) {
            statement.setString(1, "fact_" + dataset);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    columns.add(found.getString(1));
                }
            }
        }
        return columns;
    }
}
