package pmm.mindfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events to append in order, all or none.
 *
 * @param drafts one to 500 events, 3 MiB in all
 * @param requestId made up by the caller; the same id gets the first answer again for 24 hours
 * @param expectedHead refused unless this is the hash of the last event; null for no condition
 * @param fence refused if a newer event of its kinds exists; null for no condition
 * @param blobs chunks of at most 1 MiB, each named in {@code meta.blobs} of a draft by its SHA-256
 */
public record AppendRequest(
    List<Draft> drafts,
    @Nullable String requestId,
    @Nullable String expectedHead,
    @Nullable Fence fence,
    List<byte[]> blobs) {
  /** Copies the lists. */
  public AppendRequest {
    drafts = List.copyOf(drafts);
    blobs = List.copyOf(blobs);
  }

  /** A request without conditions. */
  public static AppendRequest of(Draft... drafts) {
    return new AppendRequest(List.of(drafts), null, null, null, List.of());
  }

  /** The same request with an idempotency key. */
  public AppendRequest withRequestId(@Nullable String id) {
    return new AppendRequest(drafts, id, expectedHead, fence, blobs);
  }

  /** The same request, refused unless {@code hash} is the hash of the last event. */
  public AppendRequest withExpectedHead(@Nullable String hash) {
    return new AppendRequest(drafts, requestId, hash, fence, blobs);
  }

  /** The same request, refused if the fence is crossed. */
  public AppendRequest withFence(@Nullable Fence newFence) {
    return new AppendRequest(drafts, requestId, expectedHead, newFence, blobs);
  }

  /** The same request with chunks to store. */
  public AppendRequest withBlobs(List<byte[]> newBlobs) {
    return new AppendRequest(drafts, requestId, expectedHead, fence, newBlobs);
  }

  @Override
  public String toString() {
    return "append of " + drafts;
  }
}
