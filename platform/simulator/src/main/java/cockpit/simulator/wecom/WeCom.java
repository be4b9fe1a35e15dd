package cockpit.simulator.wecom;

import cockpit.simulator.Credentials;
import cockpit.simulator.channel.AppTokens;
import cockpit.simulator.channel.PlayedChannel;
import cockpit.simulator.channel.Stage;
import cockpit.simulator.clock.WorldClock;
import cockpit.simulator.fault.Faults;
import cockpit.simulator.fault.Faults.Kind;
import cockpit.simulator.fault.Faults.Target;
import cockpit.simulator.http.Json;
import cockpit.simulator.http.Reply;
import cockpit.simulator.http.Request;
import cockpit.simulator.http.Web;
import cockpit.simulator.push.CallbackCipher;
import cockpit.simulator.push.Caller;
import cockpit.simulator.world.PrivateDomain;
import cockpit.simulator.world.PrivateDomain.Contact;
import cockpit.simulator.world.PrivateDomain.Event;
import cockpit.simulator.world.PrivateDomain.GroupDay;
import cockpit.simulator.world.PrivateDomain.Member;
import cockpit.simulator.world.PrivateDomain.StaffDay;
import cockpit.simulator.world.PrivateDomain.Tag;
import cockpit.simulator.world.Store;
import cockpit.simulator.world.Times;
import cockpit.simulator.world.World;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** WeCom's server API for customer contact, below {@code /wecom}, and its callback; HTTP 200 whatever the code. */
public final class WeCom implements PlayedChannel {
    private static final String ROOT = "/wecom/";
    private static final int AT_ONCE = 3;
    private static final int A_MINUTE = 10_000;
    private static final int LONGEST_SPAN_DAYS = 30;
    private static final int OLDEST_DAYS = 180;
    private static final int MOST_OWNERS = 1_000;
    private static final int MOST_USERS = 100;
    private static final int ROOT_DEPARTMENT = 1;

    private final World world;
    private final PrivateDomain domain;
    private final WorldClock clock;
    private final Faults faults;
    private final Stage stage;
    private final String corpId;
    private final String secret;
    private final AppTokens tokens;
    private final Caller caller;
    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicLong requests = new AtomicLong();
    private final Map<String, Deque<Long>> minutes = new HashMap<>();
    private volatile int since;

    private WeCom(Stage stage, String corpId, String secret, CallbackCipher cipher) {
        this.stage = stage;
        this.world = stage.world();
        this.domain = world.privateDomain();
        this.clock = stage.clock();
        this.faults = stage.faults();
        this.corpId = corpId;
        this.secret = secret;
        this.tokens = new AppTokens(stage.accessLife(), stage.real());
        this.since = Times.dayOf(clock.seconds()) - world.days();
        this.caller = new Caller(
                Target.WECOM, faults, cipher, corpId, Caller.Style.WECOM, this::messages, clock, stage.real());
    }

    /** Plays if the credentials hold its secrets. */
    public static Optional<PlayedChannel> on(Stage stage) {
        Credentials credentials = stage.credentials();
        Optional<String> corp = credentials.find("wecom.corp-id");
        Optional<String> secret = credentials.find("wecom.secret");
        Optional<String> token = credentials.find("wecom.callback-token");
        Optional<String> key = credentials.find("wecom.callback-key");
        return corp.isEmpty() || secret.isEmpty() || token.isEmpty() || key.isEmpty()
                ? Optional.empty()
                : Optional.of(new WeCom(
                        stage, corp.get(), secret.get(), new CallbackCipher(token.get(), key.get(), corp.get())));
    }

    @Override
    public Target target() {
        return Target.WECOM;
    }

    @Override
    public void serve(Web web) {
        web.serve(ROOT, this::answer, request -> faults.damage(Target.WECOM));
    }

    // ---- answers ----

