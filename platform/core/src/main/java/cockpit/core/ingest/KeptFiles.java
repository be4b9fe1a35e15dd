package cockpit.core.ingest;

import cockpit.core.identity.PersonalStore;
import cockpit.core.identity.Trace;
import cockpit.spi.Text;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lines of a tenant's dropped and uploaded files: those that wait, those that were loaded and are kept for a while, and
 * those that were refused. Only whole lines are taken out; the header names nobody.
 */
final class KeptFiles implements PersonalStore {

    /** Reads every byte as one character, so that a file of any encoding is written back as it was. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private final Path drop;

    KeptFiles(Path dataDirectory) {
        this.drop = dataDirectory.resolve("drop");
    }

    @Override
    public Text title() {
        return Text.of("上传文件中的行", "Lines of uploaded files");
    }

    @Override
    public long count(String tenant, Trace trace) {
        long count = 0;
        for (Path file : files(tenant)) {
            count += lines(file, trace);
        }
        return count;
    }

    @Override
    public long erase(String tenant, Trace trace) {
        long count = 0;
        for (Path file : files(tenant)) {
            long lines = lines(file, trace);
            if (lines > 0) {
                rewrite(file, trace);
                count += lines;
            }
        }
        return count;
    }

    private List<Path> files(String tenant) {
        Path folder = drop.resolve(tenant);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder, 4)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The files of " + tenant + " cannot be listed.", e);
        }
    }

    private static boolean names(String line, Trace trace) {
        byte[] bytes = line.getBytes(BYTES);
        return trace.isIn(new String(bytes, StandardCharsets.UTF_8));
    }

    private static long lines(Path file, Trace trace) {
        try (Stream<String> lines = Files.lines(file, BYTES)) {
            return lines.filter(line -> names(line, trace)).count();
        } catch (IOException e) {
            throw new UncheckedIOException("A kept file cannot be read.", e);
        }
    }

    /** A crash in between leaves the file as it was. */
    private static void rewrite(Path file, Trace trace) {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".erasing");
        try {
            try (BufferedReader lines = Files.newBufferedReader(file, BYTES);
                    BufferedWriter kept = Files.newBufferedWriter(fresh, BYTES)) {
                String line = lines.readLine();
                while (line != null) {
                    if (!names(line, trace)) {
                        kept.write(line);
                        kept.write("\n");
                    }
                    line = lines.readLine();
                }
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("A kept file cannot be rewritten.", e);
        }
    }
}
