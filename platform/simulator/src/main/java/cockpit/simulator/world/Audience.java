package cockpit.simulator.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The brand's audience in WeChat: followers of its official account, its articles and its mini program. Figures are final a
 * while after their day, as each channel has it. A pure function of seed and day. Safe for use by several threads.
 */
public final class Audience {
    /** {@code user_source} of followers, one of them in no document. */
    private static final int[] FOLLOWER_SOURCES = {0, 1, 17, 30, 57, 100, 149, 161, 200, 201, 999};

    /** Pages of the mini program. */
    public static final List<String> PAGES = List.of(
            "pages/home/index",
            "pages/booking/index",
            "pages/item/detail",
            "pages/store/list",
            "pages/coupon/index",
            "pages/me/index");

    /** After how many days retention is told. */
    public static final List<Integer> RETENTION_DAYS = List.of(0, 1, 2, 3, 4, 5, 6, 7, 14, 30);

    private static final int[] NEW_WEIGHTS = {90, 120, 40, 310, 80, 190, 60, 30, 50, 12, 3};
    private static final int[] LOST_WEIGHTS = {120, 60, 20, 160, 40, 210, 30, 20, 30, 10, 1};
    private static final int[] PAGE_WEIGHTS = {340, 210, 190, 110, 90, 60};
    private static final int EPOCH = 20_089;
    private static final int READ_DAYS = 30;
    private static final int[] DECAY = {460, 230, 110, 60, 40, 28, 20, 14, 10, 8, 6, 5, 4, 3, 2};

    private final long seed;
    private final int stores;
    private final Map<Integer, Long> totals = new HashMap<>();

    /** Who came and who went by one source. */
    public record Change(int source, int added, int lost) {}

    /** An article's day. */
    public record Article(String id, int readers, int shares) {}

    /** A mini program's day. */
    public record AppDay(
            int opens,
            int views,
            int visitors,
            int newVisitors,
            int staySeconds,
            int shares,
            int sharers,
            long users) {}

    /** A page's day. */
    public record PageDay(
            String path, int views, int visitors, int secondsPerView, int entries, int exits, int shares) {}

    Audience(long seed, int stores) {
        this.seed = seed;
        this.stores = stores;
    }

    private long scale(long number, int day) {
        return number * stores / Stores.MOST * Season.demand(day) / 1000 * Season.boost(day) / 1000;
    }

    /** Who came and went on a day; a source at which nothing happened is left out. */
    public List<Change> followers(int day) {
        Dice dice = Dice.of(seed, Purpose.FOLLOWERS, day, 0, 0);
        int weekend = Season.visits(day) > 1200 ? 1150 : 1000;
        int added = dice.poisson(Math.min(190_000, scale(1_500_000, day) * weekend / 1000 / 10)) * 10;
        int lost = dice.poisson(Math.min(190_000, scale(900_000, day) / 10)) * 10;
        long[] in = AdWorld.split(added + dice.below(10), NEW_WEIGHTS, dice.next());
        long[] out = AdWorld.split(lost + dice.below(10), LOST_WEIGHTS, dice.next());
        List<Change> changes = new ArrayList<>();
        for (int index = 0; index < FOLLOWER_SOURCES.length; index++) {
            if (in[index] + out[index] > 0) {
                changes.add(new Change(FOLLOWER_SOURCES[index], (int) in[index], (int) out[index]));
            }
        }
        return changes;
    }

    /** How many follow at the end of a day. */
    public synchronized long totalFollowers(int day) {
        if (day < EPOCH) {
            return 60_000L * stores / Stores.MOST;
        }
        int known = day;
        while (known >= EPOCH && !totals.containsKey(known)) {
            known--;
        }
        long total = known < EPOCH ? 60_000L * stores / Stores.MOST : totals.getOrDefault(known, 0L);
        for (int next = known + 1; next <= day; next++) {
            for (Change change : followers(next)) {
                total += change.added() - change.lost();
            }
            totals.put(next, total);
        }
        return total;
    }

    /** The articles that are read on a day, up to a month after they were published. */
    public List<Article> articles(int day) {
        List<Article> articles = new ArrayList<>();
        for (int published = day - READ_DAYS + 1; published <= day; published++) {
            int weekday = Math.floorMod(published + 3, 7);
            if (weekday != 1 && weekday != 4) {
                continue;
            }
            Dice dice = Dice.of(seed, Purpose.ARTICLES, published, 0, 0);
            int count = dice.between(1, 3);
            for (int index = 1; index <= count; index++) {
                long readers = scale(dice.between(9_000, 26_000), published) / index;
                int age = day - published;
                int share = age < DECAY.length ? DECAY[age] : 1;
                Dice today = Dice.of(seed, Purpose.ARTICLES, published, index, day);
                int read = (int) (readers * share / 1000 * today.between(900, 1100) / 1000);
                if (read > 0) {
                    articles.add(new Article(
                            (2_247_480_000L + published) + "_" + index, read, read * today.between(10, 45) / 1000));
                }
            }
        }
        return articles;
    }

