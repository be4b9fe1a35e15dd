package cockpit.core.tenant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * The install's key, in {@code keys/master.key} of the data directory, readable by its owner alone. It is generated at the first
 * start and belongs to the metadata of that start: with metadata and without its key nothing that was encrypted could be
 * read, so the server does not start.
 */
public final class MasterKey {

    private static final int BYTES = 32;

    private final byte[] key;

    private MasterKey(byte[] key) {
        this.key = key;
    }

    /** Where the key of a data directory rests. */
    public static Path file(Path data) {
        return data.resolve("keys").resolve("master.key");
    }

    /**
     * Reads the key, or generates it where metadata are new.
     *
     * @throws StartProblem if metadata exist and the key is missing, unreadable, open to others, or another one
     */
    public static MasterKey open(Path data, Metadata metadata) {
        Path file = file(data);
        boolean known = metadata.inTransaction(session -> session.find(InstallRow.class, InstallRow.ONLY) != null);
        if (!Files.exists(file)) {
            if (known) {
                throw new StartProblem("The key file " + file
                        + " is missing, and what this install encrypted cannot be read without it; restore it from the"
                        + " backup.");
            }
            generate(file);
        }
        MasterKey key = read(file);
        String check = Base64.getEncoder().encodeToString(key.derive("install check"));
        String stored = metadata.inTransaction(session -> {
            InstallRow row = session.find(InstallRow.class, InstallRow.ONLY);
            if (row == null) {
                row = new InstallRow();
                row.keyCheck = check;
                row.createdAt = Instant.now();
                session.persist(row);
            }
            return row.keyCheck;
        });
        if (!MessageDigest.isEqual(
                stored.getBytes(StandardCharsets.US_ASCII), check.getBytes(StandardCharsets.US_ASCII))) {
            throw new StartProblem("The key file " + file
                    + " belongs to another install; restore the one that was generated with this metadata.");
        }
        return key;
    }

    private static void generate(Path file) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        byte[] text = (Base64.getEncoder().encodeToString(fresh) + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            try (FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer buffer = ByteBuffer.wrap(text);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
        } catch (IOException e) {
            throw new StartProblem(
                    "The key file " + file + " cannot be written; make its directory writable for this user.", e);
        }
    }

    private static MasterKey read(Path file) {
        try {
            Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            open.removeAll(PosixFilePermissions.fromString("rwx------"));
            if (!open.isEmpty()) {
                throw new StartProblem("The key file " + file + " can be read by others; run: chmod 600 " + file);
            }
            byte[] key = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (key.length != BYTES) {
                throw new StartProblem("The key file " + file + " is damaged; restore it from the backup.");
            }
            return new MasterKey(key);
        } catch (IOException e) {
            throw new StartProblem("The key file " + file + " cannot be read by this user.", e);
        } catch (IllegalArgumentException e) {
            throw new StartProblem("The key file " + file + " is damaged; restore it from the backup.", e);
        }
    }

    /** A key for one purpose; it tells nothing about the master key or those for other purposes. */
    byte[] derive(String purpose) {
        return Hmac.sha256(key, purpose.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "******";
    }
}
