package pmm.mindfile;

import org.jspecify.annotations.Nullable;

/**
 * Where the next event goes.
 *
 * @param id the last event, 0 before the first
 * @param hash its hash, null before the first
 * @param home the home that wrote it, null if that is not known
 */
record Tip(long id, byte @Nullable [] hash, @Nullable String home) {
  static final Tip NONE = new Tip(0, null, null);

  @Nullable String hex() {
    return hash == null ? null : HashChain.hex(hash);
  }
}
