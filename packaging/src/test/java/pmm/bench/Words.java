package pmm.bench;

import java.util.concurrent.atomic.AtomicLong;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;

/** Events of 400 bytes of content and 100 bytes of meta, no two of them alike. */
final class Words {

  private static final int CONTENT = 400;
  private static final String TEXT =
      """
      My sister Ana lives in Porto, and the rain there falls on old ships and on slow trains. She\
       reads about stars and tides, keeps bees, and writes letters to a teacher whom she met long\
       ago on a ferry.\
      """
          .repeat(4);

  private final AtomicLong next = new AtomicLong(1);

  String content(long n) {
    return (n + " " + TEXT.substring((int) (n % 97))).substring(0, CONTENT);
  }

  String meta(long n) {
    return "{\"conversation_id\":\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\",\"n\":%d,\"parent_event_id\":%d}"
        .formatted(1_000_000_000L + n, 100_000_000L + n);
  }

  String kind(long n) {
    return n % 2 == 0 ? "assistant_message" : "user_message";
  }

  long number() {
    return next.getAndIncrement();
  }

  AppendRequest request() {
    long n = number();
    return AppendRequest.of(new Draft(kind(n), content(n), meta(n)));
  }
}
