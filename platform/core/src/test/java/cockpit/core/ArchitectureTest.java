package cockpit.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** The arrows of the design inside core, and what core must not know. */
@AnalyzeClasses(packages = "cockpit.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** {@code dashboard → live → metric → warehouse → tenant → yaml}; {@code ingest → identity → warehouse → tenant}; {@code ingest → plugin}. */
    @ArchTest
    static final ArchRule packages_point_one_way = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("dashboard")
            .definedBy("cockpit.core.dashboard..")
            .layer("live")
            .definedBy("cockpit.core.live..")
            .layer("metric")
            .definedBy("cockpit.core.metric..")
            .layer("trust")
            .definedBy("cockpit.core.trust..")
            .layer("ingest")
            .definedBy("cockpit.core.ingest..")
            .layer("identity")
            .definedBy("cockpit.core.identity..")
            .layer("warehouse")
            .definedBy("cockpit.core.warehouse..")
            .layer("plugin")
            .definedBy("cockpit.core.plugin..")
            .layer("tenant")
            .definedBy("cockpit.core.tenant..")
            .layer("yaml")
            .definedBy("cockpit.core.yaml..")
            .whereLayer("dashboard")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("live")
            .mayOnlyBeAccessedByLayers("dashboard")
            .whereLayer("metric")
            .mayOnlyBeAccessedByLayers("dashboard", "live", "trust")
            .whereLayer("trust")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("live", "trust")
            .whereLayer("identity")
            .mayOnlyBeAccessedByLayers("ingest")
            .whereLayer("warehouse")
            .mayOnlyBeAccessedByLayers("dashboard", "live", "metric", "ingest", "identity", "trust")
            .whereLayer("plugin")
            .mayOnlyBeAccessedByLayers("dashboard", "live", "ingest")
            .whereLayer("tenant")
            .mayOnlyBeAccessedByLayers(
                    "dashboard", "live", "metric", "trust", "ingest", "identity", "warehouse", "plugin");

    @ArchTest
    static final ArchRule there_are_no_cycles =
            slices().matching("cockpit.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule core_knows_no_user_interface_and_no_framework_of_the_server = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "com.vaadin..", "jakarta.servlet..", "cockpit.server..");

    @ArchTest
    static final ArchRule nothing_is_printed =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
}
