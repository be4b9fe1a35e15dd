package cockpit.bench;

import cockpit.acceptance.Demo;
import cockpit.acceptance.Visitor;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a newcomer meets first: build, start, back-fill, webhook to pixel and size. All processes, the browser and the
 * simulator included, share one machine.
 */
final class First {

    private static final int ORDERS = 100;
    private static final Pattern LOADED = Pattern.compile("^history complete: ([\\d,]+) rows in ([\\d.]+) s.*");

    private final Path home;
    private final Figures figures = new Figures();

    First(Path home) {
        this.home = home;
    }

    Figures measure() throws Exception {
        Path work = Files.createTempDirectory("cockpit-bench");
        try {
            build(work.resolve("clone"));
            demo(work.resolve("data"));
        } finally {
            delete(work);
        }
        return figures;
    }

    private void build(Path clone) throws IOException, InterruptedException {
        Main.print("cloning and building …");
        run(home, "git", "clone", "--quiet", home.toString(), clone.toString());
        long start = System.nanoTime();
        run(clone, clone.resolve("cockpit").toString(), "build");
        figures.add("build from a clean clone (Maven and npm caches warm)", seconds(start), "s");
    }

    private void demo(Path data) throws Exception {
        Main.print("starting the demo with 230 stores …");
        long start = System.nanoTime();
        try (Demo demo = Demo.start(data, "--stores", "230", "--fresh");
                Visitor visitor = new Visitor()) {
            figures.add("demo's first start: command to `ready`", seconds(start), "s");
            Page page = visitor.page();
            long opened = System.nanoTime();
            demo.signIn(page, "ceo");
            List<Response> responses = new ArrayList<>();
            page.onResponse(responses::add);
            page.navigate(demo.address() + "/c/group-overview");
            page.waitForSelector("article.ck-tile[data-widget='kpi'] [data-exact]");
            figures.add("first cockpit's first figure after `ready`, sign-in included", seconds(opened), "s");
            figures.add(
                    "command to first figure, while history still loads", seconds(start), "s", OptionalDouble.of(60));
            String loaded = demo.launched().await(line -> LOADED.matcher(line).matches(), Duration.ofMinutes(30));
            Matcher matcher = LOADED.matcher(loaded);
            if (!matcher.matches()) {
                throw new IllegalStateException(loaded);
            }
            figures.add(
                    "rows of the 120-day back-fill",
                    Double.parseDouble(matcher.group(1).replace(",", "")),
                    "rows");
            figures.add("time of the 120-day back-fill over HTTP", Double.parseDouble(matcher.group(2)), "s");
            webhookToPixel(demo, page);
            size(demo, visitor);
        }
        Main.print("starting the demo a second time …");
        long again = System.nanoTime();
        try (Demo demo = Demo.start(data)) {
            figures.add("demo's second start: command to `ready`", seconds(again), "s");
            demo.address();
        }
    }

    private void webhookToPixel(Demo demo, Page page) throws InterruptedException {
        Main.print("ringing up " + ORDERS + " orders …");
        List<Double> milliseconds = new ArrayList<>();
        page.navigate(demo.address() + "/c/group-overview");
        page.waitForSelector("article.ck-tile[data-widget='kpi'] [data-exact]");
        page.evaluate("""
                () => {
                  window.seen = [];
                  const value = document.querySelector("article.ck-tile[data-widget='kpi'] [data-exact]");
                  new MutationObserver(() => window.seen.push({at: performance.timeOrigin + performance.now(), exact: value.dataset.exact}))
                      .observe(value, {attributes: true, attributeFilter: ["data-exact"]});
                }
                """);
        for (int order = 0; order < ORDERS; order++) {
            // an amount that no other order has, so that the frame which shows it can be told
            long before = gmv(page);
            long amount = 900_000_00L + order;
            double sent = System.currentTimeMillis();
            demo.simulator().post("/control/order", "{\"store\":\"S001\",\"amountFen\":" + amount + "}");
            page.waitForFunction(
                    "floor => { const e = document.querySelector(\"article.ck-tile[data-widget='kpi'] [data-exact]\");"
                            + " return Number(e.dataset.exact.replace(/[^0-9.-]/g, '')) * 100 >= floor; }",
                    before + amount);
            Object at = page.evaluate(
                    "floor => window.seen.find(one => Number(one.exact.replace(/[^0-9.-]/g, '')) * 100 >= floor)?.at ?? -1",
                    before + amount);
            if (at instanceof Number number && number.doubleValue() > 0) {
                milliseconds.add(number.doubleValue() - sent);
            }
            Thread.sleep(120);
        }
        milliseconds.sort(Comparator.naturalOrder());
        figures.add("orders measured from webhook to pixel", milliseconds.size(), "orders");
        figures.add("webhook to pixel, p50", percentile(milliseconds, 0.50), "ms", OptionalDouble.of(1_000));
        figures.add("webhook to pixel, p95", percentile(milliseconds, 0.95), "ms", OptionalDouble.of(2_000));
    }

    private static long gmv(Page page) {
        Object value = page.evaluate(
                "() => Math.round(Number(document.querySelector(\"article.ck-tile[data-widget='kpi'] [data-exact]\")"
                        + ".dataset.exact.replace(/[^0-9.-]/g, '')) * 100)");
        return ((Number) value).longValue();
    }

    private void size(Demo demo, Visitor visitor) {
        Page page = visitor.page();
        demo.signIn(page, "ceo");
        List<Response> responses = new ArrayList<>();
        page.onResponse(responses::add);
        page.navigate(demo.address() + "/c/group-overview");
        page.waitForSelector("ck-map");
        long ours = 0;
        long theirs = 0;
        for (Response response : responses) {
            String path = java.net.URI.create(response.url()).getPath();
            if (!path.endsWith(".js") && !path.endsWith(".css")) {
                continue;
            }
            long bytes = gzip(response.body());
            if (path.startsWith("/ck/") || path.startsWith("/plugin-assets/")) {
                ours += bytes;
            } else {
                theirs += bytes;
            }
        }
        figures.add("browser code of a cockpit, ours with charts and map (gzip)", ours / 1024.0, "kB");
        figures.add("browser code of a cockpit, Vaadin's (gzip)", theirs / 1024.0, "kB");
    }

    private static long gzip(byte[] bytes) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.size();
    }

    private static double percentile(List<Double> sorted, double share) {
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(sorted.size() * share) - 1));
    }

    private static double seconds(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0;
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue());
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
