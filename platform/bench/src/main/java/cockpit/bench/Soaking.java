package cockpit.bench;

import cockpit.acceptance.Soak;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Nothing lost and nothing counted twice, however often the server is killed. */
final class Soaking {

    private static final Duration LONGEST_LIFE = Duration.ofSeconds(40);
    private static final long FIRST_SEED = 618;

    private final Map<String, Integer> options = new HashMap<>(Map.of(
            "--seeds", 3,
            "--kills", 100,
            "--days", 120,
            "--stores", 24));

    private final Figures figures = new Figures();

    Soaking(List<String> given) {
        for (int index = 0; index < given.size(); index += 2) {
            String option = given.get(index);
            if (!options.containsKey(option) || index + 1 == given.size()) {
                throw new IllegalArgumentException("The soak has no option " + option + "; it has "
                        + options.keySet().stream().sorted().toList() + ", each with a number.");
            }
            options.put(option, Integer.parseInt(given.get(index + 1)));
        }
    }

    Figures measure() throws Exception {
        int seeds = options.get("--seeds");
        for (int number = 0; number < seeds; number++) {
            long seed = FIRST_SEED + number;
            int kills = options.get("--kills") * (number + 1) / seeds - options.get("--kills") * number / seeds;
            Main.print("seed " + seed + ": " + options.get("--days") + " days, " + options.get("--stores") + " stores, "
                    + kills + " kills …");
            Path data = Files.createTempDirectory("cockpit-soak");
            try {
                Soak.Result result = new Soak(
                                new Soak.Plan(
                                        seed, options.get("--stores"), options.get("--days"), kills, LONGEST_LIFE, 30),
                                data)
                        .run();
                result.differences().forEach(Main::print);
                String of = "seed " + seed + ": ";
                figures.add(of + "times the server was killed", kills, "kills");
                figures.add(of + "troubles ordered", result.faults(), "troubles");
                figures.add(of + "facts in the warehouse", (double) result.rows(), "rows");
                figures.add(of + "figures compared with the ledger", result.compared(), "figures");
                figures.add(of + "figures that differ", result.differences().size(), "figures", OptionalDouble.of(0));
                figures.add(of + "time", result.seconds(), "s");
            } finally {
                First.delete(data);
            }
        }
        return figures;
    }
}
