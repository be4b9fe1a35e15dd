package cockpit.core.plugin;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin. The extension points, PF4J's and SLF4J's API and JSpecify come from the host, the JDK from the
 * JDK, and everything else from the plugin's jar: a plugin never meets a library of the host. Once closed, it holds no
 * file.
 */
final class JarClassLoader extends ClassLoader implements Closeable {

    /** Packages that plugin and host share. */
    static final List<String> SHARED = List.of("cockpit.spi.", "org.pf4j.", "org.slf4j.", "org.jspecify.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;
    private final JarFile jar;

    JarClassLoader(String pluginId, JarFile jar, ClassLoader host) {
        super("plugin-" + pluginId, ClassLoader.getPlatformClassLoader());
        this.host = host;
        this.jar = jar;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> found = findLoadedClass(name);
            if (found == null) {
                found = SHARED.stream().anyMatch(name::startsWith) ? host.loadClass(name) : ownOrPlatform(name);
            }
            if (resolve) {
                resolveClass(found);
            }
            return found;
        }
    }

    private Class<?> ownOrPlatform(String name) throws ClassNotFoundException {
        try {
            return ClassLoader.getPlatformClassLoader().loadClass(name);
        } catch (ClassNotFoundException _) {
            return findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = read(name.replace('.', '/') + ".class");
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException | IllegalStateException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        try {
            return jar.getEntry(name) == null
                    ? null
                    : URL.of(new URI("plugin", "plugin", "/" + name, null), new Handler(name));
        } catch (IllegalStateException | URISyntaxException | MalformedURLException _) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return found == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(found));
    }

    private byte @Nullable [] read(String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return null;
        }
        try (InputStream input = jar.getInputStream(entry)) {
            return input.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }

    static JarFile open(java.io.File file) throws IOException {
        return new JarFile(file, false, ZipFile.OPEN_READ, Runtime.version());
    }

    /** Reads from the open jar: the JDK's own jar addresses would keep a second, cached handle. */
    private final class Handler extends URLStreamHandler {

        private final String name;

        private Handler(String name) {
            this.name = name;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    connected = true;
                }

                @Override
                public InputStream getInputStream() throws IOException {
                    byte[] bytes = read(name);
                    if (bytes == null) {
                        throw new FileNotFoundException(name);
                    }
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }
}
