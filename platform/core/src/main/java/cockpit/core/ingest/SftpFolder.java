package cockpit.core.ingest;

import cockpit.core.ingest.IngestMemory.FileOutcome;
import cockpit.core.ingest.IngestMemory.FileState;
import cockpit.core.plugin.Outcome;
import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.source.Fault;
import cockpit.spi.source.RemoteFolder;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.source.SourceFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder on an SFTP server, from which new files come into the connection's drop folder. Only the server whose key has
 * the given fingerprint is spoken to; nothing of this machine's own SSH configuration, keys or agent is used. A file must
 * look the same in two looks before it is fetched, and is left where it is.
 */
final class SftpFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SftpFolder.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration PASS = Duration.ofMinutes(10);
    private static final int FILES_A_PASS = 200;
    private static final int MOST_ENTRIES = 100_000;
    private static final long LARGEST_FILE = 512L * 1024 * 1024;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.:-]{0,251}[A-Za-z0-9])?");
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    private final Services services;
    private final LiveConnection connection;
    private final FileDrop drop;
    private final Settings settings;
    private final Duration interval;
    private final Map<String, Stamp> seen = new HashMap<>();
    private long nextLook = System.nanoTime();
    private boolean running;
    private boolean failed;

    private record Stamp(long size, long modified) {}

    SftpFolder(Services services, LiveConnection connection, FileDrop drop, Settings settings, Duration interval) {
        this.services = services;
        this.connection = connection;
        this.drop = drop;
        this.settings = settings;
        this.interval = interval;
    }

    /** Whether a source has a form for such a folder. */
    static boolean isDeclared(SourceDescription description) {
        return description.settings().stream().anyMatch(setting -> setting.key().equals(RemoteFolder.HOST.key()));
    }

    /** Begins to look for new files, unless that is under way or too early. */
    synchronized void dispatch(OpenFeed feed) {
        long now = System.nanoTime();
        if (running || now - nextLook < 0) {
            return;
        }
        nextLook = now + interval.toNanos();
        running = connection.start("sftp-" + connection.config().id(), () -> pass(feed));
    }

    /** Looks again as soon as possible. */
    synchronized void soon() {
        nextLook = System.nanoTime();
    }

    private void pass(OpenFeed feed) {
        try {
            switch (feed.call(() -> {
                fetch(feed);
                return true;
            })) {
                case Outcome.Returned<Boolean> _ -> {
                    if (failed) {
                        note(null);
                        failed = false;
                    }
                }
                case Outcome.Threw<Boolean>(String _, InterruptedException _) -> {
                    // the connection is being closed
                }
                case Outcome.Threw<Boolean>(String _, SourceFault fault) -> {
                    LOG.info("{}: {}", connection.config().id(), fault.getMessage());
                    failed = true;
                    note(Problem.of(fault.fault(), fault.sentence()));
                }
                case Outcome.Threw<Boolean>(String _, Throwable cause) -> {
                    if (!feed.isClosed()) {
                        LOG.warn(
                                "{}: the SFTP folder failed: {}",
                                connection.config().id(),
                                Problem.trace(cause));
                        failed = true;
                        note(Problem.of(Fault.UPSTREAM, sentence("连接中断，稍后自动重试", "broke off; it is tried again")));
                    }
                }
            }
        } finally {
            finish();
        }
    }

    private synchronized void finish() {
        running = false;
    }

    private void note(@Nullable Problem problem) {
        connection.streams().values().stream()
                .filter(state -> state.stream().dropped())
                .forEach(state -> state.note(problem));
    }

    // ---- fetching ----

    private void fetch(OpenFeed feed) throws SourceFault, InterruptedException {
        String host = checked();
        AtomicReference<String> shown = new AtomicReference<>("");
        try (SshClient client = client(shown)) {
            client.start();
            try (ClientSession session = client.connect(
                            settings.text(RemoteFolder.USER), host, (int) settings.integer(RemoteFolder.PORT))
                    .verify(CONNECT)
                    .getSession()) {
                identify(session);
                session.auth().verify(CONNECT);
                try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
                    fetch(feed, sftp);
                }
            } catch (IOException e) {
                throw fault(e, shown.get());
            }
        } catch (IOException e) {
            throw fault(e, shown.get());
        }
    }

    private String checked() throws SourceFault {
        String host = settings.text(RemoteFolder.HOST);
        List<String> wrong = new ArrayList<>();
        if (!HOST.matcher(host).matches()) {
            wrong.add(RemoteFolder.HOST.key());
        }
        long port = settings.integer(RemoteFolder.PORT);
        if (port < 1 || port > 65_535) {
            wrong.add(RemoteFolder.PORT.key());
        }
        if (settings.text(RemoteFolder.USER).isEmpty()) {
            wrong.add(RemoteFolder.USER.key());
        }
        if (!FINGERPRINT.matcher(settings.text(RemoteFolder.HOST_KEY)).matches()) {
            wrong.add(RemoteFolder.HOST_KEY.key());
        }
        if (settings.find(RemoteFolder.PASSWORD).isEmpty()
                && settings.find(RemoteFolder.PRIVATE_KEY).isEmpty()) {
            wrong.add(RemoteFolder.PASSWORD.key());
        }
        if (!wrong.isEmpty()) {
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "SFTP 设置缺少或不正确：" + String.join("、", wrong) + "（指纹形如 SHA256:…，密码与私钥至少填一个）。",
                            "SFTP settings are missing or wrong: " + String.join(", ", wrong)
                                    + " (a fingerprint is SHA256:…; give a password or a private key)."));
        }
        return host;
    }

    private SshClient client(AtomicReference<String> shown) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setAgentFactory(null);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
        client.setServerKeyVerifier((_, _, key) -> {
            String fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
            boolean known = settings.text(RemoteFolder.HOST_KEY).equals(fingerprint);
            shown.set(known ? "" : String.valueOf(fingerprint));
            return known;
        });
        CoreModuleProperties.AUTH_TIMEOUT.set(client, CONNECT);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, SILENCE);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, SILENCE);
        return client;
    }

    private void identify(ClientSession session) throws SourceFault {
        if (settings.find(RemoteFolder.PRIVATE_KEY).isPresent()) {
            String text = settings.secret(RemoteFolder.PRIVATE_KEY).reveal();
            try (InputStream content = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
                Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                        session, NamedResource.ofName("private key"), content, FilePasswordProvider.EMPTY);
                for (KeyPair pair : pairs == null ? List.<KeyPair>of() : pairs) {
                    session.addPublicKeyIdentity(pair);
                    return;
                }
            } catch (IOException | GeneralSecurityException | RuntimeException _) {
                // told below, without what the parser quotes of the key
            }
            throw new SourceFault(
                    Fault.SETTINGS,
                    Text.of(
                            "SFTP 私钥无法读取：应为不带口令的 OpenSSH 或 PEM 格式。",
                            "The SFTP private key cannot be read: it must be OpenSSH or PEM, without passphrase."));
        }
        session.addPasswordIdentity(settings.secret(RemoteFolder.PASSWORD).reveal());
    }

    private void fetch(OpenFeed feed, SftpClient sftp) throws IOException, InterruptedException {
        String folder = settings.text(RemoteFolder.FOLDER);
        Map<String, Stamp> present = new HashMap<>();
        for (SftpClient.DirEntry entry : entries(sftp, folder)) {
            SftpClient.Attributes attributes = entry.getAttributes();
            String name = entry.getFilename();
            if (attributes.isRegularFile() && attributes.getSize() <= LARGEST_FILE && drop.takes(feed, name)) {
                long modified = attributes.getModifyTime() == null
                        ? 0
                        : attributes.getModifyTime().toMillis();
                present.put(name, new Stamp(attributes.getSize(), modified));
            }
        }
        List<String> ready = present.entrySet().stream()
                .filter(entry -> entry.getValue().equals(seen.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .filter(name -> !isKnown(name, java.util.Objects.requireNonNull(present.get(name))))
                .sorted(Comparator.reverseOrder())
                .limit(FILES_A_PASS)
                .toList();
        boolean waiting =
                present.entrySet().stream().anyMatch(entry -> !entry.getValue().equals(seen.get(entry.getKey())));
        seen.clear();
        seen.putAll(present);
        long end = System.nanoTime() + PASS.toNanos();
        for (String name : ready) {
            if (feed.isClosed() || System.nanoTime() - end > 0) {
                break;
            }
            Stamp stamp = java.util.Objects.requireNonNull(present.get(name));
            if (copy(sftp, folder + "/" + name, name, stamp)) {
                remember(name, stamp);
            }
        }
        if (waiting || ready.size() == FILES_A_PASS) {
            hurry();
        }
    }

    private static List<SftpClient.DirEntry> entries(SftpClient sftp, String folder) throws IOException {
        List<SftpClient.DirEntry> entries = new ArrayList<>();
        try (SftpClient.CloseableHandle handle = sftp.openDir(folder)) {
            for (List<SftpClient.DirEntry> some = sftp.readDir(handle);
                    some != null && entries.size() < MOST_ENTRIES;
                    some = sftp.readDir(handle)) {
                entries.addAll(some);
            }
        }
        return entries;
    }

    /** A file that has just been seen for the first time is worth a second look soon. */
    private synchronized void hurry() {
        long soon = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        nextLook = nextLook - soon > 0 ? soon : nextLook;
    }

    /** @return whether the whole file came; one that grew meanwhile waits for the next look */
    private boolean copy(SftpClient sftp, String path, String name, Stamp stamp)
            throws IOException, InterruptedException {
        Path fresh = drop.fresh();
        try {
            long copied = 0;
            try (InputStream from = sftp.read(path);
                    OutputStream to = Files.newOutputStream(fresh)) {
                byte[] buffer = new byte[1 << 15];
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    copied += read;
                    if (copied > stamp.size()) {
                        return false;
                    }
                    to.write(buffer, 0, read);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            }
            if (copied != stamp.size()) {
                return false;
            }
            drop.accept(fresh, name);
            return true;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private boolean isKnown(String name, Stamp stamp) {
        return services.memory()
                .file(connection.tenant().code(), connection.config().id(), remembered(name), hash(stamp))
                .isPresent();
    }

    private void remember(String name, Stamp stamp) {
        services.memory()
                .rememberFile(
                        connection.tenant().code(),
                        connection.config().id(),
                        remembered(name),
                        hash(stamp),
                        new FileOutcome(FileState.LOADED, 0, Optional.empty()));
    }

    private static String remembered(String name) {
        return "sftp:" + name;
    }

    private static String hash(Stamp stamp) {
        return IngestMemory.hash((stamp.size() + " " + stamp.modified()).getBytes(StandardCharsets.UTF_8));
    }

    // ---- faults ----

    private SourceFault fault(IOException cause, String otherKey) {
        if (!otherKey.isEmpty()) {
            return new SourceFault(
                    Fault.SETTINGS,
                    sentence(
                            "出示的密钥指纹是 " + otherKey + "，与设置不符，已拒绝连接；请向对方管理员核实",
                            "shows a key with the fingerprint " + otherKey
                                    + ", which is not the one of the settings; it was refused. Ask the other side's admin"));
        }
        for (@Nullable Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof SftpException sftp) {
                return switch (sftp.getStatus()) {
                    case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH ->
                        new SourceFault(
                                Fault.SETTINGS,
                                sentence("没有这个目录，请检查 sftp-folder", "has no such folder; check sftp-folder"));
                    case SftpConstants.SSH_FX_PERMISSION_DENIED ->
                        new SourceFault(Fault.ACCESS, sentence("不允许读取这个目录", "does not let this user read the folder"));
                    default ->
                        new SourceFault(
                                Fault.UPSTREAM,
                                sentence(
                                        "出错（" + sftp.getStatus() + "），稍后自动重试",
                                        "failed (" + sftp.getStatus() + "); it is tried again"));
                };
            }
            if (one instanceof org.apache.sshd.common.SshException
                    && String.valueOf(one.getMessage()).contains("authentication")) {
                return new SourceFault(
                        Fault.SETTINGS,
                        sentence("拒绝登录，请检查账号、密码或私钥", "refused the sign-in; check user, password or private key"));
            }
        }
        return new SourceFault(
                Fault.UPSTREAM,
                sentence(
                        "连不上或中断（" + cause.getClass().getSimpleName() + "），稍后自动重试",
                        "cannot be reached or broke off (" + cause.getClass().getSimpleName()
                                + "); it is tried again"));
    }

    private Text sentence(String zh, String en) {
        String host = settings.text(RemoteFolder.HOST);
        return Text.of("SFTP 服务器 " + host + " " + zh + "。", "The SFTP server " + host + " " + en + ".");
    }
}
