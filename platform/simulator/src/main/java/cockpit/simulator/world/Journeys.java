package cockpit.simulator.world;

import cockpit.simulator.world.Appointment.CancelReason;
import cockpit.simulator.world.Appointment.Source;
import cockpit.simulator.world.Order.Kind;
import cockpit.simulator.world.Order.Outlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the journeys of a day: who leaves a lead, walks in, comes with a voucher or buys at the counter. */
final class Journeys {
    private static final int MOST_PERSONS = 255;
    private static final Channel[] LEAD_CHANNELS = {
        Channel.DOUYIN, Channel.XIAOHONGSHU, Channel.MEITUAN, Channel.WECHAT_OA, Channel.MINI_PROGRAM, Channel.WECOM,
        Channel.TENCENT_ADS, Channel.SOYOUNG, Channel.GENGMEI, Channel.BAIDU, Channel.KUAISHOU, Channel.PHONE,
        Channel.REFERRAL, Channel.TMALL, Channel.JD, Channel.OTHER
    };
    private static final int[] LEAD_WEIGHTS = {16, 18, 15, 9, 8, 6, 8, 5, 4, 3, 3, 2, 5, 2, 1, 1};

    private final long seed;
    private final Stores stores;
    private final Map<AdPlatform, AdWorld> ads;
    private final OfflineTill tills;

    Journeys(long seed, Stores stores, Map<AdPlatform, AdWorld> ads) {
        this.seed = seed;
        this.stores = stores;
        this.ads = ads;
        this.tills = new OfflineTill(seed);
    }

    /** All traces of the journeys that start on a day. */
    OriginDay start(int day) {
        for (AdWorld platform : ads.values()) {
            for (Region region : Region.values()) {
                platform.day(region, day);
            }
        }
        List<List<Fact>> byStore = stores.all().parallelStream()
                .map(store -> {
                    List<Fact> facts = new ArrayList<>();
                    start(store, day, facts);
                    return facts;
                })
                .toList();
        List<Fact> facts = new ArrayList<>();
        byStore.forEach(facts::addAll);
        return new OriginDay(facts);
    }

    private void start(Store store, int day, List<Fact> facts) {
        long activity = store.activity(day);
        if (activity == 0) {
            return;
        }
        Dice dice = Dice.of(seed, Purpose.ARRIVALS, day, store.number(), 0);
        long scale = activity * Season.demand(day) / 1000;
        long byLeads = scale * Season.leads(day) / 1000;
        long byVisits = scale * Season.visits(day) / 1000;
        int extra = Season.boost(day) - 1000;
        int paid = dice.poisson(3900 * byLeads / 1000 * (1000 + extra * 8 / 10) / 1000);
        int unpaid = dice.poisson(4000 * byLeads / 1000 * (1000 + extra * 4 / 10) / 1000);
        int walkIns = dice.poisson(1000 * byVisits / 1000 * (1000 + extra / 4) / 1000);
        int vouchers = dice.poisson(700 * byVisits / 1000 * (1000 + extra / 3) / 1000);
        int purchases = dice.poisson(560 * byVisits / 1000 * (1000 + extra / 2) / 1000);
        int online = dice.poisson(350 * byLeads / 1000 * (1000 + extra) / 1000);
        int index = 0;
        for (int count = 0; count < paid && index < MOST_PERSONS; count++) {
            paidLead(journey(store, day, index++, Channel.OCEANENGINE, facts));
        }
        for (int count = 0; count < unpaid && index < MOST_PERSONS; count++) {
            unpaidLead(journey(store, day, index++, LEAD_CHANNELS[dice.pick(LEAD_WEIGHTS)], facts));
        }
        for (int count = 0; count < walkIns && index < MOST_PERSONS; count++) {
            walkIn(journey(store, day, index++, dice.permille(720) ? Channel.WALK_IN : Channel.REFERRAL, facts));
        }
        for (int count = 0; count < vouchers && index < MOST_PERSONS; count++) {
            voucher(journey(store, day, index++, dice.permille(560) ? Channel.MEITUAN : Channel.DOUYIN, facts));
        }
        for (int count = 0; count < purchases && index < MOST_PERSONS; count++) {
            purchase(journey(store, day, index++, Channel.OTHER, facts));
        }
        for (int count = 0; count < online && index < MOST_PERSONS; count++) {
            online(journey(store, day, index++, Channel.MINI_PROGRAM, facts));
        }
    }

    private Journey journey(Store store, int day, int index, Channel channel, List<Fact> facts) {
        Person.Generated person = new Person.Generated(day, store.number(), index, channel);
        return new Journey(
                person, store, Dice.of(seed, Purpose.JOURNEY, day, store.number(), index), stores, ads, tills, facts);
    }

