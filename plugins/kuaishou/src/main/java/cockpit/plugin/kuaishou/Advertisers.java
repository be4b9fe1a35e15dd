package cockpit.plugin.kuaishou;

import cockpit.spi.Secret;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.kit.AccessTokens;
import cockpit.spi.source.kit.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The advertiser accounts to read: those of the settings, or all that the consent covers. */
final class Advertisers {

    static final String PATH = "/oauth2/authorize/approval/list";

    private static final String ID = "\\d{1,20}";
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int PAGE_SIZE = 200;
    private static final int MOST_PAGES = 100;

    private final Api api;
    private final AccessTokens tokens;
    private final String appId;
    private final Secret appSecret;
    private final SourceContext context;
    private final List<String> chosen;
    private volatile @Nullable Listing listing;

    private record Listing(List<String> ids, Instant read) {}

    /** @param chosen ids of the settings; empty for all that the consent covers */
    Advertisers(
            Api api, AccessTokens tokens, String appId, Secret appSecret, SourceContext context, List<String> chosen) {
        this.api = api;
        this.tokens = tokens;
        this.appId = appId;
        this.appSecret = appSecret;
        this.context = context;
        this.chosen = chosen.stream().distinct().sorted().toList();
    }

    /** Ids in ascending order, never none. */
    List<String> ids() throws SourceFault, InterruptedException {
        for (String id : chosen) {
            if (!id.matches(ID)) {
                throw KuaishouSource.FAULTS.fault(
                        Fault.SETTINGS,
                        "设置 advertiser-ids 每行应为一个数字账户 ID，现为“" + id + "”",
                        "setting advertiser-ids must be one numeric account id a line, found \"" + id + "\"");
            }
        }
        if (!chosen.isEmpty()) {
            return chosen;
        }
        Listing known = listing;
        if (known == null || known.read().plus(KEPT).isBefore(context.now())) {
            known = new Listing(readable(), context.now());
            if (known.ids().isEmpty()) {
                throw KuaishouSource.FAULTS.fault(
                        Fault.ACCESS,
                        "授权中没有可读取的广告账户，请重新授权，或在设置 advertiser-ids 中填写账户",
                        "the consent covers no advertiser account; authorise again, or enter accounts as"
                                + " advertiser-ids");
            }
            listing = known;
        }
        return known.ids();
    }

    private List<String> readable() throws SourceFault, InterruptedException {
        TreeSet<String> ids = new TreeSet<>();
        for (long page = 1; page <= MOST_PAGES; page++) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("app_id", Ids.asNumber(appId));
            body.put("secret", appSecret.reveal());
            // The one call that wants the token in its body, too.
            body.put("access_token", tokens.current().reveal());
            body.put("page_no", page);
            body.put("page_size", PAGE_SIZE);
            Json data = api.post(PATH, body);
            if (!(data.at("details").raw() instanceof List)) {
                throw KuaishouSource.FAULTS.shape("账户列表的应答缺少 details", "the answer with the accounts has no details");
            }
            data.at("details").elements().stream()
                    .flatMap(account ->
                            account.isObject() ? account.at("advertiser_id").text().stream() : account.text().stream())
                    .filter(id -> id.matches(ID))
                    .forEach(ids::add);
            boolean last = data.at("isEnd")
                    .text()
                    .or(() -> data.at("is_end").text())
                    .orElse("true")
                    .equals("true");
            if (last || data.at("details").elements().isEmpty()) {
                break;
            }
        }
        return List.copyOf(ids);
    }
}
