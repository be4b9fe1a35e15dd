package cockpit.core.plugin;

import cockpit.spi.Text;
import cockpit.spi.source.DataSource;
import cockpit.spi.source.SourceDescription;
import cockpit.spi.widget.Widget;
import cockpit.spi.widget.WidgetDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultPluginFactory;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.JarPluginRepository;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.VersionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running plugin: its jar's private copy, its class loader and its extensions. Each has a PF4J manager of its own, so that
 * a newer version is up and checked before the older one goes.
 */
final class LoadedPlugin implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);

    /** How long constructors and descriptions may take: they have nothing to wait for. */
    private static final long PATIENCE_SECONDS = 20;

    private final JarInspection inspection;
    private final Path copy;
    private final Manager manager;
    private final Map<String, Described<Widget, WidgetDescription>> widgets = new LinkedHashMap<>();
    private final Map<String, Described<DataSource, SourceDescription>> sources = new LinkedHashMap<>();

    /** An extension and what it said of itself. */
    record Described<E, D>(E extension, D description) {}

    private LoadedPlugin(JarInspection inspection, Path copy, Manager manager) {
        this.inspection = inspection;
        this.copy = copy;
        this.manager = manager;
    }

    JarInspection inspection() {
        return inspection;
    }

    Map<String, Described<Widget, WidgetDescription>> widgets() {
        return widgets;
    }

    Map<String, Described<DataSource, SourceDescription>> sources() {
        return sources;
    }

    /**
     * Copies, checks and starts a jar.
     *
     * @param name what sentences call it
     * @throws JarInspection.Refused if it is not taken; nothing of it is left then
     */
    static LoadedPlugin open(Path jar, String name, Path workDirectory, String platformVersion)
            throws JarInspection.Refused {
        Path copy = workDirectory.resolve(UUID.randomUUID() + ".jar");
        LoadedPlugin plugin = null;
        try {
            Files.createDirectories(workDirectory);
            Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            JarInspection inspection = JarInspection.of(copy, name);
            if (!inspection.dependencies().isEmpty()) {
                throw new JarInspection.Refused(
                        Text.of(
                                name + " 依赖其他插件（Plugin-Dependencies），当前平台尚不支持；请把所需的类打进 jar。",
                                name + " depends on other plugins (Plugin-Dependencies), which this platform cannot"
                                        + " resolve yet; put the classes that it needs into its jar."),
                        inspection,
                        false);
            }
            plugin = new LoadedPlugin(inspection, copy, new Manager(workDirectory, platformVersion));
            plugin.start(name, platformVersion);
            return plugin;
        } catch (IOException e) {
            throw new JarInspection.Refused(
                    Text.of(
                            name + " 无法复制到工作目录：" + e.getMessage() + "。",
                            name + " cannot be copied to the work directory: " + e.getMessage() + "."),
                    null,
                    true);
        } catch (JarInspection.Refused e) {
            if (plugin == null) {
                delete(copy);
            } else {
                plugin.close();
            }
            throw e;
        }
    }

    private void start(String name, String platformVersion) throws JarInspection.Refused {
        String id = inspection.id();
        PluginDescriptor descriptor = new ManifestPluginDescriptorFinder().find(copy);
        String requires = descriptor.getRequires().strip();
        boolean satisfied;
        try {
            satisfied = manager.getVersionManager()
                    .checkVersionConstraint(
                            platformVersion, requires.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + requires : requires);
        } catch (RuntimeException _) {
            throw refused(
                    name + "：Plugin-Requires 应为 0.1.0 或 >=0.1.0 这样的版本条件，现为“" + requires + "”。",
                    name + ": Plugin-Requires is a condition such as 0.1.0 or >=0.1.0; found \"" + requires + "\".");
        }
        if (!satisfied) {
            throw refused(
                    name + " 需要平台 " + requires + "，当前为 " + platformVersion + "；请先升级平台。",
                    name + " needs platform " + requires + ", this is " + platformVersion + ": upgrade the platform.");
        }
        String started = withPatience(id, () -> {
            manager.loadPlugin(copy);
            PluginState state = manager.startPlugin(id);
            Throwable failure = manager.getPlugin(id).getFailedException();
            return state == PluginState.STARTED ? "" : said(failure);
        });
        if (!started.isEmpty()) {
            throw refused(
                    name + " 启动失败：" + started + "。请联系插件作者。",
                    name + " does not start: " + started + ". Ask its author.");
        }
        Set<String> classes = manager.getExtensionClassNames(id);
        for (String className : classes) {
            String failure = withPatience(id, () -> add(className));
            if (!failure.isEmpty()) {
                throw refused(
                        name + "：扩展 " + className + " 无法使用：" + failure + "。请联系插件作者。",
                        name + ": the extension " + className + " cannot be used: " + failure + ". Ask its author.");
            }
        }
        if (widgets.isEmpty() && sources.isEmpty()) {
            throw refused(
                    name + " 里没有扩展：请在实现类上标注 @Extension，并确认构建生成了 META-INF/extensions.idx。",
                    name + " holds no extension: annotate the implementation with @Extension and see that the build"
                            + " writes META-INF/extensions.idx.");
        }
        List<Text> problems = new java.util.ArrayList<>();
        widgets.values().forEach(widget -> problems.addAll(Contract.problems(widget.description())));
        sources.values().forEach(source -> problems.addAll(Contract.problems(source.description())));
        if (!problems.isEmpty()) {
            throw refused(
                    name + " 的说明不符合约定。"
                            + String.join("", problems.stream().map(Text::zh).toList()),
                    name + " breaks the contract. "
                            + String.join(" ", problems.stream().map(Text::en).toList()));
        }
    }

    /** Makes one extension and asks what it is; what it returns is empty if all is well. */
    private String add(String className) throws Exception {
        Class<?> type = manager.getPluginClassLoader(inspection.id()).loadClass(className);
        Object extension = manager.getExtensionFactory().create(type);
        String twice = "";
        if (extension instanceof Widget widget) {
            WidgetDescription description = java.util.Objects.requireNonNull(widget.describe(), "describe() is null");
            if (widgets.put(description.id(), new Described<>(widget, description)) != null) {
                twice = description.id();
            }
        }
        if (extension instanceof DataSource source) {
            SourceDescription description = java.util.Objects.requireNonNull(source.describe(), "describe() is null");
            if (sources.put(description.id(), new Described<>(source, description)) != null) {
                twice = description.id();
            }
        }
        return twice.isEmpty() ? "" : "the id " + twice + " stands twice in this jar";
    }

    /** Runs the plugin's code on a thread of its own: one that hangs must not hang the others. */
    private String withPatience(String id, Callable<String> work) {
        FutureTask<String> task = new FutureTask<>(() -> switch (ExtensionCall.run(id, this, work::call)) {
            case Outcome.Returned<String>(String value) -> value;
            case Outcome.Threw<String>(String _, Throwable cause) -> said(cause);
        });
        Thread.ofPlatform().daemon().name("plugin-start-" + id).start(task);
        try {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            task.cancel(true);
            return "no answer within " + PATIENCE_SECONDS + " s";
        } catch (ExecutionException e) {
            return said(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "the server is stopping";
        }
    }

    /** What the plugin's own code said: the innermost of the wrapped exceptions, without a full stop. */
    private static String said(@Nullable Throwable failure) {
        Throwable inner = failure;
        while (inner != null && inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        if (inner == null) {
            return "unknown";
        }
        String message = String.valueOf(inner.getMessage()).lines().findFirst().orElse("");
        return inner.getClass().getSimpleName() + ": "
                + (message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
    }

    private JarInspection.Refused refused(String zh, String en) {
        return new JarInspection.Refused(Text.of(zh, en), inspection, false);
    }

    /** Stops it and gives classes, files and the private copy back. */
    @Override
    public void close() {
        String id = inspection.id();
        ClassLoader loader = manager.getPluginClassLoader(id);
        Outcome<Boolean> unloaded =
                ExtensionCall.run(id, this, () -> manager.getPlugin(id) != null && manager.unloadPlugin(id));
        if (unloaded instanceof Outcome.Threw<Boolean>(String _, Throwable cause)) {
            LOG.warn("Plugin {} did not stop cleanly: {}", id, said(cause));
        }
        if (loader instanceof JarClassLoader jar) {
            try {
                jar.close();
            } catch (IOException e) {
                LOG.warn("The copy of plugin {} could not be closed: {}", id, e.getMessage());
            }
        }
        widgets.clear();
        sources.clear();
        delete(copy);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", file, e.getMessage());
        }
    }

    /** PF4J for one jar. */
    private static final class Manager extends AbstractPluginManager {

        private Manager(Path root, String platformVersion) {
            super(root);
            setSystemVersion(platformVersion);
        }

        @Override
        protected PluginRepository createPluginRepository() {
            return new JarPluginRepository(getPluginsRoots());
        }

        @Override
        protected PluginFactory createPluginFactory() {
            return new DefaultPluginFactory();
        }

        @Override
        protected ExtensionFactory createExtensionFactory() {
            return new DefaultExtensionFactory();
        }

        @Override
        protected PluginDescriptorFinder createPluginDescriptorFinder() {
            return new ManifestPluginDescriptorFinder();
        }

        @Override
        protected ExtensionFinder createExtensionFinder() {
            IndexedExtensionFinder finder = new IndexedExtensionFinder(this);
            addPluginStateListener(finder);
            return finder;
        }

        @Override
        protected PluginStatusProvider createPluginStatusProvider() {
            return new PluginStatusProvider() {
                @Override
                public boolean isPluginDisabled(String pluginId) {
                    return false;
                }

                @Override
                public void disablePlugin(String pluginId) {}

                @Override
                public void enablePlugin(String pluginId) {}
            };
        }

        @Override
        protected PluginLoader createPluginLoader() {
            return new PluginLoader() {
                @Override
                public boolean isApplicable(Path path) {
                    return true;
                }

                @Override
                public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                    try {
                        return new JarClassLoader(
                                descriptor.getPluginId(),
                                JarClassLoader.open(path.toFile()),
                                LoadedPlugin.class.getClassLoader());
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            };
        }

        @Override
        protected VersionManager createVersionManager() {
            return new DefaultVersionManager();
        }
    }
}
