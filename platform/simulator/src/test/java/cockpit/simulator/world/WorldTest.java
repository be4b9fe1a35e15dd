package cockpit.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final int STORES = 24;
    private static final int FIRST = Times.day(LocalDate.of(2026, 9, 1));
    private static final int LAST = Times.day(LocalDate.of(2026, 11, 20));
    private static final int DAYS = LAST - FIRST + 1;

    private static World world = new World(618, 1, 1);

    @BeforeAll
    static void generate() {
        world = new World(618, STORES, DAYS);
    }

    private static List<Row> last(Stream stream) {
        return IntStream.rangeClosed(FIRST, LAST)
                .boxed()
                .flatMap(day -> world.facts(stream, day).stream())
                .map(Fact::last)
                .toList();
    }

    private static List<Fact> facts(Stream stream) {
        return IntStream.rangeClosed(FIRST, LAST)
                .boxed()
                .flatMap(day -> world.facts(stream, day).stream())
                .toList();
    }

    private static <T extends Row> List<T> last(Stream stream, Class<T> type) {
        return last(stream).stream().map(type::cast).toList();
    }

    private static double perStoreAndDay(double count) {
        double size = world.stores().all().stream().mapToInt(Store::size).sum() / 1000.0;
        return count / DAYS / size;
    }

    @Test
    void the_same_seed_makes_the_same_day() {
        World again = new World(618, STORES, 3);

        assertThat(again.visible(LAST)).isEqualTo(world.visible(LAST));
    }

    @Test
    void the_order_of_asking_does_not_matter() {
        World backwards = new World(618, 7, 3);
        World forwards = new World(618, 7, 3);
        List<List<Row>> down = new ArrayList<>();
        for (int day = LAST; day > LAST - 4; day--) {
            down.addFirst(backwards.visible(day));
        }
        List<List<Row>> up = new ArrayList<>();
        for (int day = LAST - 3; day <= LAST; day++) {
            up.add(forwards.visible(day));
        }

        assertThat(up).isEqualTo(down);
    }

    @Test
    void another_seed_makes_another_day() {
        assertThat(new World(619, STORES, 3).visible(LAST)).isNotEqualTo(world.visible(LAST));
    }

    @Test
    void a_day_comes_in_the_order_in_which_it_becomes_visible() {
        assertThat(world.visible(LAST)).extracting(Row::visibleAt).isSorted();
    }

    @Test
    void revisions_of_a_fact_grow() {
        for (Stream stream : Stream.values()) {
            for (Fact fact : facts(stream)) {
                assertThat(fact.revisions())
                        .extracting(Row::revision)
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertThat(fact.revisions()).extracting(Row::visibleAt).isSorted();
            }
        }
    }

    @Test
    void keys_are_unique() {
        for (Stream stream : Stream.values()) {
            assertThat(last(stream)).extracting(Row::key).doesNotHaveDuplicates();
        }
    }

    @Test
    void an_average_store_has_the_rates_of_the_plan() {
        assertThat(perStoreAndDay(leads(AdPlatform.OCEANENGINE).size()))
                .as("leads of Ocean Engine")
                .isBetween(3.0, 5.0);
        assertThat(perStoreAndDay(leads(AdPlatform.TENCENT_ADS).size()))
                .as("leads of Tencent Ads")
                .isBetween(0.15, 0.45);
        assertThat(perStoreAndDay(leads(AdPlatform.KUAISHOU).size()))
                .as("leads of Kuaishou")
                .isBetween(0.04, 0.2);
        assertThat(perStoreAndDay(leads(AdPlatform.XIAOHONGSHU).size()))
                .as("leads of Xiaohongshu")
                .isBetween(0.25, 0.75);
        assertThat(perStoreAndDay(last(Stream.APPOINTMENT).size()))
                .as("appointments")
                .isBetween(4.3, 6.8);
        assertThat(perStoreAndDay(last(Stream.VISIT).size())).as("visits").isBetween(4.8, 7.2);
        assertThat(perStoreAndDay(last(Stream.CONSULTATION).size()))
                .as("consultations")
                .isBetween(2.8, 4.3);
        assertThat(perStoreAndDay(last(Stream.ORDER).size())).as("orders").isBetween(3.3, 4.9);
        assertThat(perStoreAndDay(last(Stream.REDEMPTION).size()))
                .as("redemptions")
                .isBetween(0.9, 1.5);
        assertThat(perStoreAndDay(last(Stream.CRM_LEAD).size()))
                .as("leads of the clinic system")
                .isBetween(6.5, 10.0);
        assertThat(perStoreAndDay(last(Stream.TREATMENT).size()))
                .as("treatments")
                .isBetween(1.5, 4.5);
        assertThat(perStoreAndDay(last(Stream.MEMBER).size())).as("members").isBetween(0.8, 3.0);
    }

    @Test
    void every_lead_that_a_channel_lists_is_in_the_clinic_system_once() {
        List<String> listed = last(Stream.LEAD, Lead.class).stream()
                .filter(lead -> lead.platform().listsLeads())
                .map(Lead::key)
                .toList();
        List<String> noted = last(Stream.CRM_LEAD, CrmLead.class).stream()
                .map(CrmLead::channelLeadId)
                .filter(Objects::nonNull)
                .toList();

        assertThat(noted).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void a_lead_of_the_clinic_system_moves_from_new_to_called_to_booked() {
        List<List<CrmLead.Status>> ways = facts(Stream.CRM_LEAD).stream()
                .map(fact -> fact.revisions().stream()
                        .map(row -> ((CrmLead) row).status())
                        .toList())
                .distinct()
                .toList();

        assertThat(ways)
                .containsExactlyInAnyOrder(
                        List.of(CrmLead.Status.NEW, CrmLead.Status.INVALID),
                        List.of(CrmLead.Status.NEW, CrmLead.Status.CONTACTED),
                        List.of(CrmLead.Status.NEW, CrmLead.Status.CONTACTED, CrmLead.Status.BOOKED));
    }

    @Test
    void some_treatments_are_written_down_days_later_and_some_are_cancelled() {
        List<Fact> treatments = facts(Stream.TREATMENT);

        assertThat(treatments)
                .anyMatch(fact ->
                        Times.dayOf(fact.first().visibleAt()) == fact.first().day() + Treatment.LATEST);
        assertThat(treatments).anyMatch(fact -> ((Treatment) fact.last()).cancelled());
    }

    @Test
    void about_72_percent_of_consultations_end_in_an_offer() {
        List<Consultation> consultations = last(Stream.CONSULTATION, Consultation.class);
        double share = consultations.stream().filter(c -> c.quotedFen() > 0).count() / (double) consultations.size();

        assertThat(share).isBetween(0.69, 0.75);
    }

    @Test
    void an_average_ticket_is_about_2600_yuan() {
        double ticket = last(Stream.ORDER, Order.class).stream()
                .filter(Order::revenue)
                .mapToLong(Order::netFen)
                .average()
                .orElseThrow();

        assertThat(ticket).isBetween(230_000.0, 310_000.0);
    }

    @Test
    void about_3_percent_of_orders_are_refunded() {
        double orders = last(Stream.ORDER).size();

        assertThat(last(Stream.REFUND).size() / orders).isBetween(0.018, 0.042);
    }

    @Test
    void a_festival_lifts_spend_leads_and_orders() {
        int peak = Times.day(LocalDate.of(2026, 11, 11));
        int before = peak - 35;

        assertThat(world.facts(Stream.LEAD, peak))
                .hasSizeGreaterThan(world.facts(Stream.LEAD, before).size());
        assertThat(world.facts(Stream.ORDER, peak))
                .hasSizeGreaterThan(world.facts(Stream.ORDER, before).size());
        assertThat(spend(peak)).isGreaterThan(spend(before) * 3 / 2);
    }

    private static long spend(int day) {
        long[] sum = new long[1];
        for (Region region : Region.values()) {
            world.ads(AdPlatform.OCEANENGINE)
                    .walk(
                            region,
                            day,
                            Long.MAX_VALUE / 4,
                            AdWorld.Depth.MATERIAL,
                            (promotion, material, hour, province, gender, age, cost, show, click) -> sum[0] += cost);
        }
        return sum[0];
    }

    @Test
    void lines_and_payments_add_up_to_the_order() {
        for (Order order : last(Stream.ORDER, Order.class)) {
            assertThat(order.lines().stream().mapToLong(Order.OrderLine::netFen).sum())
                    .isEqualTo(order.netFen());
            assertThat(order.payments().stream()
                            .mapToLong(Order.Payment::paidFen)
                            .sum())
                    .isEqualTo(order.netFen());
            assertThat(order.grossFen() - order.discountFen() + order.roundingFen())
                    .isEqualTo(order.netFen());
        }
    }

    @Test
    void no_more_is_refunded_than_was_paid() {
        assertThat(last(Stream.ORDER, Order.class)).allMatch(order -> order.refundedFen() <= order.netFen());
    }

    @Test
    void two_persons_never_share_a_phone() {
        Map<String, String> owners = new HashMap<>();
        for (Visit visit : last(Stream.VISIT, Visit.class)) {
            String phone = String.valueOf(visit.person().phone());
            String owner = owners.putIfAbsent(phone, visit.person().customerId());

            assertThat(phone).matches("139\\d{8}");
            assertThat(owner == null ? visit.person().customerId() : owner)
                    .isEqualTo(visit.person().customerId());
        }
    }

    @Test
    @DisplayName("a person leaves traces in Ocean Engine, the clinic system and the till")
    void a_person_leaves_traces_in_all_systems() {
        Set<String> leads = new HashSet<>();
        leads(AdPlatform.OCEANENGINE).forEach(lead -> leads.add(lead.person().customerId()));
        leads.retainAll(customers(Stream.APPOINTMENT));
        leads.retainAll(customers(Stream.VISIT));
        leads.retainAll(customers(Stream.ORDER));

        assertThat(leads).hasSizeGreaterThan(100);
    }

    private static Set<String> customers(Stream stream) {
        Set<String> customers = new HashSet<>();
        for (Row row : last(stream)) {
            switch (row) {
                case Appointment appointment ->
                    customers.add(appointment.person().customerId());
                case Visit visit -> customers.add(visit.person().customerId());
                case Order order -> {
                    Person person = order.person();
                    if (person != null) {
                        customers.add(person.customerId());
                    }
                }
                default -> throw new IllegalArgumentException(row.toString());
            }
        }
        return customers;
    }

    @Test
    void somebody_walks_in_without_a_lead() {
        assertThat(last(Stream.VISIT, Visit.class))
                .anyMatch(visit -> visit.person().channel() == Channel.WALK_IN && visit.appointmentId() == null);
    }

    @Test
    void somebody_leaves_two_leads() {
        assertThat(leads(AdPlatform.OCEANENGINE)).anyMatch(lead -> lead.ordinal() == 1);
    }

    @Test
    void somebody_is_a_lead_of_two_channels() {
        assertThat(leads(AdPlatform.OCEANENGINE))
                .anyMatch(lead -> lead.person().channel() != Channel.OCEANENGINE)
                .anyMatch(lead -> leads(AdPlatform.TENCENT_ADS).stream()
                        .anyMatch(other -> other.person().equals(lead.person())));
    }

    @Test
    @DisplayName("what one platform spends and brings is none of another's")
    void platforms_are_independent() {
        for (AdPlatform platform : AdPlatform.values()) {
            assertThat(leads(platform))
                    .isNotEmpty()
                    .allSatisfy(lead -> assertThat(lead.promotion().platform()).isEqualTo(platform));
            assertThat(leads(platform)).extracting(Lead::leadId).doesNotHaveDuplicates();
        }
        assertThat(leads(AdPlatform.TENCENT_ADS))
                .allSatisfy(lead -> assertThat(lead.person().channel()).isEqualTo(Channel.TENCENT_ADS));
    }

    @Test
    @DisplayName("the clinic system knows a listed lead by its platform's number, and the others by its own")
    void the_clinic_knows_leads_by_their_numbers() {
        Map<String, String> numbers = new HashMap<>();
        leads(AdPlatform.TENCENT_ADS)
                .forEach(lead -> numbers.putIfAbsent(lead.person().customerId(), lead.leadId()));
        List<Appointment> appointments = last(Stream.APPOINTMENT, Appointment.class);
        assertThat(appointments)
                .filteredOn(
                        appointment -> numbers.containsKey(appointment.person().customerId()))
                .isNotEmpty()
                .allSatisfy(appointment -> assertThat(appointment.leadId())
                        .isEqualTo(numbers.get(appointment.person().customerId())));
        assertThat(appointments)
                .filteredOn(appointment -> appointment.person().channel() == Channel.XIAOHONGSHU)
                .isNotEmpty()
                .allSatisfy(appointment -> assertThat(appointment.leadId()).startsWith("L"));
    }

    private static List<Lead> leads(AdPlatform platform) {
        return last(Stream.LEAD, Lead.class).stream()
                .filter(lead -> lead.platform() == platform)
                .toList();
    }

    @Test
    void an_appointment_moves_to_another_clinic() {
        Map<String, Appointment> byId = new HashMap<>();
        last(Stream.APPOINTMENT, Appointment.class).forEach(row -> byId.put(row.id(), row));

        assertThat(byId.values()).anyMatch(row -> {
            Appointment next = byId.get(String.valueOf(row.movedToId()));
            return next != null && !next.store().equals(row.store());
        });
    }

    @Test
    void a_cancelled_redemption_is_cancelled_within_the_hour() {
        assertThat(last(Stream.REDEMPTION, Redemption.class))
                .filteredOn(row -> row.status() == Redemption.Status.CANCELLED)
                .isNotEmpty()
                .allMatch(row -> row.cancelledAt() - row.at() < 3600);
    }

    @Test
    void a_resettled_order_points_back_to_the_void_one() {
        Map<String, Order> byNumber = new HashMap<>();
        last(Stream.ORDER, Order.class).forEach(order -> byNumber.put(order.number(), order));

        assertThat(byNumber.values())
                .filteredOn(order -> order.related() != null)
                .isNotEmpty()
                .allMatch(order -> byNumber.get(String.valueOf(order.related())).status() == Order.Status.VOIDED);
    }

    @Test
    void some_refunds_come_in_the_next_month() {
        Map<String, Order> byNumber = new HashMap<>();
        last(Stream.ORDER, Order.class).forEach(order -> byNumber.put(order.number(), order));

        assertThat(last(Stream.REFUND, Refund.class)).anyMatch(refund -> {
            Order order = byNumber.get(refund.orderNo());
            return order != null
                    && Times.date(order.day()).getMonthValue()
                            < Times.date(refund.day()).getMonthValue();
        });
    }

    @Test
    void a_till_that_was_offline_sends_up_to_six_hours_later() {
        assertThat(last(Stream.ORDER, Order.class))
                .filteredOn(order -> order.visibleAt() > order.updatedAt())
                .isNotEmpty()
                .allMatch(order -> order.visibleAt() - order.updatedAt() <= 6 * 3600);
    }

    @Test
    void a_group_buy_payment_brings_less_than_its_face() {
        assertThat(last(Stream.ORDER, Order.class))
                .filteredOn(order -> order.channel() == Order.Outlet.DOUYIN)
                .isNotEmpty()
                .allMatch(order -> {
                    Order.Payment first = order.payments().getFirst();
                    return first.method().equals("GROUP_BUY") && first.receivedFen() < first.faceFen();
                });
    }

    @Test
    void shopping_after_midnight_belongs_to_the_day_before() {
        assertThat(last(Stream.ORDER, Order.class))
                .filteredOn(order -> Times.secondOfDay(order.paidAt()) < 4 * 3600)
                .isNotEmpty()
                .allMatch(order -> order.businessDay() == Times.dayOf(order.paidAt()) - 1);
    }

    @Test
    void people_come_during_opening_hours() {
        assertThat(last(Stream.VISIT, Visit.class)).allMatch(visit -> {
            int second = Times.secondOfDay(visit.arrivedAt());
            return second >= 10 * 3600 && second <= 21 * 3600;
        });
    }

    @Test
    void nothing_happens_in_a_store_before_it_opens() {
        assertThat(Stores.first(Stores.MOST).all())
                .allMatch(store -> store.activity(store.openedDay() - 1) == 0 && store.activity(store.openedDay()) > 0);
    }

    @Test
    void a_store_with_a_planted_trouble_loses_people() {
        Anomalies.Planted planted = world.planted(LAST).stream()
                .filter(trouble -> trouble.kind().equals("show-up-falls"))
                .findFirst()
                .orElseThrow();
        Store store = world.stores().find(planted.subject()).orElseThrow();

        assertThat(Anomalies.showUp(store, planted.first() + 19)).isLessThan(700);
        assertThat(Anomalies.showUp(store, planted.first() - 1)).isEqualTo(1000);
    }

    @Test
    void the_planted_creative_wears_out() {
        Anomalies.Planted planted = world.planted(LAST).stream()
                .filter(trouble -> trouble.kind().equals("creative-fatigue"))
                .findFirst()
                .orElseThrow();

        assertThat(clickRate(planted.subject(), planted.first() + 18))
                .isLessThan(clickRate(planted.subject(), planted.first()) / 2);
    }

    private static double clickRate(String materialId, int day) {
        long[] sums = new long[2];
        world.ads(AdPlatform.OCEANENGINE)
                .walk(
                        Region.EAST,
                        day,
                        Long.MAX_VALUE / 4,
                        AdWorld.Depth.MATERIAL,
                        (promotion, material, hour, province, gender, age, cost, show, click) -> {
                            if (Long.toString(promotion.materialId(material)).equals(materialId)) {
                                sums[0] += show;
                                sums[1] += click;
                            }
                        });
        return sums[1] / (double) sums[0];
    }
}
