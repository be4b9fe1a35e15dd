package cockpit.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cockpit.spi.Settings;
import cockpit.spi.Text;
import cockpit.spi.widget.DrawContext;
import cockpit.spi.widget.Drawing;
import cockpit.spi.widget.Notice;
import cockpit.spi.widget.Rows;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PluginDirectoryTest {

    @TempDir
    Path temporary;

    Path directory;
    PluginDirectory plugins;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createDirectories(temporary.resolve("plugins"));
        plugins = start();
    }

    PluginDirectory start() {
        return new PluginDirectory(directory, temporary.resolve("work"), "0.1.0");
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).describedAs("within 30 seconds").isLessThan(end);
            Thread.onSpinWait();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static Drawing draw(Widget widget) {
        return widget.draw(
                WidgetData.of(Rows.EMPTY),
                Settings.of(List.of(), Map.of()),
                new DrawContext(Locale.CHINA, ZoneId.of("Asia/Shanghai"), Instant.EPOCH, ""));
    }

    Text refusal(String fileName, byte[] jar) {
        PluginRefused refused = catchThrowableOfType(
                PluginRefused.class, () -> plugins.install(fileName, new ByteArrayInputStream(jar)));
        assertThat(refused).isNotNull();
        return refused.sentence();
    }

    PluginEntry install(PluginJar jar) throws PluginRefused {
        return plugins.install("upload.jar", new ByteArrayInputStream(jar.bytes()));
    }

    boolean has(String widget) {
        return plugins.widget(widget).isPresent();
    }

    @Test
    void a_jar_that_is_there_at_the_start_is_loaded_at_once() {
        PluginJar.widget("funnel", "1.0.0", "漏斗").write(directory.resolve("any-name.jar"));
        try (PluginDirectory second = start()) {
            assertThat(draw(second.widget("funnel").orElseThrow().extension())).isEqualTo(Notice.empty("漏斗", "1.0.0"));
            assertThat(second.all()).singleElement().satisfies(entry -> {
                assertThat(entry.fileName()).isEqualTo("any-name.jar");
                assertThat(entry.widgets()).containsExactly("funnel");
                assertThat(entry.refusal()).isEmpty();
            });
        }
    }

    @Test
    void a_jar_that_arrives_changes_and_goes_is_followed_without_a_restart() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        plugins.onChange(calls::incrementAndGet);
        Path jar = PluginJar.widget("funnel", "1.0.0", "漏斗").write(directory.resolve("funnel.jar"));
        eventually(() -> has("funnel"));
        eventually(() -> calls.get() > 0);

        PluginJar.widget("funnel", "1.1.0", "漏斗").write(jar);
        eventually(() -> plugins.widget("funnel").map(Contribution::version).equals(java.util.Optional.of("1.1.0")));

        Files.delete(jar);
        eventually(() -> !has("funnel"));
        assertThat(plugins.all()).isEmpty();
    }

    @Test
    void a_jar_that_is_still_being_copied_is_waited_for() throws Exception {
        byte[] bytes = PluginJar.widget("funnel", "1.0.0", "漏斗").bytes();
        Path jar = directory.resolve("funnel.jar");
        try (var output = Files.newOutputStream(jar)) {
            output.write(bytes, 0, bytes.length / 2);
            output.flush();
            Thread.sleep(600); // twice the settle time: long enough for a wrong refusal to show
            assertThat(plugins.all()).isEmpty();
            output.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        }
        eventually(() -> has("funnel"));
    }

    @Test
    void a_newer_version_replaces_and_the_older_comes_back_when_the_newer_goes() throws Exception {
        PluginJar.widget("funnel", "1.9.0", "漏斗").write(directory.resolve("a.jar"));
        PluginJar.widget("funnel", "1.10.0", "漏斗").write(directory.resolve("b.jar"));
        try (PluginDirectory second = start()) {
            assertThat(second.widget("funnel").orElseThrow().version()).isEqualTo("1.10.0");
            assertThat(second.all())
                    .filteredOn(entry -> entry.refusal().isPresent())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.refusal().orElseThrow().zh())
                            .isEqualTo("a.jar 已被更新的 b.jar（1.10.0）取代，可以删除。"));
            Files.delete(directory.resolve("b.jar"));
            eventually(() -> second.widget("funnel").map(Contribution::version).equals(java.util.Optional.of("1.9.0")));
        }
    }

    @Test
    void an_upload_is_kept_under_its_own_name_and_replaces_the_older_version() throws Exception {
        install(PluginJar.widget("funnel", "1.0.0", "漏斗"));
        PluginEntry entry =
                install(PluginJar.widget("funnel", "1.1.0", "漏斗").manifest("Plugin-Provider", "<b>Acme</b>"));
        assertThat(entry.provider()).isEqualTo("<b>Acme</b>");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("funnel-1.1.0.jar");
        }
        assertThat(draw(plugins.widget("funnel").orElseThrow().extension())).isEqualTo(Notice.empty("漏斗", "1.1.0"));

        assertThat(refusal("old.jar", PluginJar.widget("funnel", "1.0.0", "漏斗").bytes())
                        .zh())
                .isEqualTo("old.jar 是 funnel 的旧版本 1.0.0，已装 1.1.0；如需回退请先移除已装的版本。");
        install(PluginJar.widget("funnel", "1.1.0", "转化漏斗"));
        assertThat(draw(plugins.widget("funnel").orElseThrow().extension())).isEqualTo(Notice.empty("转化漏斗", "1.1.0"));
    }

    @Test
    void a_broken_upload_leaves_the_running_version_alone() throws Exception {
        install(PluginJar.widget("funnel", "1.0.0", "漏斗"));
        refusal("x.jar", PluginJar.of("funnel", "2.0.0").bytes());
        assertThat(plugins.widget("funnel").orElseThrow().version()).isEqualTo("1.0.0");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void removing_deletes_the_jar() throws Exception {
        install(PluginJar.widget("funnel", "1.0.0", "漏斗"));
        plugins.remove("funnel");
        assertThat(plugins.all()).isEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        assertThatThrownBy(() -> plugins.remove("funnel")).isInstanceOf(PluginRefused.class);
    }

    @Test
    void a_removed_plugin_leaves_no_class_loader_and_no_file() throws Exception {
        WeakReference<ClassLoader> loader = loaderOfAPluginThatCameAndWent();
        eventually(() -> {
            System.gc();
            return loader.get() == null;
        });
        try (Stream<Path> files = Files.list(temporary.resolve("work"))) {
            assertThat(files).isEmpty();
        }
    }

    private WeakReference<ClassLoader> loaderOfAPluginThatCameAndWent() throws Exception {
        install(PluginJar.widget("funnel", "1.0.0", "漏斗"));
        Widget widget = plugins.widget("funnel").orElseThrow().extension();
        draw(widget);
        plugins.remove("funnel");
        return new WeakReference<>(widget.getClass().getClassLoader());
    }

    @Test
    void a_plugin_sees_the_extension_points_the_jdk_and_itself_and_no_library_of_the_host() throws Exception {
        install(PluginJar.widget("spy", "1.0.0", "间谍").file("data.txt", "内容"));
        ClassLoader loader =
                plugins.widget("spy").orElseThrow().extension().getClass().getClassLoader();
        assertThat(loader.loadClass("cockpit.spi.Text")).isSameAs(Text.class);
        assertThat(loader.loadClass("org.pf4j.Extension")).isSameAs(org.pf4j.Extension.class);
        assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
        assertThat(loader.loadClass("java.sql.Connection")).isSameAs(java.sql.Connection.class);
        for (String foreign : List.of(
                "cockpit.core.plugin.Plugins",
                "org.yaml.snakeyaml.Yaml",
                "tools.jackson.databind.ObjectMapper",
                "org.duckdb.DuckDBDriver")) {
            assertThatThrownBy(() -> loader.loadClass(foreign)).isInstanceOf(ClassNotFoundException.class);
        }
        assertThat(loader.getResource("logback-test.xml")).isNull();
        try (InputStream resource =
                java.util.Objects.requireNonNull(loader.getResource("data.txt")).openStream()) {
            assertThat(resource.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("内容");
        }
    }

    @Test
    void a_plugins_own_copy_of_a_library_is_used_although_the_host_has_another() throws Exception {
        install(PluginJar.widget("own", "1.0.0", "自带")
                .source("org.yaml.snakeyaml.Yaml", "package org.yaml.snakeyaml; public class Yaml {}"));
        ClassLoader loader =
                plugins.widget("own").orElseThrow().extension().getClass().getClassLoader();
        assertThat(loader.loadClass("org.yaml.snakeyaml.Yaml")).isNotSameAs(org.yaml.snakeyaml.Yaml.class);
    }

    @Test
    void an_asset_is_served_for_the_running_version_only() throws Exception {
        install(PluginJar.widget("map", "1.0.0", "地图")
                .file("web/map.js", "export {}")
                .file("secret.txt", "x"));
        assertThat(plugins.asset("map", "1.0.0", "map.js").orElseThrow())
                .asString()
                .isEqualTo("export {}");
        assertThat(plugins.asset("map", "0.9.0", "map.js")).isEmpty();
        assertThat(plugins.asset("map", "1.0.0", "../secret.txt")).isEmpty();
        assertThat(plugins.asset("map", "1.0.0", "secret.txt")).isEmpty();
        assertThat(plugins.asset("other", "1.0.0", "map.js")).isEmpty();
    }

    static PluginJar throwing(String where, String what) {
        boolean constructor = where.equals("constructor");
        return PluginJar.of("bad", "1.0.0")
                .extension("cockpit.plugin.test.Bad", """
                package cockpit.plugin.test;

                import cockpit.spi.*;
                import cockpit.spi.widget.*;

                public class Bad implements Widget {
                    public Bad() { %s }
                    public WidgetDescription describe() { %s return null; }
                    public Drawing draw(WidgetData data, Settings options, DrawContext context) { return null; }
                }
                """.formatted(constructor ? what : "", constructor ? "" : what));
    }

    static PluginJar described(String slots, String options, String icon) {
        return PluginJar.of("bad", "1.0.0").extension("cockpit.plugin.test.Bad", """
                package cockpit.plugin.test;

                import cockpit.spi.*;
                import cockpit.spi.widget.*;
                import java.util.*;

                public class Bad implements Widget {
                    public WidgetDescription describe() {
                        return new WidgetDescription("bad", Text.same("b"), Text.same("s"), "%s",
                                List.of(%s), List.of(%s), Set.of(), new WidgetDescription.Size(3, 3));
                    }
                    public Drawing draw(WidgetData data, Settings options, DrawContext context) { return null; }
                }
                """.formatted(icon, slots, options));
    }

    static final String METRIC = "Slot.metric(\"measure\", Text.same(\"m\"))";
    static final String ICON = "<path d=\\\"M0 0\\\"/>";

    static PluginJar source(String stream) {
        return PluginJar.of("bad", "1.0.0").extension("cockpit.plugin.test.BadSource", """
                package cockpit.plugin.test;

                import cockpit.spi.*;
                import cockpit.spi.data.*;
                import cockpit.spi.source.*;
                import java.time.*;
                import java.util.*;

                public class BadSource implements DataSource {
                    public SourceDescription describe() {
                        return new SourceDescription("bad", Text.same("b"), Text.same("s"), List.of(), List.of(
                                Stream.named("lead", Text.same("l"), Dataset.LEAD)%s));
                    }
                    public Feed open(Settings settings, SourceContext context) { return null; }
                }
                """.formatted(stream));
    }

    static Stream<Arguments> refusedJars() {
        byte[] bomb = new byte[40 * 1024 * 1024];
        return Stream.of(
                Arguments.of("this is no zip".getBytes(StandardCharsets.UTF_8), "x.jar is no readable jar"),
                Arguments.of(
                        PluginJar.of("x", "1.0.0").manifest("Plugin-Id", "").bytes(), "x.jar has no Plugin-Id"),
                Arguments.of(PluginJar.of("Bad_Id", "1.0.0").bytes(), "found \"Bad_Id\""),
                Arguments.of(PluginJar.of("bad", "one").bytes(), "Plugin-Version is a version such as 1.2.3"),
                Arguments.of(
                        PluginJar.widget("bad", "1.0.0", "t")
                                .manifest("Plugin-Requires", "0.2.0")
                                .bytes(),
                        "x.jar needs platform 0.2.0, this is 0.1.0: upgrade the platform."),
                Arguments.of(
                        PluginJar.widget("bad", "1.0.0", "t")
                                .manifest("Plugin-Requires", "soon!")
                                .bytes(),
                        "Plugin-Requires is a condition"),
                Arguments.of(
                        PluginJar.widget("bad", "1.0.0", "t")
                                .manifest("Plugin-Dependencies", "other")
                                .bytes(),
                        "depends on other plugins"),
                Arguments.of(PluginJar.of("bad", "1.0.0").bytes(), "x.jar holds no extension"),
                Arguments.of(
                        PluginJar.of("bad", "1.0.0").index("no.such.Type").bytes(),
                        "the extension no.such.Type cannot be used: ClassNotFoundException"),
                Arguments.of(
                        PluginJar.widget("bad", "1.0.0", "t")
                                .manifest("Plugin-Class", "no.such.Plugin")
                                .bytes(),
                        "x.jar does not start"),
                Arguments.of(
                        throwing("constructor", "if (true) throw new IllegalStateException(\"no luck.\");")
                                .bytes(),
                        "cannot be used: IllegalStateException: no luck."),
                Arguments.of(throwing("describe", "describe();").bytes(), "cannot be used: StackOverflowError"),
                Arguments.of(
                        throwing("describe", "if (true) throw new NoClassDefFoundError(\"gone\");")
                                .bytes(),
                        "cannot be used: NoClassDefFoundError: gone"),
                Arguments.of(throwing("describe", "").bytes(), "describe() is null"),
                Arguments.of(described(METRIC + "," + METRIC, "", ICON).bytes(), "the slot measure stands twice"),
                Arguments.of(
                        described("Slot.time(\"time\", Text.same(\"t\"))", "", ICON)
                                .bytes(),
                        "it needs a METRIC slot"),
                Arguments.of(
                        described(METRIC, "Setting.secret(\"key\", Text.same(\"k\"))", ICON)
                                .bytes(),
                        "the option key must not be of kind SECRET"),
                Arguments.of(
                        described(METRIC, "Setting.url(\"host\", Text.same(\"k\"))", ICON)
                                .bytes(),
                        "the option host must not be of kind URL"),
                Arguments.of(
                        described(METRIC, "Setting.integer(\"top\", Text.same(\"k\")).defaultTo(\"ten\")", ICON)
                                .bytes(),
                        "the default of the setting top does not fit its kind"),
                Arguments.of(described(METRIC, "", "<script/>").bytes(), "the icon needs at least one <path"),
                Arguments.of(
                        source(
                                        ".columns(Column.text(\"a\").asRequired(), Column.instant(\"at\")).key(\"b\").asPushed()")
                                .bytes(),
                        "the key b must be a required column"),
                Arguments.of(
                        source(".columns(Column.text(\"a\").asRequired()).key(\"a\").asPushed()")
                                .bytes(),
                        "a column must fill at or day"),
                Arguments.of(
                        source(".columns(Column.text(\"a\").asRequired(), Column.instant(\"at\")).key(\"a\")")
                                .bytes(),
                        "neither pulled nor pushed nor dropped"),
                Arguments.of(
                        source(".columns(Column.text(\"a\").asRequired(), Column.text(\"at\")).key(\"a\").asPushed()")
                                .bytes(),
                        "the TEXT column at cannot fill the INSTANT column at"),
                Arguments.of(
                        source(
                                        ".columns(Column.text(\"a\").asRequired(), Column.instant(\"at\")).key(\"a\").asPushed().always(\"channel\", \"TIKTOK\")")
                                .bytes(),
                        "the channel \"TIKTOK\" is not in the vocabulary"),
                Arguments.of(
                        PluginJar.widget("bad", "1.0.0", "t")
                                .file("cockpit/spi/Text.class", "x")
                                .bytes(),
                        "x.jar bundles classes of cockpit/spi/"),
                Arguments.of(
                        PluginJar.widget("bad", "1.0.0", "t")
                                .file("../../evil.sh", "x")
                                .bytes(),
                        "points outside the jar"),
                Arguments.of(
                        PluginJar.widget("bad", "1.0.0", "t")
                                .file("zeros.bin", bomb)
                                .bytes(),
                        "unpacks to far more than a plugin needs"),
                Arguments.of(
                        PluginJar.widget("bad", "1.0.0", "t")
                                .file("web/big.js", random(5 * 1024 * 1024))
                                .bytes(),
                        "web/big.js is larger than 4 MB"),
                Arguments.of(
                        PluginJar.widget("bad", "1.0.0", "t")
                                .file("web/a b.js", "x")
                                .bytes(),
                        "may hold letters, digits, dots"));
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new java.util.Random(1).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusedJars")
    void a_jar_that_is_not_taken_gets_a_sentence_in_both_languages(byte[] jar, String sentence) throws Exception {
        Text refusal = refusal("x.jar", jar);
        assertThat(refusal.en()).contains(sentence);
        assertThat(refusal.zh()).contains("x.jar").matches("(?s).*[一-鿿].*");
        assertThat(plugins.all()).isEmpty();
        try (Stream<Path> files = Files.list(temporary.resolve("work"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void an_upload_of_more_than_64_megabytes_is_refused_while_it_is_read() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };
        assertThatThrownBy(() -> plugins.install("endless.jar", endless))
                .isInstanceOf(PluginRefused.class)
                .hasMessageContaining("larger than 64 MB");
    }

    @Test
    void a_widget_id_that_another_plugin_has_is_refused_until_that_plugin_goes() throws Exception {
        install(PluginJar.widget("funnel", "1.0.0", "漏斗"));
        byte[] other = PluginJar.widget("funnel", "1.0.0", "别的")
                .manifest("Plugin-Id", "other")
                .bytes();
        assertThat(refusal("other.jar", other).en())
                .isEqualTo("other.jar: the widget id funnel is taken by the plugin funnel (funnel-1.0.0.jar); choose"
                        + " another id or remove that plugin first.");

        Files.write(directory.resolve("other.jar"), other);
        eventually(() -> plugins.all().size() == 2);
        plugins.remove("funnel");
        eventually(() -> plugins.widget("funnel").map(Contribution::pluginId).equals(java.util.Optional.of("other")));
    }

    @Test
    void a_refused_jar_in_the_directory_is_listed_with_its_reason() throws Exception {
        Files.writeString(directory.resolve("notes.jar"), "no zip");
        eventually(() -> !plugins.all().isEmpty());
        assertThat(plugins.all()).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo("notes.jar");
            assertThat(entry.refusal().orElseThrow().zh()).isEqualTo("notes.jar 不是可读的 jar 文件；请重新构建或重新复制。");
        });
    }

    @Test
    void whatever_an_extension_throws_becomes_a_value() {
        assertThat(ExtensionCall.run("p", this, () -> "fine")).isEqualTo(new Outcome.Returned<>("fine"));
        assertThat(ExtensionCall.run("p", this, () -> {
                    throw new NoClassDefFoundError("x");
                }))
                .isInstanceOf(Outcome.Threw.class);
        assertThatThrownBy(() -> ExtensionCall.run("p", this, () -> {
                    throw new OutOfMemoryError("of a test");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void bundled_plugins_come_once_are_renewed_and_stay_removed() throws Exception {
        Path bundled = Files.createDirectories(temporary.resolve("bundled"));
        Path target = temporary.resolve("target");
        PluginJar.widget("kpi", "1.0.0", "指标卡").write(bundled.resolve("kpi.jar"));
        PluginJar.widget("map", "1.0.0", "地图").write(bundled.resolve("map.jar"));
        assertThat(BundledPlugins.seed(bundled, target)).containsExactly("kpi", "map");
        assertThat(BundledPlugins.seed(bundled, target)).isEmpty();

        Files.delete(target.resolve("map-1.0.0.jar"));
        PluginJar.widget("kpi", "1.1.0", "指标卡").write(bundled.resolve("kpi.jar"));
        PluginJar.widget("map", "1.1.0", "地图").write(bundled.resolve("map.jar"));
        assertThat(BundledPlugins.seed(bundled, target)).containsExactly("kpi");
        assertThat(target.resolve("map-1.1.0.jar")).doesNotExist();
        assertThat(target.resolve("kpi-1.0.0.jar")).doesNotExist();
        assertThat(target.resolve("kpi-1.1.0.jar")).exists();

        Files.delete(target.resolve("kpi-1.1.0.jar"));
        PluginJar.widget("kpi", "3.0.0", "指标卡").write(target.resolve("mine.jar"));
        PluginJar.widget("kpi", "2.0.0", "指标卡").write(bundled.resolve("kpi.jar"));
        assertThat(BundledPlugins.seed(bundled, target)).isEmpty();
        assertThat(target.resolve("mine.jar")).exists();
    }
}
