package cockpit.server.web;

import cockpit.core.plugin.Plugins;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/**
 * Browser code of plugins, from an index in memory: a path is a key of that index and never part of a file's name. Only kinds
 * of files that widgets need are served.
 */
@RestController
class PluginAssetController {

    private static final Map<String, MediaType> KINDS = Map.of(
            "js", new MediaType("text", "javascript", StandardCharsets.UTF_8),
            "mjs", new MediaType("text", "javascript", StandardCharsets.UTF_8),
            "css", new MediaType("text", "css", StandardCharsets.UTF_8),
            "json", MediaType.APPLICATION_JSON,
            "png", MediaType.IMAGE_PNG,
            "jpg", MediaType.IMAGE_JPEG,
            "webp", new MediaType("image", "webp"),
            "woff2", new MediaType("font", "woff2"));

    private final Plugins plugins;

    PluginAssetController(Plugins plugins) {
        this.plugins = plugins;
    }

    @GetMapping("/plugin-assets/{plugin}/{version}/**")
    ResponseEntity<byte[]> asset(
            @PathVariable String plugin, @PathVariable String version, HttpServletRequest request) {
        String whole =
                request.getRequestURI().substring(request.getContextPath().length());
        int start = "/plugin-assets/".length();
        for (int slash = 0; slash < 2; slash++) {
            start = whole.indexOf('/', start) + 1;
        }
        String path = UriUtils.decode(whole.substring(start), StandardCharsets.UTF_8);
        MediaType kind = KINDS.get(path.substring(path.lastIndexOf('.') + 1));
        if (kind == null) {
            return ResponseEntity.notFound().build();
        }
        return plugins.asset(plugin, version, path)
                .map(bytes -> ResponseEntity.ok()
                        .contentType(kind)
                        .cacheControl(CacheControl.maxAge(Duration.ofDays(365))
                                .cachePrivate()
                                .immutable())
                        .body(bytes))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }
}
