package cockpit.server.web;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For load balancers: that the server answers, and nothing else about it. */
@RestController
class HealthController {

    @GetMapping("/api/v1/health")
    Map<String, String> health() {
        return Map.of("status", "up");
    }
}
