package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.Ledger;

/**
 * The append that is being put together. What an archive says of messages beside their words stands
 * in the same append, in one event for each conversation: a run that is cut short never leaves one
 * without the other.
 */
final class Batch {
  private static final int MOST_EVENTS = 480;
  private static final int MOST_BYTES = 2 << 20;
  private static final int META_BYTES = 700;

  private final Ledger ledger;
  private final Origin origin;
  private final Runnable beforeFirst;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Ref> refs = new ArrayList<>();
  private final List<byte[]> blobs = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final List<Ref> detailed = new ArrayList<>();
  private ArrayNode details = JsonNodeFactory.instance.arrayNode();
  private String conversationId = "";
  private long bytes;
  private long added;
  private long firstEventId;

  /**
   * An empty append.
   *
   * @param beforeFirst what is done before anything is stored
   */
  Batch(Ledger ledger, Origin origin, Runnable beforeFirst) {
    this.ledger = ledger;
    this.origin = origin;
    this.beforeFirst = beforeFirst;
  }

  /** How many events were stored. */
  long added() {
    return added;
  }

  /** The first event that was stored; 0 before. */
  long firstEventId() {
    return firstEventId;
  }

  /** What follows belongs to this conversation; empty for none. */
  void enter(String conversation) {
    writeDetails();
    conversationId = conversation;
  }

  /** Adds an event. */
  Ref add(Draft draft) {
    return add(draft, "", null, List.of(), null);
  }

  /**
   * Adds an event.
   *
   * @param role what another event is to it, such as "parent"
   * @param other the event that it names so; null for none
   * @param chunks the bytes that it names and that are not stored yet
   * @param about what the archive says of it besides; null for nothing
   */
  Ref add(
      Draft draft,
      String role,
      @Nullable Ref other,
      List<byte[]> chunks,
      @Nullable ObjectNode about) {
    long size = META_BYTES + length(draft.content());
    size += chunks.stream().mapToLong(chunk -> chunk.length).sum();
    size += about == null ? 0 : length(about.toString());
    if (drafts.size() >= MOST_EVENTS || bytes + size > MOST_BYTES) {
      flush();
    }
    bytes += size;
    if (other != null) {
      other.nameIn(draft.meta(), role, drafts.size());
    }
    Ref ref = put(draft);
    blobs.addAll(chunks);
    if (about != null) {
      details.add(about);
      detailed.add(ref);
    }
    return ref;
  }

  private Ref put(Draft draft) {
    Ref ref = Ref.at(drafts.size());
    drafts.add(draft);
    refs.add(ref);
    return ref;
  }

  /** Has something done once what was added so far is stored. */
  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  /** Stores what was added; a retry stores nothing twice. */
  void flush() {
    writeDetails();
    if (!drafts.isEmpty()) {
      if (added == 0) {
        beforeFirst.run();
      }
      List<Event> stored = ledger.append(UUID.randomUUID().toString(), drafts, blobs);
      for (int i = 0; i < refs.size(); i++) {
        refs.get(i).becomes(stored.get(i).getEventId());
      }
      firstEventId = firstEventId == 0 ? stored.getFirst().getEventId() : firstEventId;
      added += stored.size();
    }
    afterwards.forEach(Runnable::run);
    afterwards.clear();
    drafts.clear();
    refs.clear();
    blobs.clear();
    bytes = 0;
  }

  private void writeDetails() {
    if (details.isEmpty()) {
      return;
    }
    for (String text : Cuts.of(Cuts.storable(details.toString()))) {
      ObjectNode meta = origin.meta(origin.source(""));
      meta.put("record", "details");
      if (!conversationId.isEmpty()) {
        meta.put("conversation_id", conversationId);
      }
      detailed.forEach(ref -> ref.addTo(meta, "source", drafts.size()));
      put(new Draft(Piece.RECORD, text, meta));
    }
    details = JsonNodeFactory.instance.arrayNode();
    detailed.clear();
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
