package cockpit.core.identity;

import cockpit.spi.data.Channel;
import cockpit.spi.data.Dataset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a fact carries. A key is written as one text, {@code rank ␟ scope ␟ value}, and known by a number that is
 * made of that text, here in SQL and for single keys in {@link PersonKey}.
 */
final class KeyColumns {

    /** Grows when keys are made in another way, so that stored graphs are made anew. */
    static final int FORM = 1;

    static final char SEPARATOR = '\u001f';

    /** Longer values are no keys. */
    static final int LONGEST = 200;

    /** What systems write where they know nothing; in a form that this Java and the database read alike. */
    private static final String NOTHING =
            "(?i)(0+|-+|-1|/|[.]+|null|none|nil|n/?a|undefined|unknown|test|无|空|未知|匿名|散客|测试)";

    private static final Pattern NOTHING_AT_ALL = Pattern.compile(NOTHING);

    /** Channels whose order numbers come back at the counter. */
    private static final EnumSet<Channel> PLATFORMS = EnumSet.of(
            Channel.DOUYIN,
            Channel.KUAISHOU,
            Channel.XIAOHONGSHU,
            Channel.MINI_PROGRAM,
            Channel.TMALL,
            Channel.JD,
            Channel.MEITUAN,
            Channel.SOYOUNG,
            Channel.GENGMEI,
            Channel.YOUZAN);

    /** Columns that tell who somebody is, and that an erased person's facts are kept without. */
    static final Set<String> TELLING =
            Set.of("customer_id", "phone_hash", "union_id", "external_user_id", "open_id", "person_name");

    private final IdentityRules rules;

    KeyColumns(IdentityRules rules) {
        this.rules = rules;
    }

    /** SQL expressions, each a key's text or null, the surest kind first. */
    List<String> keys(Dataset dataset) {
        List<String> keys = new ArrayList<>();
        keys.add(key(KeyKind.CUSTOMER, numbers(), "customer_id", null));
        keys.add(key(KeyKind.PHONE, "''", "phone_hash", null));
        keys.add(key(KeyKind.UNION, "''", "union_id", null));
        keys.add(key(KeyKind.EXTERNAL, "''", "external_user_id", null));
        String channel = "coalesce(channel, '')";
        String onPlatform = "channel IN ("
                + PLATFORMS.stream().map(one -> "'" + one.name() + "'").collect(Collectors.joining(", ")) + ")";
        // Who is known by number or phone needs no bridge, and a key for each order would be as many keys as orders.
        String needsBridge = onPlatform + " AND customer_id IS NULL AND phone_hash IS NULL";
        boolean namesPlatformOrder = dataset.column("platform_order_id").isPresent();
        if (namesPlatformOrder) {
            keys.add(key(KeyKind.ORDER, channel, "platform_order_id", null));
        }
        if (dataset.column("order_no").isPresent()) {
            keys.add(key(
                    KeyKind.ORDER,
                    channel,
                    "order_no",
                    namesPlatformOrder ? needsBridge + " AND platform_order_id IS NULL" : needsBridge));
        }
        if (dataset == Dataset.LEAD) {
            // A channel names its own lead; a CRM names the channel's lead beside its own.
            keys.add(key(KeyKind.LEAD, channel, "coalesce(channel_lead_id, lead_id)", null));
            keys.add(key(KeyKind.LEAD, numbers(), "lead_id", null));
        } else if (dataset.column("lead_id").isPresent()) {
            keys.add(key(KeyKind.LEAD, numbers(), "lead_id", null));
        }
        keys.add(key(KeyKind.OPEN, channel + " || '/' || coalesce(account_id, connection)", "open_id", null));
        return keys;
    }

    /** The number of the fact's set of keys; null where it has none. */
    String identity(Dataset dataset) {
        return number("nullif(concat_ws(chr(30), " + String.join(", ", keys(dataset)) + "), '')");
    }

    /** 63 bits of a text's MD5, which tells 10 million keys apart and is the same in every release of the database. */
    static String number(String text) {
        return "CAST(md5_number_lower(" + text + ") >> 1 AS BIGINT)";
    }

    /** The systems that share the fact's numbers. */
    private String numbers() {
        Map<String, String> ordered = new TreeMap<>(rules.numbers());
        if (ordered.isEmpty()) {
            return "connection";
        }
        return "CASE connection "
                + ordered.entrySet().stream()
                        .map(entry -> "WHEN '" + entry.getKey() + "' THEN '" + shared(entry.getValue()) + "'")
                        .collect(Collectors.joining(" "))
                + " ELSE connection END";
    }

    /** A group's scope, which no connection's id equals. */
    static String shared(String group) {
        return "+" + group;
    }

    /** The keys of one fact, in Java as {@link #keys} makes them in SQL, bridges included where the graph does without. */
    List<PersonKey> of(String connection, Dataset dataset, Map<String, ? extends @Nullable Object> values) {
        List<PersonKey> keys = new ArrayList<>();
        String group = rules.numbers().get(connection);
        String numbers = group == null ? connection : shared(group);
        String channel = text(values, "channel");
        add(keys, KeyKind.CUSTOMER, numbers, text(values, "customer_id"));
        add(keys, KeyKind.PHONE, "", text(values, "phone_hash"));
        add(keys, KeyKind.UNION, "", text(values, "union_id"));
        add(keys, KeyKind.EXTERNAL, "", text(values, "external_user_id"));
        add(keys, KeyKind.ORDER, channel, text(values, "platform_order_id"));
        if (PLATFORMS.stream().anyMatch(platform -> platform.name().equals(channel))) {
            add(keys, KeyKind.ORDER, channel, text(values, "order_no"));
        }
        if (dataset == Dataset.LEAD) {
            String named = text(values, "channel_lead_id");
            add(keys, KeyKind.LEAD, channel, named.isEmpty() ? text(values, "lead_id") : named);
        }
        add(keys, KeyKind.LEAD, numbers, text(values, "lead_id"));
        String account = text(values, "account_id");
        add(keys, KeyKind.OPEN, channel + "/" + (account.isEmpty() ? connection : account), text(values, "open_id"));
        return List.copyOf(keys);
    }

    private static void add(List<PersonKey> keys, KeyKind kind, String scope, String value) {
        if (!isNothing(value)) {
            String separator = String.valueOf(SEPARATOR);
            keys.add(new PersonKey(
                    kind, scope.replace(separator, ""), value.strip().replace(separator, "")));
        }
    }

    private static String text(Map<String, ? extends @Nullable Object> values, String column) {
        return values.get(column) instanceof String text ? text : "";
    }

    private static String key(KeyKind kind, String scope, String column, @Nullable String condition) {
        String value = "trim(" + column + ")";
        return "CASE WHEN "
                + Optional.ofNullable(condition).map(only -> only + " AND ").orElse("")
                + "length(" + value + ") BETWEEN 1 AND " + LONGEST + " AND NOT regexp_full_match(" + value + ", '"
                + NOTHING + "') THEN '" + kind.rank() + "' || chr(31) || replace(" + scope
                + ", chr(31), '') || chr(31) || replace("
                + value + ", chr(31), '') END";
    }

    static boolean isNothing(String value) {
        String text = value.strip();
        return text.isEmpty()
                || text.length() > LONGEST
                || NOTHING_AT_ALL.matcher(text).matches();
    }
}
