package cockpit.simulator.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What happens between the chain's staff and its customers in WeCom. The same persons as in the other systems become contacts:
 * leads whom a consultant added, and visitors who scanned the code at the desk. A pure function of seed and day like the rest
 * of the world; days are made when first asked for. Safe for use by several threads.
 */
public final class PrivateDomain {
    /** The longest time after which a contact still leaves. */
    private static final int LOYALTY_DAYS = 50;

    private static final int EPOCH = 20_454;
    private static final int NOON = 12 * 3600;
    private static final int MORNING = 8 * 3600;
    private static final List<String> STAGES = List.of("新客", "已到店", "已成交", "沉睡");
    private static final List<String> SOURCES = List.of("广告留资", "到店扫码");

    private final long seed;
    private final World world;
    private final List<Member> members;
    private final Map<String, Member> byId = new HashMap<>();
    private final Map<String, List<Member>> byStore = new HashMap<>();
    private final Kept<Day> days;
    private final Kept<List<Event>> events;

    /** A member of staff who has customers. */
    public record Member(String id, Store store, int number) {}

    /**
     * A tag of the company.
     *
     * @param id the channel's id
     * @param group name of its group
     * @param name what it says
     */
    public record Tag(String id, String group, String name) {}

    /**
     * Somebody who became a member's friend. Epoch seconds, 0 for what never happens.
     *
     * @param person who
     * @param member whose friend
     * @param addedAt since when
     * @param leftAt until when
     * @param byCustomer whether it is the customer who ended it
     * @param addWay the channel's number of the way of adding
     * @param state the campaign code of the contact way
     * @param taggedAt when staff tagged them
     * @param tags with what
     */
    public record Contact(
            Person.Generated person,
            Member member,
            long addedAt,
            long leftAt,
            boolean byCustomer,
            int addWay,
            String state,
            long taggedAt,
            List<Tag> tags) {

        /** Whether they are friends at an instant. */
        public boolean at(long now) {
            return addedAt <= now && (leftAt == 0 || leftAt > now);
        }

        /** The tags that the contact carries at an instant. */
        public List<Tag> tagsAt(long now) {
            return taggedAt != 0 && taggedAt <= now ? tags : List.of();
        }
    }

    /** What the channel calls back about. */
    public enum Change {
        /** A friend was made. */
        ADDED,
        /** Staff changed what they noted. */
        EDITED,
        /** Staff deleted the customer. */
        REMOVED,
        /** The customer deleted staff. */
        LEFT
    }

    /** A change of a contact at an instant. */
    public record Event(long at, Change change, Contact contact) {}

    /**
     * A member's day.
     *
     * @param replyPermyriad share of chats replied to in hundredths of a percent, -1 where there were none
     * @param replyMinutes average minutes to the first reply
     */
    public record StaffDay(
            int chats, int messages, int replyPermyriad, int replyMinutes, int lost, int applies, int added) {}

    /** A group owner's day. */
    public record GroupDay(
            int newGroups,
            int groups,
            int activeGroups,
            int newMembers,
            int members,
            int activeMembers,
            int messages) {}

    private record Day(List<Contact> contacts, Map<String, List<Contact>> byMember) {}

    /** Keeps the last used days. */
    private static final class Kept<T> {
        private final Map<Integer, T> kept;
        private final IntFunction<T> maker;

