package cockpit.server;

import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.TenantConfigs;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.stereotype.Component;

/** Prepares tenants, in the order of the steps. A step that fails costs that tenant that step, and nobody else anything. */
@Component
class TenantLoading {

    private static final Logger LOG = LoggerFactory.getLogger(TenantLoading.class);

    private final TenantConfigs tenants;
    private final List<TenantStep> steps;

    TenantLoading(TenantConfigs tenants, List<TenantStep> steps) {
        this.tenants = tenants;
        this.steps =
                steps.stream().sorted(AnnotationAwareOrderComparator.INSTANCE).toList();
    }

    /** Prepares all that are there, and from then on each that is new or changed. */
    void begin() {
        tenants.whenLoaded(this::load);
    }

    private void load(Tenant tenant) {
        for (TenantStep step : steps) {
            try {
                step.load(tenant, tenants.folder(tenant.code())).forEach(problem -> {
                    LOG.warn("Tenant {}: {}", tenant.code(), problem);
                    Console.say("tenant " + tenant.code() + ": " + problem);
                });
            } catch (RuntimeException e) {
                LOG.error("Tenant {} could not be prepared.", tenant.code(), e);
                Console.say("tenant " + tenant.code() + " could not be prepared: " + e.getMessage());
            }
        }
    }
}
