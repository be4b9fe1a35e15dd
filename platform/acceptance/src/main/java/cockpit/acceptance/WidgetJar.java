package cockpit.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A vendor's widget, compiled against the packaged SPI and packed as a vendor's build would. */
public final class WidgetJar {

    private WidgetJar() {}

    /**
     * Builds the jar of a widget that shows one figure under a title of its own.
     *
     * @param folder where the jar is written
     * @param id the plugin's and the widget's id
     * @param titleZh its name in the palette
     * @param requires range of platform versions in the manifest
     */
    public static Path build(Path folder, String id, String titleZh, String requires) {
        String source = """
                package vendor.widget;

                import cockpit.spi.*;
                import cockpit.spi.widget.*;
                import java.util.*;

                @org.pf4j.Extension
                public class VendorWidget implements Widget {
                    static final Slot MEASURE = Slot.metric("measure", Text.of("指标", "Metric"));

                    public VendorWidget() {}

                    @Override
                    public WidgetDescription describe() {
                        return new WidgetDescription("%s", Text.of("%s", "Vendor widget"),
                                Text.of("厂商的图形", "A vendor's widget"), "<path d=\\"M4 4h16v16H4z\\"/>",
                                List.of(MEASURE), List.of(), Set.of(), new WidgetDescription.Size(3, 4));
                    }

                    @Override
                    public Drawing draw(WidgetData data, Settings options, DrawContext context) {
                        Field field = data.rows().fields("measure").getFirst();
                        return new Figure(field.title(), data.rows().total(field).orElse(null), field.unit(),
                                field.direction(), null, "", List.of());
                    }
                }
                """.formatted(id, titleZh);
        try {
            Path work = Files.createTempDirectory("widget-jar");
            Path file = work.resolve("VendorWidget.java");
            Files.writeString(file, source, StandardCharsets.UTF_8);
            Path classes = Files.createDirectories(work.resolve("classes"));
            compile(file, classes);
            Path jar = folder.resolve(id + "-1.0.0.jar");
            Path incomplete = work.resolve("incomplete.jar");
            pack(classes, incomplete, manifest(id, requires));
            Files.copy(incomplete, jar);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(Path file, Path classes) throws IOException {
        Path spi = Launched.home().resolve("platform/spi/target");
        String classPath;
        try (Stream<Path> jars = Files.list(spi)) {
            classPath = jars.filter(path -> path.getFileName().toString().matches("spi-[0-9.]+\\.jar"))
                    .map(Path::toString)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The SPI has not been packaged."));
        }
        classPath += java.io.File.pathSeparator
                + location("org.pf4j.Extension")
                + java.io.File.pathSeparator
                + location("org.jspecify.annotations.NullMarked");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null,
                OutputStream.nullOutputStream(),
                null,
                "-cp",
                classPath,
                "-processor",
                "org.pf4j.processor.ExtensionAnnotationProcessor",
                "-processorpath",
                classPath,
                "-d",
                classes.toString(),
                file.toString());
        if (result != 0) {
            throw new AssertionError("The vendor's widget does not compile against the SPI.");
        }
    }

    private static String location(String className) {
        try {
            return Path.of(Class.forName(className)
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Manifest manifest(String id, String requires) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Plugin-Id", id);
        main.putValue("Plugin-Version", "1.0.0");
        main.putValue("Plugin-Provider", "A vendor");
        main.putValue("Plugin-Requires", requires);
        return manifest;
    }

    private static void pack(Path classes, Path jar, Manifest manifest) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.walk(classes)) {
            List<Path> regular = files.filter(Files::isRegularFile).sorted().toList();
            for (Path file : regular) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
