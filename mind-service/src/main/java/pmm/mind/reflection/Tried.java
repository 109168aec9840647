package pmm.mind.reflection;

/**
 * A try to look back that left no event, such as one with too little room: it is not made again
 * before more was said. It lives in memory alone.
 *
 * @param through the last event that was known then
 * @param ms when it was tried; 0 for never
 */
record Tried(long through, long ms) {
  static final Tried NEVER = new Tried(0, 0);
}
