package cockpit.simulator.world;

import java.util.List;
import java.util.Optional;

/**
 * A platform that the chain advertises on, with one account a region. Its ads are promotions with materials, grouped in
 * projects, whatever the platform calls them.
 */
public enum AdPlatform {
    /** Ocean Engine: most of the budget. */
    OCEANENGINE(
            Channel.OCEANENGINE,
            "",
            72_000,
            5,
            new Price(2300, 2900, 17_500),
            new Ids(
                    9_730_000_000_000_001L,
                    7_420_000_000_000_000_000L,
                    7_421_000_000_000_000_000L,
                    7_422_000_000_000_000_000L,
                    7_480_000_000_000_000_000L),
            8,
            1000,
            true),
    /** Tencent Ads: dear impressions, forms and WeCom friends. */
    TENCENT_ADS(
            Channel.TENCENT_ADS,
            "朋友圈-",
            6_400,
            3,
            new Price(4600, 5600, 12_500),
            new Ids(20_000_001L, 19_000_000_000L, 21_000_000_000L, 1_400_000_000_000L, 3_600_000_000_000_000L),
            8,
            900,
            true),
    /** Kuaishou: little, cheap and in the north. */
    KUAISHOU(
            Channel.KUAISHOU,
            "信息流-",
            1_900,
            2,
            new Price(1700, 2200, 28_000),
            new Ids(20_300_001L, 501_000_000L, 6_000_000_000L, 70_000_000_000L, 197_000_000_000_000_000L),
            9,
            850,
            true),
    /** Xiaohongshu: notes that are made visible, and messages instead of forms; it hands out no list of leads. */
    XIAOHONGSHU(
            Channel.XIAOHONGSHU,
            "笔记-",
            15_600,
            4,
            new Price(3300, 4100, 24_000),
            new Ids(9_000_001L, 30_100_000L, 4_000_000_000L, 50_000_000_000L, 60_000_000_000_000_000L),
            10,
            700,
            false);

    private final Channel channel;
    private final String prefix;
    private final int budgetFen;
    private final int themes;
    private final Price price;
    private final Ids ids;
    private final int settledHour;
    private final int reach;
    private final boolean listsLeads;

    /**
     * What attention costs.
     *
     * @param low fen for a thousand impressions, at least
     * @param high fen for a thousand impressions, at most
     * @param clicks of a million impressions on a fresh material
     */
    record Price(int low, int high, long clicks) {}

    /** Where the platform's numbers begin. */
    private record Ids(long account, long project, long promotion, long material, long lead) {}

    AdPlatform(
            Channel channel,
            String prefix,
            int budgetFen,
            int themes,
            Price price,
            Ids ids,
            int settledHour,
            int reach,
            boolean listsLeads) {
        this.channel = channel;
        this.prefix = prefix;
        this.budgetFen = budgetFen;
        this.themes = themes;
        this.price = price;
        this.ids = ids;
        this.settledHour = settledHour;
        this.reach = reach;
        this.listsLeads = listsLeads;
    }

    /** Where people are acquired who come by it, and the word for it in all datasets. */
    public Channel channel() {
        return channel;
    }

    /** The platform that people of a channel may come by. */
    static Optional<AdPlatform> of(Channel channel) {
        for (AdPlatform platform : values()) {
            if (platform.channel == channel) {
                return Optional.of(platform);
            }
        }
        return Optional.empty();
    }

    /** The number of the account that spends for a region. */
    public long accountId(Region region) {
        return ids.account() + region.index();
    }

    /** The region that an account spends for. */
    public Optional<Region> regionOf(long accountId) {
        return List.of(Region.values()).stream()
                .filter(region -> accountId(region) == accountId)
                .findFirst();
    }

    /** 颜究所-华东. */
    public String accountName(Region region) {
        return "颜究所-" + region.chinese();
    }

    /** Whether it tells who left a lead, and not only how many did. */
    public boolean listsLeads() {
        return listsLeads;
    }

    /** Hour of the next morning at which a day's cost is final. */
    public int settledHour() {
        return settledHour;
    }

    /** Whether a person of the platform's channel came by an ad rather than by themselves. */
    boolean reached(Person.Generated person) {
        return reach == 1000
                || Long.remainderUnsigned(
                                Dice.hash(
                                        Dice.hash(Purpose.PLATFORM_LEAD, person.originDay()),
                                        person.originStore() * 1024L + person.index()),
                                1000)
                        < reach;
    }

    String prefix() {
        return prefix;
    }

    /** What an average store is worth a day. */
    int budgetFen() {
        return budgetFen;
    }

    /** How many themes it advertises. */
    int themes() {
        return themes;
    }

    Price price() {
        return price;
    }

    long projectId(long number) {
        return ids.project() + number;
    }

    long promotionId(long number) {
        return ids.promotion() + number;
    }

    long materialId(long promotionId, int material) {
        return ids.material() + (promotionId - ids.promotion()) * 10 + material + 1;
    }

    String leadId(long number) {
        return Long.toString(ids.lead() + number);
    }

    /** Keeps the draws of the platforms apart; 0 for Ocean Engine. */
    int salt() {
        return compareTo(OCEANENGINE) * 1_000_000;
    }
}
