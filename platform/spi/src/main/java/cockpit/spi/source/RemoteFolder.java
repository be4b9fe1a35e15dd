package cockpit.spi.source;

import cockpit.spi.Setting;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import java.util.List;

/**
 * The settings of a folder on an SFTP server. A source that declares {@link #ALL} and has dropped streams needs no code
 * for it: the host fetches new files from there into the connection's drop folder and reads them as if they had been
 * dropped. The server is known by the fingerprint of its key; without one, or with another, nothing is fetched.
 */
public final class RemoteFolder {

    public static final Setting HOST = Setting.text("sftp-host", Text.of("SFTP 主机", "SFTP host"))
            .explained(Text.of("留空则不使用 SFTP。", "Empty where no SFTP is used."));

    public static final Setting PORT =
            Setting.integer("sftp-port", Text.of("SFTP 端口", "SFTP port")).defaultTo("22");

    public static final Setting USER = Setting.text("sftp-user", Text.of("SFTP 账号", "SFTP user"));

    public static final Setting PASSWORD = Setting.secret("sftp-password", Text.of("SFTP 密码", "SFTP password"))
            .explained(Text.of("与私钥二选一。", "Either this or the private key."));

    public static final Setting PRIVATE_KEY = Setting.secret("sftp-private-key", Text.of("SFTP 私钥", "SFTP private key"))
            .explained(
                    Text.of("OpenSSH 或 PEM 格式的全文，不带口令。", "The whole text in OpenSSH or PEM form, without passphrase."));

    public static final Setting HOST_KEY = Setting.text("sftp-host-key", Text.of("SFTP 主机指纹", "SFTP host key"))
            .explained(Text.of(
                    "形如 SHA256:… 的指纹，请向对方管理员索取；不符即拒绝连接。",
                    "A fingerprint SHA256:…, which the other side's admin tells you; another key is refused."));

    public static final Setting FOLDER = Setting.text("sftp-folder", Text.of("SFTP 目录", "SFTP folder"))
            .defaultTo(".")
            .explained(Text.of("只读取这个目录，不含子目录。", "Only this folder is read, not those below it."));

    /** All of them, in the order of the form. */
    public static final List<Setting> ALL = List.of(HOST, PORT, USER, PASSWORD, PRIVATE_KEY, HOST_KEY, FOLDER);

    private RemoteFolder() {}

    /** Whether the connection fetches files. */
    public static boolean given(Settings settings) {
        return settings.find(HOST).isPresent();
    }
}