    private Reply answer(Request request) {
        if (faults.take(Target.WECOM, Kind.HTTP500)) {
            return Reply.fail(500, "internal error, as ordered");
        }
        try {
            if (answering.incrementAndGet() > AT_ONCE && !stage.unlimited()) {
                throw new Refusal(Code.CONCURRENCY);
            }
            limit(request.path());
            ObjectNode body = Json.object().put("errcode", 0).put("errmsg", "ok");
            body.setAll(route(request));
            return Reply.ok(body);
        } catch (Refusal refusal) {
            return Reply.ok(Json.object()
                    .put("errcode", refusal.code().number())
                    .put(
                            "errmsg",
                            refusal.getMessage() + ", hint: [" + stage.real().millis() + requests.incrementAndGet()
                                    + "], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e="
                                    + refusal.code().number()));
        } finally {
            answering.decrementAndGet();
        }
    }

    private synchronized void limit(String path) {
        if (stage.unlimited()) {
            return;
        }
        long now = stage.real().millis();
        Deque<Long> calls = minutes.computeIfAbsent(path, any -> new ArrayDeque<>());
        while (!calls.isEmpty() && calls.peekFirst() <= now - 60_000) {
            calls.removeFirst();
        }
        if (calls.size() >= A_MINUTE) {
            throw new Refusal(Code.FREQUENCY);
        }
        calls.addLast(now);
    }

    private ObjectNode route(Request request) {
        String path = request.path().substring(ROOT.length() - 1);
        if (path.equals("/cgi-bin/gettoken")) {
            return token(request);
        }
        switch (tokens.check(request.parameter("access_token"))) {
            case GOOD -> {
                // goes on
            }
            case EXPIRED -> throw new Refusal(Code.TOKEN_EXPIRED);
            case WRONG ->
                throw new Refusal(request.parameter("access_token") == null ? Code.TOKEN_MISSING : Code.TOKEN_WRONG);
        }
        long now = clock.seconds();
        return switch (path) {
            case "/cgi-bin/externalcontact/get_follow_user_list" -> followers();
            case "/cgi-bin/user/simplelist" -> members(request);
            case "/cgi-bin/department/list" -> departments();
            case "/cgi-bin/externalcontact/get_corp_tag_list" -> tags();
            case "/cgi-bin/externalcontact/batch/get_by_user" -> contacts(body(request), now);
            case "/cgi-bin/externalcontact/get" -> contact(request, now);
            case "/cgi-bin/externalcontact/get_user_behavior_data" -> behavior(body(request), now);
            case "/cgi-bin/externalcontact/groupchat/statistic" -> groups(body(request), now);
            default -> throw new Refusal(Code.NOT_ALLOWED);
        };
    }

    private static JsonNode body(Request request) {
        try {
            JsonNode body = Json.parse(request.body().bytes());
            if (request.method().equals("POST") && body.isObject()) {
                return body;
            }
        } catch (JacksonException noJson) {
            throw new Refusal(Code.PARAMETER);
        }
        throw new Refusal(Code.PARAMETER);
    }

