package cockpit.core.ingest;

import cockpit.core.ingest.IngestMemory.FileOutcome;
import cockpit.core.ingest.IngestMemory.FileState;
import cockpit.core.plugin.Outcome;
import cockpit.core.warehouse.WarehouseFault;
import cockpit.spi.Text;
import cockpit.spi.data.Column;
import cockpit.spi.source.Fault;
import cockpit.spi.source.Row;
import cockpit.spi.source.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's folder for files (CSV, Excel, Parquet): {@code incoming} is read, the newest date first; what is stored goes to {@code done}
 * and is kept thirty days, what cannot be read at all goes to {@code refused} beside a text that says why. A file is its
 * name and its content: the same one is loaded once.
 */
final class FileDrop {

    private static final Logger LOG = LoggerFactory.getLogger(FileDrop.class);
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Pattern DATE = Pattern.compile("(?<![0-9])(20[0-9]{6})(?![0-9])");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*_[A-Za-z0-9._-]*\\.(csv|xlsx|parquet)");
    private static final int BATCH = 5_000;
    private static final int FILES_A_PASS = 500;
    private static final long LARGEST_FILE = 512L * 1024 * 1024;
    private static final Duration SCAN = Duration.ofMillis(700);
    private static final Duration CLEAN = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration SKIP = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Services services;
    private final LiveConnection connection;
    private final Path incoming;
    private final Path done;
    private final Path refused;
    private final Map<String, Stamp> seen = new HashMap<>();
    private final Set<String> complete = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> skipped = new HashMap<>();
    private long nextScan = System.nanoTime();
    private long nextClean = System.nanoTime();
    private boolean running;
    private long doneInARow;

    private record Stamp(long size, FileTime modified) {}

    private record Inspected(String hash, Charset charset) {}

    FileDrop(Services services, LiveConnection connection) {
        this.services = services;
        this.connection = connection;
        Path folder = services.dataDirectory()
                .resolve("drop")
                .resolve(connection.tenant().code())
                .resolve(connection.config().id());
        this.incoming = folder.resolve("incoming");
        this.done = folder.resolve("done");
        this.refused = folder.resolve("refused");
        try {
            Files.createDirectories(incoming);
            Files.createDirectories(done);
            Files.createDirectories(refused);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made.", e);
        }
    }

    // ---- uploads ----

    /** What became of an upload. */
    enum Taken {
        NEW,
        KNOWN,
        BAD_NAME
    }

