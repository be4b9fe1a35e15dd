package cockpit.server.demo;

import cockpit.core.ingest.ConnectionStatus;
import cockpit.core.ingest.Connections;
import cockpit.core.tenant.Accounts;
import cockpit.core.tenant.Tenant;
import cockpit.core.tenant.TenantConfigs;
import cockpit.core.tenant.Viewer;
import cockpit.server.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a demo's start: tells the simulator where to push, prints the progress of the back-fill, the address as soon as the
 * first figures are there, and address and accounts again when all is read.
 */
public final class DemoRun {

    private static final Logger LOG = LoggerFactory.getLogger(DemoRun.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FIRST_FIGURES = Duration.ofSeconds(20);
    private static final int LINE_EVERY_PERCENT = 5;

    private final Simulator simulator;
    private final Connections connections;
    private final TenantConfigs tenants;
    private final Accounts accounts;
    private final DemoAccounts demoAccounts;
    private volatile Progress progress = new Progress(0, 0, false);

    /**
     * @param share of the history that is read, 0 to 1
     * @param rows stored so far
     */
    public record Progress(double share, long rows, boolean done) {}

    DemoRun(Simulator simulator, Connections connections, TenantConfigs tenants, Accounts accounts, Path data) {
        this.simulator = simulator;
        this.connections = connections;
        this.tenants = tenants;
        this.accounts = accounts;
        this.demoAccounts = new DemoAccounts(tenants, accounts, data);
    }

    /** How far the back-fill is. */
    public Progress progress() {
        return progress;
    }

    /** Whoever may see a tenant's connections; empty where no demo account may. */
    public Optional<Viewer> admin(String tenant) {
        return accounts.viewer(tenant, "admin");
    }

    /**
     * Runs until the back-fill is complete.
     *
     * @param address of this server: {@code http://127.0.0.1:8080}
     */
    public void run(String address) throws InterruptedException {
        List<String> table = demoAccounts.make();
        for (Tenant tenant : tenants.all()) {
            tell(address, tenant);
        }
        long started = System.nanoTime();
        boolean ready = false;
        int said = -LINE_EVERY_PERCENT;
        while (true) {
            progress = measure();
            int percent = (int) Math.floor(progress.share * 100);
            boolean waited = System.nanoTime() - started > FIRST_FIGURES.toNanos();
            if (!ready && (progress.rows > 0 || waited)) {
                ready = true;
                Console.say("ready: " + address);
            }
            if (progress.done) {
                break;
            }
            if (percent >= said + LINE_EVERY_PERCENT) {
                said = percent - percent % LINE_EVERY_PERCENT;
                Console.say(line(percent, progress.rows));
            }
            Thread.sleep(PAUSE);
        }
        Console.say(String.format(
                Locale.ROOT,
                "history complete: %,d rows in %.1f s",
                progress.rows,
                (System.nanoTime() - started) / 1e9));
        table.forEach(Console::say);
        Console.say("ready: " + address);
    }

    private static String line(int percent, long rows) {
        return String.format(Locale.ROOT, "history: %d %%, %,d rows", percent, rows);
    }

    private void tell(String address, Tenant tenant) throws InterruptedException {
        while (true) {
            try {
                simulator.targets(address, tenant.code());
                return;
            } catch (IOException e) {
                LOG.warn("The simulator was not told where to push; trying again.", e);
                Thread.sleep(PAUSE);
            }
        }
    }

    private Progress measure() {
        Optional<Simulator.Pushed> pushed = pushed();
        boolean sent = pushed.filter(all -> all.sent() >= all.total()).isPresent();
        double share = 0;
        int streams = 0;
        long rows = 0;
        boolean reading = !sent;
        for (Tenant tenant : tenants.all()) {
            List<ConnectionStatus> all =
                    admin(tenant.code()).map(connections::all).orElse(List.of());
            for (ConnectionStatus connection : all) {
                reading |= connection.state() == ConnectionStatus.State.BACK_FILLING;
                for (ConnectionStatus.StreamStatus stream : connection.streams()) {
                    boolean isPushed = stream.nextRun().isEmpty();
                    boolean begun = stream.lastSuccess().isPresent() || (isPushed && sent);
                    double read = stream.progress().orElse(begun ? 1.0 : 0.0);
                    reading |= read < 1.0;
                    share += read;
                    streams++;
                    rows += stream.rows();
                }
            }
        }
        boolean done = !reading && rows > 0;
        double measured = streams == 0 ? 0 : Math.min(share / streams, 0.99);
        return new Progress(done ? 1 : Math.max(measured, progress.share), rows, done);
    }

    private Optional<Simulator.Pushed> pushed() {
        try {
            return Optional.of(simulator.pushed());
        } catch (IOException e) {
            LOG.debug("The simulator did not say how far it is.", e);
            return Optional.empty();
        }
    }
}
