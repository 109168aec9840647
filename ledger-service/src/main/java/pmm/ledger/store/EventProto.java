package pmm.ledger.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import pmm.ledger.v1.Event;

/** Events as they travel. */
public final class EventProto {
  private EventProto() {}

  /** A stored event. */
  public static Event event(pmm.mindfile.Event event) {
    Event.Builder proto = link(event);
    if (event.content() != null) {
      proto.setContent(event.content());
    }
    if (event.contentSalt() != null) {
      proto.setContentSalt(ByteString.copyFrom(event.contentSalt()));
    }
    if (event.meta() != null) {
      proto.setMetaJson(event.meta());
    }
    if (event.metaSalt() != null) {
      proto.setMetaSalt(ByteString.copyFrom(event.metaSalt()));
    }
    return proto.build();
  }

  /** A stored event without what it holds. */
  public static Event brief(pmm.mindfile.Event event) {
    return link(event).build();
  }

  private static Event.Builder link(pmm.mindfile.Event event) {
    Event.Builder proto =
        Event.newBuilder()
            .setEventId(event.id())
            .setCreateTime(timestamp(event.tsMs()))
            .setKind(event.kind())
            .setHash(event.hash())
            .setContentForgotten(event.contentForgotten())
            .setMetaForgotten(event.metaForgotten());
    if (event.prevHash() != null) {
      proto.setPrevHash(event.prevHash());
    }
    return proto;
  }

  /** A time in milliseconds since 1970. */
  public static Timestamp timestamp(long ms) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(ms, 1000L))
        .setNanos(Math.floorMod(ms, 1000) * 1_000_000)
        .build();
  }

  /** The first millisecond that is not before {@code time}. */
  public static long ceilingMs(Timestamp time) {
    return Math.addExact(
        Math.multiplyExact(time.getSeconds(), 1000L), Math.ceilDiv(time.getNanos(), 1_000_000));
  }
}