    private ObjectNode token(Request request) {
        if (!corpId.equals(request.parameter("corpid"))) {
            throw new Refusal(Code.CORP);
        }
        byte[] given =
                Objects.requireNonNullElse(request.parameter("corpsecret"), "").getBytes(StandardCharsets.UTF_8);
        if (tokens.isRevoked() || !MessageDigest.isEqual(given, secret.getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(Code.SECRET);
        }
        AppTokens.Given token = tokens.give(false);
        return Json.object().put("access_token", token.token()).put("expires_in", token.seconds());
    }

    private ObjectNode followers() {
        ArrayNode list = Json.array();
        domain.members().forEach(member -> list.add(member.id()));
        ObjectNode answer = Json.object();
        answer.set("follow_user", list);
        return answer;
    }

    private static int department(Store store) {
        return 60_000 + store.number();
    }

    private ObjectNode members(Request request) {
        boolean all = Integer.toString(ROOT_DEPARTMENT).equals(request.parameter("department_id"))
                && "1".equals(request.parameter("fetch_child"));
        ArrayNode list = Json.array();
        for (Member member : domain.members()) {
            int department = department(member.store());
            if (all || Integer.toString(department).equals(request.parameter("department_id"))) {
                ObjectNode entry = Json.object().put("userid", member.id()).put("name", member.id());
                entry.set("department", Json.array().add(department));
                list.add(entry);
            }
        }
        ObjectNode answer = Json.object();
        answer.set("userlist", list);
        return answer;
    }

    private ObjectNode departments() {
        ArrayNode list = Json.array();
        list.add(Json.object().put("id", ROOT_DEPARTMENT).put("name", "颜究所").put("parentid", 0));
        for (Store store : world.stores().all()) {
            list.add(Json.object()
                    .put("id", department(store))
                    .put("name", store.code() + " " + store.name())
                    .put("parentid", ROOT_DEPARTMENT));
        }
        ObjectNode answer = Json.object();
        answer.set("department", list);
        return answer;
    }

    private ObjectNode tags() {
        Map<String, ArrayNode> groups = new LinkedHashMap<>();
        for (Tag tag : domain.tags()) {
            groups.computeIfAbsent(tag.group(), any -> Json.array())
                    .add(Json.object()
                            .put("id", tag.id())
                            .put("name", tag.name())
                            .put("order", 0));
        }
        ArrayNode list = Json.array();
        groups.forEach((name, tags) -> {
            ObjectNode group =
                    Json.object().put("group_id", "etG" + list.size()).put("group_name", name);
            group.set("tag", tags);
            list.add(group);
        });
        ObjectNode answer = Json.object();
        answer.set("tag_group", list);
        return answer;
    }

    // ---- contacts ----

    private ObjectNode contacts(JsonNode body, long now) {
        List<Member> members = new ArrayList<>();
        for (String id : texts(body.path("userid_list"))) {
            members.add(domain.member(id).orElseThrow(() -> new Refusal(Code.NO_MEMBER)));
        }
        if (members.isEmpty() || members.size() > MOST_USERS) {
            throw new Refusal(Code.PARAMETER);
        }
        int limit = body.path("limit").asInt(50);
        if (limit < 1 || limit > 100) {
            throw new Refusal(Code.PARAMETER);
        }
        String cursor = Objects.requireNonNullElse(Json.text(body, "cursor"), "");
        List<Contact> all = contacts(members, now);
        int from = cursor.isEmpty() ? 0 : after(all, cursor);
        if (from > 0 && faults.take(Target.WECOM, Kind.DUPLICATE_ROWS)) {
            from -= 1;
        }
        if (from > 0 && faults.take(Target.WECOM, Kind.SHIFTED)) {
            from = Math.max(0, from - 5);
        }
        // now and then a page is shorter than asked for although others follow
        int size = all.size() - from > limit && all.get(from).addedAt() % 5 == 0 ? Math.max(1, limit * 3 / 5) : limit;
        int to = Math.min(all.size(), from + size);
        List<Contact> page = new ArrayList<>(all.subList(from, to));
        String next = to < all.size() ? place(page.getLast()) : "";
        if (faults.take(Target.WECOM, Kind.REORDERED)) {
            Collections.reverse(page);
        }
        ArrayNode list = Json.array();
        for (Contact contact : page) {
            ObjectNode entry = Json.object();
            entry.set("external_contact", external(contact));
            ObjectNode follow = follow(contact, now);
            ArrayNode ids = Json.array();
            contact.tagsAt(now).forEach(tag -> ids.add(tag.id()));
            follow.set("tag_id", ids);
            entry.set("follow_info", follow);
            list.add(entry);
        }
        ObjectNode answer = Json.object();
        answer.set("external_contact_list", list);
        return answer.put("next_cursor", next);
    }

    /** Everybody who is a friend now, by the time of becoming one. */
    private List<Contact> contacts(List<Member> members, long now) {
        List<Contact> all = new ArrayList<>();
        for (Member member : members) {
            for (int day = since; day <= Times.dayOf(now); day++) {
                for (Contact contact : domain.contacts(member, day)) {
                    if (contact.at(now)) {
                        all.add(contact);
                    }
                }
            }
        }
        all.sort((one, other) -> key(one).compareTo(key(other)));
        return all;
    }

    private static String key(Contact contact) {
        return "%012d %s %s"
                .formatted(
                        contact.addedAt(),
                        contact.member().id(),
                        contact.person().externalUserid());
    }

    private static String place(Contact contact) {
        return Base64.getEncoder().encodeToString(key(contact).getBytes(StandardCharsets.UTF_8));
    }

    private static int after(List<Contact> all, String cursor) {
        String last;
        try {
            last = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException invented) {
            throw new Refusal(Code.PARAMETER);
        }
        int from = 0;
        while (from < all.size() && key(all.get(from)).compareTo(last) <= 0) {
            from++;
        }
        return from;
    }

    private static ObjectNode external(Contact contact) {
        return Json.object()
                .put("external_userid", contact.person().externalUserid())
                .put("name", contact.person().title())
                .put("type", 1)
                .put("gender", contact.person().gender())
                .put("unionid", contact.person().unionid())
                .put("avatar", "");
    }

    private static ObjectNode follow(Contact contact, long now) {
        ArrayNode mobiles = Json.array();
        if (contact.person().index() % 4 != 0) {
            mobiles.add(contact.person().phone());
        }
        ObjectNode follow = Json.object()
                .put("userid", contact.member().id())
                .put(
                        "remark",
                        now >= contact.taggedAt() && contact.taggedAt() != 0
                                ? contact.person().title()
                                : "")
                .put("description", "")
                .put("createtime", contact.addedAt())
                .put("add_way", contact.addWay())
                .put("state", contact.state())
                .put("oper_userid", contact.member().id());
        follow.set("remark_mobiles", mobiles);
        return follow;
    }

    private ObjectNode contact(Request request, long now) {
        String id = request.parameter("external_userid");
        for (int day = since; day <= Times.dayOf(now); day++) {
            for (Contact contact : domain.contacts(day)) {
                if (contact.at(now) && contact.person().externalUserid().equals(id)) {
                    ObjectNode follow = follow(contact, now);
                    ArrayNode tags = Json.array();
                    contact.tagsAt(now)
                            .forEach(tag -> tags.add(Json.object()
                                    .put("group_name", tag.group())
                                    .put("tag_name", tag.name())
                                    .put("tag_id", tag.id())
                                    .put("type", 1)));
                    follow.set("tags", tags);
                    ObjectNode answer = Json.object();
                    answer.set("external_contact", external(contact));
                    answer.set("follow_user", Json.array().add(follow));
                    return answer;
                }
            }
        }
        throw new Refusal(Code.PARAMETER);
    }

    // ---- figures ----

    private record Span(int from, int to) {}

    /** Floored to local midnights; refused where the channel refuses it. */
    private static Span span(JsonNode body, String begin, String end, long now) {
        long from = body.path(begin).asLong(0);
        long to = body.has(end) ? body.path(end).asLong(0) : from;
        int first = Times.dayOf(from);
        int last = Times.dayOf(to);
        int today = Times.dayOf(now);
        boolean seconds = from > 0 && from < 100_000_000_000L && to < 100_000_000_000L;
        if (!seconds
                || last < first
                || last >= today
                || last - first >= LONGEST_SPAN_DAYS
                || first < today - OLDEST_DAYS) {
            throw new Refusal(Code.TIME);
        }
        return new Span(first, last);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(one -> texts.add(one.asString()));
        return texts;
    }

    private ObjectNode behavior(JsonNode body, long now) {
        List<Member> members = new ArrayList<>();
        for (String id : texts(body.path("userid"))) {
            members.add(domain.member(id).orElseThrow(() -> new Refusal(Code.NO_MEMBER)));
        }
        for (String department : texts(body.path("partyid"))) {
            domain.members().stream()
                    .filter(member ->
                            Integer.toString(department(member.store())).equals(department))
                    .forEach(members::add);
        }
        if (members.isEmpty() || members.size() > MOST_USERS) {
            throw new Refusal(Code.PARAMETER);
        }
        Span span = span(body, "start_time", "end_time", now);
        ArrayNode list = Json.array();
        for (int day = span.from(); day <= span.to(); day++) {
            list.add(sum(members, day, now));
        }
        ObjectNode answer = Json.object();
        answer.set("behavior_data", list);
        return answer;
    }

    /** Several members give one sum. */
    private ObjectNode sum(List<Member> members, int day, long now) {
        int chats = 0;
        int messages = 0;
        int lost = 0;
        int applies = 0;
        int added = 0;
        long replied = 0;
        long minutes = 0;
        int answered = 0;
        for (Member member : members) {
            StaffDay figures = domain.staffDay(member, day, now);
            chats += figures.chats();
            messages += figures.messages();
            lost += figures.lost();
            applies += figures.applies();
            added += figures.added();
            if (figures.replyPermyriad() >= 0) {
                replied += figures.replyPermyriad();
                minutes += figures.replyMinutes();
                answered++;
            }
        }
        ObjectNode entry = Json.object()
                .put("stat_time", Times.at(day, 0))
                .put("chat_cnt", chats)
                .put("message_cnt", messages);
        if (answered > 0) {
            entry.put("reply_percentage", BigDecimal.valueOf(replied / answered, 2))
                    .put("avg_reply_time", minutes / answered);
        }
        return entry.put("negative_feedback_cnt", lost)
                .put("new_apply_cnt", applies)
                .put("new_contact_cnt", added);
    }

    private ObjectNode groups(JsonNode body, long now) {
        Span span = span(body, "day_begin_time", "day_end_time", now);
        Set<String> owners = texts(body.path("owner_filter").path("userid_list"));
        List<Member> members = new ArrayList<>();
        if (owners.isEmpty()) {
            members.addAll(domain.members());
            if (members.size() > MOST_OWNERS) {
                throw new Refusal(Code.TOO_LARGE);
            }
        } else if (owners.size() > MOST_USERS) {
            throw new Refusal(Code.PARAMETER);
        }
        for (String id : owners) {
            members.add(domain.member(id).orElseThrow(() -> new Refusal(Code.NO_MEMBER)));
        }
        int offset = body.path("offset").asInt(0);
        int limit = body.path("limit").asInt(500);
        if (offset < 0 || limit < 1 || limit > 1_000) {
            throw new Refusal(Code.PARAMETER);
        }
        List<Member> withGroups = members.stream()
                .filter(member -> domain.groupDay(member, span.to()).groups() > 0)
                .toList();
        int to = Math.min(withGroups.size(), offset + limit);
        ArrayNode items = Json.array();
        for (Member member : withGroups.subList(Math.min(offset, to), to)) {
            ObjectNode item = Json.object().put("owner", member.id());
            item.set("data", figures(member, span));
            items.add(item);
        }
        ObjectNode answer = Json.object().put("total", withGroups.size()).put("next_offset", to);
        answer.set("items", items);
        return answer;
    }

    /** What happened is summed up over the range, what stands is that of its last day. */
    private ObjectNode figures(Member member, Span span) {
        int created = 0;
        int joined = 0;
        int messages = 0;
        for (int day = span.from(); day <= span.to(); day++) {
            GroupDay figures = domain.groupDay(member, day);
            created += figures.newGroups();
            joined += figures.newMembers();
            messages += figures.messages();
        }
        GroupDay last = domain.groupDay(member, span.to());
        return Json.object()
                .put("new_chat_cnt", created)
                .put("chat_total", last.groups())
                .put("chat_has_msg", last.activeGroups())
                .put("new_member_cnt", joined)
                .put("member_total", last.members())
                .put("member_has_msg", last.activeMembers())
                .put("msg_total", messages)
                .put("migrate_trainee_chat_cnt", 0);
    }

    // ---- callbacks ----

    private List<Caller.Message> messages(long after, long upTo) {
        List<Caller.Message> messages = new ArrayList<>();
        for (int day = Times.dayOf(after + 1); day <= Times.dayOf(upTo); day++) {
            for (Event event : domain.events(day)) {
                if (event.at() > after && event.at() <= upTo) {
                    messages.add(new Caller.Message(event.at(), xml(event)));
                }
            }
        }
        return messages;
    }

    private String xml(Event event) {
        Contact contact = event.contact();
        StringBuilder xml = new StringBuilder("<xml>");
        element(xml, "ToUserName", corpId);
        element(xml, "FromUserName", "sys");
        xml.append("<CreateTime>").append(event.at()).append("</CreateTime>");
        element(xml, "MsgType", "event");
        element(xml, "Event", "change_external_contact");
        element(
                xml,
                "ChangeType",
                switch (event.change()) {
                    case ADDED -> "add_external_contact";
                    case EDITED -> "edit_external_contact";
                    case REMOVED -> "del_external_contact";
                    case LEFT -> "del_follow_user";
                });
        element(xml, "UserID", contact.member().id());
        element(xml, "ExternalUserID", contact.person().externalUserid());
        if (event.change() == PrivateDomain.Change.ADDED) {
            element(xml, "State", contact.state());
            element(xml, "WelcomeCode", "WC" + event.at());
        }
        return xml.append("</xml>").toString();
    }

    private static void element(StringBuilder xml, String name, @Nullable String text) {
        xml.append('<')
                .append(name)
                .append("><![CDATA[")
                .append(text)
                .append("]]></")
                .append(name)
                .append('>');
    }

    // ---- the control ----

    @Override
    public boolean callsBack() {
        return true;
    }

    @Override
    public void callBack(URI hook) {
        caller.address(hook);
    }

    @Override
    public ObjectNode status() {
        return caller.status();
    }

    @Override
    public void close() {
        caller.close();
    }

    @Override
    public void expireTokens() {
        tokens.expire();
    }

    @Override
    public void revokeTokens() {
        tokens.revoke();
    }

    @Override
    public ObjectNode grant() {
        tokens.grant();
        return Json.object();
    }

    @Override
    public ObjectNode ledger(int from, int to, long now) {
        Map<String, Long> contact = new LinkedHashMap<>();
        Map<String, Long> touch = new LinkedHashMap<>();
        Map<String, Long> staff = new LinkedHashMap<>();
        Map<String, Long> group = new LinkedHashMap<>();
        int yesterday = Times.dayOf(now - 8 * 3600) - 1;
        for (int day = Math.max(from, since); day <= Math.min(to, Times.dayOf(now)); day++) {
            for (Contact one : domain.contacts(day)) {
                if (one.at(now)) {
                    add(contact, "rows", 1);
                    add(contact, "tags", one.tagsAt(now).size());
                    add(contact, "tagged", one.tagsAt(now).isEmpty() ? 0 : 1);
                }
            }
            for (Event event : domain.events(day)) {
                if (event.at() <= now && event.change() != PrivateDomain.Change.EDITED) {
                    add(touch, event.change().name().toLowerCase(java.util.Locale.ROOT), 1);
                }
            }
        }
        for (int day = from; day <= Math.min(to, yesterday); day++) {
            for (Member member : domain.members()) {
                staff(staff, domain.staffDay(member, day, now));
                GroupDay figures = domain.groupDay(member, day);
                if (figures.groups() > 0) {
                    group(group, figures);
                }
            }
        }
        ObjectNode ledger = Json.object();
        ledger.set("contact", Json.node(contact));
        ledger.set("tag", Json.object().put("rows", contact.getOrDefault("tags", 0L)));
        ledger.set("touch", Json.node(touch));
        ledger.set("staff_day", Json.node(staff));
        ledger.set("group_day", Json.node(group));
        return ledger;
    }

    private static void staff(Map<String, Long> sums, StaffDay figures) {
        add(sums, "rows", 1);
        add(sums, "chats", figures.chats());
        add(sums, "messages", figures.messages());
        add(sums, "new_applies", figures.applies());
        add(sums, "new_contacts", figures.added());
        add(sums, "lost_contacts", figures.lost());
        if (figures.replyPermyriad() >= 0) {
            long replied = (figures.chats() * (long) figures.replyPermyriad() + 5_000) / 10_000;
            add(sums, "replied_chats", replied);
            add(sums, "first_reply_seconds", replied * figures.replyMinutes() * 60);
        }
    }

    private static void group(Map<String, Long> sums, GroupDay figures) {
        add(sums, "rows", 1);
        add(sums, "new_groups", figures.newGroups());
        add(sums, "total_groups", figures.groups());
        add(sums, "active_groups", figures.activeGroups());
        add(sums, "new_members", figures.newMembers());
        add(sums, "total_members", figures.members());
        add(sums, "active_members", figures.activeMembers());
        add(sums, "messages", figures.messages());
    }

    private static void add(Map<String, Long> sums, String name, long amount) {
        sums.merge(name, amount, Long::sum);
    }

    @Override
    public ObjectNode save() {
        ObjectNode saved = Json.object().put("since", since);
        saved.set("tokens", tokens.save());
        saved.set("callbacks", caller.save());
        return saved;
    }

    @Override
    public void restore(JsonNode saved) {
        since = saved.path("since").asInt(since);
        tokens.restore(saved.path("tokens"));
        caller.restore(saved.path("callbacks"));
    }
}
