package cockpit.plugin.douyin;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Json;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The advertiser accounts to read: those of the settings, or all that the token may read. */
final class Advertisers {

    static final String PATH = "/open_api/oauth2/advertiser/get/";

    private static final String ID = "\\d{1,20}";
    private static final Duration KEPT = Duration.ofHours(1);

    private final Api api;
    private final SourceContext context;
    private final List<String> chosen;
    private volatile @Nullable Listing listing;

    /** @param chosen ids of the settings; empty for all that the token may read */
    Advertisers(Api api, SourceContext context, List<String> chosen) {
        this.api = api;
        this.context = context;
        this.chosen = chosen.stream().distinct().sorted().toList();
    }

    private record Listing(List<String> ids, Instant read) {}

    /** Ids in a fixed order, never none. */
    List<String> ids() throws SourceFault, InterruptedException {
        for (String id : chosen) {
            if (!id.matches(ID)) {
                throw new SourceFault(
                        Fault.SETTINGS,
                        Text.of(
                                "巨量引擎：设置 advertiser-ids 每行应为一个数字账户 ID，现为“" + id + "”。",
                                "Ocean Engine: setting advertiser-ids must be one numeric account id a line, found \""
                                        + id + "\"."));
            }
        }
        if (!chosen.isEmpty()) {
            return chosen;
        }
        Listing known = listing;
        if (known == null || known.read().plus(KEPT).isBefore(context.now())) {
            known = new Listing(readable(), context.now());
            if (known.ids().isEmpty()) {
                throw new SourceFault(
                        Fault.ACCESS,
                        Text.of(
                                "巨量引擎：授权中没有可读取的广告账户，请重新授权，或在设置 advertiser-ids 中填写账户。",
                                "Ocean Engine: the consent covers no advertiser account; authorise again, or enter"
                                        + " accounts as advertiser-ids."));
            }
            listing = known;
        }
        return known.ids();
    }

    /** Whether the settings name the accounts. */
    boolean areChosen() {
        return !chosen.isEmpty();
    }

    /** Asks the channel which advertiser accounts the token may read. Agents and workbenches are left out. */
    List<String> readable() throws SourceFault, InterruptedException {
        Json list = api.get(PATH, Map.of()).at("list");
        if (!(list.raw() instanceof List)) {
            throw OceanEngine.shape("账户列表的应答缺少 list", "the answer with the accounts has no list");
        }
        return list.elements().stream()
                .filter(Advertisers::isReadable)
                .flatMap(account -> account.at("advertiser_id").text().stream())
                .filter(id -> id.matches(ID))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isReadable(Json account) {
        String valid = account.at("is_valid").text().orElse("true");
        String role = account.at("account_role").text().orElse("ADVERTISER");
        return !valid.equals("false") && !valid.equals("0") && role.contains("ADVERTISER");
    }
}
