package cockpit.core.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Builds a plugin's jar in a test: compiles its sources and writes manifest and index. */
public final class PluginJar {

    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<String> extensions = new ArrayList<>();

    private PluginJar() {}

    public static PluginJar of(String id, String version) {
        PluginJar jar = new PluginJar();
        jar.manifest.put("Plugin-Id", id);
        jar.manifest.put("Plugin-Version", version);
        return jar;
    }

    /** A jar with one widget whose Chinese title is given. */
    public static PluginJar widget(String id, String version, String title) {
        String name = "W" + id.replace("-", "");
        return of(id, version).extension("cockpit.plugin.test." + name, """
                package cockpit.plugin.test;

                import cockpit.spi.*;
                import cockpit.spi.widget.*;
                import java.util.*;

                public class %s implements Widget {
                    public WidgetDescription describe() {
                        return new WidgetDescription(
                                "%s", Text.same("%s"), Text.same("s"), "<path d=\\"M0 0h1\\"/>",
                                List.of(Slot.metric("measure", Text.same("m"))), List.of(), Set.of(),
                                new WidgetDescription.Size(3, 3));
                    }

                    public Drawing draw(WidgetData data, Settings options, DrawContext context) {
                        return Notice.empty("%s", "%s");
                    }
                }
                """.formatted(name, id, title, title, version));
    }

    public PluginJar manifest(String key, String value) {
        if (value.isEmpty()) {
            manifest.remove(key);
        } else {
            manifest.put(key, value);
        }
        return this;
    }

    public PluginJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    public PluginJar extension(String className, String source) {
        extensions.add(className);
        return source(className, source);
    }

    public PluginJar index(String className) {
        extensions.add(className);
        return this;
    }

    public PluginJar file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    public PluginJar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public Path write(Path file) {
        try (OutputStream output = Files.newOutputStream(file)) {
            output.write(bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    public byte[] bytes() {
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(written.getMainAttributes()::putValue);
        Map<String, byte[]> entries = new LinkedHashMap<>(compile(sources));
        entries.putAll(files);
        if (!extensions.isEmpty()) {
            entries.put(
                    "META-INF/extensions.idx", (String.join("\n", extensions) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, written)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) {
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return Map.of();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileManager memory =
                new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                        return new SimpleJavaFileObject(
                                URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                return classes.computeIfAbsent(
                                        className.replace('.', '/') + ".class", _ -> new ByteArrayOutputStream());
                            }
                        };
                    }
                };
        List<SimpleJavaFileObject> units = new ArrayList<>();
        sources.forEach((name, source) -> units.add(
                new SimpleJavaFileObject(
                        URI.create("memory:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                }));
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        memory,
                        null,
                        List.of("-proc:none", "-classpath", System.getProperty("java.class.path")),
                        null,
                        units)
                .call();
        if (!compiled) {
            throw new IllegalArgumentException(messages.toString());
        }
        Map<String, byte[]> result = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> result.put(name, bytes.toByteArray()));
        return result;
    }
}
