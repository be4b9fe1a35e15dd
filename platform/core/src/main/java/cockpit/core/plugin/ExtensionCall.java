package cockpit.core.plugin;

/**
 * The guard around every call into a plugin's code: whatever it throws becomes a value, so that one plugin's mistake stays
 * its own. Only a virtual machine that is out of memory passes through. While the call runs, the thread's context class
 * loader is the plugin's.
 */
public final class ExtensionCall {

    private ExtensionCall() {}

    /** What is called. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws Exception;
    }

    /**
     * Calls. {@link InterruptedException} is an outcome like any other: the thread's interrupt status stays as the
     * extension left it.
     *
     * @param pluginId whose code it is
     * @param extension the called object, or one of the same plugin
     */
    public static <T> Outcome<T> run(String pluginId, Object extension, Call<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(extension.getClass().getClassLoader());
        try {
            return new Outcome.Returned<>(call.run());
        } catch (StackOverflowError | InternalError e) {
            return new Outcome.Threw<>(pluginId, e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return new Outcome.Threw<>(pluginId, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
