package cockpit.simulator.world;

import java.util.ArrayList;
import java.util.List;

/**
 * What was planted for somebody to find. Two series of episodes of 42 days overlap by half, so that on any day at least
 * one store is well into its fall.
 */
public final class Anomalies {
    private static final int LENGTH = 42;
    private static final int[][] CANDIDATES = {{3, 9, 16, 22}, {5, 12, 18, 27}};

    private Anomalies() {}

    /**
     * A planted trouble.
     *
     * @param kind {@code show-up-falls} or {@code creative-fatigue}
     * @param subject a store's code or a material's id
     * @param first first day, epoch day
     * @param last last day, epoch day
     */
    public record Planted(String kind, String subject, int first, int last) {}

    /** Share of those who would come that still come, in thousandths. */
    static int showUp(Store store, int day) {
        for (int series = 0; series < CANDIDATES.length; series++) {
            int shifted = day + series * LENGTH / 2;
            int episode = Math.floorDiv(shifted, LENGTH);
            if (store.number() == subject(series, episode)) {
                int age = shifted - episode * LENGTH;
                return age < 8 ? 1000 : Math.max(450, 1000 - (age - 8) * 30);
            }
        }
        return 1000;
    }

    /** The troubles that run on a day. */
    static List<Planted> on(int day) {
        List<Planted> planted = new ArrayList<>();
        for (int series = 0; series < CANDIDATES.length; series++) {
            int episode = Math.floorDiv(day + series * LENGTH / 2, LENGTH);
            int first = episode * LENGTH - series * LENGTH / 2;
            planted.add(new Planted(
                    "show-up-falls", "S%03d".formatted(subject(series, episode)), first + 8, first + LENGTH - 1));
        }
        return planted;
    }

    private static int subject(int series, int episode) {
        int[] candidates = CANDIDATES[series];
        return candidates[Math.floorMod(episode, candidates.length)];
    }
}
