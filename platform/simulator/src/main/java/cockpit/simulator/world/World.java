package cockpit.simulator.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/**
 * The truth about the chain, as a pure function of seed and calendar date: it does not depend on when the simulator was
 * started nor on what was asked before. Days are made when first asked for and kept as long as there is room.
 */
public final class World {
    private final Stores stores;
    private final Map<AdPlatform, AdWorld> ads = new EnumMap<>(AdPlatform.class);
    private final Cache<OriginDay> origins;
    private final Cache<DayBook> books;
    private final Cache<Map<Account, List<Lead>>> leads;
    private final OnlineShops shops;

    private record Account(AdPlatform platform, Region region) {}

    /** Keeps the last used days. */
    private static final class Cache<T> {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<Integer, T> kept;
        private final IntFunction<T> maker;

        Cache(int most, IntFunction<T> maker) {
            this.maker = maker;
            this.kept = new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, T> eldest) {
                    return size() > most;
                }
            };
        }

        T of(int day) {
            lock.lock();
            try {
                T known = kept.get(day);
                if (known == null) {
                    known = maker.apply(day);
                    kept.put(day, known);
                }
                return known;
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * A world.
     *
     * @param seed another seed, another world
     * @param storeCount how many of the chain's stores take part
     * @param days how many days back the world is asked for often; room is kept for them
     */
    public World(long seed, int storeCount, int days) {
        this.stores = Stores.first(storeCount);
        for (AdPlatform platform : AdPlatform.values()) {
            ads.put(platform, new AdWorld(seed, stores, platform));
        }
        Journeys journeys = new Journeys(seed, stores, ads);
        this.origins = new Cache<>(days + OriginDay.HORIZON + 35, journeys::start);
        this.books = new Cache<>(days + 35, this::book);
        this.leads = new Cache<>(days + 35, this::sortLeads);
        this.shops = new OnlineShops(seed, this);
    }

    /** The stores that take part. */
    public Stores stores() {
        return stores;
    }

    /** Spend, impressions and clicks of a platform. */
    public AdWorld ads(AdPlatform platform) {
        return Objects.requireNonNull(ads.get(platform));
    }

    /** The facts of a kind that are filed under a day, whether visible by now or not. */
    public List<Fact> facts(Stream stream, int day) {
        List<Fact> found = new ArrayList<>();
        // a till may send after midnight or hours later, but never two days later; a treatment may be written down so
        // late
        int latest = stream == Stream.TREATMENT ? Treatment.LATEST : 1;
        for (int seen = day; seen <= day + latest; seen++) {
            for (Fact fact : books.of(seen).facts().getOrDefault(stream, List.of())) {
                if (fact.first().day() == day) {
                    found.add(fact);
                }
            }
        }
        return found;
    }

    /** All revisions that become visible on a day, in that order. */
    public List<Row> visible(int day) {
        return books.of(day).rows();
    }

    /** What is bought online. */
    public OnlineShops shops() {
        return shops;
    }

    /** The leads that a platform's account brings on a day, newest first. */
    public List<Lead> leads(AdPlatform platform, Region region, int day) {
        return leads.of(day).getOrDefault(new Account(platform, region), List.of());
    }

    /** What was planted for somebody to find and runs on a day. */
    public List<Anomalies.Planted> planted(int day) {
        List<Anomalies.Planted> planted = new ArrayList<>(Anomalies.on(day));
        planted.add(ads(AdPlatform.OCEANENGINE).fatigue(day));
        return planted;
    }

    private DayBook book(int day) {
        List<Fact> facts = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int origin = day - OriginDay.HORIZON; origin <= day; origin++) {
            OriginDay followed = origins.of(origin);
            facts.addAll(followed.facts(day));
            rows.addAll(followed.rows(day));
        }
        facts.sort(Comparator.comparingLong(fact -> fact.first().visibleAt()));
        rows.sort(Comparator.comparingLong(Row::visibleAt));
        Map<Stream, List<Fact>> byStream = new EnumMap<>(Stream.class);
        for (Fact fact : facts) {
            byStream.computeIfAbsent(fact.first().stream(), any -> new ArrayList<>())
                    .add(fact);
        }
        byStream.replaceAll((stream, found) -> List.copyOf(found));
        return new DayBook(byStream, List.copyOf(rows));
    }

    private Map<Account, List<Lead>> sortLeads(int day) {
        Map<Account, List<Lead>> byAccount = new LinkedHashMap<>();
        for (Fact fact : books.of(day).facts().getOrDefault(Stream.LEAD, List.of())) {
            if (fact.first() instanceof Lead lead) {
                byAccount
                        .computeIfAbsent(
                                new Account(lead.platform(), lead.store().region()), account -> new ArrayList<>())
                        .add(lead);
            }
        }
        byAccount
                .values()
                .forEach(found -> found.sort(Comparator.comparingLong(Lead::createdAt)
                        .thenComparing(Lead::leadId)
                        .reversed()));
        byAccount.replaceAll((account, found) -> List.copyOf(found));
        return byAccount;
    }
}
