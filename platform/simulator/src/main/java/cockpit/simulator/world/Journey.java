package cockpit.simulator.world;

import cockpit.simulator.world.Appointment.Source;
import cockpit.simulator.world.Appointment.Status;
import cockpit.simulator.world.Consultation.NoDealReason;
import cockpit.simulator.world.Consultation.Result;
import cockpit.simulator.world.Order.Kind;
import cockpit.simulator.world.Order.Outlet;
import cockpit.simulator.world.Redemption.Platform;
import cockpit.simulator.world.Visit.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One person's way through the chain, decided as a whole when it starts. Used once, by one thread. */
final class Journey {
    private static final int[] LAG_WEIGHTS = {60, 180, 170, 140, 100, 80, 80, 70, 40, 30, 20, 15, 15};
    private static final int[] SLOT_WEIGHTS = {
        50, 60, 70, 60, 40, 40, 50, 70, 80, 80, 80, 80, 70, 60, 60, 60, 60, 50, 40, 30
    };
    private static final long[] TOP_UPS = {100_000, 200_000, 300_000, 500_000, 1_000_000};
    private static final String[] REFUND_REASONS = {"customer", "quality", "duplicate", "medical"};

    private final Person.Generated person;
    private final Store home;
    private final Dice dice;
    private final Stores stores;
    private final Map<AdPlatform, AdWorld> ads;
    private final OfflineTill tills;
    private final List<Fact> facts;
    private final int lastDay;

    private Store store;
    private int leads;
    private int appointments;
    private int visits;
    private int consultations;
    private int orders;
    private int refunds;
    private int redemptions;
    private int notedLeads;
    private int treatments;
    private boolean member;
    private @Nullable String lastOrder;
    private boolean voucher;

    Journey(
            Person.Generated person,
            Store home,
            Dice dice,
            Stores stores,
            Map<AdPlatform, AdWorld> ads,
            OfflineTill tills,
            List<Fact> facts) {
        this.person = person;
        this.home = home;
        this.store = home;
        this.dice = dice;
        this.stores = stores;
        this.ads = ads;
        this.tills = tills;
        this.facts = facts;
        this.lastDay = person.originDay() + OriginDay.HORIZON - 1;
    }

    Dice dice() {
        return dice;
    }

    int day() {
        return person.originDay();
    }

    Channel channel() {
        return person.channel();
    }

    /** The person holds a voucher and will redeem it at the next visit. */
    void carryVoucher() {
        voucher = true;
    }

    /** A moment of the first day when people walk in. */
    long counterTime() {
        return Times.at(day(), (10 + dice.pick(Season.COUNTER_HOURS)) * 3600 + dice.below(1800));
    }

    /** The instant itself if somebody is at the phones then, else soon after they open. */
    static long officeTime(long at, Dice dice) {
        int second = Times.secondOfDay(at);
        int day = Times.dayOf(at);
        if (second < 9 * 3600 + 1800) {
            return Times.at(day, 9 * 3600 + 1800 + dice.below(3600));
        }
        return second > 21 * 3600 ? Times.at(day + 1, 9 * 3600 + 1800 + dice.below(3600)) : at;
    }

    /** Leaves a lead with Ocean Engine and tells which branch its ad was for. */
    Category lead(long createdAt, long contactedAt, long friendAt, long bookedAt, long invalidAt) {
        int day = Times.dayOf(createdAt);
        AdWorld ocean = Objects.requireNonNull(ads.get(AdPlatform.OCEANENGINE));
        AdDay spent = ocean.day(home.region(), day);
        int drawn = spent.draw(dice);
        if (drawn < 0) {
            return Category.draw(dice);
        }
        Promotion promotion = promotion(spent, drawn);
        Category category = dice.permille(820) ? promotion.category() : Category.draw(dice);
        int provinces = ocean.provinces(home.region()).size();
        int province =
                dice.permille(900) ? ocean.provinces(home.region()).indexOf(home.province()) : dice.below(provinces);
        long attributedAt = attributedAt(createdAt, dice);
        Lead lead = new Lead(
                AdPlatform.OCEANENGINE,
                person,
                home,
                leads++,
                createdAt,
                promotion,
                drawn % Promotion.MATERIALS,
                province,
                category,
                contactedAt,
                friendAt,
                bookedAt,
                invalidAt,
                attributedAt);
        add(List.of(lead));
        return category;
    }

