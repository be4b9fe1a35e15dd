package cockpit.server.web;

import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.Connections;
import cockpit.core.ingest.Measures;
import cockpit.core.tenant.AccessDenied;
import cockpit.core.tenant.ApiTokens.Bearer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The metrics of a tenant's connections for Prometheus. A token sees its own tenant's and no others; names of connections and
 * streams are the only tags, and of more connections than {@link #MOST} the rest is left out.
 */
@RestController
class MetricsController {

    private static final int MOST = 200;
    private static final double NEVER = Double.NaN;

    private final Connections connections;

    MetricsController(Connections connections) {
        this.connections = connections;
    }

    @GetMapping("/actuator/prometheus")
    ResponseEntity<String> metrics(Authentication caller) {
        if (!(caller.getPrincipal() instanceof Bearer bearer)) {
            throw new AccessDenied("No token was stated.");
        }
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try {
            List<Measures> all = connections.measures(bearer.viewer().tenant());
            all.stream().limit(MOST).forEach(measures -> register(registry, measures));
            Gauge.builder("cockpit.ingest.connections", all, List::size)
                    .description("Connections of the tenant")
                    .strongReference(true)
                    .register(registry);
            Measures.Queue queue = connections.queue();
            Gauge.builder("cockpit.ingest.reads.waiting", queue, Measures.Queue::waiting)
                    .description("Reads of all tenants that wait for their turn")
                    .strongReference(true)
                    .register(registry);
            Gauge.builder("cockpit.ingest.reads.running", queue, Measures.Queue::running)
                    .description("Reads of all tenants that are under way")
                    .strongReference(true)
                    .register(registry);
            return ResponseEntity.ok()
                    .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .body(registry.scrape());
        } finally {
            registry.close();
        }
    }

    private static void register(PrometheusMeterRegistry registry, Measures measures) {
        Tags tags = Tags.of("connection", measures.connection(), "source", measures.source());
        counter(registry, "cockpit.ingest.pages", "Pages that were stored", tags, measures.pages());
        counter(registry, "cockpit.ingest.rows", "Rows that the channel delivered", tags, measures.rows());
        counter(registry, "cockpit.ingest.facts", "Facts that were new or changed", tags, measures.changed());
        counter(registry, "cockpit.ingest.set.aside", "Rows that did not fit", tags, measures.setAside());
        measures.failures()
                .forEach((kind, count) -> counter(
                        registry,
                        "cockpit.ingest.failures",
                        "Failures by who must act",
                        tags.and("kind", kind),
                        count));
        Gauge.builder("cockpit.ingest.quarantined", measures, Measures::quarantined)
                .description("Rows set aside and not yet dealt with")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        for (ConnectionStatus.State state : ConnectionStatus.State.values()) {
            Gauge.builder("cockpit.ingest.state", measures, one -> one.state() == state ? 1 : 0)
                    .description("1 for the state that the connection is in")
                    .tags(tags.and("state", state.name()))
                    .strongReference(true)
                    .register(registry);
        }
        for (Map.Entry<String, Optional<Duration>> lag : measures.lag().entrySet()) {
            Gauge.builder("cockpit.ingest.lag.seconds", lag.getValue(), since -> since.map(
                                    passed -> passed.toMillis() / 1000d)
                            .orElse(NEVER))
                    .description("Time since the stream was last up to date")
                    .tags(tags.and("stream", lag.getKey()))
                    .strongReference(true)
                    .register(registry);
        }
    }

    private static void counter(
            PrometheusMeterRegistry registry, String name, String description, Tags tags, long count) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment(count);
    }
}
