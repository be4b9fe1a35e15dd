package cockpit.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.simulator.world.AdWorld.Depth;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AdWorldTest {
    private static final int DAY = Times.day(LocalDate.of(2026, 11, 11));
    private final World world = new World(618, 30, 1);

    private long[] sums(int day, long now, Depth depth) {
        long[] sums = new long[3];
        world.ads(AdPlatform.OCEANENGINE)
                .walk(
                        Region.EAST,
                        day,
                        now,
                        depth,
                        (promotion, material, hour, province, gender, age, cost, show, click) -> {
                            sums[0] += cost;
                            sums[1] += show;
                            sums[2] += click;
                        });
        return sums;
    }

    @Test
    void a_settled_day_adds_up_to_the_same_at_any_depth() {
        long later = Times.at(DAY + 3, 12, 0);
        for (Depth depth : Depth.values()) {
            assertThat(sums(DAY, later, depth)).isEqualTo(sums(DAY, later, Depth.MATERIAL));
        }
    }

    @Test
    void a_running_day_adds_up_to_the_same_at_any_depth() {
        long noon = Times.at(DAY, 12, 34);
        for (Depth depth : Depth.values()) {
            assertThat(sums(DAY, noon, depth)).isEqualTo(sums(DAY, noon, Depth.MATERIAL));
        }
    }

    @Test
    void today_grows() {
        long before = sums(DAY, Times.at(DAY, 12, 0), Depth.MATERIAL)[0];

        assertThat(sums(DAY, Times.at(DAY, 12, 30), Depth.MATERIAL)[0]).isGreaterThan(before);
    }

    @Test
    void cost_settles_at_eight_on_the_next_morning() {
        long before = sums(DAY, Times.at(DAY + 1, 7, 59), Depth.MATERIAL)[0];
        long after = sums(DAY, Times.at(DAY + 1, 8, 0), Depth.MATERIAL)[0];

        assertThat(after).isNotEqualTo(before).isBetween(before * 97 / 100, before * 103 / 100);
    }

    @Test
    void nothing_is_spent_tomorrow() {
        assertThat(sums(DAY + 1, Times.at(DAY, 23, 0), Depth.MATERIAL)).containsOnly(0);
    }

    @Test
    void parts_add_up_and_stay_near_their_weights() {
        long[] parts = AdWorld.split(1_000_003, new int[] {1, 2, 7}, 99);

        assertThat(Arrays.stream(parts).sum()).isEqualTo(1_000_003);
        assertThat(parts[2]).isBetween(700_001L, 700_004L);
    }
}
