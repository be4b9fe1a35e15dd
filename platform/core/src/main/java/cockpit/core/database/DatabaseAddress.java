package cockpit.core.database;

import cockpit.spi.Secret;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.DatabaseSettings;
import cockpit.spi.source.Fault;
import cockpit.spi.source.SourceFault;
import java.util.regex.Pattern;

/**
 * Where a database is, in parts that can be nothing else: none of them can carry a parameter, a path or a second address
 * into the text that a driver reads.
 *
 * @param host name or IP address
 * @param port 1 to 65535
 * @param name of the database; for Oracle of the service
 */
record DatabaseAddress(Product product, String host, int port, String name, String user, Secret password, Tls tls) {

    /** How the way is protected. */
    enum Tls {
        VERIFY,
        ENCRYPT,
        OFF
    }

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern IP_VERSION_6 = Pattern.compile("[0-9A-Fa-f:]{2,39}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_$.-]{0,127}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /**
     * Reads a connection's settings.
     *
     * @throws SourceFault SETTINGS with everything that is missing or not well formed
     */
    static DatabaseAddress of(Settings settings) throws SourceFault {
        Product product = Product.of(settings.text(DatabaseSettings.KIND))
                .orElseThrow(() -> wrong(DatabaseSettings.KIND.key(), "未选择数据库类型", "no database is chosen"));
        String host = settings.text(DatabaseSettings.HOST);
        if (!HOST_NAME.matcher(host).matches() && !isVersion6(host)) {
            throw wrong(
                    DatabaseSettings.HOST.key(),
                    "应为主机名或 IP，不含端口、斜线或参数",
                    "it must be a name or an IP address, without port, slash or parameter");
        }
        long port = settings.find(DatabaseSettings.PORT).isPresent()
                ? settings.integer(DatabaseSettings.PORT)
                : product.usualPort(tls(settings) != Tls.OFF);
        if (port < 1 || port > 65_535) {
            throw wrong(DatabaseSettings.PORT.key(), "应在 1 与 65535 之间", "it must be between 1 and 65535");
        }
        String name = settings.text(DatabaseSettings.NAME);
        if (!NAME.matcher(name).matches()) {
            throw wrong(
                    DatabaseSettings.NAME.key(),
                    "应为字母、数字、下划线、点、连字符或 $，最长 128 字",
                    "it must be letters, digits, underscores, dots, hyphens or $, at most 128 of them");
        }
        String user = settings.text(DatabaseSettings.USER);
        if (user.isEmpty() || user.length() > 128 || CONTROL.matcher(user).find()) {
            throw wrong(DatabaseSettings.USER.key(), "必填，最长 128 字", "it is required, 128 characters at most");
        }
        Secret password = settings.find(DatabaseSettings.PASSWORD).isPresent()
                ? settings.secret(DatabaseSettings.PASSWORD)
                : Secret.of("");
        return new DatabaseAddress(product, host, (int) port, name, user, password, tls(settings));
    }

    private static boolean isVersion6(String host) {
        return host.indexOf(':') >= 0 && IP_VERSION_6.matcher(host).matches();
    }

    private static Tls tls(Settings settings) {
        return switch (settings.text(DatabaseSettings.TLS)) {
            case "off" -> Tls.OFF;
            case "encrypt" -> Tls.ENCRYPT;
            default -> Tls.VERIFY;
        };
    }

    /** The host as it stands before a colon and a port. */
    String hostInAddress() {
        return isVersion6(host) ? "[" + host + "]" : host;
    }

    private static SourceFault wrong(String key, String zh, String en) {
        return new SourceFault(
                Fault.SETTINGS, Text.of("数据库设置 " + key + "：" + zh + "。", "Database setting " + key + ": " + en + "."));
    }
}
