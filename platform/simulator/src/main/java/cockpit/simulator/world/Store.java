package cockpit.simulator.world;

/**
 * A clinic of the chain.
 *
 * @param code S001 and up
 * @param number the code's number
 * @param name Chinese name
 * @param nameEn English name
 * @param region its region
 * @param province short name, as maps use it
 * @param city short name
 * @param lng longitude, degrees
 * @param lat latitude, degrees
 * @param openedDay first day of business, epoch day
 * @param size how much busier than an average store, in thousandths
 */
public record Store(
        String code,
        int number,
        String name,
        String nameEn,
        Region region,
        String province,
        String city,
        String lng,
        String lat,
        int openedDay,
        int size) {

    static Store of(
            String code,
            String name,
            String nameEn,
            Region region,
            String province,
            String city,
            String lng,
            String lat,
            int openedDay) {
        int number = Integer.parseInt(code.substring(1));
        Dice dice = Dice.of(0, Purpose.STORE_SIZE, number, 0, 0);
        int size = name.endsWith("旗舰店")
                ? dice.between(1500, 2300)
                : 450 + Math.min(dice.below(1000), 250 + dice.below(900));
        return new Store(code, number, name, nameEn, region, province, city, lng, lat, openedDay, size);
    }

    /** How busy the store is on a day, in thousandths: nothing before it opens, then a ramp of 120 days. */
    int activity(int day) {
        int age = day - openedDay;
        return age < 0 ? 0 : age >= 120 ? size : size * (400 + age * 5) / 1000;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Store store && store.number == number;
    }

    @Override
    public int hashCode() {
        return number;
    }
}
