package cockpit.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command of the launcher, running: what it printed so far, and its end. */
public final class Launched implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    private Launched(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** The root of the checkout. */
    public static Path home() {
        return Path.of(System.getProperty("cockpit.home", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    /** Starts {@code ./cockpit …}; the packages must have been built. */
    public static Launched cockpit(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(home().resolve("cockpit").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("COCKPIT_SKIP_BUILD", "yes");
        try {
            return new Launched(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(output ended: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits for a line that fits. */
    public synchronized String await(Predicate<String> fits, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        int next = 0;
        while (true) {
            for (; next < lines.size(); next++) {
                if (fits.test(lines.get(next))) {
                    return lines.get(next);
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || left <= 0) {
                throw new AssertionError((ended ? "The command ended" : "The command was too slow")
                        + " before the awaited line; it printed:\n" + String.join("\n", lines));
            }
            wait(left);
        }
    }

    public synchronized String output() {
        return String.join("\n", lines);
    }

    /** Waits for the end and gives the exit code, if it ends in time. */
    public Optional<Integer> exit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience)) {
            return Optional.empty();
        }
        reader.join(patience);
        return Optional.of(process.exitValue());
    }

    /** Asks it to end, as Ctrl-C and the operator do. */
    public void terminate() {
        process.destroy();
    }

    /** Every process that it started and that still runs. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Ends it, and waits until it and all that it started are gone. */
    @Override
    public void close() {
        List<ProcessHandle> all = descendants();
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(30))) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
