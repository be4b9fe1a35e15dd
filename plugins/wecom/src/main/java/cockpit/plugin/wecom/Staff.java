package cockpit.plugin.wecom;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of staff who have customers, and the org unit that each works for. */
final class Staff {

    static final String FOLLOWERS_PATH = "/cgi-bin/externalcontact/get_follow_user_list";

    /** Members with their departments, and the departments' names: from memory, not seen in a live answer. */
    static final String MEMBERS_PATH = "/cgi-bin/user/simplelist";

    static final String DEPARTMENTS_PATH = "/cgi-bin/department/list";

    private static final String ROOT_DEPARTMENT = "1";
    private static final Duration KEPT = Duration.ofHours(1);

    private final Api api;
    private final SourceContext context;
    private final List<String> chosen;
    private final UnitFrom unitFrom;
    private volatile @Nullable Listing listing;

    /** What of a member names the org unit. */
    enum UnitFrom {
        NONE,
        DEPARTMENT_ID,
        DEPARTMENT_NAME,
        STAFF;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        static UnitFrom of(String word) {
            for (UnitFrom one : values()) {
                if (one.word().equals(word)) {
                    return one;
                }
            }
            return NONE;
        }
    }

    private record Listing(List<String> ids, Map<String, String> units, Instant read) {}

    /** @param chosen user ids of the settings; empty for everybody who may have customers */
    Staff(Api api, SourceContext context, List<String> chosen, UnitFrom unitFrom) {
        this.api = api;
        this.context = context;
        this.chosen = chosen.stream().distinct().sorted().toList();
        this.unitFrom = unitFrom;
    }

    /** User ids in a fixed order, never none. */
    List<String> ids() throws SourceFault, InterruptedException {
        return listing().ids();
    }

    /** Members who come after one, in the order of {@link #ids}. */
    List<String> after(String id) throws SourceFault, InterruptedException {
        return ids().stream().filter(other -> other.compareTo(id) > 0).toList();
    }

    /** The org unit that a member works for, in the words of the channel; empty where none is known. */
    String unit(String id) throws SourceFault, InterruptedException {
        return listing().units().getOrDefault(id, "");
    }

    /** The same without asking the channel: empty until a stream was read. */
    String knownUnit(String id) {
        Listing known = listing;
        return known == null ? "" : known.units().getOrDefault(id, "");
    }

    private Listing listing() throws SourceFault, InterruptedException {
        Listing known = listing;
        if (known == null || known.read().plus(KEPT).isBefore(context.now())) {
            List<String> ids = withCustomers();
            known = new Listing(ids, units(ids), context.now());
            listing = known;
        }
        return known;
    }

    private List<String> withCustomers() throws SourceFault, InterruptedException {
        Json list = api.get(FOLLOWERS_PATH, Map.of()).at("follow_user");
        if (!(list.raw() instanceof List)) {
            throw Api.shape("成员列表的应答缺少 follow_user", "the answer with the members has no follow_user");
        }
        List<String> ids = list.elements().stream()
                .flatMap(id -> id.text().stream())
                .filter(id -> !id.isBlank() && (chosen.isEmpty() || chosen.contains(id)))
                .distinct()
                .sorted()
                .toList();
        if (ids.isEmpty()) {
            throw new SourceFault(
                    Fault.ACCESS,
                    Text.of(
                            "企业微信：没有可读取的成员，请为成员开通客户联系，把他们加入应用的可见范围，并检查设置 staff-ids。",
                            "WeCom: there are no members to read; switch customer contact on for them, add them to the"
                                    + " app's visible range and check staff-ids."));
        }
        return ids;
    }

    private Map<String, String> units(List<String> ids) throws SourceFault, InterruptedException {
        Map<String, String> units = new HashMap<>();
        switch (unitFrom) {
            case NONE -> {
                // headquarters see everything, and no store is told from another
            }
            case STAFF -> ids.forEach(id -> units.put(id, id));
            case DEPARTMENT_ID -> departments().forEach(units::put);
            case DEPARTMENT_NAME -> {
                Map<String, String> names = departmentNames();
                departments()
                        .forEach((member, department) -> units.put(member, names.getOrDefault(department, department)));
            }
        }
        return Map.copyOf(units);
    }

    /** The first department of each member. */
    private Map<String, String> departments() throws SourceFault, InterruptedException {
        Json list = api.get(MEMBERS_PATH, Map.of("department_id", ROOT_DEPARTMENT, "fetch_child", "1"))
                .at("userlist");
        if (!(list.raw() instanceof List)) {
            throw Api.shape("部门成员的应答缺少 userlist", "the answer with the departments' members has no userlist");
        }
        Map<String, String> departments = new HashMap<>();
        for (Json member : list.elements()) {
            member.at("userid").text().ifPresent(id -> member.at("department").elements().stream()
                    .flatMap(department -> department.text().stream())
                    .findFirst()
                    .ifPresent(department -> departments.put(id, department)));
        }
        return departments;
    }

    /** The first word of each department's name: a chain writes {@code S001 上海静安店}. */
    private Map<String, String> departmentNames() throws SourceFault, InterruptedException {
        Json list = api.get(DEPARTMENTS_PATH, Map.of()).at("department");
        if (!(list.raw() instanceof List)) {
            throw Api.shape("部门列表的应答缺少 department", "the answer with the departments has no department");
        }
        Map<String, String> names = new HashMap<>();
        for (Json department : list.elements()) {
            String name = department.at("name").text().orElse("").strip();
            department
                    .at("id")
                    .text()
                    .filter(_ -> !name.isEmpty())
                    .ifPresent(id -> names.put(id, name.split("[\\s\\u3000]+", 2)[0]));
        }
        return names;
    }
}
