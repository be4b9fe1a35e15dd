package cockpit.server;

import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.AesVault;
import cockpit.core.tenant.AuditLog;
import cockpit.core.tenant.MasterKey;
import cockpit.core.tenant.Metadata;
import cockpit.core.tenant.MetadataPlace;
import cockpit.core.tenant.Passwords;
import cockpit.core.tenant.SetupLinks;
import cockpit.core.tenant.TenantConfigs;
import cockpit.core.tenant.Vault;
import cockpit.server.demo.DemoStores;
import cockpit.spi.Secret;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the packages of core together. Nothing here knows of Vaadin or HTTP. */
@Configuration(proxyBeanMethods = false)
class CoreConfiguration {

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
        return Metadata.open(place, List.of());
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
    SetupLinks setupLinks(Metadata metadata) {
        return new SetupLinks(metadata, InstantSource.system());
    }
}