    /** Leaves a lead with the platform whose channel the person belongs to, if an ad there has reached them. */
    void ownLead(long createdAt, long contactedAt, long bookedAt, long invalidAt, Category category) {
        Optional<AdPlatform> reached = AdPlatform.of(channel()).filter(platform -> platform.reached(person));
        if (reached.isEmpty()) {
            return;
        }
        // dice of its own: what the person does next does not depend on who counts them
        Dice own = Dice.of(
                Dice.hash(Purpose.PLATFORM_LEAD, createdAt),
                person.originDay(),
                person.originStore(),
                person.index(),
                0);
        AdWorld world = Objects.requireNonNull(ads.get(reached.get()));
        AdDay spent = world.day(home.region(), Times.dayOf(createdAt));
        int drawn = spent.draw(own);
        for (int attempt = 0;
                attempt < 4 && drawn >= 0 && promotion(spent, drawn).category() != category;
                attempt++) {
            drawn = spent.draw(own);
        }
        if (drawn < 0) {
            return;
        }
        add(List.of(new Lead(
                reached.get(),
                person,
                home,
                leads++,
                createdAt,
                promotion(spent, drawn),
                drawn % Promotion.MATERIALS,
                world.provinces(home.region()).indexOf(home.province()),
                category,
                contactedAt,
                invalidAt == 0 && own.permille(460) ? contactedAt + own.between(60, 7200) : 0,
                bookedAt,
                invalidAt,
                attributedAt(createdAt, own))));
    }

    private static Promotion promotion(AdDay spent, int drawn) {
        return spent.promotions().get(drawn / Promotion.MATERIALS);
    }

    /** Most conversions are counted within minutes, some only days later, a few never. */
    private static long attributedAt(long createdAt, Dice dice) {
        return switch (dice.pick(700, 215, 65, 20)) {
            case 0 -> createdAt + dice.between(40, 1200);
            case 1 -> createdAt + dice.between(1200, Times.DAY);
            case 2 -> createdAt + dice.between(Times.DAY, 7 * Times.DAY - 3600);
            default -> 0;
        };
    }

    /** The clinic system notes a lead that was just left, with the number of the channel that lists it. */
    void noteLead(long createdAt, long contactedAt, long bookedAt, boolean valid, Category category) {
        Lead listed = !facts.isEmpty()
                        && facts.getLast().first() instanceof Lead lead
                        && lead.person().equals(person)
                        && lead.createdAt() == createdAt
                        && lead.platform().listsLeads()
                ? lead
                : null;
        Dice own = own(createdAt, 1);
        CrmLead noted = new CrmLead(
                person,
                home,
                ++notedLeads,
                listed == null ? person.channel() : Channel.valueOf(listed.channelName()),
                listed == null ? null : listed.key(),
                createdAt,
                createdAt + own.between(20, 90),
                0,
                category,
                own.between(1, 6),
                CrmLead.Status.NEW);
        List<CrmLead> revisions = new ArrayList<>();
        revisions.add(noted);
        CrmLead.Status called = valid ? CrmLead.Status.CONTACTED : CrmLead.Status.INVALID;
        revisions.add(noted.with(called, contactedAt, contactedAt));
        if (bookedAt > contactedAt) {
            revisions.add(noted.with(CrmLead.Status.BOOKED, bookedAt, contactedAt));
        }
        add(revisions);
    }

    /** The clinic system's own dice: what a person does next does not depend on what is written about them. */
    private Dice own(long at, int kind) {
        return Dice.of(
                Dice.hash(Purpose.CLINIC_SYSTEM, at), person.originDay(), person.originStore(), person.index(), kind);
    }

    /** Makes the first appointment. */
    void book(long createdAt, Category category, Source source) {
        voucher = dice.permille(200);
        book(createdAt, startDay(Times.dayOf(createdAt)), Appointment.Type.CONSULT, category, source, 1);
    }

    private int startDay(int day) {
        int[] weights = new int[LAG_WEIGHTS.length];
        for (int lag = 0; lag < weights.length; lag++) {
            weights[lag] = LAG_WEIGHTS[lag] * Season.visits(day + lag) / 100;
        }
        return day + dice.pick(weights);
    }

