package pmm.ledger.read;

import pmm.ledger.store.LedgerReason;
import pmm.rpc.Problem;

/** How many of something a request may ask for. */
final class PageSizes {
  private PageSizes() {}

  static int of(int asked, int otherwise, int most) {
    if (asked < 0) {
      throw new Problem(LedgerReason.INVALID, "page_size " + asked + " (expected: >= 0)")
          .inField("page_size");
    }
    return asked == 0 ? otherwise : Math.min(asked, most);
  }
}
