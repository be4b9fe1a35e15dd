package cockpit.acceptance;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The demo as a newcomer starts it, small: 24 stores, free ports, a data directory of its own. */
public final class Demo implements AutoCloseable {

    /** A line of the table of accounts. */
    public record Account(String tenant, String user, String password, String role) {}

    private final Launched launched;
    private final Path data;
    private final String address;
    private final Simulator simulator;
    private final Map<String, Account> accounts = new HashMap<>();

    private Demo(Launched launched, Path data, String address, Simulator simulator) {
        this.launched = launched;
        this.data = data;
        this.address = address;
        this.simulator = simulator;
    }

    public static Demo start(Path data) throws InterruptedException {
        return start(data, "--stores", "24");
    }

    public static Demo start(Path data, String... more) throws InterruptedException {
        String[] arguments = new String[7 + more.length];
        String[] first = {"demo", "--port", "0", "--simulator-port", "0", "--data", data.toString()};
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(more, 0, arguments, first.length, more.length);
        Launched launched = Launched.cockpit(arguments);
        try {
            String simulator = after(launched.await(line -> line.startsWith("simulator: "), Duration.ofMinutes(2)));
            String address = after(launched.await(line -> line.startsWith("ready: "), Duration.ofMinutes(5)));
            Properties credentials = new Properties();
            try (var in = Files.newBufferedReader(data.resolve("credentials.properties"), StandardCharsets.UTF_8)) {
                credentials.load(in);
            }
            Demo demo = new Demo(
                    launched, data, address, new Simulator(simulator, credentials.getProperty("control.token")));
            demo.readAccounts();
            return demo;
        } catch (IOException e) {
            launched.close();
            throw new UncheckedIOException(e);
        } catch (AssertionError | RuntimeException | InterruptedException e) {
            launched.close();
            throw e;
        }
    }

    private void readAccounts() throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("accounts.txt"), StandardCharsets.UTF_8);
        for (String line : lines) {
            List<String> cells = List.of(line.strip().split("\\s{2,}|\\t", -1));
            if (cells.size() >= 4 && !cells.getFirst().equals("tenant")) {
                accounts.put(cells.get(1), new Account(cells.get(0), cells.get(1), cells.get(2), cells.get(3)));
            }
        }
    }

    public Account account(String user) {
        Account account = accounts.get(user);
        if (account == null) {
            throw new AssertionError("accounts.txt names no user " + user + ": " + accounts.keySet());
        }
        return account;
    }

    /** Signs in as one of the demo's people and waits for the home page. */
    public void signIn(Page page, String user) {
        Account account = account(user);
        page.navigate(address + "/login");
        page.locator("[name='username'] input, input[name='username']").first().fill(account.user());
        page.locator("[name='password'] input, input[name='password']").first().fill(account.password());
        page.keyboard().press("Enter");
        page.waitForURL(url -> !url.contains("/login"));
    }

    /** {@code http://127.0.0.1:PORT} of the server. */
    public String address() {
        return address;
    }

    public Simulator simulator() {
        return simulator;
    }

    public Path data() {
        return data;
    }

    public Launched launched() {
        return launched;
    }

    private static String after(String line) {
        return line.substring(line.indexOf(' ') + 1).strip();
    }

    @Override
    public void close() {
        launched.close();
    }
}
