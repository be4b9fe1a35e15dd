package cockpit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From a channel's wire to a published, live cockpit: one test a step, on the demo as a newcomer starts it. */
@DisplayName("The whole path")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TheWholePathTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @TempDir
    static Path data;

    static Demo demo;
    static Visitor visitor;

    @BeforeAll
    static void start() throws InterruptedException {
        demo = Demo.start(data);
        demo.launched().await(line -> line.startsWith("history complete"), Duration.ofMinutes(20));
        visitor = new Visitor();
    }

    @AfterAll
    static void end() {
        if (visitor != null) {
            visitor.close();
        }
        if (demo != null) {
            demo.close();
        }
    }

    private static Page open(String user, String path) {
        Page page = visitor.page();
        demo.signIn(page, user);
        page.navigate(demo.address() + path);
        return page;
    }

    private static Locator tile(Page page, String title) {
        return page.locator("article.ck-tile[aria-label='" + title + "']");
    }

    /** A figure's exact value, in yuan or pieces. */
    private static double exact(Page page, String title) {
        Locator value = tile(page, title).locator("[data-exact]").first();
        value.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        return number(value.getAttribute("data-exact"));
    }

    private static double number(String exact) {
        return Double.parseDouble(exact.replace('\u2212', '-').replaceAll("[^0-9.-]", ""));
    }

    private static void await(String what, Duration patience, java.util.function.BooleanSupplier holds)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + patience + ": " + what);
            }
            Thread.sleep(100);
        }
    }

    private static JsonNode ledger(String by) {
        LocalDate today = LocalDate.now(ZONE);
        return demo.simulator().get("/control/ledger?from=" + today.minusDays(89) + "&to=" + today + "&by=" + by);
    }

    @Test
    @Order(1)
    @DisplayName("1 the simulator plays a channel as its sheet says: a spent refresh token is refused with 40107")
    void simulator() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(demo.simulator().address()
                                        + "/open_api/v3.0/report/custom/get/?advertiser_id=1"))
                                .header("Access-Token", "wrong")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"code\":40105").contains("request_id");
    }

    @Test
    @Order(2)
    @DisplayName("2 plugins are loaded from their jars and named on the plugin page")
    void plugins() {
        Page page = open("admin", "/plugins");

        for (String id :
                List.of("douyin", "clinic-crm", "pos", "table", "kpi", "trend", "funnel", "leaderboard", "map")) {
            page.getByText(id, new Page.GetByTextOptions().setExact(true))
                    .first()
                    .waitFor();
        }
        page.context().close();
    }

    @Test
    @Order(3)
    @DisplayName("3 what arrived over the wire equals the simulator's ledger to the fen")
    void ingest() throws Exception {
        Page page = open("ceo", "/c/group-overview?period=last_90_days");
        await("GMV of 90 days equals the ledger", Duration.ofSeconds(60), () -> {
            double truth = ledger("total").findValue("gmv_fen").asLong() / 100.0;
            return Math.abs(exact(page, "GMV") - truth) < 0.005;
        });
        await("visits of 90 days equal the ledger", Duration.ofSeconds(60), () -> {
            double truth = ledger("total").findValue("visits").asLong();
            return exact(page, "到店人次") == truth;
        });
        await("leads of 90 days equal the ledger", Duration.ofSeconds(60), () -> {
            JsonNode ledger = ledger("total");
            double truth = ledger.findValue("leads").asLong()
                    + ledger.findValue("crm_leads").asLong();
            return exact(page, "线索数") == truth;
        });
        page.context().close();
    }

    @Test
    @Order(4)
    @DisplayName("4 a region and a store see their own part of the same metric, and nobody's else")
    void scope() throws Exception {
        for (String user : List.of("east", "store")) {
            Page page = open(user, "/c/store-operations?period=last_90_days");
            String unit = user.equals("east") ? "EAST" : "S001";
            String by = user.equals("east") ? "region" : "store";
            await("GMV of " + unit + " equals the ledger", Duration.ofSeconds(60), () -> {
                JsonNode ledger = ledger(by);
                double truth = of(ledger, unit).findValue("gmv_fen").asLong() / 100.0;
                return Math.abs(exact(page, "GMV") - truth) < 0.005;
            });
            page.navigate(demo.address() + "/c/store-operations?period=last_90_days&unit=HQ");
            page.waitForSelector("article.ck-tile [data-exact]");
            double truth = of(ledger(by), unit).findValue("gmv_fen").asLong() / 100.0;
            assertThat(exact(page, "GMV"))
                    .as("a wider unit in the address widens nothing")
                    .isLessThan(truth * 1.05 + 1);
            page.context().close();
        }
    }

    private static JsonNode of(JsonNode ledger, String unit) {
        for (JsonNode row : ledger.isArray() ? ledger : ledger.findValue("rows")) {
            for (JsonNode value : row) {
                if (value.isString() && value.asString().equals(unit)) {
                    return row;
                }
            }
        }
        throw new AssertionError("The ledger has no row for " + unit + ": " + ledger);
    }

    @Test
    @Order(5)
    @DisplayName("5 all five widgets paint, the map by its own browser module")
    void widgets() {
        Page page = open("ceo", "/c/group-overview?period=last_7_days");

        for (String widget : List.of("kpi", "trend", "funnel", "leaderboard", "map")) {
            page.waitForSelector("article.ck-tile[data-widget='" + widget + "'][painted]");
        }
        page.waitForSelector("ck-map svg path");
        assertThat(page.locator(".apexcharts-canvas").count()).isPositive();
        page.context().close();
    }

    @Test
    @Order(6)
    @DisplayName("6 an admin drags a widget, binds it, undoes, redoes and publishes")
    void builder() throws Exception {
        Page page = open("admin", "/build/store-operations");
        page.waitForSelector("ck-palette .ck-palette-entry");
        page.waitForSelector("article.ck-tile[painted]");
        Locator tiles = page.locator("ck-cockpit article.ck-tile");
        int before = tiles.count();

        drag(
                page,
                page.locator(".ck-palette-entry", new Page.LocatorOptions().setHasText("指标卡")),
                page.locator("ck-cockpit"));
        await("the dropped widget is a tile", Duration.ofSeconds(20), () -> tiles.count() == before + 1);

        page.locator("vaadin-button[aria-label^='撤销']").click();
        await("undo takes the tile away", Duration.ofSeconds(20), () -> tiles.count() == before);
        page.locator("vaadin-button[aria-label^='重做']").click();
        await("redo brings it back", Duration.ofSeconds(20), () -> tiles.count() == before + 1);

        page.locator("article.ck-tile[data-state='unbound']").first().click();
        Locator picker = page.locator("vaadin-combo-box input").first();
        picker.click();
        picker.fill("退款");
        // the list reuses its elements: those left over from before the filter stay in the page, hidden
        page.locator("vaadin-combo-box-item:not([hidden])", new Page.LocatorOptions().setHasText("退款"))
                .first()
                .click();
        await(
                "the bound tile shows real data",
                Duration.ofSeconds(20),
                () -> page.locator("article.ck-tile[data-state='unbound']").count() == 0);

        page.locator("#publish").click();
        page.locator(
                        "vaadin-dialog-overlay vaadin-button[theme~='primary'], vaadin-dialog vaadin-button[theme~='primary']")
                .first()
                .click();
        Page reader = open("store", "/c/store-operations");
        await(
                "a reader sees the published tile",
                Duration.ofSeconds(30),
                () -> reader.locator("article.ck-tile").count() == before + 1);
        reader.context().close();
        page.context().close();
    }

    private static void drag(Page page, Locator from, Locator to) {
        BoundingBox start = from.first().boundingBox();
        BoundingBox end = to.first().boundingBox();
        Mouse mouse = page.mouse();
        mouse.move(start.x + start.width / 2, start.y + start.height / 2);
        mouse.down();
        mouse.move(end.x + end.width / 2, end.y + 60, new Mouse.MoveOptions().setSteps(12));
        mouse.move(end.x + end.width / 2, end.y + 80, new Mouse.MoveOptions().setSteps(4));
        mouse.up();
    }

    @Test
    @Order(7)
    @DisplayName("7 a POS order changes the open tiles within seconds, patched in place and without a reload")
    void live() throws Exception {
        Page page = open("store", "/c/store-operations?period=today");
        page.waitForSelector("article.ck-tile[data-widget='trend'][painted] .apexcharts-canvas");
        double before = exact(page, "GMV");
        page.evaluate("() => { window.unharmed = true;"
                + " window.kept = document.querySelector(\"article.ck-tile[data-widget='trend'] .ck-chart\"); }");

        demo.simulator().post("/control/order", "{\"store\":\"S001\",\"amountFen\":123456}");

        await("the order is on the page", Duration.ofSeconds(30), () -> exact(page, "GMV") >= before + 1234.55);
        assertThat(page.evaluate("() => window.unharmed === true"))
                .as("no reload")
                .isEqualTo(true);
        assertThat(page.evaluate("() => window.kept.isConnected"))
                .as("the chart is patched")
                .isEqualTo(true);
        page.context().close();
    }

    @Test
    @Order(8)
    @DisplayName("8 a widget's jar comes, goes and comes again in an open builder and viewer, without a restart")
    void hotPlugins() throws Exception {
        Page builder = open("admin", "/build/store-operations");
        Locator entry = builder.locator(".ck-palette-entry", new Page.LocatorOptions().setHasText("厂商图形"));
        builder.waitForSelector("ck-palette .ck-palette-entry");
        assertThat(entry.count()).isZero();
        Path plugins = data.resolve("plugins");
        Path jar = WidgetJar.build(plugins, "vendor-figure", "厂商图形", ">=0.1.0 & <0.2.0");
        await("the palette offers it", Duration.ofSeconds(20), () -> entry.count() == 1);
        Files.delete(jar);
        await("the palette forgets it", Duration.ofSeconds(20), () -> entry.count() == 0);
        builder.context().close();

        Page viewer = open("ceo", "/c/group-overview");
        viewer.waitForSelector("article.ck-tile[data-widget='kpi'][painted]");
        Path kpi = plugins.resolve("kpi-0.1.0.jar");
        Path aside = data.resolve("kpi.jar.aside");
        Files.move(kpi, aside);
        Locator missing = viewer.locator("article.ck-tile[data-widget='kpi'][data-state='missing']");
        await("its tiles say what is missing", Duration.ofSeconds(20), () -> missing.count() > 0);
        assertThat(missing.first().innerText()).contains("kpi");
        Files.move(aside, kpi);
        await(
                "its tiles are back",
                Duration.ofSeconds(20),
                () -> missing.count() == 0
                        && viewer.locator("article.ck-tile[data-widget='kpi'] [data-exact]")
                                        .count()
                                > 0);
        viewer.context().close();
    }

    @Test
    @Order(9)
    @DisplayName("nobody reaches a page, a plugin's code or a frame without signing in")
    void anonymous() {
        Page page = visitor.page();
        for (String path : List.of("/", "/c/group-overview", "/build/group-overview", "/plugins", "/connections")) {
            page.navigate(demo.address() + path);
            page.waitForURL(url -> url.contains("/login"));
        }
        Response asset = page.navigate(demo.address() + "/plugin-assets/map/0.1.0/map.js");
        assertThat(asset.url()).contains("/login");
        page.context().close();
    }
}
