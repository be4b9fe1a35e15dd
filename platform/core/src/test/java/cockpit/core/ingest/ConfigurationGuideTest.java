package cockpit.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import cockpit.core.dashboard.Cockpit;
import cockpit.core.dashboard.CockpitYaml;
import cockpit.core.metric.Dimension;
import cockpit.core.metric.YamlDictionaries;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.TenantConfigs;
import cockpit.core.yaml.YamlNode;
import cockpit.spi.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the guide load as they stand there. */
class ConfigurationGuideTest {

    private static final Path GUIDE = Path.of("../docs/configure-a-tenant.md");
    private static final Pattern FILE = Pattern.compile("```yaml\\n# (\\S+\\.yaml)\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path tenants;

    @BeforeEach
    void write_the_files_of_the_guide() throws IOException {
        Matcher files = FILE.matcher(Files.readString(GUIDE));
        while (files.find()) {
            Path file = tenants.resolve(files.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, files.group(2));
        }
    }

    private Tenant tenant() {
        TenantConfigs configs = new TenantConfigs(tenants);
        configs.reload();
        assertThat(configs.problems()).isEmpty();
        return configs.get("acme");
    }

    @Test
    void the_tenant_has_its_units() {
        assertThat(tenant().org().find("BJ01")).isPresent();
    }

    @Test
    void the_connections_are_understood() {
        ConnectionsFile file = ConnectionsFile.read(tenants.resolve("acme/connections.yaml"), tenant().org());

        assertThat(file.problems()).isEmpty();
        assertThat(file.connections()).extracting(ConnectionConfig::id).containsExactly("tills", "ocean");
    }

    @Test
    void the_metrics_are_understood() {
        YamlDictionaries dictionaries = new YamlDictionaries();

        assertThat(dictionaries.load(tenant(), tenants.resolve("acme"))).isEmpty();
        assertThat(dictionaries.of("acme").find("average_basket")).isPresent();
        assertThat(dictionaries.of("acme").title(Dimension.CATEGORY, "skin")).contains(Text.of("皮肤管理", "Skin care"));
    }

    @Test
    void the_cockpit_names_only_what_the_dictionary_has() throws IOException {
        YamlDictionaries dictionaries = new YamlDictionaries();
        dictionaries.load(tenant(), tenants.resolve("acme"));
        YamlNode file = YamlNode.read(tenants.resolve("acme/cockpits/overview.yaml"));

        Cockpit cockpit = CockpitYaml.read(file);

        assertThat(cockpit.tiles()).hasSize(2);
        assertThat(CockpitYaml.unknownCodes(file, dictionaries.of("acme"))).isEmpty();
    }
}
