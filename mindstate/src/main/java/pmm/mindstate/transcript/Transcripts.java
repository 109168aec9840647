package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads all conversations from their events: one reading tells which event belongs where, then each
 * is read by itself, so that only one is in memory.
 */
public final class Transcripts {
  private static final int OTHERS_AT_ONCE = 100;

  private Transcripts() {}

  /** Takes what is read. */
  public interface Sink {
    /**
     * Begins.
     *
     * @param throughEventId the last event that there was
     */
    void begin(long throughEventId) throws IOException;

    /** One more conversation. */
    void conversation(ObjectNode talk) throws IOException;

    /** Something else that was imported, once all conversations have come. */
    void other(ObjectNode other) throws IOException;

    /** That was all; what did not end is not whole. */
    void end() throws IOException;
  }

  /** Is told how far it is. */
  @FunctionalInterface
  public interface Progress {
    /** So many conversations of so many. */
    void at(long done, long total);
  }

  /**
   * Reads everything, or one conversation.
   *
   * @param only its id; empty for everything
   * @return how many conversations there were; if not even that one, the sink was told nothing
   */
  public static long read(EventSource source, Optional<String> only, Sink sink, Progress progress)
      throws IOException {
    TalkIndex index = new TalkIndex();
    source.all(index::take);
    Map<String, List<Long>> talks = index.talks();
    only.ifPresent(id -> talks.keySet().retainAll(List.of(id)));
    if (only.isPresent() && talks.isEmpty()) {
      return 0;
    }
    sink.begin(index.through());
    long done = 0;
    for (Map.Entry<String, List<Long>> talk : talks.entrySet()) {
      sink.conversation(TalkReader.read(talk.getKey(), events(source, talk.getValue())));
      progress.at(++done, talks.size());
    }
    if (only.isEmpty()) {
      OtherThings others = new OtherThings(sink);
      List<Long> ids = index.others();
      for (int from = 0; from < ids.size(); from += OTHERS_AT_ONCE) {
        int to = Math.min(ids.size(), from + OTHERS_AT_ONCE);
        for (StoredEvent other : events(source, ids.subList(from, to))) {
          others.take(other);
        }
      }
      others.end();
    }
    sink.end();
    return done;
  }

  private static List<StoredEvent> events(EventSource source, List<Long> ids) {
    List<StoredEvent> events = new ArrayList<>();
    source.some(ids, events::add);
    return events;
  }
}
