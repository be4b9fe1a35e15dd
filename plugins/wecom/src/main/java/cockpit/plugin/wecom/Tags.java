package cockpit.plugin.wecom;

import cockpit.spi.source.Json;
import cockpit.spi.source.SourceContext;
import cockpit.spi.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The company's tags by id. */
final class Tags {

    static final String PATH = "/cgi-bin/externalcontact/get_corp_tag_list";

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Tag UNKNOWN = new Tag(null, null);

    private final Api api;
    private final SourceContext context;
    private volatile @Nullable Listing listing;

    /** Group and name; null for a tag that the list lacks, such as one that was just deleted. */
    record Tag(@Nullable String group, @Nullable String name) {}

    private record Listing(Map<String, Tag> byId, Instant read) {}

    Tags(Api api, SourceContext context) {
        this.api = api;
        this.context = context;
    }

    Tag tag(String id) throws SourceFault, InterruptedException {
        Listing known = listing;
        if (known == null || known.read().plus(KEPT).isBefore(context.now())) {
            known = new Listing(read(), context.now());
            listing = known;
        }
        return known.byId().getOrDefault(id, UNKNOWN);
    }

    private Map<String, Tag> read() throws SourceFault, InterruptedException {
        Json groups = api.post(PATH, "{}").at("tag_group");
        if (!(groups.raw() instanceof List)) {
            throw Api.shape("标签列表的应答缺少 tag_group", "the answer with the tags has no tag_group");
        }
        Map<String, Tag> byId = new HashMap<>();
        for (Json group : groups.elements()) {
            String name = group.at("group_name").text().orElse(null);
            for (Json tag : group.at("tag").elements()) {
                tag.at("id")
                        .text()
                        .ifPresent(id ->
                                byId.put(id, new Tag(name, tag.at("name").text().orElse(null))));
            }
        }
        return Map.copyOf(byId);
    }
}
