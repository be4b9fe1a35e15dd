package cockpit.core.tenant;

import cockpit.core.yaml.YamlNode;
import cockpit.core.yaml.YamlProblem;
import cockpit.spi.Text;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Tenants from folders: {@code tenant.yaml}, {@code org.yaml} and {@code roles.yaml} in a folder named by the tenant's code.
 * A folder with a mistake is reported and left out, or keeps what was loaded of it before; the others load.
 */
public final class TenantConfigs implements Tenants {

    private static final String CODE = "[a-z][a-z0-9-]{0,39}";

    private final Path directory;
    private final UnaryOperator<List<OrgUnit>> pruning;
    private final List<Consumer<Tenant>> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Loaded> loaded = Map.of();
    private volatile List<TenantProblem> problems = List.of();

    private record Loaded(Tenant tenant, Map<String, Role> roles, List<OrgUnit> units) {}

    /**
     * @param directory with one folder a tenant
     * @param pruning what becomes of the org units that were read; identity outside of demos
     */
    public TenantConfigs(Path directory, UnaryOperator<List<OrgUnit>> pruning) {
        this.directory = directory;
        this.pruning = pruning;
    }

    public TenantConfigs(Path directory) {
        this(directory, UnaryOperator.identity());
    }

    /** Where a tenant's files stand. */
    public Path folder(String code) {
        if (!code.matches(CODE)) {
            throw new IllegalArgumentException("There is no tenant " + code + ".");
        }
        return directory.resolve(code);
    }

    /** Reads all folders again and tells listeners of the tenants that are new or changed. */
    public synchronized void reload() {
        Map<String, Loaded> next = new LinkedHashMap<>();
        List<TenantProblem> found = new ArrayList<>();
        List<Tenant> changed = new ArrayList<>();
        for (Path folder : folders()) {
            String code = folder.getFileName().toString();
            Loaded before = loaded.get(code);
            try {
                Loaded now = read(folder, code);
                next.put(code, now);
                if (before == null || !same(before, now)) {
                    changed.add(now.tenant);
                }
            } catch (YamlProblem e) {
                found.add(new TenantProblem(code, String.valueOf(e.getMessage())));
                if (before != null) {
                    next.put(code, before);
                }
            }
        }
        loaded = next;
        problems = List.copyOf(found);
        changed.forEach(tenant -> listeners.forEach(listener -> listener.accept(tenant)));
    }

    /** What was wrong when the folders were last read. */
    public List<TenantProblem> problems() {
        return problems;
    }

    @Override
    public List<Tenant> all() {
        return loaded.values().stream().map(Loaded::tenant).toList();
    }

    @Override
    public Optional<Tenant> find(String code) {
        return Optional.ofNullable(loaded.get(code)).map(Loaded::tenant);
    }

    /** A tenant's roles in the order of the file. */
    public List<Role> roles(String tenant) {
        Loaded known = loaded.get(tenant);
        return known == null ? List.of() : List.copyOf(known.roles.values());
    }

    public Optional<Role> role(String tenant, String code) {
        return Optional.ofNullable(loaded.get(tenant)).map(known -> known.roles.get(code));
    }

    @Override
    public void whenLoaded(Consumer<Tenant> listener) {
        List<Tenant> there;
        synchronized (this) {
            listeners.add(listener);
            there = all();
        }
        there.forEach(listener);
    }

