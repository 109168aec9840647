package pmm.provider.isolated;

import java.util.ArrayList;
import java.util.List;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Failed;
import pmm.provider.v1.CodecEvent;
import pmm.provider.v1.DecodeResponse;

/** What one answer's events have to keep to: their order, and how many there may be. */
final class EventRules {

  private static final int MOST_IN_A_MESSAGE = 4096;

  private long bytesFed;
  private long events;
  private int status;
  private boolean over;

  void head(int received) {
    status = received;
  }

  void fed(int bytes) {
    bytesFed += bytes;
  }

  /**
   * The events of one message.
   *
   * @param sequence what the message must answer
   * @param atEnd whether that was the end of the body
   */
  List<AnswerEvent> check(DecodeResponse response, long sequence, boolean atEnd)
      throws CodecBreach {
    if (response.getSequence() != sequence) {
      throw new CodecBreach(
          "answered message "
              + response.getSequence()
              + " out of its turn (expected: "
              + sequence
              + ")");
    }
    if (response.getEventsCount() > MOST_IN_A_MESSAGE) {
      throw new CodecBreach(
          "sent "
              + response.getEventsCount()
              + " events in one message (expected: "
              + MOST_IN_A_MESSAGE
              + " at most)");
    }
    List<AnswerEvent> checked = new ArrayList<>(response.getEventsCount());
    for (CodecEvent sent : response.getEventsList()) {
      checked.add(check(CodecProto.event(sent)));
    }
    if (atEnd && !over) {
      throw new CodecBreach("did not say how the answer ended");
    }
    return checked;
  }

  boolean over() {
    return over;
  }

  private AnswerEvent check(AnswerEvent event) throws CodecBreach {
    if (over) {
      throw new CodecBreach("sent an event after the end of the answer");
    }
    boolean failed = event instanceof Failed;
    if (!failed && (status < 200 || status > 299)) {
      throw new CodecBreach("found an answer in status " + status + ", which is none");
    }
    if (!failed && !(event instanceof Ended) && ++events > bytesFed) {
      throw new CodecBreach(
          bytesFed == 0
              ? "sent an event before the first byte of the answer"
              : "sent more events than the answer has bytes, " + bytesFed);
    }
    over = event.last();
    return event;
  }
}
