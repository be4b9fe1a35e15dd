package cockpit.simulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ad spend of a platform's seven accounts, as a pure function of seed, account and day.
 *
 * <p>A day's budget is split by promotion and material, then by hour, province, gender and age, each time into whole
 * fen that add up to what was split. Any two reports over the same days therefore have equal sums, whatever their
 * dimensions.
 */
public final class AdWorld {
    /** Display names of the genders, in the order of {@link Cells#cell}. */
    public static final List<String> GENDERS = List.of("男", "女", "未知");

    /** Display names of the age bands. */
    public static final List<String> AGES = List.of("18-23", "24-30", "31-40", "41-49", "50+");

    private static final int RUN = 56;

    private static final List<Theme> THEMES = List.of(
            new Theme("光子嫩肤", Category.SKIN, 270),
            new Theme("水光补水", Category.SKIN, 200),
            new Theme("玻尿酸塑形", Category.INJECTION, 220),
            new Theme("皮秒祛斑", Category.LASER, 190),
            new Theme("隐形正畸与形体", Category.DENTAL, 120));
    private static final String[] HOOKS = {"素人实拍", "医生讲解", "到店探访", "前后对比", "限时体验", "明星同款"};

    /** Which figures a walk over a report's cells needs to see apart. */
    public enum Depth {
        /** By promotion and material. */
        MATERIAL,
        /** And by hour. */
        HOUR,
        /** And by province. */
        PROVINCE,
        /** And by gender. */
        GENDER,
        /** And by age. */
        AGE
    }

    /** Receives the cells of a report; a position that was not asked for is -1. */
    @FunctionalInterface
    public interface Cells {
        /**
         * One cell.
         *
         * @param promotion the ad
         * @param material its material
         * @param hour 0 to 23
         * @param province position in {@link #provinces}
         * @param gender position in {@link #GENDERS}
         * @param age position in {@link #AGES}
         * @param cost fen
         * @param show impressions
         * @param click clicks
         */
        void cell(
                Promotion promotion,
                int material,
                int hour,
                int province,
                int gender,
                int age,
                long cost,
                long show,
                long click);
    }

    private record Theme(String name, Category category, int weight) {}

    private record Key(Region region, int day) {}

    private final long seed;
    private final AdPlatform platform;
    private final Stores stores;
    private final Map<Region, List<String>> provinces;
    private final Map<Region, int[]> provinceWeights;
    private final Map<Region, List<Store>> byRegion;
    private final Map<Key, AdDay> days = new ConcurrentHashMap<>();

    AdWorld(long seed, Stores stores, AdPlatform platform) {
        this.seed = seed;
        this.platform = platform;
        this.stores = stores;
        this.provinces = new ConcurrentHashMap<>();
        this.provinceWeights = new ConcurrentHashMap<>();
        this.byRegion = new ConcurrentHashMap<>();
        for (Region region : Region.values()) {
            List<Store> own = stores.of(region);
            byRegion.put(region, own);
            List<String> names = own.stream().map(Store::province).distinct().toList();
            provinces.put(region, names);
            provinceWeights.put(
                    region,
                    names.stream()
                            .mapToInt(name -> own.stream()
                                    .filter(store -> store.province().equals(name))
                                    .mapToInt(Store::size)
                                    .sum())
                            .toArray());
        }
    }

    /** The provinces that an advertiser's ads reach: those of its stores. */
    public List<String> provinces(Region region) {
        return provinces.getOrDefault(region, List.of());
    }

    /** The advertisers that have a store to spend for. */
    public List<Region> advertisers() {
        return List.of(Region.values());
    }

    /** Final figures of a day. */
    AdDay day(Region region, int day) {
        AdDay known = days.get(new Key(region, day));
        if (known != null) {
            return known;
        }
        if (days.size() > 7 * 800) {
            days.clear();
        }
        AdDay made = make(region, day);
        days.put(new Key(region, day), made);
        return made;
    }

