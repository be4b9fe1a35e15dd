package cockpit.core.plugin;

/** What a call into an extension came to. */
public sealed interface Outcome<T> {

    /** It returned. */
    record Returned<T>(T value) implements Outcome<T> {}

    /**
     * It threw.
     *
     * @param pluginId whose code it was
     * @param cause an exception of its contract, such as {@link cockpit.spi.source.SourceFault}, or any other mishap: a
     *     {@link RuntimeException}, a {@link LinkageError}, a {@link StackOverflowError}
     */
    record Threw<T>(String pluginId, Throwable cause) implements Outcome<T> {}
}