    private static void paidLead(Journey journey) {
        Dice dice = journey.dice();
        long createdAt = Times.at(journey.day(), dice.pick(Season.AD_HOURS) * 3600 + dice.below(3600));
        boolean valid = dice.permille(780);
        long contactedAt = Journey.officeTime(createdAt + dice.between(120, 5400), dice);
        long friendAt = valid && dice.permille(520) ? contactedAt + dice.between(60, 7200) : 0;
        long bookedAt = valid && dice.permille(570) ? bookedAt(contactedAt, dice) : 0;
        Category category = journey.lead(createdAt, contactedAt, friendAt, bookedAt, valid ? 0 : contactedAt);
        journey.noteLead(createdAt, contactedAt, bookedAt, valid, category);
        if (dice.permille(40)) {
            // the same person fills in a second form some days later
            long again = createdAt + Times.DAY * (long) dice.between(1, 4) + dice.between(-7200, 7200);
            long calledAt = Journey.officeTime(again + dice.between(300, 5400), dice);
            journey.lead(again, calledAt, 0, 0, valid ? 0 : calledAt);
            journey.noteLead(again, calledAt, 0, valid, category);
        }
        if (bookedAt != 0) {
            journey.book(bookedAt, category, source(journey.channel(), dice));
        }
    }

    private static void unpaidLead(Journey journey) {
        Dice dice = journey.dice();
        long createdAt = Times.at(journey.day(), dice.pick(Season.AD_HOURS) * 3600 + dice.below(3600));
        Category category = Category.draw(dice);
        boolean valid = dice.permille(800);
        long contactedAt = Journey.officeTime(createdAt + dice.between(120, 5400), dice);
        long bookedAt = valid && dice.permille(560) ? bookedAt(contactedAt, dice) : 0;
        journey.ownLead(createdAt, contactedAt, bookedAt, valid ? 0 : contactedAt, category);
        journey.noteLead(createdAt, contactedAt, bookedAt, valid, category);
        if (dice.permille(30)) {
            // the same person is a lead of two channels
            long again = createdAt + dice.between(3600, 2 * Times.DAY);
            long calledAt = Journey.officeTime(again + dice.between(300, 5400), dice);
            journey.lead(again, calledAt, 0, 0, valid ? 0 : calledAt);
            journey.noteLead(again, calledAt, 0, valid, category);
        }
        if (bookedAt != 0) {
            journey.book(bookedAt, category, source(journey.channel(), dice));
        }
    }

    private static long bookedAt(long contactedAt, Dice dice) {
        return dice.permille(620)
                ? contactedAt + dice.between(60, 900)
                : Journey.officeTime(contactedAt + dice.between(20, 120) * 3600L, dice);
    }

    private static Source source(Channel channel, Dice dice) {
        boolean self = dice.permille(600);
        return switch (channel) {
            case DOUYIN -> self ? Source.DOUYIN : Source.AGENT;
            case MEITUAN -> self ? Source.MEITUAN : Source.AGENT;
            case MINI_PROGRAM -> self ? Source.MINI_PROGRAM : Source.AGENT;
            case PHONE, REFERRAL -> Source.PHONE;
            default -> dice.permille(880) ? Source.AGENT : Source.PHONE;
        };
    }

    private static void walkIn(Journey journey) {
        Dice dice = journey.dice();
        journey.visit(journey.counterTime(), 0, Visit.Type.NEW, Category.draw(dice), 800);
    }

    private static void voucher(Journey journey) {
        Dice dice = journey.dice();
        journey.carryVoucher();
        journey.visit(journey.counterTime(), 0, Visit.Type.NEW, Category.draw(dice), 560);
    }

    private static void purchase(Journey journey) {
        Dice dice = journey.dice();
        long at = journey.counterTime();
        int roll = dice.below(1000);
        Kind kind = roll < 860 ? Kind.SALE : roll < 950 ? Kind.TOP_UP : roll < 980 ? Kind.CARD_SALE : Kind.REPAYMENT;
        journey.order(at, at + dice.between(60, 600), Outlet.STORE, kind, Category.draw(dice), dice.next());
    }

    private static void online(Journey journey) {
        Dice dice = journey.dice();
        // shopping goes on until half past one in the night, which still belongs to the day before
        long at = Times.at(journey.day(), dice.between(9 * 3600, 25 * 3600 + 1800));
        Outlet outlet =
                switch (dice.pick(70, 14, 10, 6)) {
                    case 0 -> Outlet.MINI_PROGRAM;
                    case 1 -> Outlet.TMALL;
                    case 2 -> Outlet.JD;
                    default -> Outlet.PHONE;
                };
        journey.order(at, at + dice.between(30, 300), outlet, Kind.SALE, Category.draw(dice), dice.next());
    }

    static CancelReason cancelReason(Dice dice) {
        return switch (dice.pick(45, 15, 22, 8, 10)) {
            case 0 -> CancelReason.TIME;
            case 1 -> CancelReason.PRICE;
            case 2 -> CancelReason.CHANGED_MIND;
            case 3 -> CancelReason.HEALTH;
            default -> CancelReason.OTHER;
        };
    }
}