    private void book(
            long createdAt, int wanted, Appointment.Type type, Category category, Source source, int attempt) {
        int slot = dice.pick(SLOT_WEIGHTS) * 1800 + 10 * 3600;
        int startDay = Times.at(wanted, slot) < createdAt + 3600 ? Times.dayOf(createdAt) + 1 : wanted;
        if (startDay > lastDay) {
            return;
        }
        long start = Times.at(startDay, slot);
        int ordinal = ++appointments;
        boolean asked = source == Source.MINI_PROGRAM || source == Source.DOUYIN || source == Source.MEITUAN;
        Store here = store;
        List<Row> revisions = new ArrayList<>(4);
        Appointment current = new Appointment(
                person,
                here,
                ordinal,
                type,
                category,
                dice.permille(600) ? dice.between(1, 4) : 0,
                dice.between(1, 6),
                source,
                createdAt,
                start,
                createdAt,
                asked ? Status.REQUESTED : Status.CONFIRMED,
                null,
                0,
                dice.permille(90) ? 9_900 + 10_000 * dice.below(5) : 0);
        revisions.add(current);
        long last = createdAt;
        if (asked) {
            long confirmedAt = Math.min(officeTime(createdAt + dice.between(300, 5400), dice), start - 1800);
            if (confirmedAt > last) {
                current = current.with(Status.CONFIRMED, confirmedAt);
                revisions.add(current);
                last = confirmedAt;
            }
        }
        boolean treatment = type == Appointment.Type.TREATMENT;
        int cancel = treatment ? 50 : 80;
        int move = treatment ? 100 : 95;
        int roll = dice.below(1000);
        long window = start - 3600 - last;
        if (roll < cancel && window > 600) {
            long at = last + 60 + dice.below((int) window - 60);
            revisions.add(current.cancelled(at, Journeys.cancelReason(dice)));
            add(revisions);
        } else if (roll < cancel + move && attempt < 3 && window > 600 && startDay + 8 <= lastDay) {
            long at = last + 60 + dice.below((int) window - 60);
            revisions.add(current.moved(at, appointments + 1));
            add(revisions);
            if (dice.permille(150)) {
                Optional<Store> other = stores.neighbour(here, dice);
                store = other.filter(candidate -> candidate.openedDay() < startDay)
                        .orElse(here);
            }
            book(at, startDay + dice.between(1, 6), type, category, source, attempt + 1);
        } else if (dice.permille(showUp(here, start, createdAt, treatment))) {
            arrive(revisions, current, last, start);
        } else {
            revisions.add(current.with(Status.NO_SHOW, Times.at(startDay, 21 * 3600 + 1800 + dice.below(1200))));
            add(revisions);
            if (attempt < 3 && startDay + 10 <= lastDay && dice.permille(300)) {
                long again = Times.at(startDay + dice.between(1, 3), dice.between(10 * 3600, 19 * 3600));
                book(again, startDay(Times.dayOf(again)), type, category, Source.AGENT, attempt + 1);
            }
        }
    }

    private static int showUp(Store here, long start, long createdAt, boolean treatment) {
        int traits = (int) Long.remainderUnsigned(Dice.hash(Purpose.STORE_TRAITS, here.number()), 121) - 60;
        int lag = (int) ((start - createdAt) / Times.DAY);
        int base = treatment ? 910 : 830 - lag * 10;
        return Math.clamp((base + traits) * (long) Anomalies.showUp(here, Times.dayOf(start)) / 1000, 50, 980);
    }

    private void arrive(List<Row> revisions, Appointment current, long last, long start) {
        int startDay = Times.dayOf(start);
        long closing = Times.at(startDay, 20, 30);
        long arrivedAt = Math.min(Math.max(start + dice.between(-1500, 1500), Times.at(startDay, 10, 0)), closing);
        if (dice.permille(35) && start + 6600 < closing) {
            revisions.add(current.with(Status.NO_SHOW, start + 2700));
            arrivedAt = start + dice.between(3000, 6000);
        }
        arrivedAt = Math.max(arrivedAt, last + 120);
        revisions.add(current.with(Status.ARRIVED, arrivedAt + dice.between(20, 180)));
        add(revisions);
        boolean treatment = current.type() == Appointment.Type.TREATMENT;
        Visit.Type type = treatment || visits > 0 ? Visit.Type.RETURN : Visit.Type.NEW;
        visit(arrivedAt, current.ordinal(), type, current.category(), treatment ? 190 : 860);
    }

