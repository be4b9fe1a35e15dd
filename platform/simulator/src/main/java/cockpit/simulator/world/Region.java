package cockpit.simulator.world;

/** A region of the chain. */
public enum Region {
    /** East China. */
    EAST("华东", "East China"),
    /** South China. */
    SOUTH("华南", "South China"),
    /** North China. */
    NORTH("华北", "North China"),
    /** Central China. */
    CENTRAL("华中", "Central China"),
    /** Southwest China. */
    SOUTHWEST("西南", "Southwest China"),
    /** Northwest China. */
    NORTHWEST("西北", "Northwest China"),
    /** Northeast China. */
    NORTHEAST("东北", "Northeast China");

    private final String chinese;
    private final String english;

    Region(String chinese, String english) {
        this.chinese = chinese;
        this.english = english;
    }

    /** 华东. */
    public String chinese() {
        return chinese;
    }

    /** East China. */
    public String english() {
        return english;
    }

    /** Position, from 0. */
    public int index() {
        return compareTo(EAST);
    }
}
