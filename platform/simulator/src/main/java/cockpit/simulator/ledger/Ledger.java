package cockpit.simulator.ledger;

import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.AdWorld;
import cockpit.simulator.world.Appointment;
import cockpit.simulator.world.Consultation;
import cockpit.simulator.world.CrmLead;
import cockpit.simulator.world.CustomerTag;
import cockpit.simulator.world.Lead;
import cockpit.simulator.world.Membership;
import cockpit.simulator.world.Order;
import cockpit.simulator.world.Purchase;
import cockpit.simulator.world.Redemption;
import cockpit.simulator.world.Refund;
import cockpit.simulator.world.Region;
import cockpit.simulator.world.Row;
import cockpit.simulator.world.Shop;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.Treatment;
import cockpit.simulator.world.Visit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Exact sums of the truth at an instant: what a cockpit that has read everything must show. */
public final class Ledger {
    /** A booking is never made longer ahead. */
    private static final int LONGEST_LEAD_TIME = 26;

    private final Truth truth;
    private final Set<AdPlatform> platforms;

    /** Shops whose own sales are counted; what the till says of them is not counted once more. */
    private static final Set<Shop> SHOPS = EnumSet.of(Shop.TMALL, Shop.JD);

    /** What the sums are split by. */
    public enum Dimension {
        /** The day that a fact counts on. */
        DAY,
        /** Region of the store, or of the advertiser. */
        REGION,
        /** Store. Ad spend has none and is left out then. */
        STORE,
        /**
         * Channel, in the words of each system: leads and spend are those of the ad platform, clinic facts carry the channel that
         * acquired the person, orders and refunds where they were sold, redemptions the platform.
         */
        CHANNEL
    }

    /** What is summed up. Money in fen. */
    public enum Figure {
        /** As the ad platforms would answer at the instant. */
        SPEND_FEN,
        /** As the ad platforms would answer at the instant. */
        IMPRESSIONS,
        /** As the ad platforms would answer at the instant. */
        CLICKS,
        /** As the ad platforms would answer at the instant: fills back for seven days. */
        CONVERSIONS,
        /** Leads that the ad platforms list, by creation; Xiaohongshu counts its own as conversions and lists none. */
        LEADS,
        /** Appointments by creation, whatever became of them. */
        APPOINTMENTS,
        /** Appointments by start, whatever became of them. */
        APPOINTMENTS_DUE,
        /** Appointments by start that are ARRIVED. */
        APPOINTMENTS_ARRIVED,
        /** Appointments by start that are NO_SHOW. */
        APPOINTMENTS_NO_SHOW,
        /** Visits by arrival. */
        VISITS,
        /** Distinct customers with a first visit. */
        FIRST_VISIT_CUSTOMERS,
        /** Consultations by start. */
        CONSULTATIONS,
        /** Consultations with an offer. */
        EFFECTIVE_CONSULTATIONS,
        /** Sales, each where it was sold: orders of the till by business date, purchases of online shops by payment. */
        ORDERS,
        /** Their net amount, less what a voucher paid that an online shop had sold. */
        GMV_FEN,
        /** Refunds by business date, those of online shops by the day on which they were granted. */
        REFUNDS,
        /** Their amount. */
        REFUNDS_FEN,
        /** Orders that the till says are revenue, the copies of online shops' orders too. */
        TILL_ORDERS,
        /** Their net amount. */
        TILL_FEN,
        /** What the till gave back, for copies too. */
        TILL_REFUNDS_FEN,
        /** Redemptions that are DONE, by business date. */
        REDEMPTIONS,
        /** What the chain gets for them. */
        REDEEMED_FEN,
        /** Leads of the clinic system that no other connection brings, by creation. */
        CRM_LEADS,
        /** Leads of the clinic system that repeat another, by creation. */
        CRM_LEADS_REPEATED,
        /** Treatments that are DONE, by the day they were done. */
        TREATMENTS,
        /** What they used up. */
        CONSUMED_FEN,
        /** New members, by the day they joined. */
        MEMBERS,
        /** Tags that are still carried, by the day they were given. */
        TAGS;

        /** Whether it is known by advertiser account only, and so not by store. */
        public boolean ofAccounts() {
            return this == SPEND_FEN || this == IMPRESSIONS || this == CLICKS || this == CONVERSIONS;
        }

