package cockpit.simulator;

import cockpit.simulator.world.Stores;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Starts the simulator from the command line. */
public final class Main {
    /** Exit code of a start that cannot be. */
    static final int UNUSABLE = 2;

    private Main() {}

    /** {@code --print-org} prints the org tree; anything else starts the simulator. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 1 && arguments[0].equals("--print-org")) {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.print(Stores.first(Stores.MOST).orgYaml());
            return;
        }
        try {
            CommandLine options = CommandLine.of(arguments);
            Credentials credentials = Credentials.read(options.credentials());
            Simulator simulator = Simulator.start(options, credentials, InstantSource.system());
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stop"));
            System.out.println("simulator ready: " + simulator.address());
            new CountDownLatch(1).await();
        } catch (CommandLine.Unusable unusable) {
            System.err.println(unusable.getMessage());
            System.exit(UNUSABLE);
        }
    }
}
