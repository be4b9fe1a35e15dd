package cockpit.core.plugin;

import cockpit.spi.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What a jar says of itself, read without running any of it.
 *
 * @param assets files below {@code web/} by their path below it
 */
record JarInspection(
        String id,
        String version,
        String provider,
        String description,
        String dependencies,
        Map<String, byte[]> assets) {

    static final long LARGEST_JAR = 64L * 1024 * 1024;
    static final long LARGEST_CONTENT = 256L * 1024 * 1024;
    static final int MOST_ENTRIES = 20_000;
    static final int LARGEST_RATIO = 200;
    static final long LARGEST_ASSET = 4L * 1024 * 1024;
    static final long LARGEST_ASSETS = 16L * 1024 * 1024;
    static final String ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private static final String VERSION =
            "\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}(-[0-9A-Za-z.-]{1,40})?(\\+[0-9A-Za-z.-]{1,40})?";
    private static final String WEB = "web/";

    /** A manifest that could be read, of a jar that is refused nevertheless. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Text sentence;
        private final transient @Nullable JarInspection known;
        private final boolean unreadable;

        Refused(Text sentence, @Nullable JarInspection known, boolean unreadable) {
            super(sentence.en());
            this.sentence = sentence;
            this.known = known;
            this.unreadable = unreadable;
        }

        Text sentence() {
            return sentence;
        }

        @Nullable
        JarInspection known() {
            return known;
        }

        /** Whether it is no jar at all, perhaps because it is still being copied. */
        boolean unreadable() {
            return unreadable;
        }
    }

    /** @throws Refused with the reason and the mend */
    static JarInspection of(Path file, String name) throws Refused {
        Budget budget = new Budget(name);
        try {
            if (Files.size(file) > LARGEST_JAR) {
                throw refused(
                        name + " 超过 64 MB；插件只应包含自己的类和少量依赖，请精简后再装。",
                        name
                                + " is larger than 64 MB; a plugin holds its own classes and few libraries: make it smaller.");
            }
            try (JarFile jar = JarClassLoader.open(file.toFile())) {
                Map<String, byte[]> assets = new HashMap<>();
                Set<String> names = new HashSet<>();
                for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    checkName(name, entry.getName(), names);
                    budget.entry();
                    byte[] content = budget.read(jar, entry);
                    if (entry.getName().startsWith(WEB) && !entry.isDirectory()) {
                        budget.asset(entry.getName(), content);
                        assets.put(entry.getName().substring(WEB.length()), content);
                    }
                }
                return describe(jar.getManifest(), name, assets);
            }
        } catch (ZipException | IllegalArgumentException _) {
            throw new Refused(
                    Text.of(name + " 不是可读的 jar 文件；请重新构建或重新复制。", name + " is no readable jar; build or copy it again."),
                    null,
                    true);
        } catch (IOException e) {
            throw new Refused(
                    Text.of(name + " 读取失败：" + e.getMessage() + "。", name + " cannot be read: " + e.getMessage() + "."),
                    null,
                    true);
        }
    }

    private static void checkName(String jar, String name, Set<String> names) throws Refused {
        boolean outside = name.startsWith("/")
                || name.contains("\\")
                || name.contains(":")
                || name.contains("\0")
                || List.of(name.split("/", -1)).contains("..");
        if (outside) {
            throw refused(
                    jar + " 含有越出目录的条目“" + name + "”，拒绝安装。",
                    jar + " has the entry \"" + name + "\", which points outside the jar; it is not taken.");
        }
        if (!name.endsWith("/") && !names.add(name)) {
            throw refused(
                    jar + " 中条目“" + name + "”出现两次；请重新构建。",
                    jar + " has the entry \"" + name + "\" twice; build it again.");
        }
        String path = name.replaceFirst("^META-INF/versions/\\d+/", "");
        if (path.startsWith("cockpit/spi/") && path.endsWith(".class")) {
            throw refused(
                    jar + " 自带了 cockpit/spi/ 的类；请把 spi 依赖的 scope 改为 provided 后重新构建。",
                    jar
                            + " bundles classes of cockpit/spi/; give the spi dependency the scope provided and build again.");
        }
    }

    private static JarInspection describe(@Nullable Manifest manifest, String name, Map<String, byte[]> assets)
            throws Refused {
        Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
        JarInspection inspection = new JarInspection(
                text(attributes, "Plugin-Id"),
                text(attributes, "Plugin-Version"),
                text(attributes, "Plugin-Provider"),
                text(attributes, "Plugin-Description"),
                text(attributes, "Plugin-Dependencies"),
                Map.copyOf(assets));
        if (inspection.id().isEmpty()) {
            throw refused(
                    name + " 的清单缺少 Plugin-Id，不是驾驶舱插件。",
                    name + " has no Plugin-Id in its manifest: it is no Cockpit plugin.");
        }
        if (!inspection.id().matches(ID) || inspection.id().length() > 40) {
            throw new Refused(
                    Text.of(
                            name + "：Plugin-Id 应为小写单词、以连字符相连且不超过 40 个字符，现为“" + inspection.id() + "”。",
                            name + ": Plugin-Id is lower-case words with hyphens, at most 40 characters; found \""
                                    + inspection.id() + "\"."),
                    inspection,
                    false);
        }
        if (!inspection.version().matches(VERSION)) {
            throw new Refused(
                    Text.of(
                            name + "：Plugin-Version 应为 1.2.3 这样的版本号，现为“" + inspection.version() + "”。",
                            name + ": Plugin-Version is a version such as 1.2.3; found \"" + inspection.version()
                                    + "\"."),
                    inspection,
                    false);
        }
        return inspection;
    }

    private static String text(Attributes attributes, String key) {
        String value = attributes.getValue(key);
        return value == null
                ? ""
                : value.strip().substring(0, Math.min(500, value.strip().length()));
    }

    private static Refused refused(String zh, String en) {
        return new Refused(Text.of(zh, en), null, false);
    }

    /** Counts what a jar unpacks to, by reading it: the sizes that it declares may lie. */
    private static final class Budget {

        private final String name;
        private int entries;
        private long unpacked;
        private long assets;

        private Budget(String name) {
            this.name = name;
        }

        private void entry() throws Refused {
            if (++entries > MOST_ENTRIES) {
                throw refused(
                        name + " 的条目超过 " + MOST_ENTRIES + " 个，拒绝安装。",
                        name + " has more than " + MOST_ENTRIES + " entries; it is not taken.");
            }
        }

        private byte[] read(JarFile jar, ZipEntry entry) throws IOException, Refused {
            boolean keep = entry.getName().startsWith(WEB);
            java.io.ByteArrayOutputStream kept = new java.io.ByteArrayOutputStream();
            long size = 0;
            byte[] buffer = new byte[16 * 1024];
            try (InputStream input = jar.getInputStream(entry)) {
                for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                    size += read;
                    unpacked += read;
                    boolean swells = size > 1024 * 1024
                            && entry.getCompressedSize() > 0
                            && size / entry.getCompressedSize() > LARGEST_RATIO;
                    if (unpacked > LARGEST_CONTENT || swells) {
                        throw refused(
                                name + " 解压后过大（疑似压缩炸弹），拒绝安装。",
                                name + " unpacks to far more than a plugin needs (a zip bomb?); it is not taken.");
                    }
                    if (keep && size <= LARGEST_ASSET) {
                        kept.write(buffer, 0, read);
                    }
                }
            }
            if (keep && size > LARGEST_ASSET) {
                throw refused(
                        name + "：" + entry.getName() + " 超过 4 MB，浏览器资源请精简。",
                        name + ": " + entry.getName() + " is larger than 4 MB; make what the browser loads smaller.");
            }
            return kept.toByteArray();
        }

        private void asset(String entry, byte[] content) throws Refused {
            assets += content.length;
            if (assets > LARGEST_ASSETS) {
                throw refused(
                        name + " 的 web/ 资源合计超过 16 MB，请精简。",
                        name + ": the files below web/ are larger than 16 MB together; make them smaller.");
            }
            if (!entry.substring(WEB.length())
                    .matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")) {
                throw refused(
                        name + "：资源名“" + entry + "”只能含字母、数字、点、下划线和连字符。",
                        name + ": the name \"" + entry + "\" may hold letters, digits, dots, underscores and hyphens.");
            }
        }
    }
}
