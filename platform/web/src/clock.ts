/** One timer for everything on the page that ages. */
const listeners = new Set<(now: Date) => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Calls once a second until the returned function is called. */
export function everySecond(listener: (now: Date) => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    const now = new Date();
    for (const one of listeners) {
      one(now);
    }
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}
