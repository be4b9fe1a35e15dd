package cockpit.core.ingest;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs database work of a plugin's thread on a thread of its own. A plugin's thread may be interrupted at any time, and an
 * interrupt inside a file operation would close the embedded database's file under everybody.
 */
final class Apart {

    private Apart() {}

    /** Waits for the work, whatever happens; an interrupt is kept for later. */
    static <T> T run(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread.ofVirtual().name("ingest-metadata").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException exception) {
                        throw exception;
                    }
                    throw new IllegalStateException("The metadata cannot be reached.", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
