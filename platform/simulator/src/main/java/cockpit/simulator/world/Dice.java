package cockpit.simulator.world;

/**
 * A stream of random numbers that depends only on what it was made from: the same parts give the same numbers on
 * every machine and in any order of use. Whole numbers only, so that money never passes through a double.
 */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    static Dice of(long seed, long purpose, long first, long second, long third) {
        return new Dice(hash(hash(hash(hash(seed, purpose), first), second), third));
    }

    static Dice of(long seed) {
        return new Dice(seed);
    }

    /** A well-mixed number for two others. */
    static long hash(long left, long right) {
        return mix(left * 31 + mix(right + GOLDEN));
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number from 0 to {@code bound - 1}; the bound is positive. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** A number from {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return high <= low ? low : low + below(high - low + 1);
    }

    /** True in {@code chance} of 1000 cases. */
    boolean permille(int chance) {
        return below(1000) < chance;
    }

    /** An index, drawn in proportion to its weight. */
    int pick(int... weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int rest = below(sum);
        for (int index = 0; index < weights.length; index++) {
            rest -= weights[index];
            if (rest < 0) {
                return index;
            }
        }
        return weights.length - 1;
    }

    <T> T one(T[] options) {
        return options[below(options.length)];
    }

    /** How often something happens that happens {@code thousandths / 1000} times on average. */
    int poisson(long thousandths) {
        if (thousandths <= 0) {
            return 0;
        }
        double limit = StrictMath.exp(-(double) Math.min(thousandths, 200_000) / 1000);
        double product = 1;
        int count = -1;
        do {
            product *= (next() >>> 11) * 0x1.0p-53;
            count++;
        } while (product > limit);
        return count;
    }
}
