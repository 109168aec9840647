package pmm.mindfile;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.Checkpoint;

/**
 * A head that somebody has seen of a mind: its root or the hash of its last event, or both.
 *
 * @param size how many events it is over
 * @param root the RFC 6962 root over them, in hex
 * @param hash the hash of the last of them, in hex
 * @param mindId the mind that it is of; null for the one that is looked at
 * @param signedBy the fingerprint of the trusted key that has signed it; null if none has
 * @param seenMs when it was seen, in milliseconds since 1970; the largest long if that is not known
 * @param path the file that ends with it; null where many heads are kept in one
 */
record SeenHead(
    long size,
    @Nullable String root,
    @Nullable String hash,
    @Nullable String mindId,
    @Nullable String signedBy,
    long seenMs,
    @Nullable Path path) {
  private static final long SOME_TIME = Long.MAX_VALUE;

  static SeenHead logged(HeadLog.Entry entry) {
    return new SeenHead(entry.size(), entry.root(), entry.hash(), null, null, SOME_TIME, null);
  }

  static SeenHead signed(Checkpoint head, String fingerprint) {
    return new SeenHead(head.size(), head.rootHex(), null, null, fingerprint, SOME_TIME, null);
  }

  static SeenHead copied(Head head, @Nullable String mindId, Snapshot in) {
    return new SeenHead(
        head.id(), null, head.hash(), mindId, null, in.time().toEpochMilli(), in.path());
  }

  /** Whether it is of this mind. */
  boolean isOf(@Nullable String otherMindId) {
    return mindId == null || mindId.equals(otherMindId);
  }

  /** Whether a chain that has this root and hash at this size holds it. */
  boolean isIn(@Nullable String rootThere, @Nullable String hashThere) {
    return (root == null || root.equals(rootThere)) && (hash == null || hash.equals(hashThere));
  }
}
