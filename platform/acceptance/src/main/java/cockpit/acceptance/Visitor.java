package cockpit.acceptance;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Chromium, and people who use it. */
public final class Visitor implements AutoCloseable {

    private final Playwright playwright;
    private final Browser browser;

    public Visitor() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    private static Path chromium() {
        String named = System.getenv("CHROMIUM");
        for (String candidate :
                new String[] {named == null ? "" : named, "/usr/bin/chromium", "/usr/bin/google-chrome"}) {
            if (!candidate.isEmpty() && Files.isExecutable(Path.of(candidate))) {
                return Path.of(candidate);
            }
        }
        throw new AssertionError("These tests need a Chromium; ./cockpit test installs one, or set CHROMIUM.");
    }

    /** A fresh browser profile with a desktop's window. */
    public Page page() {
        return page(1440, 900, "zh-CN");
    }

    public Page page(int width, int height, String locale) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(locale)
                .setTimezoneId("Asia/Shanghai"));
        context.setDefaultTimeout(30_000);
        return context.newPage();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
