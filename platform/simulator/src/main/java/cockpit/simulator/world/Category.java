package cockpit.simulator.world;

/** A branch of the chain's catalogue. */
public enum Category {
    /** Skin care. */
    SKIN("skin", "皮肤管理"),
    /** Injections. */
    INJECTION("injection", "注射微整"),
    /** Laser and energy devices. */
    LASER("laser", "光电"),
    /** Body shaping. */
    BODY("body", "形体"),
    /** Dental. */
    DENTAL("dental", "口腔");

    private final String code;
    private final String chinese;

    Category(String code, String chinese) {
        this.code = code;
        this.chinese = chinese;
    }

    /** The word in files and messages. */
    public String code() {
        return code;
    }

    /** 皮肤管理. */
    public String chinese() {
        return chinese;
    }

    static Category draw(Dice dice) {
        return switch (dice.pick(40, 24, 22, 8, 6)) {
            case 0 -> SKIN;
            case 1 -> INJECTION;
            case 2 -> LASER;
            case 3 -> BODY;
            default -> DENTAL;
        };
    }
}
