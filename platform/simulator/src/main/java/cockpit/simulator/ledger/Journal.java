package cockpit.simulator.ledger;

import cockpit.simulator.http.Json;
import cockpit.simulator.world.Category;
import cockpit.simulator.world.Channel;
import cockpit.simulator.world.Fact;
import cockpit.simulator.world.Order;
import cockpit.simulator.world.Person;
import cockpit.simulator.world.Redemption;
import cockpit.simulator.world.Refund;
import cockpit.simulator.world.Row;
import cockpit.simulator.world.Store;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.Visit;
import cockpit.simulator.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * What was rung up by hand: orders, refunds, redemptions and visits besides the generated ones. They are part of the
 * truth from the moment they are made. Safe for use by several threads.
 */
public final class Journal {
    private final World world;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<FiledUnder, List<Fact>> facts = new HashMap<>();
    private final Map<String, List<Refund>> refundsByOrder = new HashMap<>();

    /** What can be rung up. */
    public enum Kind {
        /** {@code {store, amountFen, channel?, customer?}}. */
        ORDER,
        /** {@code {storeId, orderNo, amountFen}}. */
        REFUND,
        /** {@code {store, paidFen?, faceFen?, platform?, customer?}}. */
        REDEMPTION,
        /** {@code {store, channel?, customer?}}. */
        VISIT
    }

    /**
     * Something rung up.
     *
     * @param sequence from 1
     * @param kind what
     * @param at world instant, epoch seconds
     * @param request as it came
     * @param rows what it made: the thing itself first
     */
    public record Entry(long sequence, Kind kind, long at, JsonNode request, List<Row> rows) {}

    private record FiledUnder(Stream stream, int day) {}

    /** An empty journal. */
    public Journal(World world) {
        this.world = world;
    }

