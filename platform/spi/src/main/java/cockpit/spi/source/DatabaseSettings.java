package cockpit.spi.source;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import java.util.List;

/**
 * The typed fields from which the host builds a database's address. A source that reads a database declares
 * {@link #ALL}; no source, and nobody who fills in the form, ever writes an address or a driver's parameter.
 */
public final class DatabaseSettings {

    /** The products that can be read. There is no other: a driver that is not in this list is never asked. */
    public static final Setting KIND = Setting.choice(
                    "database-kind",
                    Text.of("数据库类型", "Database"),
                    List.of(
                            choice("none", "不使用数据库", "No database"),
                            choice("postgresql", "PostgreSQL", "PostgreSQL"),
                            choice("mysql", "MySQL / MariaDB", "MySQL / MariaDB"),
                            choice("sqlserver", "SQL Server", "SQL Server"),
                            choice("oracle", "Oracle", "Oracle"),
                            choice("clickhouse", "ClickHouse", "ClickHouse")))
            .explained(Text.of("从哪种数据库读取。", "Which product is read."));

    public static final Setting HOST = Setting.text("database-host", Text.of("数据库主机", "Database host"))
            .explained(Text.of("主机名或 IP，不含端口与参数。", "Name or IP address, without port and parameters."));

    public static final Setting PORT = Setting.integer("database-port", Text.of("数据库端口", "Database port"))
            .explained(Text.of("留空用该数据库的常用端口。", "Empty for the product's usual port."));

    public static final Setting NAME = Setting.text("database-name", Text.of("数据库名", "Database name"))
            .explained(Text.of("Oracle 填服务名。", "For Oracle the service name."));

    public static final Setting USER = Setting.text("database-user", Text.of("数据库账号", "Database user"))
            .explained(Text.of("请使用只读账号。", "Use an account that may only read."));

    public static final Setting PASSWORD = Setting.secret("database-password", Text.of("数据库密码", "Database password"));

    /** How the way to the database is protected. */
    public static final Setting TLS = Setting.choice(
                    "database-tls",
                    Text.of("加密方式", "Encryption"),
                    List.of(
                            choice("verify", "加密并核验证书", "Encrypted, certificate verified"),
                            choice("encrypt", "仅加密，不核验证书", "Encrypted, certificate not verified"),
                            choice("off", "不加密（仅限本机或内网专线）", "Not encrypted (own machine or private line only)")))
            .explained(Text.of(
                    "默认核验证书，由服务器 Java 的信任库判断。",
                    "By default the certificate is verified against the server's Java trust store."));

    /** All of them, in the order of the form. */
    public static final List<Setting> ALL = List.of(KIND, HOST, PORT, NAME, USER, PASSWORD, TLS);

    private DatabaseSettings() {}

    /** Whether the connection reads a database. */
    public static boolean given(Settings settings) {
        return !settings.text(KIND).equals("none");
    }

    private static Setting.Choice choice(String value, String zh, String en) {
        return new Setting.Choice(value, Text.of(zh, en));
    }
}
