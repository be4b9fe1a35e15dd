package cockpit.core.database;

import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.SourceFault;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is when a database refuses. A driver's own message never leaves: it may quote the statement, a value or the
 * account.
 */
final class DatabaseFaults {

    private static final Duration LATER = Duration.ofMinutes(1);
    private static final Pattern CLICKHOUSE_CODE = Pattern.compile("Code: (\\d{1,5})\\b");

    private DatabaseFaults() {}

    static SourceFault of(DatabaseAddress at, SQLException cause) {
        String state = state(cause);
        int code = code(at.product(), cause);
        String where = at.product().title() + " " + at.host() + ":" + at.port();
        String mark = "（" + (state.isEmpty() ? "" : state + " ") + code + "）";
        String markEn = " (" + (state.isEmpty() ? "" : state + " ") + code + ")";
        if (isTimeout(cause, state)) {
            return fault(
                    Fault.UPSTREAM,
                    where + " 的查询超时" + mark + "，稍后自动重试；请为游标列与主键建立索引。",
                    where + " did not answer in time" + markEn
                            + "; it is tried again. Give the cursor column and the key an index.");
        }
        if (state.startsWith("28") || isLoginOf(at.product(), code)) {
            return fault(
                    Fault.SETTINGS,
                    where + " 拒绝登录" + mark + "，请检查数据库账号与密码。",
                    where + " refused the sign-in" + markEn + "; check database user and password.");
        }
        if (state.equals("42501") || isForbidden(at.product(), code)) {
            return fault(
                    Fault.ACCESS,
                    where + "：账号无权读取该表" + mark + "，请数据库管理员授予 SELECT。",
                    where + ": the user may not read the table" + markEn + "; ask its administrator for SELECT.");
        }
        if (state.equals("53300") || isFull(at.product(), code)) {
            return SourceFault.limit(
                    Text.of(
                            where + " 的连接数已满" + mark + "，一分钟后重试。",
                            where + " takes no more connections" + markEn + "; it is tried again in a minute."),
                    LATER);
        }
        if (state.equals("3D000") || isNoDatabase(at.product(), code)) {
            return fault(
                    Fault.SETTINGS,
                    where + " 上没有数据库 " + at.name() + mark + "。",
                    where + " has no database " + at.name() + markEn + ".");
        }
        boolean shape = at.product() == Product.CLICKHOUSE
                ? code == 47 || code == 60
                : state.startsWith("42") || state.startsWith("22");
        if (shape) {
            return fault(
                    Fault.SETTINGS,
                    where + "：表或列与设置不符" + mark + "，请检查表、主键与游标列。",
                    where + ": table or columns are not as the settings say" + markEn
                            + "; check table, key and cursor column.");
        }
        return fault(
                Fault.UPSTREAM,
                where + " 连不上或中断" + mark + "，请检查主机、端口、加密方式与防火墙；稍后自动重试。",
                where + " cannot be reached or broke off" + markEn
                        + "; check host, port, encryption and firewall. It is tried again.");
    }

    private static String state(SQLException cause) {
        String state = cause.getSQLState();
        return state == null || !state.matches("[0-9A-Z]{1,6}") ? "" : state;
    }

    /** ClickHouse's driver tells the server's number in its text only. */
    private static int code(Product product, SQLException cause) {
        if (product == Product.CLICKHOUSE && cause.getErrorCode() == 0) {
            for (@Nullable Throwable one = cause; one != null; one = one.getCause()) {
                Matcher number = CLICKHOUSE_CODE.matcher(String.valueOf(one.getMessage()));
                if (number.find()) {
                    return Integer.parseInt(number.group(1));
                }
            }
        }
        return cause.getErrorCode();
    }

    private static boolean isTimeout(SQLException cause, String state) {
        if (cause instanceof SQLTimeoutException || state.equals("57014") || state.equals("70100")) {
            return true;
        }
        for (@Nullable Throwable root = cause.getCause(); root != null; root = root.getCause()) {
            if (root instanceof java.net.SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLoginOf(Product product, int code) {
        return switch (product) {
            case SQLSERVER -> code == 18456;
            case ORACLE -> code == 1017 || code == 28000 || code == 28001;
            case MYSQL -> code == 1045;
            case CLICKHOUSE -> code == 516 || code == 192 || code == 193;
            case POSTGRESQL -> false;
        };
    }

    private static boolean isForbidden(Product product, int code) {
        return switch (product) {
            case SQLSERVER -> code == 229 || code == 230;
            case ORACLE -> code == 1031;
            case MYSQL -> code == 1142 || code == 1143 || code == 1044;
            case CLICKHOUSE -> code == 497;
            case POSTGRESQL -> false;
        };
    }

    private static boolean isFull(Product product, int code) {
        return switch (product) {
            case MYSQL -> code == 1040 || code == 1203;
            case ORACLE -> code == 12516 || code == 12519 || code == 18;
            case CLICKHOUSE -> code == 202;
            case SQLSERVER, POSTGRESQL -> false;
        };
    }

    private static boolean isNoDatabase(Product product, int code) {
        return switch (product) {
            case SQLSERVER -> code == 4060;
            case ORACLE -> code == 12514 || code == 12505;
            case CLICKHOUSE -> code == 81;
            case MYSQL -> code == 1049;
            case POSTGRESQL -> false;
        };
    }

    static SourceFault fault(Fault fault, String zh, String en) {
        return new SourceFault(fault, Text.of(zh, en));
    }
}