    /**
     * Rings something up.
     *
     * @throws IllegalArgumentException with one sentence if the request cannot be met
     */
    public synchronized Entry ring(Kind kind, long at, JsonNode request) {
        if (!request.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        long sequence = entries.size() + 1L;
        List<Row> rows =
                switch (kind) {
                    case ORDER -> List.of(order(sequence, at, request));
                    case REFUND -> refund(sequence, at, request);
                    case REDEMPTION -> List.of(redemption(sequence, at, request));
                    case VISIT -> List.of(visit(sequence, at, request));
                };
        Entry entry = new Entry(sequence, kind, at, request, rows);
        entries.add(entry);
        Row made = rows.getFirst();
        facts.computeIfAbsent(new FiledUnder(made.stream(), made.day()), key -> new ArrayList<>())
                .add(new Fact(made));
        if (made instanceof Refund refund) {
            refundsByOrder
                    .computeIfAbsent(refund.store().code() + "/" + refund.orderNo(), key -> new ArrayList<>())
                    .add(refund);
        }
        return entry;
    }

    /** The entries that follow a sequence number. */
    public synchronized List<Entry> after(long sequence) {
        return List.copyOf(entries.subList((int) Math.min(sequence, entries.size()), entries.size()));
    }

    /** The newest sequence number, 0 at first. */
    public synchronized long last() {
        return entries.size();
    }

    /** What is filed under a day. */
    synchronized List<Fact> facts(Stream stream, int day) {
        return List.copyOf(facts.getOrDefault(new FiledUnder(stream, day), List.of()));
    }

    /** An order with the refunds that were rung up by hand until an instant. */
    synchronized Row adjusted(Row row, long now) {
        if (!(row instanceof Order order)) {
            return row;
        }
        Order adjusted = order;
        for (Refund refund : refundsByOrder.getOrDefault(order.key(), List.of())) {
            if (refund.visibleAt() <= now) {
                adjusted = adjusted.withExtraRefund(refund.amountFen(), refund.at(), refund.visibleAt());
            }
        }
        return adjusted;
    }

    /** For the state file. */
    public synchronized ArrayNode save() {
        ArrayNode saved = Json.array();
        for (Entry entry : entries) {
            saved.add(Json.object()
                    .put("kind", entry.kind().name())
                    .put("at", entry.at())
                    .set("request", entry.request()));
        }
        return saved;
    }

    /** Rings up again what a former run had saved. */
    public void restore(JsonNode saved) {
        for (JsonNode entry : saved) {
            ring(
                    Kind.valueOf(Objects.requireNonNull(Json.text(entry, "kind"))),
                    entry.path("at").asLong(),
                    entry.path("request"));
        }
    }

    private Order order(long sequence, long at, JsonNode request) {
        Store store = store(request, "store");
        long amount = amount(request, "amountFen", null);
        Order.Outlet outlet = word(Order.Outlet.class, request, "channel", Order.Outlet.STORE);
        Person person = person(store, sequence, at, request, Channel.OTHER);
        int day = Times.businessDay(at);
        return new Order(
                person,
                store,
                store.code() + "-" + Times.compact(day) + "-M" + sequence,
                null,
                day,
                at,
                at,
                at,
                at,
                Order.Status.PAID,
                outlet,
                Order.Kind.SALE,
                amount,
                0,
                0,
                amount,
                0,
                Category.SKIN,
                0,
                1,
                0,
                null);
    }

    private List<Row> refund(long sequence, long at, JsonNode request) {
        Store store = store(request, "storeId");
        String orderNo = Json.text(request, "orderNo");
        if (orderNo == null) {
            throw new IllegalArgumentException("orderNo is missing");
        }
        long amount = amount(request, "amountFen", null);
        Order order = find(store, orderNo, at)
                .orElseThrow(
                        () -> new IllegalArgumentException("store " + store.code() + " has no paid order " + orderNo));
        if (!order.revenue() && order.status() != Order.Status.PAID) {
            throw new IllegalArgumentException(
                    "order " + orderNo + " is " + order.status() + " and cannot be refunded");
        }
        long left = order.netFen() - order.refundedFen();
        if (amount > left) {
            throw new IllegalArgumentException(
                    "amountFen is " + amount + ", but only " + left + " fen of order " + orderNo + " are left");
        }
        // a later revision needs a later instant
        long changedAt = Math.max(at, order.updatedAt() + 1);
        Refund refund = new Refund(
                order.person(),
                store,
                "R" + orderNo + "-M" + sequence,
                orderNo,
                0,
                amount,
                changedAt,
                at,
                "customer",
                order.payments().getLast().method(),
                order.channel(),
                order.sourceRef());
        return List.of(refund, order.refunded(amount, changedAt, at));
    }

    private Optional<Order> find(Store store, String orderNo, long now) {
        int from = store.code().length() + 1;
        if (!orderNo.startsWith(store.code() + "-") || orderNo.length() < from + 8) {
            return Optional.empty();
        }
        int day;
        try {
            String date = orderNo.substring(from, from + 8);
            day = Times.day(java.time.LocalDate.parse(date, java.time.format.DateTimeFormatter.BASIC_ISO_DATE));
        } catch (java.time.DateTimeException noDate) {
            return Optional.empty();
        }
        List<Fact> candidates = new ArrayList<>(world.facts(Stream.ORDER, day));
        candidates.addAll(facts(Stream.ORDER, day));
        String key = store.code() + "/" + orderNo;
        // refunds to come are counted in, so that the two never exceed what was paid
        for (Fact fact : candidates) {
            if (fact.first().key().equals(key) && fact.at(now) != null) {
                return Optional.of((Order) adjusted(fact.last(), Long.MAX_VALUE));
            }
        }
        return Optional.empty();
    }

    private Redemption redemption(long sequence, long at, JsonNode request) {
        Store store = store(request, "store");
        long paid = amount(request, "paidFen", 19_900L);
        long face = amount(request, "faceFen", paid * 2);
        return new Redemption(
                person(store, sequence, at, request, Channel.DOUYIN),
                store,
                1,
                at,
                at,
                at,
                word(Redemption.Platform.class, request, "platform", Redemption.Platform.DOUYIN),
                Category.SKIN,
                "SK-V" + paid / 100,
                face,
                paid,
                0,
                paid * 6 / 100,
                0,
                Redemption.Status.DONE);
    }

    private Visit visit(long sequence, long at, JsonNode request) {
        Store store = store(request, "store");
        Channel channel = word(Channel.class, request, "channel", Channel.WALK_IN);
        boolean known = Json.text(request, "customer") != null;
        return new Visit(
                person(store, sequence, at, request, channel),
                store,
                1,
                0,
                at,
                0,
                !known,
                known ? Visit.Type.RETURN : Visit.Type.NEW,
                1,
                null);
    }

    private Store store(JsonNode request, String field) {
        String code = Json.text(request, field);
        if (code == null) {
            throw new IllegalArgumentException(field + " is missing: a code from S001 on");
        }
        return world.stores()
                .find(code)
                .orElseThrow(() -> new IllegalArgumentException("there is no store " + code + " in this world"));
    }

    private static Person person(Store store, long sequence, long at, JsonNode request, Channel channel) {
        String customer = Json.text(request, "customer");
        int day = Times.dayOf(at);
        String code = "M" + Times.compact(day).substring(2) + store.number() + "N" + sequence;
        String phone = customer == null ? Long.toString(13_800_000_000L + sequence) : null;
        return new Person.Named(customer == null ? "C" + code : customer, phone, channel, code, day, store.number());
    }

    private static long amount(JsonNode request, String field, @Nullable Long otherwise) {
        JsonNode value = request.get(field);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        if (value == null || !value.isIntegralNumber() || value.asLong() <= 0 || value.asLong() > 100_000_000_00L) {
            throw new IllegalArgumentException(field + " must be a whole number of fen above 0");
        }
        return value.asLong();
    }

    private static <E extends Enum<E>> E word(Class<E> type, JsonNode request, String field, E otherwise) {
        String text = Json.text(request, field);
        if (text == null) {
            return otherwise;
        }
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    field + " is " + text + ", but must be one of " + Arrays.toString(type.getEnumConstants()),
                    unknown);
        }
    }
}
