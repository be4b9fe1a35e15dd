package cockpit.server;

import cockpit.core.dashboard.StoredCockpits;
import cockpit.core.identity.ErasureList;
import cockpit.core.identity.IdentityGraphs;
import cockpit.core.identity.StoredErasures;
import cockpit.core.identity.StoredPeople;
import cockpit.core.ingest.Connections;
import cockpit.core.ingest.Ingest;
import cockpit.core.ingest.IngestEntities;
import cockpit.core.live.LiveBoards;
import cockpit.core.metric.MetricEngine;
import cockpit.core.metric.SqlMetricEngine;
import cockpit.core.metric.YamlDictionaries;
import cockpit.core.plugin.BundledPlugins;
import cockpit.core.plugin.PluginDirectory;
import cockpit.core.plugin.Plugins;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.AesVault;
import cockpit.core.tenant.ApiTokens;
import cockpit.core.tenant.AuditLog;
import cockpit.core.tenant.MasterKey;
import cockpit.core.tenant.Metadata;
import cockpit.core.tenant.MetadataPlace;
import cockpit.core.tenant.Passwords;
import cockpit.core.tenant.SetupLinks;
import cockpit.core.tenant.StartProblem;
import cockpit.core.tenant.TenantConfigs;
import cockpit.core.tenant.Vault;
import cockpit.core.trust.TrustMonitor;
import cockpit.core.warehouse.DuckDbWarehouse;
import cockpit.core.warehouse.Warehouse;
import cockpit.core.yaml.YamlProblem;
import cockpit.server.demo.DemoCredentials;
import cockpit.server.demo.DemoStores;
import cockpit.spi.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Puts the packages of core together. Nothing here knows of Vaadin or HTTP. */
@Configuration(proxyBeanMethods = false)
class CoreConfiguration {

    private static final String PLATFORM_VERSION = "0.1.0";
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(30);

    @Bean
    Metadata metadata(CockpitSettings settings) {
        CockpitSettings.MetadataSettings stated = settings.metadata();
        MetadataPlace place = stated == null
                ? MetadataPlace.of(settings.data(), null, null, null)
                : MetadataPlace.of(
                        settings.data(),
                        stated.url(),
                        stated.user(),
                        stated.password() == null ? null : Secret.of(stated.password()));
        List<Class<?>> entities = new ArrayList<>(IngestEntities.ALL);
        entities.addAll(StoredCockpits.ENTITIES);
        entities.addAll(ErasureList.ENTITIES);
        entities.addAll(TrustMonitor.ENTITIES);
        return Metadata.open(place, entities);
    }

    @Bean
    MasterKey masterKey(CockpitSettings settings, Metadata metadata) {
        return MasterKey.open(settings.data(), metadata);
    }

    @Bean
    Vault vault(MasterKey key, Metadata metadata) {
        return new AesVault(key, metadata);
    }

    @Bean
    TenantConfigs tenants(CockpitSettings settings) {
        CockpitSettings.DemoSettings demo = settings.demo();
        TenantConfigs tenants = demo == null || demo.stores() == null
                ? new TenantConfigs(settings.tenantsDirectory())
                : new TenantConfigs(settings.tenantsDirectory(), new DemoStores(demo.stores()));
        tenants.reload();
        tenants.problems().forEach(problem -> Console.say("tenant left out: " + problem.sentence()));
        return tenants;
    }

    @Bean
    AuditLog auditLog(Metadata metadata) {
        return new AuditLog(metadata, InstantSource.system());
    }

    /** Throttling and sign-in times follow the real clock, also in a demo whose world runs faster. */
    @Bean
    Accounts accounts(Metadata metadata, TenantConfigs tenants, AuditLog audit) {
        return new Accounts(metadata, tenants, new Passwords(), audit, InstantSource.system());
    }

    @Bean
    ApiTokens apiTokens(Metadata metadata, Accounts accounts, AuditLog audit) {
        return new ApiTokens(metadata, accounts, audit, InstantSource.system());
    }

    @Bean
    SetupLinks setupLinks(Metadata metadata) {
        return new SetupLinks(metadata, InstantSource.system());
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "cockpit.demo.enabled", havingValue = false, matchIfMissing = true)
    InstantSource wallClock() {
        return InstantSource.system();
    }

    @Bean
    IdentityGraphs identityGraphs() {
        return new IdentityGraphs();
    }

    @Bean
    DuckDbWarehouse warehouse(CockpitSettings settings, InstantSource clock, IdentityGraphs identities) {
        return new DuckDbWarehouse(
                settings.data().resolve("facts"), clock, DuckDbWarehouse.Limits.ofThisMachine(), identities);
    }

    @Bean
    StoredPeople people(
            DuckDbWarehouse warehouse,
            IdentityGraphs identities,
            TenantConfigs tenants,
            Vault vault,
            AuditLog audit,
            InstantSource clock) {
        return new StoredPeople(warehouse, warehouse, identities, tenants, vault, audit, clock);
    }

