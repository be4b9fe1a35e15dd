package cockpit.bench;

import java.nio.file.Path;
import java.util.List;

/** {@code ./cockpit bench NAME}. */
public final class Main {

    private Main() {}

    /** @param arguments the benchmark's name, and its own options */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(System.getProperty("cockpit.home", ".")).toAbsolutePath();
        String name = arguments[0];
        List<String> options = List.of(arguments).subList(1, arguments.length);
        Figures figures =
                switch (name) {
                    case "first" -> new First(home).measure();
                    case "soak" -> new Soaking(options).measure();
                    default -> throw new IllegalArgumentException("There is no benchmark " + name + ".");
                };
        figures.write(home.resolve("target/bench/" + name + ".json"));
        print("machine: " + Figures.machine());
        print(figures.table());
        print("written to target/bench/" + name + ".json");
    }

    @SuppressWarnings("SystemOut") // a benchmark's table is its product
    static void print(String text) {
        System.out.println(text);
    }
}