    /** The mini program's day. */
    public AppDay app(int day) {
        Dice dice = Dice.of(seed, Purpose.MINI_PROGRAM, day, 0, 0);
        int visitors = (int) (scale(dice.between(17_000, 20_000), day) * Season.leads(day) / 1000) + 5;
        int fresh = visitors * dice.between(170, 230) / 1000;
        int opens = visitors * dice.between(1_350, 1_550) / 1000;
        int views = opens * dice.between(3_300, 3_900) / 1000;
        int shares = visitors * dice.between(18, 30) / 1000;
        long users = 900_000L * stores / Stores.MOST + Math.max(0, day - EPOCH) * 3_200L * stores / Stores.MOST;
        return new AppDay(opens, views, visitors, fresh, opens * dice.between(52, 81), shares, shares * 7 / 10, users);
    }

    /** Its pages; their views add up to the day's. */
    public List<PageDay> pages(int day) {
        AppDay app = app(day);
        Dice dice = Dice.of(seed, Purpose.MINI_PROGRAM, day, 1, 0);
        long[] views = AdWorld.split(app.views(), PAGE_WEIGHTS, dice.next());
        long[] entries = AdWorld.split(app.opens(), PAGE_WEIGHTS, dice.next());
        List<PageDay> pages = new ArrayList<>();
        for (int index = 0; index < PAGES.size(); index++) {
            int seen = (int) views[index];
            pages.add(new PageDay(
                    PAGES.get(index),
                    seen,
                    seen * dice.between(450, 620) / 1000,
                    dice.between(8, 34),
                    (int) entries[index],
                    (int) entries[index] * dice.between(300, 900) / 1000,
                    seen / 90));
        }
        return pages;
    }

    /** Opens by source number, one of them in no document; they add up to the day's. */
    public Map<Integer, Integer> opensBySource(int day) {
        return parts(
                day, 2, new int[] {1, 2, 3, 4, 5, 10, 14, 18, 29}, new int[] {180, 130, 150, 160, 120, 60, 110, 80, 10
                });
    }

    /** Opens by how long they lasted. */
    public Map<Integer, Integer> opensByStay(int day) {
        return parts(day, 3, new int[] {1, 2, 3, 4, 5, 6, 7, 8}, new int[] {90, 80, 110, 150, 130, 140, 180, 120});
    }

    /** Opens by how many pages they saw. */
    public Map<Integer, Integer> opensByDepth(int day) {
        return parts(day, 4, new int[] {1, 2, 3, 4, 5, 6, 7}, new int[] {310, 220, 160, 110, 80, 90, 30});
    }

    private Map<Integer, Integer> parts(int day, int which, int[] keys, int[] weights) {
        Dice dice = Dice.of(seed, Purpose.MINI_PROGRAM, day, which, 0);
        long[] split = AdWorld.split(app(day).opens(), weights, dice.next());
        Map<Integer, Integer> parts = new LinkedHashMap<>();
        for (int index = 0; index < keys.length; index++) {
            parts.put(keys[index], (int) split[index]);
        }
        return parts;
    }

    /** How many of a day's users came back so many days later. */
    public int retained(int day, boolean fresh, int after) {
        AppDay app = app(day);
        int base = fresh ? app.newVisitors() : app.visitors();
        if (after == 0) {
            return base;
        }
        Dice dice = Dice.of(seed, Purpose.MINI_PROGRAM, day, fresh ? 5 : 6, after);
        return base * (fresh ? 130 : 290) / (after + 1) / 1000 * 2 + base * dice.between(2, 12) / 1000;
    }

    /** Somebody's name at the official account: the same number, the same name. */
    public String openId(int day, int number) {
        return "oOA" + Long.toUnsignedString(Dice.hash(Dice.hash(seed, Purpose.FOLLOWERS + day), number), 36);
    }

    /** When in a day the followers come: one instant for each number. */
    public long momentOf(int day, int number) {
        Dice dice = Dice.of(seed, Purpose.FOLLOWERS, day, 7, number);
        return Times.at(day, dice.pick(Season.AD_HOURS) * 3600 + dice.below(3600));
    }
}
