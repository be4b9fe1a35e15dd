package cockpit.core.dashboard;

import cockpit.spi.Text;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A draft while it is built: every action has a name and can be taken back. Not safe for several threads. */
public final class Editing {

    private static final int KEPT = 200;

    private record Step(Text name, Cockpit before, Cockpit after) {}

    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();
    private Cockpit current;

    public Editing(Cockpit start) {
        current = start;
    }

    public Cockpit current() {
        return current;
    }

    /** Makes a change; one that changes nothing is not kept. What was undone before cannot be redone any more. */
    public void apply(Text name, Cockpit after) {
        if (after.equals(current)) {
            return;
        }
        done.push(new Step(name, current, after));
        if (done.size() > KEPT) {
            done.removeLast();
        }
        undone.clear();
        current = after;
    }

    /** Lets a further change be part of the last action, so that both are taken back as one. */
    public void join(Cockpit after) {
        Step last = done.poll();
        if (last == null) {
            current = after;
        } else {
            done.push(new Step(last.name(), last.before(), after));
            undone.clear();
            current = after;
        }
    }

    /** Name of the action that {@link #undo} would take back. */
    public Optional<Text> undoName() {
        return Optional.ofNullable(done.peek()).map(Step::name);
    }

    /** Name of the action that {@link #redo} would repeat. */
    public Optional<Text> redoName() {
        return Optional.ofNullable(undone.peek()).map(Step::name);
    }

    /** Takes back the last action; nothing happens if there is none. */
    public void undo() {
        if (!done.isEmpty()) {
            Step step = done.pop();
            undone.push(step);
            current = step.before();
        }
    }

    /** Repeats the action that was taken back last; nothing happens if there is none. */
    public void redo() {
        if (!undone.isEmpty()) {
            Step step = undone.pop();
            done.push(step);
            current = step.after();
        }
    }
}