    /** Plays a visit and whatever follows from it, up to further visits weeks later. */
    void visit(long arrivedAt, int appointment, Visit.Type type, Category category, int consultChance) {
        int ordinal = ++visits;
        Visit arrived = new Visit(
                person,
                store,
                ordinal,
                appointment,
                arrivedAt,
                0,
                type == Visit.Type.NEW && ordinal == 1,
                type,
                dice.between(1, 6),
                null);
        long time = arrivedAt + dice.between(180, 900);
        Outcome outcome = type == Visit.Type.RETURN ? Outcome.TREATED : Outcome.LEFT;
        if (voucher) {
            voucher = false;
            redeem(time, category, ordinal);
            time += dice.between(120, 400);
            outcome = Outcome.TREATED;
        }
        if (dice.permille(consultChance)) {
            long started = time + dice.between(120, 1200);
            long ended = started + dice.between(900, 3000);
            time = ended;
            Result result = consult(started, ended, category, ordinal);
            if (result == Result.DEAL) {
                outcome = Outcome.DEAL;
                time += 900;
            } else if (outcome == Outcome.LEFT) {
                outcome = Outcome.NO_DEAL;
            }
        } else if (type == Visit.Type.RETURN && dice.permille(480)) {
            time += dice.between(300, 1200);
            order(time - 240, time, Outlet.STORE, saleKind(), category, dice.next());
            outcome = Outcome.DEAL;
        }
        long closed = Times.at(Times.dayOf(arrivedAt), 21, 40);
        long leftAt = Math.max(time + 60, Math.min(time + dice.between(900, 5400), closed));
        add(List.of(arrived, arrived.ended(leftAt, outcome)));
        note(ordinal, arrivedAt, leftAt, category, outcome);
        if (ordinal == 1 && (outcome == Outcome.DEAL || outcome == Outcome.TREATED)) {
            comeAgain(Times.dayOf(arrivedAt), category, outcome == Outcome.DEAL);
        }
    }

    /** What the clinic system notes of a visit besides: a treatment, a new member and their tags. */
    private void note(int visit, long arrivedAt, long leftAt, Category category, Outcome outcome) {
        Dice own = own(arrivedAt, 2);
        boolean treated = outcome == Outcome.TREATED ? own.permille(920) : outcome == Outcome.DEAL && own.permille(450);
        if (treated) {
            treat(visit, arrivedAt, leftAt, category, own);
        }
        if (!member && (outcome == Outcome.TREATED || outcome == Outcome.DEAL) && own.permille(700)) {
            member = true;
            join(leftAt, category, own);
        }
    }

    private void treat(int visit, long arrivedAt, long leftAt, Category category, Dice own) {
        long doneAt = Math.max(arrivedAt + 60, leftAt - own.between(60, 600));
        int day = Times.dayOf(doneAt);
        boolean late = own.permille(60) && day + Treatment.LATEST <= lastDay;
        long seenAt = late
                ? Times.at(day + own.between(1, Treatment.LATEST), own.between(9 * 3600, 12 * 3600))
                : Math.max(leftAt, doneAt);
        Treatment done = new Treatment(
                person,
                store,
                ++treatments,
                visit,
                lastOrder,
                category,
                own.between(1, 4),
                doneAt,
                seenAt,
                (30_000L + 1_000L * own.below(220)) / 100 * 100,
                false);
        if (own.permille(15)) {
            add(List.of(done, done.cancelled(seenAt + own.between(600, 5400))));
        } else {
            add(List.of(done));
        }
    }

    private void join(long at, Category category, Dice own) {
        long joinedAt = at + own.between(5, 55);
        Membership.Tier tier =
                switch (own.pick(70, 23, 7)) {
                    case 0 -> Membership.Tier.SILVER;
                    case 1 -> Membership.Tier.GOLD;
                    default -> Membership.Tier.DIAMOND;
                };
        Membership joined = new Membership(person, store, joinedAt, joinedAt, tier);
        long raisedAt = joinedAt + Times.DAY * (long) own.between(15, 40);
        boolean raised = tier != Membership.Tier.DIAMOND && own.permille(80) && Times.dayOf(raisedAt) <= lastDay;
        add(raised ? List.of(joined, joined.raised(raisedAt)) : List.of(joined));
        tag("需求", category.chinese(), "T-" + category.code(), joinedAt + 60, own);
        if (own.permille(350)) {
            String[] habits = {"周末到店", "价格敏感", "复购意向高", "朋友推荐"};
            int which = own.below(habits.length);
            tag("习惯", habits[which], "T-H" + which, joinedAt + 120, own);
        }
    }

    private void tag(String group, String name, String code, long at, Dice own) {
        CustomerTag given = new CustomerTag(person, store, group, name, code, at, at, own.between(1, 6), false);
        long removedAt = at + Times.DAY * (long) own.between(5, 30);
        boolean removed = own.permille(40) && Times.dayOf(removedAt) <= lastDay;
        add(removed ? List.of(given, given.removed(removedAt)) : List.of(given));
    }

