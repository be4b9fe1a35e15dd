package cockpit.server;

import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.TenantConfigs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.stereotype.Component;

/** Prepares tenants, in the order of the steps. A step that fails costs that tenant that step, and nobody else anything. */
@Component
class TenantLoading implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(TenantLoading.class);
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final TenantConfigs tenants;
    private final Path directory;
    private final List<TenantStep> steps;
    private final Set<String> justLoaded = ConcurrentHashMap.newKeySet();
    private @Nullable TenantWatch watch;

    TenantLoading(TenantConfigs tenants, CockpitSettings settings, List<TenantStep> steps) {
        this.tenants = tenants;
        this.directory = settings.tenantsDirectory();
        this.steps =
                steps.stream().sorted(AnnotationAwareOrderComparator.INSTANCE).toList();
    }

    /** Prepares all that are there, and from then on each that is new or whose files change. */
    synchronized void begin() {
        tenants.whenLoaded(this::load);
        watch = new TenantWatch(directory, LOOK, this::changed);
    }

    private void changed(Set<String> folders) {
        justLoaded.clear();
        tenants.reload();
        tenants.problems().stream()
                .filter(problem -> folders.contains(problem.tenant()))
                .forEach(problem -> tell(problem.tenant(), problem.sentence()));
        folders.stream()
                .filter(folder -> !justLoaded.contains(folder))
                .flatMap(folder -> tenants.find(folder).stream())
                .forEach(this::load);
    }

    @Override
    public synchronized void destroy() {
        if (watch != null) {
            watch.close();
        }
    }

    private static void tell(String tenant, String problem) {
        LOG.warn("Tenant {}: {}", tenant, problem);
        Console.say("tenant " + tenant + ": " + problem);
    }

    private void load(Tenant tenant) {
        justLoaded.add(tenant.code());
        for (TenantStep step : steps) {
            try {
                step.load(tenant, tenants.folder(tenant.code())).forEach(problem -> tell(tenant.code(), problem));
            } catch (RuntimeException e) {
                LOG.error("Tenant {} could not be prepared.", tenant.code(), e);
                Console.say("tenant " + tenant.code() + " could not be prepared: " + e.getMessage());
            }
        }
    }
}
