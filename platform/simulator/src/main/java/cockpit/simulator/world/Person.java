package cockpit.simulator.world;

import org.jspecify.annotations.Nullable;

/** Somebody who leaves traces in several systems. All invented. */
public sealed interface Person {
    /** The clinic system's number, which the till knows as member number. */
    String customerId();

    /** Eleven digits, if known. */
    @Nullable
    String phone();

    /** Where the person was acquired. */
    Channel channel();

    /** The part that the person's documents carry in their numbers. */
    String code();

    /** Day of the first trace, epoch day. */
    int originDay();

    /** Number of the store of the first trace. */
    int originStore();

    /**
     * A person of the generated world. Phones repeat after 512 days at the earliest.
     *
     * @param originDay day of the first trace
     * @param originStore number of the store
     * @param index position among that day's persons of the store
     * @param channel where acquired
     */
    record Generated(int originDay, int originStore, int index, Channel channel) implements Person {
        private static final String[] SURNAMES = {
            "陈", "李", "王", "张", "刘", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "林", "郭", "何", "高", "罗",
            "郑", "梁", "谢", "宋", "唐", "许", "邓", "冯", "韩", "曹", "曾", "彭", "萧", "蔡", "潘", "田", "董", "袁", "于", "余"
        };

        @Override
        public String code() {
            String day = Times.compact(originDay).substring(2);
            return day + three(originStore) + three(index);
        }

        @Override
        public String customerId() {
            return "C" + code();
        }

        @Override
        public String phone() {
            long packed = ((Math.floorMod(originDay, 512) * 256L) + originStore) * 256 + index;
            long number = (packed * 70_368_743L + 18_410_377L) % 100_000_000L;
            return Long.toString(13_900_000_000L + number);
        }

        /** 陈女士. */
        public String title() {
            return SURNAMES[(int) Long.remainderUnsigned(trait(1), SURNAMES.length)] + (gender() == 1 ? "先生" : "女士");
        }

        /** 1 male, 2 female. */
        public int gender() {
            return Long.remainderUnsigned(trait(2), 100) < 8 ? 1 : 2;
        }

        /** Years. */
        public int age() {
            int band = Dice.of(trait(3)).pick(AdDay.AGE_WEIGHTS);
            int[] bounds = {18, 24, 31, 41, 50, 62};
            return bounds[band] + (int) Long.remainderUnsigned(trait(4), bounds[band + 1] - bounds[band]);
        }

        /** Person key of the WeChat open platform. */
        public String unionid() {
            return "oYJS" + Long.toUnsignedString(trait(5), 36) + Long.toUnsignedString(trait(6), 36);
        }

        /** WeCom's name for the contact. */
        public String externalUserid() {
            return "wmYJS" + Long.toUnsignedString(trait(7), 36) + Long.toUnsignedString(trait(8), 36);
        }

        private long trait(long which) {
            return Dice.hash(Dice.hash(Purpose.PERSON, which), ((long) originDay << 20) + originStore * 1024L + index);
        }

        private static String three(int number) {
            return number < 10 ? "00" + number : number < 100 ? "0" + number : Integer.toString(number);
        }
    }

    /**
     * A person named by whoever rang something up by hand.
     *
     * @param customerId as given
     * @param phone if known
     * @param channel where acquired
     * @param code unique among such persons
     * @param originDay day
     * @param originStore number of the store
     */
    record Named(
            String customerId, @Nullable String phone, Channel channel, String code, int originDay, int originStore)
            implements Person {}
}
