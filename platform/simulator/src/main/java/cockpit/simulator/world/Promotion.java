package cockpit.simulator.world;

/**
 * An ad: one run of eight weeks, or of one festival, with three materials.
 *
 * @param platform where it runs
 * @param id the platform's number
 * @param name as the account's team named it
 * @param projectId the platform's number
 * @param projectName as the account's team named it
 * @param region whose account
 * @param category what it advertises
 * @param firstDay epoch day
 * @param lastDay epoch day
 * @param fatigues whether its first material is the planted one that wears out
 */
public record Promotion(
        AdPlatform platform,
        long id,
        String name,
        long projectId,
        String projectName,
        Region region,
        Category category,
        int firstDay,
        int lastDay,
        boolean fatigues) {

    /** Materials of a promotion. */
    public static final int MATERIALS = 3;

    /** The number of a material, from 0. */
    public long materialId(int material) {
        return platform.materialId(id, material);
    }

    /** Thousandths of its fresh click rate that a material still has. */
    int freshness(int material, int day) {
        int age = day - firstDay;
        if (fatigues && material == 0) {
            return Math.max(240, 1150 - age * 42);
        }
        return 620 + 380 * 22 / (22 + age);
    }
}
