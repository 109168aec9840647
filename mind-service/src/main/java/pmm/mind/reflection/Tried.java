package pmm.mind.reflection;

import pmm.mindstate.Reflections;

/**
 * A try to look back that left no event: it is not tried again before more was said. It lives in
 * memory alone.
 *
 * @param lastMs when the mind had last looked back, then
 * @param exchanges how many exchanges it had had since, then
 * @param ms when it was tried; 0 for never
 */
record Tried(long lastMs, long exchanges, long ms) {
  static final Tried NEVER = new Tried(0, 0, 0);

  static Tried at(Reflections past, long nowMs) {
    return new Tried(past.lastMs(), past.exchanges(), nowMs);
  }

  /** Returns how many exchanges nobody has looked back on, nor tried to. */
  long exchangesSince(Reflections past) {
    boolean same = past.lastMs() == lastMs && past.exchanges() >= exchanges;
    return same ? past.exchanges() - exchanges : past.exchanges();
  }
}