    /**
     * Walks over the figures of an advertiser's day as they are known at an instant: hours to come are empty, the
     * current hour grows by the second, and until some hour of the next morning the cost is provisional.
     */
    public void walk(Region region, int day, long now, Depth depth, Cells cells) {
        long start = Times.at(day, 0);
        if (now <= start) {
            return;
        }
        AdDay figures = day(region, day);
        boolean settled = now >= Times.at(day + 1, platform.settledHour(), 0);
        boolean byHour = !settled || depth != Depth.MATERIAL;
        List<Promotion> promotions = figures.promotions();
        for (int position = 0; position < promotions.size(); position++) {
            Promotion promotion = promotions.get(position);
            int drift = settled ? 0 : drift(promotion, day);
            for (int material = 0; material < Promotion.MATERIALS; material++) {
                long cost = figures.cost(position, material);
                long show = figures.show(position, material);
                long click = figures.click(position, material);
                if (!byHour) {
                    cells.cell(promotion, material, -1, -1, -1, -1, cost, show, click);
                    continue;
                }
                long key = Dice.hash(promotion.materialId(material), day);
                long[] costs = split(cost, Season.AD_HOURS, Dice.hash(key, 1));
                long[] shows = split(show, Season.AD_HOURS, Dice.hash(key, 2));
                long[] clicks = split(click, Season.AD_HOURS, Dice.hash(key, 3));
                for (int hour = 0; hour < 24; hour++) {
                    long elapsed = Math.clamp(now - start - hour * 3600L, 0, 3600);
                    if (elapsed == 0) {
                        break;
                    }
                    long hourCost = (costs[hour] + costs[hour] * drift / 1000) * elapsed / 3600;
                    long hourShow = shows[hour] * elapsed / 3600;
                    long hourClick = clicks[hour] * elapsed / 3600;
                    if (depth.compareTo(Depth.HOUR) <= 0) {
                        cells.cell(promotion, material, hour, -1, -1, -1, hourCost, hourShow, hourClick);
                    } else {
                        long hourKey = Dice.hash(key, 100 + hour);
                        provinces(
                                region, depth, promotion, material, hour, hourCost, hourShow, hourClick, hourKey,
                                cells);
                    }
                }
            }
        }
    }

    private void provinces(
            Region region,
            Depth depth,
            Promotion promotion,
            int material,
            int hour,
            long cost,
            long show,
            long click,
            long key,
            Cells cells) {
        int[] weights = provinceWeights.getOrDefault(region, new int[0]);
        long[] costs = split(cost, weights, Dice.hash(key, 1));
        long[] shows = split(show, weights, Dice.hash(key, 2));
        long[] clicks = split(click, weights, Dice.hash(key, 3));
        for (int province = 0; province < weights.length; province++) {
            if (depth == Depth.PROVINCE) {
                cells.cell(
                        promotion,
                        material,
                        hour,
                        province,
                        -1,
                        -1,
                        costs[province],
                        shows[province],
                        clicks[province]);
                continue;
            }
            long inner = Dice.hash(key, 10 + province);
            long[] genderCosts = split(costs[province], AdDay.GENDER_WEIGHTS, Dice.hash(inner, 1));
            long[] genderShows = split(shows[province], AdDay.GENDER_WEIGHTS, Dice.hash(inner, 2));
            long[] genderClicks = split(clicks[province], AdDay.GENDER_WEIGHTS, Dice.hash(inner, 3));
            for (int gender = 0; gender < AdDay.GENDER_WEIGHTS.length; gender++) {
                if (depth == Depth.GENDER) {
                    cells.cell(
                            promotion,
                            material,
                            hour,
                            province,
                            gender,
                            -1,
                            genderCosts[gender],
                            genderShows[gender],
                            genderClicks[gender]);
                    continue;
                }
                long innermost = Dice.hash(inner, 10 + gender);
                long[] ageCosts = split(genderCosts[gender], AdDay.AGE_WEIGHTS, Dice.hash(innermost, 1));
                long[] ageShows = split(genderShows[gender], AdDay.AGE_WEIGHTS, Dice.hash(innermost, 2));
                long[] ageClicks = split(genderClicks[gender], AdDay.AGE_WEIGHTS, Dice.hash(innermost, 3));
                for (int age = 0; age < AdDay.AGE_WEIGHTS.length; age++) {
                    cells.cell(
                            promotion,
                            material,
                            hour,
                            province,
                            gender,
                            age,
                            ageCosts[age],
                            ageShows[age],
                            ageClicks[age]);
                }
            }
        }
    }

    /** Whole parts that add up to the total; the salt decides which part gets the odd one. */
    static long[] split(long total, int[] weights, long salt) {
        long sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        long[] parts = new long[weights.length];
        if (total == 0 || sum == 0) {
            return parts;
        }
        long offset = Long.remainderUnsigned(salt, sum);
        long cumulated = 0;
        long before = 0;
        for (int index = 0; index < weights.length; index++) {
            cumulated += weights[index];
            long after = (total * cumulated + offset) / sum;
            parts[index] = after - before;
            before = after;
        }
        return parts;
    }

    /** How far the provisional cost is off, in thousandths. */
    private int drift(Promotion promotion, int day) {
        int drift = Dice.of(seed, Purpose.AD_SPLIT, promotion.id(), day, 0).between(-9, 14);
        return drift == 0 ? 5 : drift;
    }

