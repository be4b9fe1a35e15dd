package cockpit.bench;

import java.nio.file.Path;

/** {@code ./cockpit bench NAME}. */
public final class Main {

    private Main() {}

    /** @param arguments the benchmark's name */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(System.getProperty("cockpit.home", ".")).toAbsolutePath();
        Figures figures = new First(home).measure();
        Path file = home.resolve("target/bench/first.json");
        figures.write(file);
        print("machine: " + Figures.machine());
        print(figures.table());
        print("written to target/bench/first.json");
    }

    @SuppressWarnings("SystemOut") // a benchmark's table is its product
    static void print(String text) {
        System.out.println(text);
    }
}
