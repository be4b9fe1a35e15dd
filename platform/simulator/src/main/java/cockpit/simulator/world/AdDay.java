package cockpit.simulator.world;

import java.util.List;

/**
 * What one account spent on one day, by promotion and material: final figures, before they are split by hour,
 * province, gender and age.
 */
final class AdDay {
    /** 男, 女, 未知. */
    static final int[] GENDER_WEIGHTS = {110, 858, 32};

    /** 18-23, 24-30, 31-40, 41-49, 50+. */
    static final int[] AGE_WEIGHTS = {170, 345, 300, 130, 55};

    private final List<Promotion> promotions;
    private final long[] cost;
    private final long[] show;
    private final long[] click;
    private final long clicks;

    AdDay(List<Promotion> promotions, long[] cost, long[] show, long[] click) {
        this.promotions = promotions;
        this.cost = cost;
        this.show = show;
        this.click = click;
        long sum = 0;
        for (long value : click) {
            sum += value;
        }
        this.clicks = sum;
    }

    List<Promotion> promotions() {
        return promotions;
    }

    /** Fen, of a promotion's material. */
    long cost(int promotion, int material) {
        return cost[promotion * Promotion.MATERIALS + material];
    }

    long show(int promotion, int material) {
        return show[promotion * Promotion.MATERIALS + material];
    }

    long click(int promotion, int material) {
        return click[promotion * Promotion.MATERIALS + material];
    }

    /** Draws a click: position of the promotion × materials + material, or -1 on a day without any. */
    int draw(Dice dice) {
        if (clicks <= 0) {
            return -1;
        }
        long rest = Long.remainderUnsigned(dice.next(), clicks);
        for (int index = 0; index < click.length; index++) {
            rest -= click[index];
            if (rest < 0) {
                return index;
            }
        }
        return click.length - 1;
    }
}