        Kept(int most, IntFunction<T> maker) {
            this.maker = maker;
            this.kept = new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, T> eldest) {
                    return size() > most;
                }
            };
        }

        synchronized T of(int day) {
            @Nullable T known = kept.get(day);
            if (known == null) {
                known = maker.apply(day);
                kept.put(day, known);
            }
            return known;
        }
    }

    PrivateDomain(long seed, World world) {
        this.seed = seed;
        this.world = world;
        this.members = new ArrayList<>();
        for (Store store : world.stores().all()) {
            int count = store.size() > 1200 ? 3 : 2;
            for (int number = 1; number <= count; number++) {
                Member member = new Member(store.code() + "-gw" + number, store, number);
                members.add(member);
                byId.put(member.id(), member);
                byStore.computeIfAbsent(store.code(), any -> new ArrayList<>()).add(member);
            }
        }
        this.days = new Kept<>(world.days() + LOYALTY_DAYS + 40, this::make);
        this.events = new Kept<>(40, this::makeEvents);
    }

    /** Everybody, in the order of their ids. */
    public List<Member> members() {
        return List.copyOf(members);
    }

    /** By id. */
    public Optional<Member> member(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All tags of the company. */
    public List<Tag> tags() {
        List<Tag> all = new ArrayList<>();
        for (Category category : Category.values()) {
            all.add(interest(category));
        }
        for (int index = 0; index < STAGES.size(); index++) {
            all.add(stage(index));
        }
        for (int index = 0; index < SOURCES.size(); index++) {
            all.add(source(index));
        }
        return all;
    }

    /** The friends that were made on a day, oldest first. */
    public List<Contact> contacts(int day) {
        return days.of(day).contacts();
    }

    /** Those of one member. */
    public List<Contact> contacts(Member member, int day) {
        return days.of(day).byMember().getOrDefault(member.id(), List.of());
    }

    /** The changes of a day, in order. */
    public List<Event> events(int day) {
        return events.of(day);
    }

    /** A member's day as the channel shows it at an instant: nothing before the next morning, and all of it from noon on. */
    public StaffDay staffDay(Member member, int day, long now) {
        if (now < Times.at(day + 1, MORNING)) {
            return new StaffDay(0, 0, -1, 0, 0, 0, 0);
        }
        Dice dice = Dice.of(seed, Purpose.STAFF_DAY, member.store().number(), member.number(), day);
        long busy = (long) member.store().activity(day) * Season.demand(day) / 1000 * Season.visits(day) / 1000;
        int chats = dice.poisson(Math.min(busy * 34, 150_000));
        int messages = 0;
        for (int chat = 0; chat < chats; chat++) {
            messages += dice.between(2, 9);
        }
        int reply = chats == 0 ? -1 : dice.between(7_600, 9_900);
        int minutes = dice.between(2, 9) + (Season.boost(day) > 1000 ? dice.between(0, 6) : 0);
        List<Contact> added = contacts(member, day);
        int lost = 0;
        for (Event event : events(day)) {
            lost += event.change() == Change.LEFT && event.contact().member().equals(member) ? 1 : 0;
        }
        int applies = added.size() + dice.between(0, 3);
        boolean whole = now >= Times.at(day + 1, NOON);
        return new StaffDay(
                chats, whole ? messages : messages - messages / 25, reply, minutes, lost, applies, added.size());
    }

    /** A group owner's day. */
    public GroupDay groupDay(Member member, int day) {
        if (member.store().activity(day) == 0) {
            return new GroupDay(0, 0, 0, 0, 0, 0, 0);
        }
        Dice dice = Dice.of(seed, Purpose.GROUP_DAY, member.store().number(), member.number(), day);
        int groups = groups(member, day);
        int people = people(member, day);
        int joined = Math.max(0, people - people(member, day - 1)) + dice.between(0, 2);
        int rhythm = 380 + (Season.visits(day) - 1000) / 4;
        int active = 0;
        for (int group = 0; group < groups; group++) {
            active += dice.permille(Math.clamp(rhythm, 150, 850)) ? 1 : 0;
        }
        int speaking = active == 0 ? 0 : people * dice.between(40, 110) / 1000 * active / Math.max(1, groups) + 1;
        int messages = active == 0 ? 0 : speaking * dice.between(2, 6);
        return new GroupDay(groups - groups(member, day - 1), groups, active, joined, people, speaking, messages);
    }

    private int groups(Member member, int day) {
        if (member.store().activity(day) == 0) {
            return 0;
        }
        long trait = Long.remainderUnsigned(Dice.hash(Dice.hash(seed, Purpose.GROUP_DAY), hash(member)), 90);
        return (int) (1 + trait % 3 + Math.max(0, day - EPOCH + trait) / 90);
    }

    private int people(Member member, int day) {
        int groups = groups(member, day);
        int trait = (int) Long.remainderUnsigned(Dice.hash(Dice.hash(seed, Purpose.GROUP_DAY + 1), hash(member)), 60);
        return groups == 0 ? 0 : groups * (60 + trait) + Math.max(0, day - EPOCH) / 6;
    }

    private static long hash(Member member) {
        return member.store().number() * 10L + member.number();
    }

    private Day make(int day) {
        List<Contact> contacts = new ArrayList<>();
        for (int since = day - 2; since <= day; since++) {
            for (Fact fact : world.facts(Stream.LEAD, since)) {
                if (fact.first() instanceof Lead lead
                        && lead.platform() == AdPlatform.OCEANENGINE
                        && lead.ordinal() == 0
                        && lead.friendAt() != 0
                        && Times.dayOf(lead.friendAt()) == day) {
                    String state = "oe_" + Times.compact(lead.day()).substring(4) + "_" + (lead.material() + 1);
                    contacts.add(contact(lead.person(), lead.store(), lead.friendAt(), 2, state, lead.category(), 0));
                }
            }
        }
        for (Fact fact : world.facts(Stream.VISIT, day)) {
            if (fact.first() instanceof Visit visit
                    && visit.person() instanceof Person.Generated person
                    && visit.firstVisit()
                    && person.channel() != Channel.OCEANENGINE) {
                Dice dice = dice(person);
                if (dice.permille(560)) {
                    long at = visit.arrivedAt() + dice.between(120, 2400);
                    String state = "desk_" + visit.store().code();
                    Category[] all = Category.values();
                    Category category = all[dice.below(all.length)];
                    contacts.add(contact(person, visit.store(), at, 1, state, category, 1));
                }
            }
        }
        contacts.sort(Comparator.comparingLong(Contact::addedAt)
                .thenComparing(contact -> contact.person().externalUserid()));
        Map<String, List<Contact>> byMember = new HashMap<>();
        contacts.forEach(contact -> byMember.computeIfAbsent(contact.member().id(), any -> new ArrayList<>())
                .add(contact));
        return new Day(List.copyOf(contacts), byMember);
    }

    private Dice dice(Person.Generated person) {
        return Dice.of(seed, Purpose.CONTACT, person.originDay(), person.originStore(), person.index());
    }

    private Contact contact(
            Person.Generated person, Store store, long at, int addWay, String state, Category category, int source) {
        Dice dice = Dice.of(dice(person).next());
        List<Member> here = byStore.getOrDefault(store.code(), members);
        Member member = here.get(dice.below(here.size()));
        long leftAt = dice.permille(90) ? at + dice.between(3600, LOYALTY_DAYS * Times.DAY - 3600) : 0;
        boolean byCustomer = dice.permille(850);
        long taggedAt = dice.permille(820) ? at + dice.between(600, 36 * 3600) : 0;
        List<Tag> tags = new ArrayList<>();
        tags.add(interest(category));
        if (dice.permille(700)) {
            tags.add(stage(dice.below(STAGES.size())));
        }
        if (dice.permille(500)) {
            tags.add(source(source));
        }
        return new Contact(person, member, at, leftAt, byCustomer, addWay, state, taggedAt, List.copyOf(tags));
    }

    private List<Event> makeEvents(int day) {
        List<Event> found = new ArrayList<>();
        for (int since = day - LOYALTY_DAYS - 1; since <= day; since++) {
            for (Contact contact : contacts(since)) {
                if (Times.dayOf(contact.addedAt()) == day) {
                    found.add(new Event(contact.addedAt(), Change.ADDED, contact));
                }
                boolean stayed = contact.leftAt() == 0 || contact.leftAt() > contact.taggedAt();
                if (contact.taggedAt() != 0 && stayed && Times.dayOf(contact.taggedAt()) == day) {
                    found.add(new Event(contact.taggedAt(), Change.EDITED, contact));
                }
                if (contact.leftAt() != 0 && Times.dayOf(contact.leftAt()) == day) {
                    found.add(
                            new Event(contact.leftAt(), contact.byCustomer() ? Change.LEFT : Change.REMOVED, contact));
                }
            }
        }
        found.sort(Comparator.comparingLong(Event::at)
                .thenComparing(event -> event.contact().person().externalUserid()));
        return List.copyOf(found);
    }

    private static Tag interest(Category category) {
        return new Tag("etYJS1" + category.code(), "意向项目", category.chinese());
    }

    private static Tag stage(int index) {
        return new Tag("etYJS2" + index, "客户阶段", STAGES.get(index));
    }

    private static Tag source(int index) {
        return new Tag("etYJS3" + index, "来源", SOURCES.get(index));
    }
}
