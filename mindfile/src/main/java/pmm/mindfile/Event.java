package pmm.mindfile;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One link of the chain, as stored. Arrays are not copied: treat them as read-only.
 *
 * @param id position in the chain, from 1, without gaps
 * @param tsMs what the clock said, in milliseconds since 1970
 * @param kind what it records
 * @param content a person's or a model's words; null if there are none or they were forgotten
 * @param contentSalt 16 bytes, null exactly if content is
 * @param meta facts as a canonical JSON object (RFC 8785); null if there are none or forgotten
 * @param metaSalt 16 bytes, null exactly if meta is
 * @param prevHash the hash of the event before, null for the first
 * @param hash SHA-256 in lower-case hex over the form that docs/file-format.md gives
 * @param contentCommitment what is left of a forgotten content, else null
 * @param metaCommitment what is left of a forgotten meta, else null
 */
public record Event(
    long id,
    long tsMs,
    String kind,
    @Nullable String content,
    byte @Nullable [] contentSalt,
    @Nullable String meta,
    byte @Nullable [] metaSalt,
    @Nullable String prevHash,
    String hash,
    @Nullable String contentCommitment,
    @Nullable String metaCommitment) {

  /** Whether the words of this event were forgotten. */
  public boolean contentForgotten() {
    return contentCommitment != null;
  }

  /** Whether the facts of this event were forgotten. */
  public boolean metaForgotten() {
    return metaCommitment != null;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Event e
        && id == e.id
        && tsMs == e.tsMs
        && kind.equals(e.kind)
        && Objects.equals(content, e.content)
        && Arrays.equals(contentSalt, e.contentSalt)
        && Objects.equals(meta, e.meta)
        && Arrays.equals(metaSalt, e.metaSalt)
        && Objects.equals(prevHash, e.prevHash)
        && hash.equals(e.hash)
        && Objects.equals(contentCommitment, e.contentCommitment)
        && Objects.equals(metaCommitment, e.metaCommitment);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  /** Names the event without its words, so that it is safe in a log. */
  @Override
  public String toString() {
    return "event " + id + " " + kind + " " + hash;
  }
}