    private AdDay make(Region region, int day) {
        Dice dice = Dice.of(seed, Purpose.AD_DAY, platform.salt() + region.index(), day, 0);
        long activity = 0;
        for (Store store : byRegion.getOrDefault(region, List.of())) {
            activity += store.activity(day);
        }
        long budget = activity
                * platform.budgetFen()
                / 1000
                * Season.demand(day)
                / 1000
                * Season.leads(day)
                / 1000
                * Season.boost(day)
                / 1000
                * dice.between(930, 1070)
                / 1000;
        List<Promotion> promotions = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        running(region, day, promotions, weights);
        long[] budgets =
                split(budget, weights.stream().mapToInt(Integer::intValue).toArray(), dice.next());
        int cells = promotions.size() * Promotion.MATERIALS;
        long[] cost = new long[cells];
        long[] show = new long[cells];
        long[] click = new long[cells];
        for (int position = 0; position < promotions.size(); position++) {
            Promotion promotion = promotions.get(position);
            int[] shares = new int[Promotion.MATERIALS];
            for (int material = 0; material < shares.length; material++) {
                int base = promotion.fatigues()
                        ? new int[] {600, 250, 150}[material]
                        : new int[] {480, 310, 210}[material];
                // delivery leaves a tired material, but slowly
                shares[material] = base * (500 + promotion.freshness(material, day) / 2) / 1000;
            }
            long[] costs = split(budgets[position], shares, dice.next());
            for (int material = 0; material < shares.length; material++) {
                int cell = position * Promotion.MATERIALS + material;
                cost[cell] = costs[material];
                show[cell] = costs[material]
                        * 1000
                        / dice.between(platform.price().low(), platform.price().high());
                long rate = platform.price().clicks()
                        * promotion.freshness(material, day)
                        / 800
                        * dice.between(930, 1070)
                        / 1000;
                click[cell] = show[cell] * rate / 1_000_000;
            }
        }
        return new AdDay(List.copyOf(promotions), cost, show, click);
    }

    private void running(Region region, int day, List<Promotion> promotions, List<Integer> weights) {
        for (int theme = 0; theme < platform.themes(); theme++) {
            for (int slot = 0; slot < 2; slot++) {
                int phase = (int) Long.remainderUnsigned(
                        Dice.hash(Purpose.PROMOTION, platform.salt() + region.index() * 100L + theme * 10L + slot),
                        RUN);
                int run = Math.floorDiv(day + phase, RUN);
                int first = run * RUN - phase;
                Promotion promotion = promotion(region, theme, slot, run, first);
                int age = day - first;
                int ramp = age < 3 ? 450 + age * 180 : 1000;
                promotions.add(promotion);
                weights.add(THEMES.get(theme).weight() * (slot == 0 ? 600 : 400) / 1000 * ramp / 100);
            }
        }
        Season.window(day).ifPresent(window -> {
            for (int slot = 0; slot < 2; slot++) {
                promotions.add(festival(region, slot, window));
                weights.add(slot == 0 ? 2800 : 1900);
            }
        });
    }

    private Promotion promotion(Region region, int theme, int slot, int run, int first) {
        Theme about = THEMES.get(theme);
        long project = region.index() * 100L + theme;
        String hook = HOOKS[
                (int) Long.remainderUnsigned(Dice.hash(platform.salt() + project * 10 + slot, run), HOOKS.length)];
        String since = Times.compact(first).substring(2, 6);
        return new Promotion(
                platform,
                platform.promotionId((project * 10 + slot) * 100_000 + run),
                platform.prefix() + about.name() + "-" + hook + "-" + (slot == 0 ? "A" : "B") + since,
                platform.projectId(project),
                region.chinese() + "-" + about.name(),
                region,
                about.category(),
                first,
                first + RUN - 1,
                platform == AdPlatform.OCEANENGINE && region == Region.EAST && theme == 0 && slot == 0);
    }

    private Promotion festival(Region region, int slot, Season.Window window) {
        int year = Times.date(window.first()).getYear();
        long project = region.index() * 100L + 10 + Times.date(window.first()).getMonthValue() + (year - 2016) * 1000L;
        return new Promotion(
                platform,
                platform.promotionId((project * 10 + slot) * 100_000 + 90_000),
                platform.prefix() + window.name() + "-" + (slot == 0 ? "抢先价" : "到店礼") + "-" + year,
                platform.projectId(project),
                region.chinese() + "-" + window.name() + "-" + year,
                region,
                slot == 0 ? Category.SKIN : Category.LASER,
                window.first(),
                window.last(),
                false);
    }

    /** The material that is planted to wear out, of the run that is on. */
    Anomalies.Planted fatigue(int day) {
        List<Promotion> promotions = new ArrayList<>();
        running(Region.EAST, day, promotions, new ArrayList<>());
        Promotion planted =
                promotions.stream().filter(Promotion::fatigues).findFirst().orElseThrow();
        return new Anomalies.Planted(
                "creative-fatigue", Long.toString(planted.materialId(0)), planted.firstDay(), planted.lastDay());
    }

    Stores stores() {
        return stores;
    }
}