    /** Keeps an uploaded file; when the call returns, it is on the disk. */
    Taken take(OpenFeed feed, String name, byte[] body) throws IOException {
        if (name.length() > 200 || stream(feed, name).isEmpty()) {
            return Taken.BAD_NAME;
        }
        String hash = IngestMemory.hash(body);
        String tenant = connection.tenant().code();
        String id = connection.config().id();
        Optional<FileState> known = services.memory().file(tenant, id, name, hash);
        boolean lost = known.equals(Optional.of(FileState.WAITING)) && !Files.exists(incoming.resolve(name));
        if (known.isPresent() && known.get() != FileState.REFUSED && !lost) {
            return Taken.KNOWN;
        }
        Path upload = incoming.resolve(".upload-" + UUID.randomUUID());
        try {
            Files.write(upload, body);
            try (var channel = java.nio.channels.FileChannel.open(upload, java.nio.file.StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            services.memory()
                    .rememberFile(tenant, id, name, hash, new FileOutcome(FileState.WAITING, 0, Optional.empty()));
            complete.add(name);
            Files.move(
                    upload,
                    incoming.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(upload);
        }
        return Taken.NEW;
    }

    /** Whether a file of this name would be read. */
    boolean takes(OpenFeed feed, String name) {
        return name.length() <= 190 && stream(feed, name).isPresent();
    }

    /** A place for a file that is being fetched; it is not read from there. */
    Path fresh() {
        return incoming.resolve(".fetch-" + UUID.randomUUID());
    }

    /** Takes a fetched file, which is complete. */
    void accept(Path fresh, String name) throws IOException {
        complete.add(name);
        Files.move(fresh, incoming.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The dropped stream that a file name begins with; the longest if several fit. */
    private static Optional<Stream> stream(OpenFeed feed, String name) {
        return NAME.matcher(name).matches()
                ? feed.description().streams().stream()
                        .filter(Stream::dropped)
                        .filter(stream -> name.startsWith(stream.name() + "_"))
                        .max(Comparator.comparingInt(stream -> stream.name().length()))
                : Optional.empty();
    }

    // ---- reading ----

    /** Begins to read what waits, unless that is under way. */
    synchronized void dispatch(OpenFeed feed) {
        long now = System.nanoTime();
        if (running || now - nextScan < 0) {
            return;
        }
        nextScan = now + SCAN.toNanos();
        running = connection.start("files-" + connection.config().id(), () -> pass(feed));
    }

    private void pass(OpenFeed feed) {
        boolean more = false;
        try {
            clean();
            List<Path> ready = ready();
            more = ready.size() > FILES_A_PASS;
            load(feed, ready);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "The dropped files of {} cannot be read now: {}",
                    connection.config().id(),
                    e.getMessage());
            pause();
        } finally {
            finish(more);
        }
    }

    private synchronized void pause() {
        nextScan = System.nanoTime() + PAUSE.toNanos();
    }

    private synchronized void finish(boolean more) {
        running = false;
        nextScan = more ? System.nanoTime() : nextScan;
    }

    /** Complete files, the newest date first. A file dropped by hand must look the same in two scans. */
    private List<Path> ready() throws IOException {
        Map<String, Stamp> present = new HashMap<>();
        List<Path> ready = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming, "*.{csv,xlsx,parquet}")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(".")) {
                    continue;
                }
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!attributes.isRegularFile()) {
                    continue;
                }
                Stamp stamp = new Stamp(attributes.size(), attributes.lastModifiedTime());
                present.put(name, stamp);
                Long later = skipped.get(name);
                if (later != null && System.nanoTime() - later < 0) {
                    continue;
                }
                skipped.remove(name);
                if (complete.contains(name) || stamp.equals(seen.get(name))) {
                    ready.add(file);
                }
            }
        }
        seen.clear();
        seen.putAll(present);
        ready.sort(Comparator.comparing(FileDrop::date)
                .reversed()
                .thenComparing(file -> String.valueOf(file.getFileName())));
        return ready;
    }

    private static String date(Path file) {
        Matcher matcher = DATE.matcher(String.valueOf(file.getFileName()));
        String date = "";
        while (matcher.find()) {
            date = matcher.group(1);
        }
        return date;
    }

    private void load(OpenFeed feed, List<Path> ready) throws IOException {
        Collected collected = new Collected(feed);
        int left = ready.size();
        for (Path file : ready.subList(0, Math.min(ready.size(), FILES_A_PASS))) {
            if (feed.isClosed()) {
                return;
            }
            String name = String.valueOf(file.getFileName());
            Optional<Stream> stream = stream(feed, name);
            Optional<StreamState> state =
                    stream.map(found -> connection.streams().get(found.name()));
            double share = doneInARow / (double) (doneInARow + left);
            state.ifPresent(found -> found.filesRead(share));
            try {
                if (stream.isEmpty() || state.isEmpty()) {
                    throw new NotReadable(
                            "文件 " + name + " 的名字应为“数据流_….csv”（或 .xlsx、.parquet），数据流是 " + dropped(feed) + " 之一。",
                            "The file " + name + " must be named stream_….csv (or .xlsx, .parquet), its stream one of "
                                    + dropped(feed) + ".");
                }
                read(file, name, state.get(), collected);
            } catch (NotReadable e) {
                collected.forget();
                refuse(file, name, e.reason(), state);
            } catch (WarehouseFault e) {
                state.ifPresent(found -> found.note(unstored()));
                throw e;
            } catch (IOException e) {
                collected.forget();
                skip(name, e, state);
            }
            doneInARow++;
            left--;
        }
        collected.flush();
        if (ready.size() <= FILES_A_PASS) {
            doneInARow = 0;
            connection.streams().values().stream()
                    .filter(state -> state.stream().dropped())
                    .forEach(state -> state.filesRead(1));
        }
    }

    /** Leaves a file that cannot be read now where it is, and goes on with the others. */
    private void skip(String name, IOException why, Optional<StreamState> state) {
        LOG.warn("{}: {} cannot be read now: {}", connection.config().id(), name, why.toString());
        skipped.put(name, System.nanoTime() + SKIP.toNanos());
        state.ifPresent(found -> found.note(new Problem(
                Optional.empty(),
                Text.of(
                        "文件 " + name + " 暂时读不出来，请检查它的权限；稍后自动重试。",
                        "The file " + name
                                + " cannot be read at the moment; check its permissions. It is tried again."),
                false)));
    }

    private static Problem unstored() {
        return new Problem(
                Optional.empty(),
                Text.of("文件暂时无法写入仓库，稍后自动重试。", "Files cannot be stored at the moment; it is tried again."),
                false);
    }

    private static String dropped(OpenFeed feed) {
        return feed.description().streams().stream()
                .filter(Stream::dropped)
                .map(Stream::name)
                .collect(Collectors.joining(", "));
    }

    private void read(Path file, String name, StreamState state, Collected collected) throws IOException, NotReadable {
        Inspected inspected = inspect(file, name);
        String tenant = connection.tenant().code();
        boolean loaded = services.memory()
                .file(tenant, connection.config().id(), name, inspected.hash())
                .equals(Optional.of(FileState.LOADED));
        if (loaded) {
            move(file, name, done);
            return;
        }
        collected.begin(state, file, name, inspected.hash());
        try (TableFile table = open(file, name, inspected.charset())) {
            TableFile.Line first = table.next();
            if (first == null) {
                throw new NotReadable("文件 " + name + " 是空的。", "The file " + name + " is empty.");
            }
            List<String> header = header(name, first.fields(), state);
            for (TableFile.Line line = table.next(); line != null; line = table.next()) {
                collected.add(header, line);
            }
        }
        collected.end();
    }

    private static TableFile open(Path file, String name, Charset charset) throws IOException, NotReadable {
        return switch (TableFile.ending(name)) {
            case "xlsx" -> new ExcelFile(file, name);
            case "parquet" -> new ParquetFile(file, name);
            default -> new CsvFile(file, name, charset);
        };
    }

    private List<String> header(String name, List<String> fields, StreamState state) throws NotReadable {
        List<String> header = new ArrayList<>();
        for (String field : fields) {
            header.add(field.replace("\uFEFF", "").strip());
        }
        Set<String> names = new HashSet<>();
        for (String column : header) {
            if (!column.isEmpty() && !names.add(column)) {
                throw new NotReadable(
                        "文件 " + name + " 的表头中 " + column + " 出现两次。",
                        "The file " + name + " has the header " + column + " twice.");
            }
        }
        List<String> missing = state.stream().columns().stream()
                .filter(Column::required)
                .map(Column::name)
                .filter(column -> !names.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new NotReadable(
                    "文件 " + name + " 缺少必需的列 " + String.join("、", missing) + "，整个文件未读入。",
                    "The file " + name + " lacks the required columns " + String.join(", ", missing)
                            + "; nothing of it was read.");
        }
        return header;
    }

    private static Inspected inspect(Path file, String name) throws IOException, NotReadable {
        if (Files.size(file) > LARGEST_FILE) {
            throw new NotReadable(
                    "文件 " + name + " 超过 512 MB，请按天或按门店拆开。",
                    "The file " + name + " is larger than 512 MB; split it by day or store.");
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            boolean utf8 = true;
            try (InputStream input = new DigestInputStream(Files.newInputStream(file), digest)) {
                Reader reader = new InputStreamReader(
                        input,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
                try {
                    reader.transferTo(java.io.Writer.nullWriter());
                } catch (CharacterCodingException _) {
                    utf8 = false;
                }
                input.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return new Inspected(HexFormat.of().formatHex(digest.digest()), utf8 ? StandardCharsets.UTF_8 : GB18030);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    private void refuse(Path file, String name, Text reason, Optional<StreamState> state) throws IOException {
        LOG.info("{}: {}", connection.config().id(), reason.en());
        state.or(() -> connection.streams().values().stream()
                        .filter(one -> one.stream().dropped())
                        .findFirst())
                .ifPresent(found -> found.note(Problem.of(Fault.DATA, reason)));
        String hash = IngestMemory.hash(Files.size(file) > LARGEST_FILE ? new byte[0] : Files.readAllBytes(file));
        services.memory()
                .rememberFile(
                        connection.tenant().code(),
                        connection.config().id(),
                        name.substring(0, Math.min(200, name.length())),
                        hash,
                        new FileOutcome(FileState.REFUSED, 0, Optional.of(reason)));
        Files.writeString(refused.resolve(name + ".txt"), reason.zh() + "\n" + reason.en() + "\n");
        move(file, name, refused);
    }

    private void move(Path file, String name, Path to) throws IOException {
        complete.remove(name);
        Files.move(file, to.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(
                to.resolve(name), FileTime.from(services.clock().instant()));
    }

    /** Deletes what was done long ago. */
    private void clean() throws IOException {
        if (System.nanoTime() - nextClean < 0) {
            return;
        }
        nextClean = System.nanoTime() + CLEAN.toNanos();
        FileTime before = FileTime.from(services.clock().instant().minus(KEPT));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(done)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(before) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Rows of files of one stream, stored together: hundreds of small files need few commits. */
    private final class Collected {

        private final OpenFeed feed;
        private final List<Row> rows = new ArrayList<>();
        private final List<IngestMemory.SetAside> unreadable = new ArrayList<>();
        private final List<Part> whole = new ArrayList<>();
        private @Nullable StreamState state;
        private @Nullable Part current;
        private int rowsBefore;
        private int unreadableBefore;

        private Collected(OpenFeed feed) {
            this.feed = feed;
        }

        private void begin(StreamState next, Path file, String name, String hash) throws IOException {
            if (state != null && state != next) {
                flush();
            }
            state = next;
            current = new Part(file, name, hash);
            rowsBefore = rows.size();
            unreadableBefore = unreadable.size();
        }

        private void add(List<String> header, TableFile.Line line) throws IOException {
            Part part = java.util.Objects.requireNonNull(current);
            if (line.fields().stream().allMatch(String::isBlank)) {
                return;
            }
            String origin = part.name + ", line " + line.number();
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int index = 0; index < Math.min(header.size(), line.fields().size()); index++) {
                if (!header.get(index).isEmpty()) {
                    values.put(header.get(index), line.fields().get(index));
                }
            }
            Row row = meant(new Row(values, origin));
            part.rows++;
            Text problem = line.problem();
            if (problem != null) {
                unreadable.add(setAside(row, problem));
            } else if (line.fields().size() == header.size()) {
                rows.add(row);
            } else {
                unreadable.add(setAside(
                        row,
                        Text.of(
                                "这一行有 " + line.fields().size() + " 个字段，表头有 " + header.size() + " 个。",
                                "The line has " + line.fields().size() + " fields, the header has " + header.size()
                                        + ".")));
            }
            if (rows.size() + unreadable.size() >= BATCH) {
                store();
                rowsBefore = 0;
                unreadableBefore = 0;
            }
        }

        /** The record by the names of the stream's columns: the plugin knows what the file's header means. */
        private Row meant(Row record) throws IOException {
            String stream = java.util.Objects.requireNonNull(state).stream().name();
            return switch (feed.call(() -> feed.feed().dropped(stream, record))) {
                case Outcome.Returned<Row>(Row row) -> java.util.Objects.requireNonNullElse(row, record);
                case Outcome.Threw<Row>(String plugin, Throwable cause) ->
                    throw new IOException("The plugin " + plugin + " failed: " + Problem.trace(cause));
            };
        }

        private IngestMemory.SetAside setAside(Row row, Text reason) {
            RowReader reader = reader();
            return new IngestMemory.SetAside(
                    reader.stream().name(), "", row.origin(), reason, JsonText.write(reader.masked(row)));
        }

        private RowReader reader() {
            RowReader reader = feed.readers()
                    .get(java.util.Objects.requireNonNull(state).stream().name());
            return java.util.Objects.requireNonNull(reader);
        }

        private void end() {
            whole.add(java.util.Objects.requireNonNull(current));
            current = null;
        }

        /** Drops what the file just begun had brought. */
        private void forget() {
            if (current != null) {
                rows.subList(rowsBefore, rows.size()).clear();
                unreadable.subList(unreadableBefore, unreadable.size()).clear();
                current = null;
            }
        }

        private void store() throws IOException {
            StreamState target = java.util.Objects.requireNonNull(state);
            connection.land(
                    target,
                    reader(),
                    List.copyOf(rows),
                    List.copyOf(unreadable),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new ArrayList<>());
            rows.clear();
            unreadable.clear();
            for (Part part : whole) {
                services.memory()
                        .rememberFile(
                                connection.tenant().code(),
                                connection.config().id(),
                                part.name,
                                part.hash,
                                new FileOutcome(FileState.LOADED, part.rows, Optional.empty()));
                move(part.file, part.name, done);
            }
            if (!whole.isEmpty()) {
                target.note(null);
            }
            whole.clear();
        }

        private void flush() throws IOException {
            if (state != null && (!whole.isEmpty() || !rows.isEmpty() || !unreadable.isEmpty())) {
                store();
            }
        }
    }

    /** A file that is being read. */
    private static final class Part {

        private final Path file;
        private final String name;
        private final String hash;
        private long rows;

        private Part(Path file, String name, String hash) {
            this.file = file;
            this.name = name;
            this.hash = hash;
        }
    }
}
