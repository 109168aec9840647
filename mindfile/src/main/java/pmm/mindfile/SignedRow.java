package pmm.mindfile;

import pmm.mindfile.proof.Checkpoint;

/**
 * A signed head as the file keeps it.
 *
 * @param head what was signed
 * @param frontier the roots of its perfect subtrees, largest first
 * @param note the signed note
 * @param hash the hash of its last event, in hex
 */
record SignedRow(Checkpoint head, byte[] frontier, String note, String hash) {
  HeadLog.Entry logged() {
    return new HeadLog.Entry(head.size(), head.rootHex(), hash);
  }
}
