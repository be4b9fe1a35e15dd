package cockpit.core.ingest;

import cockpit.core.ingest.ConnectionStatus.Origin;
import cockpit.core.tenant.OrgTree;
import cockpit.core.tenant.Vault;
import cockpit.spi.Secret;
import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Connections that were made on a page, in the metadata database. Their secrets are encrypted with the tenant's key. */
final class Definitions {

    private static final String PURPOSE = "connection-secrets/";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Transactions transactions;
    private final Vault vault;
    private final InstantSource clock;

    Definitions(Transactions transactions, Vault vault, InstantSource clock) {
        this.transactions = transactions;
        this.vault = vault;
        this.clock = clock;
    }

    // ---- reading ----

    List<ConnectionConfig> all(String tenant) {
        return transactions
                .<List<DefinitionRow>>in(session -> session.createSelectionQuery(
                                "from DefinitionRow where tenant = :tenant order by connection", DefinitionRow.class)
                        .setParameter("tenant", tenant)
                        .getResultList())
                .stream()
                .map(Definitions::config)
                .toList();
    }

    /** Numbers of all definitions, to see when one was changed on another server. */
    Map<Leases.Key, Integer> versions() {
        return transactions.in(session -> {
            Map<Leases.Key, Integer> all = new HashMap<>();
            session.createSelectionQuery("select tenant, connection, version from DefinitionRow", Object[].class)
                    .getResultList()
                    .forEach(line -> all.put(new Leases.Key((String) line[0], (String) line[1]), (Integer) line[2]));
            return all;
        });
    }

    /** The settings with their secrets, as they are handed to the plugin. */
    static Map<String, String> values(Vault vault, String tenant, ConnectionConfig config) {
        Map<String, String> values = new LinkedHashMap<>(config.settings());
        values.putAll(secrets(vault, tenant, config.id(), config.sealed()));
        return Map.copyOf(values);
    }

    private static Map<String, String> secrets(Vault vault, String tenant, String connection, String sealed) {
        return sealed.isEmpty()
                ? Map.of()
                : texts(json(vault.decrypt(tenant, PURPOSE + connection, sealed).reveal()));
    }

    /** What the page edits. */
    Optional<ConnectionDraft> draft(String tenant, String connection) {
        DefinitionRow row = transactions.<@Nullable DefinitionRow>in(session -> find(session, tenant, connection));
        if (row == null) {
            return Optional.empty();
        }
        ConnectionConfig config = config(row);
        return Optional.of(new ConnectionDraft(
                config.id(),
                row.version,
                config.title(),
                config.source(),
                config.historyDays(),
                config.requestsPerSecond(),
                config.settings(),
                Map.of(),
                secrets(vault, tenant, connection, row.secrets).keySet(),
                config.orgUnits(),
                config.every()));
    }

    private static ConnectionConfig config(DefinitionRow row) {
        Json content = json(row.content);
        Map<String, Duration> every = new TreeMap<>();
        texts(content.at("every")).forEach((stream, interval) -> every.put(stream, Duration.parse(interval)));
        return new ConnectionConfig(
                row.connection,
                Text.of(text(content, "title-zh"), text(content, "title-en")),
                text(content, "source"),
                number(content, "history-days"),
                number(content, "requests-per-second"),
                texts(content.at("settings")),
                texts(content.at("org-units")),
                every,
                Origin.PAGE,
                row.secrets);
    }

