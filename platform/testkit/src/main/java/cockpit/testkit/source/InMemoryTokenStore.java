package cockpit.testkit.source;

import cockpit.spi.Secret;
import cockpit.spi.source.SourceFault;
import cockpit.spi.source.TokenStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A token store as strict as the host's: one worker at a time, and no work inside work. Several feeds that share it play
 * several servers. It can go down at a save.
 */
public final class InMemoryTokenStore implements TokenStore {

    private enum CrashPoint {
        NONE,
        BEFORE_SAVING,
        AFTER_SAVING
    }

    private final Map<String, Secret> values = new ConcurrentHashMap<>();
    private final List<Secret> everSaved = new CopyOnWriteArrayList<>();
    private final List<String> savedOutside = new CopyOnWriteArrayList<>();
    private final ReentrantLock worker = new ReentrantLock();
    private final AtomicReference<CrashPoint> crash = new AtomicReference<>(CrashPoint.NONE);

    @Override
    public Optional<Secret> load(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public void save(String name, Secret value) {
        CrashPoint point = crash.getAndSet(CrashPoint.NONE);
        if (point == CrashPoint.BEFORE_SAVING) {
            throw new SimulatedCrash("before " + name + " was saved.");
        }
        if (!worker.isHeldByCurrentThread()) {
            savedOutside.add(name);
        }
        values.put(name, value);
        everSaved.add(value);
        if (point == CrashPoint.AFTER_SAVING) {
            throw new SimulatedCrash("after " + name + " was saved.");
        }
    }

    /** @throws IllegalStateException if the calling thread is already inside such work */
    @Override
    public <T> T exclusively(Work<T> work) throws SourceFault, InterruptedException {
        if (worker.isHeldByCurrentThread()) {
            throw new IllegalStateException("Exclusive work must not begin inside exclusive work.");
        }
        worker.lockInterruptibly();
        try {
            return work.run();
        } finally {
            worker.unlock();
        }
    }

    /** The next save loses its value and throws {@link SimulatedCrash}. */
    public void crashBeforeNextSave() {
        crash.set(CrashPoint.BEFORE_SAVING);
    }

    /** The next save keeps its value and throws {@link SimulatedCrash}. */
    public void crashAfterNextSave() {
        crash.set(CrashPoint.AFTER_SAVING);
    }

    /** Every value that was ever saved, the latest last. */
    public List<Secret> everSaved() {
        return List.copyOf(everSaved);
    }

    /** Names that were saved outside {@link #exclusively}, where two servers may overwrite each other. */
    public List<String> savedOutsideExclusiveWork() {
        return List.copyOf(savedOutside);
    }
}
