package cockpit.simulator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cockpit.simulator.http.Json;
import cockpit.simulator.ledger.Ledger.Dimension;
import cockpit.simulator.ledger.Ledger.Figure;
import cockpit.simulator.ledger.Ledger.Sums;
import cockpit.simulator.world.AdPlatform;
import cockpit.simulator.world.Appointment;
import cockpit.simulator.world.Fact;
import cockpit.simulator.world.Order;
import cockpit.simulator.world.Purchase;
import cockpit.simulator.world.Redemption;
import cockpit.simulator.world.Row;
import cockpit.simulator.world.Shop;
import cockpit.simulator.world.Stream;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.World;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int TO = Times.day(LocalDate.of(2026, 11, 20));
    private static final int FROM = TO - 13;
    private static final long NOW = Times.at(TO, 17, 20);

    private final World world = new World(618, 12, 14);
    private final Journal journal = new Journal(world);
    private final Truth truth = new Truth(world, journal);
    private final Ledger ledger = new Ledger(truth, Set.of(AdPlatform.OCEANENGINE));

    private Sums total(long now) {
        return Objects.requireNonNull(ledger.sums(FROM, TO, List.of(), now).get(List.of()));
    }

    private List<Row> recount(Stream stream) {
        return IntStream.rangeClosed(FROM, TO)
                .boxed()
                .flatMap(day -> world.facts(stream, day).stream())
                .map(fact -> newest(fact))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** Independent of {@link Fact#at}. */
    private static @Nullable Row newest(Fact fact) {
        return fact.revisions().stream()
                .filter(row -> row.visibleAt() <= NOW)
                .reduce((older, newer) -> newer)
                .orElse(null);
    }

    @Test
    void orders_equal_a_recount() {
        List<Order> orders = recount(Stream.ORDER).stream()
                .map(Order.class::cast)
                .filter(order -> order.kind() == Order.Kind.SALE && order.status() != Order.Status.VOIDED)
                .toList();

        assertThat(total(NOW).get(Figure.TILL_ORDERS)).isEqualTo(orders.size()).isPositive();
        assertThat(total(NOW).get(Figure.TILL_FEN))
                .isEqualTo(orders.stream().mapToLong(Order::netFen).sum());
    }

    @Test
    void a_sale_counts_where_it_is_sold_and_not_once_more_at_the_till() {
        List<Order> ownSales = recount(Stream.ORDER).stream()
                .map(Order.class::cast)
                .filter(order -> order.revenue() && !order.copied())
                .toList();
        List<Purchase> sold = IntStream.rangeClosed(FROM - Purchase.LIFE_DAYS, TO)
                .boxed()
                .flatMap(day -> java.util.stream.Stream.of(Shop.TMALL, Shop.JD)
                        .flatMap(shop -> world.shops().made(shop, day).stream()))
                .filter(purchase -> purchase.createdAt() <= NOW && purchase.soldFen(NOW) > 0)
                .filter(purchase -> purchase.day(NOW) >= FROM && purchase.day(NOW) <= TO)
                .toList();

        assertThat(sold).anyMatch(Purchase::voucher).anyMatch(purchase -> !purchase.voucher());
        assertThat(total(NOW).get(Figure.ORDERS))
                .isEqualTo(ownSales.size()
                        + sold.stream()
                                .mapToInt(purchase -> purchase.orders(NOW))
                                .sum());
        assertThat(total(NOW).get(Figure.GMV_FEN))
                .isEqualTo(ownSales.stream().mapToLong(Order::netFen).sum()
                        + sold.stream()
                                .mapToLong(purchase -> purchase.soldFen(NOW))
                                .sum());
    }

    @Test
    void redemptions_equal_a_recount() {
        long received = recount(Stream.REDEMPTION).stream()
                .map(Redemption.class::cast)
                .filter(redemption -> redemption.status() == Redemption.Status.DONE)
                .mapToLong(row -> row.paidFen() + row.subsidyFen() - row.feeFen())
                .sum();

        assertThat(total(NOW).get(Figure.REDEEMED_FEN)).isEqualTo(received).isPositive();
    }

    @Test
    void clinic_facts_equal_a_recount() {
        assertThat(total(NOW).get(Figure.VISITS))
                .isEqualTo(recount(Stream.VISIT).size());
        assertThat(total(NOW).get(Figure.CONSULTATIONS))
                .isEqualTo(recount(Stream.CONSULTATION).size());
        assertThat(total(NOW).get(Figure.APPOINTMENTS))
                .isEqualTo(recount(Stream.APPOINTMENT).size());
    }

    @Test
    void appointments_by_start_equal_a_recount() {
        long due = IntStream.rangeClosed(FROM - 60, TO)
                .boxed()
                .flatMap(day -> world.facts(Stream.APPOINTMENT, day).stream())
                .filter(fact -> fact.first().visibleAt() <= NOW)
                .map(fact -> (Appointment) fact.first())
                .filter(row -> Times.dayOf(row.startAt()) >= FROM && Times.dayOf(row.startAt()) <= TO)
                .count();

        assertThat(total(NOW).get(Figure.APPOINTMENTS_DUE)).isEqualTo(due);
    }

    @Test
    void any_split_adds_up_to_the_total() {
        for (Dimension dimension : Dimension.values()) {
            Collection<Sums> groups =
                    ledger.sums(FROM, TO, List.of(dimension), NOW).values();
            for (Figure figure : Figure.values()) {
                if (dimension == Dimension.STORE && figure.ofAccounts()) {
                    continue;
                }
                assertThat(groups.stream().mapToLong(sums -> sums.get(figure)).sum())
                        .as(dimension + " " + figure)
                        .isEqualTo(total(NOW).get(figure));
            }
        }
    }

    @Test
    void what_is_not_visible_yet_does_not_count() {
        assertThat(total(NOW - 3 * 3600).get(Figure.ORDERS))
                .isLessThan(total(NOW).get(Figure.ORDERS));
    }

    @Test
    void an_order_rung_up_by_hand_counts_at_once() {
        long before = total(NOW).get(Figure.GMV_FEN);
        journal.ring(Journal.Kind.ORDER, NOW, Json.parse("{\"store\":\"S003\",\"amountFen\":123456}"));

        assertThat(total(NOW).get(Figure.GMV_FEN)).isEqualTo(before + 123_456);
    }

    @Test
    void a_refund_counts_on_its_own_day() {
        Order order = (Order) recount(Stream.ORDER).stream()
                .filter(row -> row.day() == TO - 3 && ((Order) row).status() == Order.Status.PAID)
                .findFirst()
                .orElseThrow();
        List<Dimension> byDay = List.of(Dimension.DAY);
        List<String> day = List.of(Times.date(TO).toString());
        long before = figure(ledger.sums(FROM, TO, byDay, NOW), day);
        journal.ring(
                Journal.Kind.REFUND,
                NOW,
                Json.object()
                        .put("storeId", order.store().code())
                        .put("orderNo", order.number())
                        .put("amountFen", 100));

        assertThat(figure(ledger.sums(FROM, TO, byDay, NOW), day)).isEqualTo(before + 100);
        assertThat(truth.rows(Stream.ORDER, TO - 3, NOW).stream()
                        .filter(row -> row.key().equals(order.key()))
                        .map(row -> ((Order) row).refundedFen()))
                .containsExactly(100L);
    }

    private static long figure(Map<List<String>, Sums> groups, List<String> key) {
        return Objects.requireNonNull(groups.get(key)).get(Figure.REFUNDS_FEN);
    }

    @Test
    void more_than_was_paid_cannot_be_refunded() {
        Order order =
                (Order) journal.ring(Journal.Kind.ORDER, NOW, Json.parse("{\"store\":\"S003\",\"amountFen\":1000}"))
                        .rows()
                        .getFirst();

        assertThatThrownBy(() -> journal.ring(
                        Journal.Kind.REFUND,
                        NOW,
                        Json.object()
                                .put("storeId", "S003")
                                .put("orderNo", order.number())
                                .put("amountFen", 1001)))
                .hasMessage("amountFen is 1001, but only 1000 fen of order " + order.number() + " are left");
    }

    @Test
    void an_unknown_order_cannot_be_refunded() {
        assertThatThrownBy(() -> journal.ring(
                        Journal.Kind.REFUND,
                        NOW,
                        Json.parse("{\"storeId\":\"S003\",\"orderNo\":\"S003-20261101-1\",\"amountFen\":1}")))
                .hasMessage("store S003 has no paid order S003-20261101-1");
    }

    @Test
    void a_restored_journal_holds_the_same() {
        journal.ring(Journal.Kind.ORDER, NOW, Json.parse("{\"store\":\"S003\",\"amountFen\":1000}"));
        journal.ring(Journal.Kind.VISIT, NOW, Json.parse("{\"store\":\"S001\"}"));
        Journal restored = new Journal(world);
        restored.restore(journal.save());

        assertThat(restored.after(0)).isEqualTo(journal.after(0));
    }
}