        /** The name in answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Sums of one group. */
    public static final class Sums {
        private final Map<Figure, Long> values = new EnumMap<>(Figure.class);
        private final Set<String> firstVisitors = new HashSet<>();

        private void add(Figure figure, long amount) {
            values.merge(figure, amount, Long::sum);
        }

        private void firstVisitor(String customer) {
            if (firstVisitors.add(customer)) {
                add(Figure.FIRST_VISIT_CUSTOMERS, 1);
            }
        }

        /** The sum. */
        public long get(Figure figure) {
            return values.getOrDefault(figure, 0L);
        }
    }

    /**
     * Of a truth.
     *
     * @param platforms the ad platforms that are played; the ledger knows nothing of the others
     */
    public Ledger(Truth truth, Set<AdPlatform> platforms) {
        this.truth = truth;
        this.platforms = Set.copyOf(platforms);
    }

    /**
     * Sums over the days from one to another, both included, as of an instant.
     *
     * @return by the values of the dimensions in the order asked for; ordered
     */
    public Map<List<String>, Sums> sums(int from, int to, List<Dimension> by, long now) {
        Map<List<String>, Sums> groups =
                new TreeMap<>(Comparator.comparing((List<String> key) -> String.join("\u0000", key)));
        if (by.isEmpty()) {
            groups.put(List.of(), new Sums());
        }
        for (int day = from; day <= Math.min(to, Times.dayOf(now) + 1); day++) {
            for (Stream stream : Stream.values()) {
                for (Row row : truth.rows(stream, day, now)) {
                    count(row, day, by, groups, now);
                }
            }
            if (!by.contains(Dimension.STORE)) {
                spend(day, by, groups, now);
            }
        }
        for (int created = from - LONGEST_LEAD_TIME; created <= Math.min(to, Times.dayOf(now)); created++) {
            for (Row row : truth.rows(Stream.APPOINTMENT, created, now)) {
                Appointment appointment = (Appointment) row;
                int start = Times.dayOf(appointment.startAt());
                if (start >= from && start <= to) {
                    due(appointment, group(groups, key(by, row, start)));
                }
            }
        }
        for (Shop shop : SHOPS) {
            for (int made = from - Purchase.LIFE_DAYS; made <= Math.min(to, Times.dayOf(now)); made++) {
                for (Purchase purchase : truth.purchases(shop, made, now)) {
                    sold(purchase, from, to, by, groups, now);
                }
            }
        }
        return groups;
    }

    private static boolean sells(Order.Outlet outlet) {
        return SHOPS.stream().anyMatch(shop -> shop.name().equals(outlet.name()));
    }

    private static void sold(
            Purchase purchase, int from, int to, List<Dimension> by, Map<List<String>, Sums> groups, long now) {
        int day = purchase.day(now);
        if (purchase.soldFen(now) > 0 && day >= from && day <= to) {
            Sums sums = group(groups, key(by, day, "", "", purchase.shop().name()));
            sums.add(Figure.ORDERS, purchase.orders(now));
            sums.add(Figure.GMV_FEN, purchase.soldFen(now));
        }
        purchase.returnedBy(now).forEach(back -> {
            int given = Times.dayOf(back.settledAt());
            if (given >= from && given <= to) {
                Sums sums = group(groups, key(by, given, "", "", purchase.shop().name()));
                sums.add(Figure.REFUNDS, 1);
                sums.add(Figure.REFUNDS_FEN, back.amountFen());
            }
        });
    }

    private static void due(Appointment appointment, Sums sums) {
        sums.add(Figure.APPOINTMENTS_DUE, 1);
        if (appointment.status() == Appointment.Status.ARRIVED) {
            sums.add(Figure.APPOINTMENTS_ARRIVED, 1);
        } else if (appointment.status() == Appointment.Status.NO_SHOW) {
            sums.add(Figure.APPOINTMENTS_NO_SHOW, 1);
        }
    }