    /** Plugins need this platform's version; jars that come with it are put in place first. */
    @Bean
    PluginDirectory plugins(CockpitSettings settings) {
        try {
            if (settings.bundledPlugins() != null) {
                BundledPlugins.seed(settings.bundledPlugins(), settings.pluginsDirectory());
            }
        } catch (IOException e) {
            throw new StartProblem(
                    "The bundled plugins cannot be put into " + settings.pluginsDirectory()
                            + "; make it writable for this user.",
                    e);
        }
        return new PluginDirectory(
                settings.pluginsDirectory(), settings.data().resolve("work").resolve("plugins"), PLATFORM_VERSION);
    }

    @Bean
    YamlDictionaries dictionaries() {
        return new YamlDictionaries();
    }

    @Bean
    MetricEngine metricEngine(
            Warehouse warehouse, YamlDictionaries dictionaries, TenantConfigs tenants, InstantSource clock) {
        return new SqlMetricEngine(warehouse, dictionaries, tenants, clock, LONGEST_QUERY);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService liveWorkers() {
        return LiveBoards.workers();
    }

    @Bean
    LiveBoards live(
            Warehouse warehouse,
            Plugins plugins,
            MetricEngine engine,
            YamlDictionaries dictionaries,
            TenantConfigs tenants,
            TrustMonitor trust,
            InstantSource clock,
            ScheduledExecutorService liveWorkers) {
        return new LiveBoards(warehouse, plugins, engine, dictionaries, tenants, trust::freshness, clock, liveWorkers);
    }

    @Bean
    @Order(1)
    TenantStep warehouses(DuckDbWarehouse warehouse, IdentityGraphs identities) {
        return (tenant, folder) -> {
            List<String> problems = new ArrayList<>();
            try {
                identities.load(tenant.code(), folder);
            } catch (YamlProblem e) {
                problems.add(String.valueOf(e.getMessage()));
            }
            warehouse.open(tenant.code(), tenant.org());
            identities.follow(tenant.code(), warehouse);
            return List.copyOf(problems);
        };
    }

    @Bean
    @Order(2)
    TenantStep dictionariesOfTenants(YamlDictionaries dictionaries) {
        return (tenant, folder) -> dictionaries.load(tenant, folder).stream()
                .map(problem -> String.valueOf(problem.getMessage()))
                .toList();
    }

    /** What placeholders in connections stand for. Our own settings are not among it. */
    @Bean
    ConnectionEnvironment connectionEnvironment(Optional<DemoCredentials> demo) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().removeIf(name -> name.startsWith("COCKPIT_") || name.startsWith("SPRING_"));
        demo.ifPresent(credentials -> variables.putAll(credentials.environment()));
        return new ConnectionEnvironment(variables);
    }

    @Bean
    Ingest connections(
            Warehouse warehouse,
            Plugins plugins,
            Vault vault,
            Metadata metadata,
            AuditLog audit,
            InstantSource clock,
            ConnectionEnvironment environment,
            CockpitSettings settings,
            ErasureList erased) {
        return new Ingest(
                warehouse,
                plugins,
                vault,
                metadata::inTransaction,
                audit::add,
                clock,
                environment.variables(),
                settings.data(),
                erased);
    }

    @Bean
    ErasureList erasureList(Metadata metadata, Vault vault, IdentityGraphs identities) {
        return new ErasureList(metadata::inTransaction, vault, identities, InstantSource.system());
    }

    @Bean
    StoredErasures erasures(
            StoredPeople people,
            DuckDbWarehouse warehouse,
            IdentityGraphs identities,
            ErasureList erased,
            Vault vault,
            AuditLog audit,
            Ingest connections) {
        return new StoredErasures(people, warehouse, identities, erased, vault, audit, connections.personalStores());
    }

    @Bean
    TrustMonitor trust(
            Warehouse warehouse,
            MetricEngine engine,
            YamlDictionaries dictionaries,
            Connections connections,
            TenantConfigs tenants,
            Metadata metadata,
            InstantSource clock) {
        return new TrustMonitor(warehouse, engine, dictionaries, connections, tenants, metadata::inTransaction, clock);
    }

    @Bean
    @Order(5)
    TenantStep checksOfTenants(TrustMonitor trust) {
        return (tenant, folder) -> {
            try {
                trust.load(tenant, folder);
                return List.of();
            } catch (YamlProblem e) {
                return List.of(String.valueOf(e.getMessage()));
            }
        };
    }

    @Bean
    StoredCockpits cockpits(
            Metadata metadata, TenantConfigs tenants, YamlDictionaries dictionaries, InstantSource clock) {
        return new StoredCockpits(metadata, tenants, dictionaries, clock);
    }

    @Bean
    @Order(3)
    TenantStep cockpitsOfTenants(StoredCockpits cockpits) {
        return (tenant, folder) -> {
            StoredCockpits.Imported imported = cockpits.load(tenant, folder);
            return Stream.concat(imported.problems().stream(), imported.warnings().stream())
                    .map(problem -> String.valueOf(problem.getMessage()))
                    .toList();
        };
    }

    /** Last: facts arrive from here on. */
    @Bean
    @Order(4)
    TenantStep connectionsOfTenants(Ingest connections) {
        return (tenant, folder) -> {
            try {
                connections.load(tenant, folder);
                return List.of();
            } catch (YamlProblem e) {
                return Stream.concat(Stream.of(e), Stream.of(e.getSuppressed()))
                        .map(problem -> String.valueOf(problem.getMessage()))
                        .toList();
            }
        };
    }
}
