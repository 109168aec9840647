package pmm.ledger.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.zip.CRC32;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.ListEventsRequest;
import pmm.rpc.Problem;

/** Where a list goes on, bound to the other fields of its request. */
final class PageToken {
  private PageToken() {}

  static String after(ListEventsRequest request, long lastId) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((fingerprint(request) + ":" + lastId).getBytes(UTF_8));
  }

  static long lastId(ListEventsRequest request) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(request.getPageToken()), UTF_8);
      String[] parts = text.split(":", 2);
      if (parts.length == 2 && parts[0].equals(fingerprint(request))) {
        return Long.parseLong(parts[1]);
      }
    } catch (IllegalArgumentException malformed) {
      // The same answer as for a token of another list.
    }
    throw new Problem(
            LedgerReason.INVALID,
            "page_token "
                + request.getPageToken()
                + " (expected: next_page_token of the page before, all other fields unchanged)")
        .inField("page_token");
  }

  private static String fingerprint(ListEventsRequest request) {
    CRC32 crc = new CRC32();
    crc.update(request.toBuilder().clearPageToken().clearPageSize().build().toByteArray());
    return Long.toHexString(crc.getValue());
  }
}