    private void count(Row row, int day, List<Dimension> by, Map<List<String>, Sums> groups, long now) {
        if (row instanceof Lead lead && !platforms.contains(lead.platform())) {
            return;
        }
        Sums sums = group(groups, key(by, row, day));
        switch (row) {
            case Lead lead -> {
                sums.add(Figure.LEADS, lead.platform().listsLeads() ? 1 : 0);
                if (!by.contains(Dimension.STORE) && lead.attributedBy(now)) {
                    sums.add(Figure.CONVERSIONS, 1);
                }
            }
            case Appointment appointment -> sums.add(Figure.APPOINTMENTS, 1);
            case Visit visit -> {
                sums.add(Figure.VISITS, 1);
                if (visit.firstVisit()) {
                    sums.firstVisitor(visit.person().customerId());
                }
            }
            case Consultation consultation -> {
                sums.add(Figure.CONSULTATIONS, 1);
                sums.add(Figure.EFFECTIVE_CONSULTATIONS, consultation.quotedFen() > 0 ? 1 : 0);
            }
            case Order order -> {
                if (order.revenue()) {
                    sums.add(Figure.TILL_ORDERS, 1);
                    sums.add(Figure.TILL_FEN, order.netFen());
                    if (!sells(order.channel()) || !order.copied()) {
                        sums.add(Figure.ORDERS, 1);
                        sums.add(Figure.GMV_FEN, order.netFen() - (sells(order.channel()) ? order.prepaidFen() : 0));
                    }
                }
            }
            case Refund refund -> {
                sums.add(Figure.TILL_REFUNDS_FEN, refund.amountFen());
                if (!sells(refund.channel()) || refund.channel() == Order.Outlet.DOUYIN) {
                    sums.add(Figure.REFUNDS, 1);
                    sums.add(Figure.REFUNDS_FEN, refund.amountFen());
                }
            }
            case Redemption redemption -> {
                if (redemption.status() == Redemption.Status.DONE) {
                    sums.add(Figure.REDEMPTIONS, 1);
                    sums.add(Figure.REDEEMED_FEN, redemption.receivedFen());
                }
            }
            case CrmLead _, Treatment _, Membership _, CustomerTag _ -> clinic(row, sums);
        }
    }

    private static void clinic(Row row, Sums sums) {
        switch (row) {
            case CrmLead lead -> sums.add(lead.counts() ? Figure.CRM_LEADS : Figure.CRM_LEADS_REPEATED, 1);
            case Treatment treatment -> {
                if (!treatment.cancelled()) {
                    sums.add(Figure.TREATMENTS, 1);
                    sums.add(Figure.CONSUMED_FEN, treatment.consumedFen());
                }
            }
            case Membership member -> sums.add(Figure.MEMBERS, 1);
            case CustomerTag tag -> sums.add(Figure.TAGS, tag.removed() ? 0 : 1);
            default -> throw new IllegalArgumentException("No row of the clinic system: " + row.stream());
        }
    }

    private void spend(int day, List<Dimension> by, Map<List<String>, Sums> groups, long now) {
        if (now <= Times.at(day, 0)) {
            return;
        }
        for (AdPlatform platform : platforms) {
            spend(platform, day, by, groups, now);
        }
    }

    private void spend(AdPlatform platform, int day, List<Dimension> by, Map<List<String>, Sums> groups, long now) {
        for (Region region : truth.world().ads(platform).advertisers()) {
            if (truth.world().stores().of(region).isEmpty()) {
                continue;
            }
            Sums sums = group(
                    groups, key(by, day, region.name(), "", platform.channel().name()));
            truth.world()
                    .ads(platform)
                    .walk(
                            region,
                            day,
                            now,
                            AdWorld.Depth.MATERIAL,
                            (promotion, material, hour, province, gender, age, cost, show, click) -> {
                                sums.add(Figure.SPEND_FEN, cost);
                                sums.add(Figure.IMPRESSIONS, show);
                                sums.add(Figure.CLICKS, click);
                            });
        }
    }

    private static Sums group(Map<List<String>, Sums> groups, List<String> key) {
        return groups.computeIfAbsent(key, any -> new Sums());
    }

    private static List<String> key(List<Dimension> by, Row row, int day) {
        return key(by, day, row.store().region().name(), row.store().code(), row.channelName());
    }

    private static List<String> key(List<Dimension> by, int day, String region, String store, String channel) {
        List<String> key = new ArrayList<>(by.size());
        for (Dimension dimension : by) {
            key.add(
                    switch (dimension) {
                        case DAY -> Times.date(day).toString();
                        case REGION -> region;
                        case STORE -> store;
                        case CHANNEL -> channel;
                    });
        }
        return key;
    }
}