    private void comeAgain(int day, Category category, boolean bought) {
        int count = bought ? dice.pick(22, 34, 30, 14) : dice.pick(75, 20, 5);
        int next = day;
        for (int visit = 0; visit < count; visit++) {
            next += dice.between(18, 34);
            if (next > lastDay - 1) {
                return;
            }
            // most prefer the weekend
            next += Season.visits(next) < 1000 && dice.permille(350) ? 1 : 0;
            if (dice.permille(760)) {
                long created = Times.at(next - dice.between(2, 9), dice.between(10 * 3600, 20 * 3600));
                Source source = dice.permille(350) ? Source.MINI_PROGRAM : Source.DESK;
                book(created, next, Appointment.Type.TREATMENT, category, source, 1);
            } else {
                long arrivedAt = Times.at(next, (10 + dice.pick(Season.COUNTER_HOURS)) * 3600 + dice.below(1800));
                visit(arrivedAt, 0, Visit.Type.RETURN, category, 190);
            }
        }
    }

    private Result consult(long started, long ended, Category category, int visit) {
        int ordinal = ++consultations;
        boolean effective = dice.permille(720);
        int festive = Season.boost(Times.dayOf(started)) > 1000 ? 50 : 0;
        Result result = Result.NO_DEAL;
        long basket = dice.next();
        long quoted = 0;
        if (effective) {
            quoted = Basket.of(basket, category).netFen() * dice.between(1000, 1350) / 1000;
            int roll = dice.below(1000);
            result = roll < 735 + festive ? Result.DEAL : roll < 860 ? Result.PENDING : Result.NO_DEAL;
        }
        add(List.of(new Consultation(
                person,
                store,
                ordinal,
                visit,
                dice.between(1, 6),
                dice.permille(650) ? dice.between(1, 4) : 0,
                started,
                ended,
                category,
                quoted,
                result,
                result == Result.NO_DEAL ? noDealReason() : null)));
        if (result == Result.DEAL) {
            long paidAt = ended + dice.between(240, 840);
            order(ended + dice.between(30, 200), paidAt, Outlet.STORE, saleKind(), category, basket);
        }
        return result;
    }

    private NoDealReason noDealReason() {
        return switch (dice.pick(40, 15, 25, 10, 10)) {
            case 0 -> NoDealReason.PRICE;
            case 1 -> NoDealReason.FEAR;
            case 2 -> NoDealReason.COMPARE;
            case 3 -> NoDealReason.NOT_SUITABLE;
            default -> NoDealReason.OTHER;
        };
    }

    private Kind saleKind() {
        int roll = dice.below(1000);
        return roll < 950 ? Kind.SALE : roll < 975 ? Kind.CARD_SALE : Kind.DEPOSIT;
    }

    private void redeem(long at, Category category, int visit) {
        Platform platform =
                switch (person.channel()) {
                    case DOUYIN, OCEANENGINE -> Platform.DOUYIN;
                    case MEITUAN -> Platform.MEITUAN;
                    default ->
                        switch (dice.pick(40, 30, 10, 5, 5, 10)) {
                            case 0 -> Platform.DOUYIN;
                            case 1 -> Platform.MEITUAN;
                            case 2 -> Platform.TMALL;
                            case 3 -> Platform.JD;
                            case 4 -> Platform.YOUZAN;
                            default -> Platform.OWN;
                        };
                };
        long paid = 9_900L + 10_000L * dice.pick(25, 25, 20, 15, 10, 5);
        long subsidy = dice.permille(250) ? paid / 10 / 100 * 100 : 0;
        Redemption done = new Redemption(
                person,
                store,
                ++redemptions,
                at,
                at,
                tills.seen(store, at),
                platform,
                category,
                category.code().substring(0, 2).toUpperCase(Locale.ROOT) + "-V" + paid / 100,
                paid * 2,
                paid,
                subsidy,
                paid * 6 / 100,
                visit,
                Redemption.Status.DONE);
        if (dice.permille(25)) {
            long cancelledAt = at + dice.between(240, 3300);
            add(List.of(done, done.cancelled(cancelledAt, tills.seen(store, cancelledAt))));
            return;
        }
        add(List.of(done));
        if ((platform == Platform.DOUYIN || platform == Platform.MEITUAN) && dice.permille(520)) {
            Outlet outlet = platform == Platform.DOUYIN ? Outlet.DOUYIN : Outlet.MEITUAN;
            order(
                    at,
                    at + dice.between(20, 240),
                    outlet,
                    Kind.SALE,
                    category,
                    dice.next(),
                    paid,
                    done.platformOrderId());
        }
    }

