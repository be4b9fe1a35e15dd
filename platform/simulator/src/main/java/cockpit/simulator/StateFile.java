package cockpit.simulator;

import cockpit.simulator.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The file that keeps progress between runs, readable by its owner only; it is replaced as a whole. */
final class StateFile {
    private final Path file;
    private String last = "";

    StateFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    Optional<JsonNode> load() throws CommandLine.Unusable {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(Files.readString(file)));
        } catch (IOException | JacksonException damaged) {
            throw new CommandLine.Unusable(
                    "The state file " + file + " cannot be read; delete it to start from nothing.");
        }
    }

    synchronized void save(JsonNode state) throws IOException {
        String text = Json.pretty(state);
        if (text.equals(last)) {
            return;
        }
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, ownerOnly());
        Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        last = text;
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
