package cockpit.plugin.douyin;

import cockpit.spi.source.Json;
import cockpit.spi.source.SourceFault;
import java.util.Optional;

/** The channel's pages, numbered from 1. */
final class Pages {

    private Pages() {}

    static String page(String place) {
        return place.isEmpty() ? "1" : place;
    }

    /** The page that follows, as this answer counts them. */
    static Optional<String> next(Json data, String place) throws SourceFault {
        long pages = data.at("page_info")
                .at("total_page")
                .integer()
                .orElseThrow(() -> OceanEngine.shape("应答缺少 page_info", "the answer has no page_info"));
        long page = Long.parseLong(page(place));
        return page < pages ? Optional.of(Long.toString(page + 1)) : Optional.empty();
    }
}