    private static Json json(String text) {
        try {
            return JsonText.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (SourceFault e) {
            throw new IllegalStateException("A definition cannot be read.", e);
        }
    }

    private static String text(Json json, String name) {
        return Objects.requireNonNull(json.at(name).text().orElse(""));
    }

    private static int number(Json json, String name) {
        return Math.toIntExact(json.at(name).integer().orElse(0L));
    }

    private static Map<String, String> texts(Json json) {
        Map<String, String> texts = new TreeMap<>();
        json.members().forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    private static @Nullable DefinitionRow find(Session session, String tenant, String connection) {
        return session.createSelectionQuery(
                        "from DefinitionRow where tenant = :tenant and connection = :connection", DefinitionRow.class)
                .setParameter("tenant", tenant)
                .setParameter("connection", connection)
                .getSingleResultOrNull();
    }

    // ---- writing ----

    /**
     * Stores a connection.
     *
     * @return names of the settings that were changed, for the audit log; never their values
     * @throws ConnectionRefused if something does not do, or somebody else has changed it meanwhile
     */
    List<String> save(String tenant, OrgTree org, SourceDescription source, ConnectionDraft draft, String author) {
        ConnectionConfig before = all(tenant).stream()
                .filter(one -> one.id().equals(draft.id()))
                .findFirst()
                .orElse(null);
        if (before != null && !before.source().equals(draft.source())) {
            throw new ConnectionRefused(Text.of("已有连接的数据源不能更换。", "The data source of a connection cannot be changed."));
        }
        Map<String, String> secrets =
                new TreeMap<>(before == null ? Map.of() : secrets(vault, tenant, draft.id(), before.sealed()));
        secrets.keySet().retainAll(draft.kept());
        draft.secrets().forEach((key, secret) -> secrets.put(key, secret.reveal()));
        List<Text> problems = problems(org, source, draft, secrets);
        if (!problems.isEmpty()) {
            throw new ConnectionRefused(problems);
        }
        String sealed = secrets.isEmpty()
                ? ""
                : vault.encrypt(tenant, PURPOSE + draft.id(), Secret.of(JsonText.write(secrets)));
        try {
            transactions.in(session -> {
                DefinitionRow row = find(session, tenant, draft.id());
                if ((row == null ? 0 : row.version) != draft.version()) {
                    throw changedMeanwhile();
                }
                DefinitionRow written = row == null ? new DefinitionRow() : row;
                written.tenant = tenant;
                written.connection = draft.id();
                written.version = draft.version() + 1;
                written.content = content(draft);
                written.secrets = sealed;
                written.author = author;
                written.at = clock.instant();
                if (row == null) {
                    session.persist(written);
                }
                session.flush();
                return true;
            });
        } catch (ConstraintViolationException _) {
            throw changedMeanwhile();
        }
        return changes(before, draft);
    }

    private static ConnectionRefused changedMeanwhile() {
        return new ConnectionRefused(Text.of(
                "这个连接刚被别人修改过，请重新打开再改。",
                "Somebody else has just changed this connection; open it again and repeat your change."));
    }

    private static List<String> changes(@Nullable ConnectionConfig before, ConnectionDraft draft) {
        List<String> changes = new ArrayList<>();
        Map<String, String> old = before == null ? Map.of() : before.settings();
        new TreeMap<>(draft.settings()).forEach((key, value) -> {
            if (!value.equals(old.get(key))) {
                changes.add(key);
            }
        });
        old.keySet().stream().filter(key -> !draft.settings().containsKey(key)).forEach(changes::add);
        draft.secrets().keySet().stream().sorted().forEach(key -> changes.add(key + " (secret)"));
        return changes;
    }

    private static String content(ConnectionDraft draft) {
        Map<String, String> every = new TreeMap<>();
        draft.every().forEach((stream, interval) -> every.put(stream, interval.toString()));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("title-zh", draft.title().zh());
        content.put("title-en", draft.title().en());
        content.put("source", draft.source());
        content.put("history-days", draft.historyDays());
        content.put("requests-per-second", draft.requestsPerSecond());
        content.put("settings", new TreeMap<>(draft.settings()));
        content.put("org-units", new TreeMap<>(draft.orgUnits()));
        content.put("every", every);
        return JsonText.write(content);
    }

    private static List<Text> problems(
            OrgTree org, SourceDescription source, ConnectionDraft draft, Map<String, String> secrets) {
        List<Text> problems = new ArrayList<>();
        if (!ConnectionsFile.isId(draft.id())) {
            problems.add(Text.of(
                    "连接的编号由小写字母、数字和连字符组成，例如 ocean-east。",
                    "A connection's id is lower-case words with hyphens, such as ocean-east."));
        }
        between(draft.historyDays(), 0, 3650, Text.of("历史天数", "days of history"))
                .ifPresent(problems::add);
        between(draft.requestsPerSecond(), 1, 1000, Text.of("每秒请求数", "requests per second"))
                .ifPresent(problems::add);
        Map<String, String> values = new LinkedHashMap<>(draft.settings());
        for (Setting setting : source.settings()) {
            boolean secret = setting.kind() == Setting.Kind.SECRET;
            if (secret && values.remove(setting.key()) != null) {
                problems.add(Text.of(
                        setting.title().zh() + "是密钥，要作为密钥提交。",
                        setting.title().en() + " is a secret and must be handed over as one."));
            }
            if (!secret && secrets.containsKey(setting.key())) {
                problems.add(
                        Text.of(setting.title().zh() + "不是密钥。", setting.title().en() + " is no secret."));
            }
        }
        values.putAll(secrets);
        Settings.check(source.title(), source.settings(), values)
                .problems()
                .forEach(problem -> problems.add(problem.sentence()));
        draft.orgUnits().values().stream()
                .filter(unit -> org.find(unit).isEmpty())
                .forEach(unit -> problems.add(
                        Text.of("组织 " + unit + " 不在组织树中。", "The org unit " + unit + " is not in the org tree.")));
        draft.every().forEach((stream, interval) -> {
            if (source.stream(stream).flatMap(Stream::every).isEmpty()) {
                problems.add(Text.of(
                        source.title().zh() + "没有可拉取的数据流 " + stream + "。",
                        source.title().en() + " has no pulled stream " + stream + "."));
            } else if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
                problems.add(Text.of("读取间隔在一秒到一天之间。", "An interval is between a second and a day."));
            }
        });
        return problems;
    }

    private static Optional<Text> between(int value, int least, int most, Text what) {
        return value >= least && value <= most
                ? Optional.empty()
                : Optional.of(Text.of(
                        what.zh() + "应在 " + least + " 到 " + most + " 之间。",
                        "The " + what.en() + " must be between " + least + " and " + most + "."));
    }

    /** @return whether it was there */
    boolean delete(String tenant, String connection) {
        return transactions.in(session -> session.createMutationQuery(
                                "delete from DefinitionRow where tenant = :tenant and connection = :connection")
                        .setParameter("tenant", tenant)
                        .setParameter("connection", connection)
                        .executeUpdate()
                > 0);
    }
}
