package cockpit.simulator.world;

/**
 * A lead that Ocean Engine brought. It is one row; what changes in it is written as the instants of the changes, 0 for
 * what never happens.
 *
 * @param person who
 * @param store the clinic that the form named
 * @param ordinal 0, or more when the same person left another lead
 * @param createdAt epoch seconds
 * @param promotion the ad
 * @param material the ad's material, from 0
 * @param province where the person is, as a position of the advertiser's provinces
 * @param category what was asked for
 * @param contactedAt first contact
 * @param friendAt WeCom friend added
 * @param bookedAt appointment made
 * @param invalidAt found to be worthless
 * @param attributedAt when Ocean Engine counts the conversion
 */
public record Lead(
        Person.Generated person,
        Store store,
        int ordinal,
        long createdAt,
        Promotion promotion,
        int material,
        int province,
        Category category,
        long contactedAt,
        long friendAt,
        long bookedAt,
        long invalidAt,
        long attributedAt)
        implements Row {

    /** State of a lead in the words of Feiyu. */
    public enum State {
        /** Nobody has called. */
        NEW(1, "新线索"),
        /** Reached and interested. */
        INTERESTED(2, "有意向"),
        /** An appointment is made. */
        OPPORTUNITY(3, "高意向"),
        /** Wrong number, no intent. */
        INVALID(4, "无效线索"),
        /** WeCom friend. */
        FRIEND(5, "已加微信"),
        /** To be called again. */
        AGAIN(7, "待再次沟通");

        private final int code;
        private final String chinese;

        State(int code, String chinese) {
            this.code = code;
            this.chinese = chinese;
        }

        /** {@code clue_state}. */
        public int code() {
            return code;
        }

        /** {@code clue_state_name}. */
        public String chinese() {
            return chinese;
        }
    }

    /** {@code clue_id}. */
    public String clueId() {
        return numberOf(person, ordinal);
    }

    static String numberOf(Person.Generated person, int ordinal) {
        long number = ((person.originDay() * 1000L + person.originStore()) * 1000 + person.index()) * 10 + ordinal;
        return Long.toString(7_480_000_000_000_000_000L + number);
    }

    /** The state at an instant. */
    public State stateAt(long now) {
        if (passed(invalidAt, now)) {
            return State.INVALID;
        }
        if (passed(bookedAt, now)) {
            return State.OPPORTUNITY;
        }
        if (passed(friendAt, now)) {
            return State.FRIEND;
        }
        if (passed(contactedAt, now)) {
            return person.index() % 4 == 0 ? State.AGAIN : State.INTERESTED;
        }
        return State.NEW;
    }

    /** Whether Ocean Engine counts the conversion by now. */
    public boolean attributedBy(long now) {
        return passed(attributedAt, now);
    }

    private static boolean passed(long instant, long now) {
        return instant != 0 && instant <= now;
    }

    @Override
    public Stream stream() {
        return Stream.LEAD;
    }

    @Override
    public String key() {
        return clueId();
    }

    @Override
    public long revision() {
        return createdAt * 1000;
    }

    @Override
    public long visibleAt() {
        return createdAt;
    }

    @Override
    public int day() {
        return Times.dayOf(createdAt);
    }

    @Override
    public String channelName() {
        return Channel.OCEANENGINE.name();
    }
}
