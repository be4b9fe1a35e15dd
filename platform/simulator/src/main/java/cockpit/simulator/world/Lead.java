package cockpit.simulator.world;

/**
 * A lead that an ad brought. It is one row; what changes in it is written as the instants of the changes, 0 for
 * what never happens.
 *
 * @param platform where the ad ran
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
 * @param attributedAt when the platform counts the conversion; 0 for never
 */
public record Lead(
        AdPlatform platform,
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

    /** The platform's number of it. */
    public String leadId() {
        return numberOf(platform, person, ordinal);
    }

    static String numberOf(AdPlatform platform, Person.Generated person, int ordinal) {
        return platform.leadId(
                ((person.originDay() * 1000L + person.originStore()) * 1000 + person.index()) * 10 + ordinal);
    }

    /** When it last changed until an instant. */
    public long changedAt(long now) {
        long changed = createdAt;
        for (long instant : new long[] {contactedAt, friendAt, bookedAt, invalidAt}) {
            changed = passed(instant, now) ? Math.max(changed, instant) : changed;
        }
        return changed;
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

    /** Whether the platform counts the conversion by now. */
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
        return leadId();
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
        return platform.channel().name();
    }
}
