package cockpit.simulator.world;

import cockpit.simulator.world.Purchase.Line;
import cockpit.simulator.world.Purchase.Return;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is bought in the chain's online shops, as the same persons' part of the same world: the orders for goods that the till
 * writes down once more, the vouchers that are redeemed at its counters, and vouchers of others who left a lead and never
 * came.
 */
public final class OnlineShops {
    /** How long before it is redeemed a voucher was bought, in days at most. */
    private static final int LONGEST_WAIT = 20;

    private static final String[] REASONS = {"不想要了", "预约不上", "拍错了", "商家建议退款"};
    private static final int MOST_DAYS = 260;

    private final long seed;
    private final World world;
    private final Map<Key, List<Purchase>> kept = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, List<Purchase>> eldest) {
            return size() > MOST_DAYS * Shop.values().length;
        }
    };

    private record Key(Shop shop, int day) {}

    OnlineShops(long seed, World world) {
        this.seed = seed;
        this.world = world;
    }

    /** The purchases that are made on a day, oldest first, whether visible by now or not. */
    public List<Purchase> made(Shop shop, int day) {
        synchronized (kept) {
            List<Purchase> known = kept.get(new Key(shop, day));
            if (known != null) {
                return known;
            }
        }
        List<Purchase> made = make(shop, day);
        synchronized (kept) {
            kept.put(new Key(shop, day), made);
        }
        return made;
    }

    private List<Purchase> make(Shop shop, int day) {
        List<Purchase> made = new ArrayList<>();
        if (shop.copiedByTills()) {
            // Shopping after midnight belongs to the till's day before.
            for (int business = day - 1; business <= day; business++) {
                for (Fact fact : world.facts(Stream.ORDER, business)) {
                    Order order = (Order) fact.first();
                    if (order.channel().name().equals(shop.name()) && Times.dayOf(order.openedAt()) == day) {
                        made.add(ofOrder(shop, fact));
                    }
                }
            }
        }
        for (int later = day; later <= day + LONGEST_WAIT + 1; later++) {
            for (Fact fact : world.facts(Stream.REDEMPTION, later)) {
                Redemption redemption = (Redemption) fact.first();
                if (redemption.platform().name().equals(shop.name())) {
                    long boughtAt = redemption.at() - waited(redemption);
                    if (Times.dayOf(boughtAt) == day) {
                        made.add(ofRedemption(shop, redemption, boughtAt));
                    }
                }
            }
        }
        made.addAll(unused(shop, day));
        made.sort(Comparator.comparingLong(Purchase::createdAt).thenComparing(Purchase::number));
        return List.copyOf(made);
    }

    /** The purchase that an order of the till is a copy of. */
    public static Purchase ofOrder(Shop shop, Fact fact) {
        Order order = (Order) fact.first();
        String number = String.valueOf(order.sourceRef());
        long chance = Long.remainderUnsigned(Dice.hash(Purpose.SHOP, number.hashCode()), 1_000_000);
        long shippedAt = order.paidAt() + 4 * 3600 + chance % (20 * 3600);
        long finishedAt = shippedAt + (3 + chance % 5) * Times.DAY;
        List<Return> returns = new ArrayList<>();
        long refunded = 0;
        for (Row row : fact.revisions()) {
            Order revision = (Order) row;
            if (revision.refundedFen() > refunded) {
                long askedAt = Math.max(order.paidAt() + 60, revision.updatedAt() - 3600 - chance % (30 * 3600));
                returns.add(new Return(
                        "7" + number.substring(1) + returns.size(),
                        Math.min(askedAt, revision.updatedAt() - 1),
                        revision.updatedAt(),
                        true,
                        revision.refundedFen() - refunded,
                        REASONS[(int) (chance % REASONS.length)]));
                refunded = revision.refundedFen();
            }
        }
        boolean whole = refunded == order.netFen();
        long closedAt = whole ? returns.getLast().settledAt() : 0;
        List<Line> lines = order.lines().stream()
                .map(line ->
                        new Line(line.itemCode(), line.itemName(), line.quantity(), line.listPriceFen(), line.netFen()))
                .toList();
        return new Purchase(
                shop,
                number,
                java.util.Objects.requireNonNull(order.person(), "an online order has a buyer"),
                false,
                order.category(),
                lines,
                order.grossFen(),
                order.netFen(),
                order.openedAt(),
                0,
                0,
                order.paidAt(),
                whole && closedAt < shippedAt ? 0 : shippedAt,
                whole && closedAt < finishedAt ? 0 : finishedAt,
                closedAt,
                returns,
                null);
    }

    /** The purchase of a voucher that is redeemed later. */
    public static Purchase ofRedemption(Shop shop, Redemption redemption, long boughtAt) {
        long chance =
                Long.remainderUnsigned(Dice.hash(Purpose.SHOP, redemption.id().hashCode()), 1000);
        return new Purchase(
                shop,
                redemption.platformOrderId(),
                redemption.person(),
                true,
                redemption.category(),
                List.of(new Line(
                        redemption.sku(),
                        redemption.category().chinese() + "体验券",
                        1,
                        redemption.faceFen(),
                        redemption.paidFen())),
                redemption.faceFen(),
                redemption.paidFen(),
                boughtAt - 20 - chance % 40,
                0,
                0,
                boughtAt,
                boughtAt,
                redemption.at(),
                0,
                List.of(),
                redemption);
    }

    /** Some buy the voucher at the counter, most days before. */
    private static long waited(Redemption redemption) {
        long hash = Dice.hash(Dice.hash(Purpose.SHOP, 1), redemption.id().hashCode());
        long chance = Long.remainderUnsigned(hash, 1000);
        long spread = Long.remainderUnsigned(Dice.hash(hash, 2), 1_000_000);
        return chance < 250
                ? 600 + spread % (4 * 3600)
                : 6 * 3600 + spread * (LONGEST_WAIT * (long) Times.DAY - 12 * 3600) / 1_000_000;
    }

    private List<Purchase> unused(Shop shop, int day) {
        List<Lead> leads = new ArrayList<>();
        long activity = 0;
        for (Region region : Region.values()) {
            leads.addAll(world.leads(AdPlatform.OCEANENGINE, region, day));
        }
        for (Store store : world.stores().all()) {
            activity += store.activity(day);
        }
        int rate =
                switch (shop) {
                    case TMALL -> 70;
                    case JD -> 40;
                    case DOUYIN -> 240;
                };
        int extra = Season.boost(day) - 1000;
        Dice dice = Dice.of(seed, Purpose.SHOP, day, shop.number(), 0);
        long expected = activity * rate / 1000 * Season.demand(day) / 1000 * Season.leads(day) / 1000;
        int count = leads.isEmpty() ? 0 : dice.poisson(expected * (1000 + 2L * extra) / 1000);
        List<Purchase> made = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            Lead lead = leads.get(dice.below(leads.size()));
            made.add(unused(shop, day, index, lead, Dice.of(seed, Purpose.SHOP, day, shop.number(), index + 1L)));
        }
        return made;
    }

    private static Purchase unused(Shop shop, int day, int index, Lead lead, Dice dice) {
        long digits = Long.remainderUnsigned(
                Dice.hash(Dice.hash(Purpose.SHOP, shop.number()), day * 1000L + index), 10_000_000_000_000_000L);
        String number =
                (shop == Shop.TMALL ? "45" : shop == Shop.JD ? "35" : "15") + (10_000_000_000_000_000L + digits);
        long createdAt = Times.at(day, dice.pick(Season.AD_HOURS) * 3600 + dice.below(3600));
        boolean deposit = shop == Shop.TMALL && Season.window(day).isPresent() && dice.permille(350);
        int pieces = 1 + dice.pick(82, 18);
        long price = deposit ? 88_000 + 10_000L * dice.below(20) : 9_900L + 10_000L * dice.pick(25, 25, 20, 15, 10, 5);
        long net = price * pieces;
        long depositFen = deposit ? net * 15 / 100 / 100 * 100 : 0;
        long depositAt = deposit ? createdAt + dice.between(20, 600) : 0;
        long paidAt = createdAt + dice.between(15, 900);
        long closedAt = 0;
        if (deposit) {
            int last = Season.window(day).orElseThrow().last();
            int settles = Math.min(last, day + dice.between(1, 14));
            boolean settled = settles > day && dice.permille(880);
            paidAt = settled ? Times.at(settles, dice.between(3600, 80_000)) : 0;
            closedAt = settled ? 0 : Times.at(Math.max(last, day) + 1, dice.between(3600, 7200));
        } else if (dice.permille(90)) {
            paidAt = 0;
            closedAt = createdAt + Times.DAY;
        }
        List<Return> returns = new ArrayList<>();
        if (paidAt != 0) {
            int roll = dice.below(1000);
            if (roll < 250) {
                long askedAt = paidAt + dice.between(3600, 24 * Times.DAY);
                long settledAt = askedAt + dice.between(600, 40 * 3600);
                boolean granted = roll < 220;
                boolean half = granted && pieces == 2 && dice.permille(500);
                String back = "76" + number.substring(2);
                returns.add(new Return(back, askedAt, settledAt, granted, half ? net / 2 : net, dice.one(REASONS)));
                closedAt = granted && !half ? settledAt : 0;
            }
        }
        String sku = lead.category().code().substring(0, 2).toUpperCase(java.util.Locale.ROOT) + "-V" + price / 100;
        return new Purchase(
                shop,
                number,
                lead.person(),
                true,
                lead.category(),
                List.of(new Line(sku, lead.category().chinese() + "体验券", pieces, price * 2, net)),
                price * 2 * pieces,
                net,
                createdAt,
                depositFen,
                depositAt,
                paidAt,
                paidAt,
                0,
                closedAt,
                List.copyOf(returns),
                null);
    }
}
