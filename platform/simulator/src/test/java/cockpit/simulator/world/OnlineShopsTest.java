package cockpit.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnlineShopsTest {
    private static final int TO = Times.day(LocalDate.of(2026, 11, 20));
    private static final int FROM = TO - 29;

    private final World world = new World(618, 12, 40);

    private List<Purchase> made(Shop shop) {
        List<Purchase> made = new ArrayList<>();
        for (int day = FROM - 22; day <= TO; day++) {
            made.addAll(world.shops().made(shop, day));
        }
        return made;
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void every_voucher_that_is_redeemed_was_bought_before_by_the_same_person_for_the_same_money(Shop shop) {
        Map<String, Purchase> bought = new HashMap<>();
        made(shop).forEach(purchase -> bought.put(purchase.number(), purchase));
        int redeemed = 0;
        for (int day = FROM; day <= TO; day++) {
            for (Fact fact : world.facts(Stream.REDEMPTION, day)) {
                Redemption redemption = (Redemption) fact.first();
                if (redemption.platform().name().equals(shop.name())) {
                    Purchase purchase = bought.get(redemption.platformOrderId());
                    assertThat(purchase).isNotNull();
                    assertThat(purchase.person()).isEqualTo(redemption.person());
                    assertThat(purchase.netFen()).isEqualTo(redemption.paidFen());
                    assertThat(purchase.paidAt()).isBetween(1L, redemption.at() - 1);
                    redeemed++;
                }
            }
        }
        assertThat(redeemed).isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Shop.class,
            names = {"TMALL", "JD"})
    void the_till_copies_each_order_for_goods_with_the_shops_number(Shop shop) {
        Map<String, Purchase> bought = new HashMap<>();
        made(shop).stream()
                .filter(purchase -> !purchase.voucher())
                .forEach(purchase -> bought.put(purchase.number(), purchase));
        int copies = 0;
        for (int day = FROM; day <= TO; day++) {
            for (Fact fact : world.facts(Stream.ORDER, day)) {
                Order order = (Order) fact.first();
                if (order.channel().name().equals(shop.name())) {
                    Purchase purchase = bought.get(order.sourceRef());
                    assertThat(purchase).isNotNull();
                    assertThat(purchase.netFen()).isEqualTo(order.netFen());
                    assertThat(purchase.lines().stream()
                                    .mapToLong(Purchase.Line::netFen)
                                    .sum())
                            .isEqualTo(order.netFen());
                    assertThat(purchase.returns().stream()
                                    .mapToLong(Purchase.Return::amountFen)
                                    .sum())
                            .isEqualTo(((Order) fact.last()).refundedFen());
                    copies++;
                }
            }
        }
        assertThat(copies).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Shop.class)
    void no_number_is_given_twice_and_no_life_is_longer_than_promised(Shop shop) {
        Set<String> numbers = new HashSet<>();
        for (Purchase purchase : made(shop)) {
            assertThat(numbers.add(purchase.number())).as(purchase.number()).isTrue();
            assertThat(Times.dayOf(purchase.modifiedAt(Long.MAX_VALUE)) - Times.dayOf(purchase.createdAt()))
                    .isBetween(0, Purchase.LIFE_DAYS);
            long back = purchase.returns().stream()
                    .filter(Purchase.Return::granted)
                    .mapToLong(Purchase.Return::amountFen)
                    .sum();
            assertThat(back).isLessThanOrEqualTo(purchase.netFen());
        }
    }

    @Test
    void a_deposit_sale_counts_by_its_deposit_until_the_rest_is_paid() {
        Purchase sale = made(Shop.TMALL).stream()
                .filter(purchase -> purchase.depositFen() > 0 && purchase.paidAt() != 0)
                .findFirst()
                .orElseThrow();

        assertThat(sale.soldFen(sale.depositAt() - 1)).isZero();
        assertThat(sale.soldFen(sale.depositAt())).isEqualTo(sale.depositFen());
        assertThat(sale.day(sale.depositAt())).isEqualTo(Times.dayOf(sale.createdAt()));
        assertThat(sale.soldFen(sale.paidAt())).isEqualTo(sale.netFen());
        assertThat(sale.day(sale.paidAt())).isEqualTo(Times.dayOf(sale.paidAt()));
    }

    @Test
    void the_same_seed_and_day_make_the_same_purchases() {
        assertThat(new World(618, 12, 40).shops().made(Shop.TMALL, TO))
                .isEqualTo(world.shops().made(Shop.TMALL, TO))
                .isNotEmpty();
    }
}