    /** Rings up an order, with a re-settlement or a later refund now and then. */
    void order(long openedAt, long paidAt, Outlet outlet, Kind kind, Category category, long basketSeed) {
        order(openedAt, paidAt, outlet, kind, category, basketSeed, 0, null);
    }

    private void order(
            long openedAt,
            long paidAt,
            Outlet outlet,
            Kind kind,
            Category category,
            long basketSeed,
            long voucherFen,
            @Nullable String platformOrder) {
        boolean sale = kind == Kind.SALE;
        Basket basket =
                sale ? Basket.of(basketSeed, category) : Basket.single(TOP_UPS[dice.pick(30, 30, 20, 15, 5)], category);
        Order order = order(
                openedAt,
                paidAt,
                outlet,
                kind,
                category,
                sale ? basketSeed : 0,
                basket,
                null,
                voucherFen,
                platformOrder);
        if (sale && !order.copied() && dice.permille(7)) {
            // settled again: the first order is void, a new one points back
            long again = paidAt + dice.between(300, 4800);
            add(List.of(order, order.voided(again, tills.seen(store, again))));
            long seed = dice.next();
            Basket corrected = Basket.of(seed, category);
            add(List.of(order(
                    again,
                    again + 60,
                    outlet,
                    kind,
                    category,
                    seed,
                    corrected,
                    order.number(),
                    voucherFen,
                    platformOrder)));
        } else if (sale && dice.permille(31)) {
            refund(order);
        } else {
            add(List.of(order));
        }
    }

    private Order order(
            long openedAt,
            long paidAt,
            Outlet outlet,
            Kind kind,
            Category category,
            long basketSeed,
            Basket basket,
            @Nullable String related,
            long voucherFen,
            @Nullable String platformOrder) {
        int businessDay = Times.businessDay(paidAt);
        return new Order(
                person,
                store,
                number(businessDay, ++orders),
                related,
                businessDay,
                openedAt,
                paidAt,
                paidAt,
                tills.seen(store, paidAt),
                Order.Status.PAID,
                outlet,
                kind,
                basket.grossFen(),
                basket.discountFen(),
                basket.roundingFen(),
                basket.netFen(),
                0,
                category,
                basketSeed,
                dice.between(1, 6),
                Math.min(voucherFen, basket.netFen()),
                platformOrder);
    }

    private void refund(Order order) {
        int lag =
                switch (dice.pick(50, 35, 15)) {
                    case 0 -> dice.between(1, 7);
                    case 1 -> dice.between(8, 30);
                    default -> dice.between(31, 45);
                };
        int day = order.businessDay() + lag;
        if (day > lastDay) {
            add(List.of(order));
            return;
        }
        long at = Times.at(day, dice.between(10 * 3600 + 900, 20 * 3600));
        long seenAt = tills.seen(store, at);
        List<Order.OrderLine> lines = order.lines();
        boolean whole = dice.permille(550);
        Order.OrderLine line = lines.get(dice.below(lines.size()));
        long amount = whole ? order.netFen() : Math.max(1, line.netFen() * dice.between(3, 10) / 10);
        add(List.of(new Refund(
                person,
                store,
                "R" + order.number() + "-" + ++refunds,
                order.number(),
                whole ? 0 : line.lineNo(),
                amount,
                at,
                seenAt,
                dice.one(REFUND_REASONS),
                order.payments().getLast().method(),
                order.channel(),
                order.sourceRef())));
        add(List.of(order, order.refunded(amount, at, seenAt)));
    }

    private String number(int businessDay, int ordinal) {
        int offset = businessDay - person.originDay() + 1;
        String origin = store.equals(home) ? "" : "X" + three(home.number());
        return store.code() + "-" + Times.compact(businessDay) + "-" + origin + three(offset) + three(person.index())
                + ordinal;
    }

    private static String three(int number) {
        return number < 10 ? "00" + number : number < 100 ? "0" + number : Integer.toString(number);
    }

    private void add(List<? extends Row> revisions) {
        if (revisions.getFirst() instanceof Order order) {
            lastOrder = order.number();
        }
        facts.add(new Fact(revisions));
    }
}