    /**
     * Creates the folder of a first tenant with its headquarters and the usual roles, and loads it.
     *
     * @throws IllegalArgumentException with a sentence, if the code or the name does not do
     */
    public synchronized Tenant create(String code, String name) {
        if (!code.matches(CODE)) {
            throw new IllegalArgumentException(
                    "A tenant's code is lower-case letters, digits and hyphens, such as yanjiusuo.");
        }
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("A tenant has a name of at most 100 characters.");
        }
        Path folder = folder(code);
        try {
            Files.createDirectory(folder);
            String quoted =
                    "\"" + name.replaceAll("[\\p{Cntrl}\\s\\\\\"]+", " ").strip() + "\"";
            Files.writeString(folder.resolve("tenant.yaml"), """
                    code: %s
                    name: {zh: %s, en: %s}
                    zone: Asia/Shanghai
                    """.formatted(code, quoted, quoted));
            Files.writeString(folder.resolve("org.yaml"), """
                    org:
                      - {code: HQ, name: {zh: 总部, en: Headquarters}, level: hq}
                    """);
            Files.writeString(folder.resolve("roles.yaml"), """
                    roles:
                      - {code: admin, title: {zh: 管理员, en: Administrator}, rights: [view, build, manage_connections, manage_plugins, manage_users, see_personal_data, manage_persons]}
                      - {code: builder, title: {zh: 驾驶舱设计师, en: Cockpit builder}, rights: [view, build]}
                      - {code: reader, title: {zh: 查看者, en: Reader}, rights: [view]}
                    """);
        } catch (IOException e) {
            throw new IllegalArgumentException("The folder " + folder + " cannot be written.", e);
        }
        reload();
        return get(code);
    }

    private static boolean same(Loaded before, Loaded now) {
        return before.units.equals(now.units)
                && before.roles.equals(now.roles)
                && before.tenant.name().equals(now.tenant.name())
                && before.tenant.zone().equals(now.tenant.zone());
    }

    private List<Path> folders() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The tenants directory " + directory + " cannot be read.", e);
        }
    }

    private Loaded read(Path folder, String code) {
        if (!code.matches(CODE)) {
            throw new YamlProblem(
                    code,
                    0,
                    "a tenant's folder is named in lower-case letters, digits and hyphens, such as yanjiusuo.");
        }
        YamlNode about = file(folder, code, "tenant.yaml").only("code", "name", "zone");
        YamlNode stated = about.get("code");
        if (!stated.text().equals(code)) {
            throw stated.problem("must be the name of its folder, " + code + "; found `" + stated.text() + "`.");
        }
        Text name = about.get("name").bilingual();
        ZoneId zone = about.find("zone").map(TenantConfigs::zone).orElse(ZoneId.of("Asia/Shanghai"));
        Map<String, Role> roles = roles(file(folder, code, "roles.yaml"));
        YamlNode org = file(folder, code, "org.yaml").only("org").get("org");
        List<OrgUnit> units = pruning.apply(units(org));
        try {
            return new Loaded(new Tenant(code, name, zone, new OrgTree(units)), roles, units);
        } catch (IllegalArgumentException e) {
            throw org.problem("is no tree: " + e.getMessage());
        }
    }

    private static YamlNode file(Path folder, String code, String name) {
        Path file = folder.resolve(name);
        String shown = code + "/" + name;
        if (!Files.isRegularFile(file)) {
            throw new YamlProblem(shown, 0, "the file is missing.");
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return YamlNode.read(shown, reader);
        } catch (IOException e) {
            throw new YamlProblem(shown, 0, "the file cannot be read (" + e.getMessage() + ").");
        }
    }

    private static ZoneId zone(YamlNode node) {
        try {
            return ZoneId.of(node.text());
        } catch (DateTimeException _) {
            throw node.problem("must be a time zone such as Asia/Shanghai; found `" + node.text() + "`.");
        }
    }

    private static Map<String, Role> roles(YamlNode file) {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (YamlNode item : file.only("roles").get("roles").items()) {
            item.only("code", "title", "rights");
            Set<Right> rights = EnumSet.noneOf(Right.class);
            for (YamlNode right : item.get("rights").items()) {
                rights.add(right.oneOf(Right.class));
            }
            YamlNode code = item.get("code");
            Role role = new Role(
                    named(code, CODE, "lower-case letters, digits and hyphens"),
                    item.get("title").bilingual(),
                    rights);
            if (roles.put(role.code(), role) != null) {
                throw code.problem("stands twice: " + role.code() + ".");
            }
        }
        return roles;
    }

    private static List<OrgUnit> units(YamlNode org) {
        List<OrgUnit> units = new ArrayList<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        Map<String, OrgUnit> known = new LinkedHashMap<>();
        for (YamlNode item : org.items()) {
            item.only("code", "parent", "name", "level", "province", "city", "lng", "lat");
            YamlNode code = item.get("code");
            OrgUnit unit = unit(item, named(code, "[A-Za-z0-9][A-Za-z0-9_-]{0,59}", "letters, digits, - and _"));
            Integer before = lines.putIfAbsent(unit.code(), code.line());
            if (before != null) {
                throw code.problem("stands twice: " + unit.code() + " is in line " + before + " already.");
            }
            known.put(unit.code(), unit);
            units.add(unit);
        }
        for (YamlNode item : org.items()) {
            item.find("parent").ifPresent(parent -> {
                OrgUnit above = known.get(parent.text());
                OrgUnit unit = known.get(item.get("code").text());
                if (above == null) {
                    throw parent.problem("must be the code of another unit; there is no `" + parent.text() + "`.");
                }
                if (unit != null && above.level().compareTo(unit.level()) > 0) {
                    throw parent.problem("must not be below its child: a "
                            + above.level().name().toLowerCase(java.util.Locale.ROOT) + " cannot hold a "
                            + unit.level().name().toLowerCase(java.util.Locale.ROOT) + ".");
                }
            });
        }
        return units;
    }

    private static OrgUnit unit(YamlNode item, String code) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String key : List.of("province", "city")) {
            item.find(key).ifPresent(value -> attributes.put(key, value.text()));
        }
        item.find("lng").ifPresent(value -> attributes.put("lng", degrees(value, 180)));
        item.find("lat").ifPresent(value -> attributes.put("lat", degrees(value, 90)));
        return new OrgUnit(
                code,
                item.find("parent").map(YamlNode::text).orElse(null),
                item.get("name").bilingual(),
                item.get("level").oneOf(OrgUnit.Level.class),
                attributes);
    }

    private static String degrees(YamlNode node, int most) {
        String text = node.text();
        if (!text.matches("-?\\d{1,3}(\\.\\d{1,10})?") || Math.abs(Double.parseDouble(text)) > most) {
            throw node.problem("must be degrees from -" + most + " to " + most + "; found `" + text + "`.");
        }
        return text;
    }

    private static String named(YamlNode node, String pattern, String allowed) {
        if (!node.text().matches(pattern)) {
            throw node.problem("must be " + allowed + "; found `" + node.text() + "`.");
        }
        return node.text();
    }
}
