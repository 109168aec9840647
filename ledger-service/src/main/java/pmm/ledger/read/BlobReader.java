package pmm.ledger.read;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Map;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.rpc.Problem;

/** Chunks of bytes that events name. */
public final class BlobReader {
  private final Ledger ledger;

  /** Reads this ledger. */
  public BlobReader(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The chunk with this SHA-256, in hex. */
  public ByteString get(String hash) {
    return ledger
        .file()
        .blob(hash)
        .map(UnsafeByteOperations::unsafeWrap)
        .orElseThrow(
            () -> new Problem(LedgerReason.NOT_FOUND, "no chunk " + hash, Map.of("hash", hash)));
  }
}
