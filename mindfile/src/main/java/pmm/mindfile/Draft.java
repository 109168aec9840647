package pmm.mindfile;

import org.jspecify.annotations.Nullable;

/**
 * An event before it is numbered, timed and hashed.
 *
 * @param kind one of {@link Kinds}
 * @param content words, at most 1 MiB of UTF-8; null for none, which is not the same as empty
 * @param metaJson a JSON object of at most 256 KiB in any form; it is stored in its RFC 8785 form
 */
public record Draft(String kind, @Nullable String content, @Nullable String metaJson) {
  /** A draft without facts. */
  public static Draft of(String kind, @Nullable String content) {
    return new Draft(kind, content, null);
  }

  @Override
  public String toString() {
    return "draft " + kind;
  }
}
