package pmm.ui.session;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pmm.ui.v1.Pending;

/** Sessions as the contract writes them. */
final class SessionProto {
  private SessionProto() {}

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** Those that are in, and the remembered ones that are not; newest first. */
  static List<pmm.ui.v1.Session> list(List<Session> live, List<RememberedBrowser> remembered) {
    Set<String> in =
        live.stream().flatMap(session -> session.browserId().stream()).collect(Collectors.toSet());
    return Stream.concat(
            live.stream().map(SessionProto::of),
            remembered.stream().filter(b -> !in.contains(b.id())).map(SessionProto::of))
        .sorted(
            Comparator.comparingLong(
                    (pmm.ui.v1.Session session) -> session.getCreateTime().getSeconds())
                .thenComparingInt(session -> session.getCreateTime().getNanos())
                .reversed())
        .toList();
  }

  static Pending pending(StepUps.StepUp question) {
    return Pending.newBuilder()
        .setPendingId(question.name())
        .setMethod(question.method())
        .setDescription(question.description())
        .setSessionId(question.session().id())
        .setUserAgent(question.session().userAgent())
        .setExpireTime(timestamp(question.expires()))
        .build();
  }

  private static pmm.ui.v1.Session of(Session session) {
    return pmm.ui.v1.Session.newBuilder()
        .setSessionId(session.id())
        .setUserAgent(session.userAgent())
        .setCreateTime(timestamp(session.created()))
        .setLastSeenTime(timestamp(session.lastSeen()))
        .setRemembered(session.browserId().isPresent())
        .setLive(true)
        .build();
  }

  private static pmm.ui.v1.Session of(RememberedBrowser browser) {
    return pmm.ui.v1.Session.newBuilder()
        .setSessionId(browser.id())
        .setUserAgent(browser.userAgent())
        .setCreateTime(timestamp(Instant.ofEpochMilli(browser.createdMs())))
        .setLastSeenTime(timestamp(Instant.ofEpochMilli(browser.lastSeenMs())))
        .setRemembered(true)
        .build();
  }
}
