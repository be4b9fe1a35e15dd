package cockpit.core.metric;

import cockpit.core.tenant.OrgTree;
import cockpit.core.warehouse.Answer;
import cockpit.core.warehouse.Query;
import cockpit.core.warehouse.WarehouseFault;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Answers that need not be asked for again, and those that are being asked for right now: equal keys in flight share one
 * question. Bounded by the number of values kept; the answer that was not used for the longest time goes first.
 */
final class AnswerCache {

    /**
     * What makes an answer the same.
     *
     * @param query with its parameters, the row scope among them
     * @param org the tree that the numbers of the row scope belong to; equal only to itself
     * @param versions of the datasets that are read, taken before the question
     */
    record Key(String tenant, Query query, OrgTree org, List<Long> versions) {}

    private record Kept(Answer answer, Instant until) {}

    private final long mostValues;
    private final Duration life;
    private final Map<Key, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<Key, CompletableFuture<Answer>> inFlight = new java.util.HashMap<>();
    private long values;

    /** @param life bounds how long an answer may outlive a change that no version tells of */
    AnswerCache(long mostValues, Duration life) {
        this.mostValues = mostValues;
        this.life = life;
    }

    Answer get(Key key, Instant now, Supplier<Answer> ask) {
        while (true) {
            CompletableFuture<Answer> mine = new CompletableFuture<>();
            CompletableFuture<Answer> others;
            synchronized (this) {
                Kept known = kept.get(key);
                if (known != null && now.isBefore(known.until())) {
                    return known.answer();
                }
                others = inFlight.putIfAbsent(key, mine);
            }
            if (others == null) {
                return askAndKeep(key, now, ask, mine);
            }
            try {
                return others.get();
            } catch (CancellationException _) {
                // Whoever asked was interrupted; that was about them, so this one asks itself.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WarehouseFault("The query was cancelled.", e);
            } catch (java.util.concurrent.ExecutionException e) {
                if (e.getCause() instanceof RuntimeException fault) {
                    throw fault;
                }
                throw new CompletionException(e.getCause());
            }
        }
    }

    private Answer askAndKeep(Key key, Instant now, Supplier<Answer> ask, CompletableFuture<Answer> mine) {
        try {
            Answer answer = ask.get();
            synchronized (this) {
                inFlight.remove(key);
                keep(key, new Kept(answer, now.plus(life)));
            }
            mine.complete(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                inFlight.remove(key);
            }
            if (Thread.currentThread().isInterrupted()) {
                mine.cancel(false);
            } else {
                mine.completeExceptionally(e);
            }
            throw e;
        }
    }

    private void keep(Key key, Kept fresh) {
        long weight = weight(fresh.answer());
        if (weight > mostValues / 4) {
            return;
        }
        Kept old = kept.put(key, fresh);
        values += weight - (old == null ? 0 : weight(old.answer()));
        var eldest = kept.entrySet().iterator();
        while (values > mostValues && eldest.hasNext()) {
            values -= weight(eldest.next().getValue().answer());
            eldest.remove();
        }
    }

    private static long weight(Answer answer) {
        return 50 + (long) answer.rows().size() * Math.max(1, answer.columns().size());
    }
}
