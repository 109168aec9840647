package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Single messages of imported talk with what stands beside them: reasoning, tools, files. Reads no
 * more events than that needs, as a conversation may be too long to be read for a page of it.
 */
public final class ImportedMessages {
  /** What the archive says of an event stands in the same append, which has no more events. */
  private static final int FARTHEST = 500;

  /** Events with more words than this are not read for one answer, in characters. */
  private static final long MOST_WORDS = 16L << 20;

  private final Reader events;
  private final Map<Long, StoredEvent> read = new HashMap<>();
  private final Map<Long, JsonNode> details = new HashMap<>();
  private final Map<Long, List<Long>> later = new HashMap<>();
  private final CutDetails cut = new CutDetails();
  private long room = MOST_WORDS;

  /** Where the events come from. */
  @FunctionalInterface
  public interface Reader {
    /** Returns this event and some that follow it, in their order; nothing if there is none. */
    List<StoredEvent> from(long id);
  }

  /** Messages of these events as they are now. */
  public ImportedMessages(Reader events) {
    this.events = events;
  }

  /** What is noted at an event: files that came later may be among it. */
  public void note(long eventId, List<Long> records) {
    if (!records.isEmpty()) {
      later.put(eventId, records);
    }
  }

  /** Whether there was too much to be read as a whole. */
  public boolean isIncomplete() {
    return room <= 0;
  }

  /** Who says something, as the archive names them; empty if it does not. */
  public String speaker(long eventId) {
    StoredEvent first = at(first(eventId));
    return first == null ? "" : details(first).path("speaker").asText();
  }

  /** What is odd about an event, as docs/events.md names it. */
  public List<String> marks(long eventId) {
    return imported(eventId).map(ImportedEvent::marks).orElse(List.of());
  }

  /** What the words of an event consist of. */
  public List<Passage> own(long eventId) {
    StoredEvent said = at(eventId);
    return said == null ? List.of() : passages(List.of(said));
  }

  /** What stands between the words that were said before an event and its own. */
  public List<Passage> before(long eventId) {
    List<StoredEvent> found = new ArrayList<>();
    long end = eventId;
    long first = first(eventId);
    while (first > 0) {
      List<StoredEvent> pieces = pieces(first, end);
      List<StoredEvent> unsaid = sinceSaid(pieces);
      found.addAll(0, unsaid);
      long above = unsaid.size() < pieces.size() ? 0 : answers(first);
      end = first;
      // What is answered is stored before: anything else would lead in a circle.
      first = above < first ? above : 0;
    }
    return passages(found);
  }

  /** What stands behind the words of an event that nothing that was said follows. */
  public List<Passage> after(long eventId) {
    List<StoredEvent> found = new ArrayList<>();
    Set<Long> hanging = new HashSet<>(Set.of(first(eventId)));
    for (long id = eventId + 1; id <= eventId + FARTHEST; id++) {
      StoredEvent stored = at(id);
      if (stored == null || isElsewhere(stored, eventId)) {
        break;
      }
      ImportedEvent piece = ImportedEvent.of(stored.event()).orElse(null);
      if (piece == null || !piece.isPiece() || isSaid(stored)) {
        continue;
      }
      if (piece.firstOfMessage() == id && hanging.contains(piece.answers())) {
        hanging.add(id);
      }
      if (hanging.contains(piece.firstOfMessage())) {
        found.add(stored);
      }
    }
    return passages(found);
  }

  private List<Passage> passages(List<StoredEvent> pieces) {
    Map<Long, Message> messages = new LinkedHashMap<>();
    for (StoredEvent piece : pieces) {
      Message message = messages.computeIfAbsent(first(piece.id()), first -> new Message(piece));
      Run run = message.add(piece);
      if (run.event().equals(piece.event())) {
        run.setDetails(details(piece));
        later.getOrDefault(piece.id(), List.of()).forEach(id -> addLater(id, run));
      }
    }
    return messages.values().stream()
        .flatMap(message -> message.runs().stream())
        .map(Passage::of)
        .filter(passage -> !passage.parts().isEmpty())
        .toList();
  }

  private void addLater(long recordId, Run run) {
    StoredEvent record = at(recordId);
    if (record != null
        && ImportedEvent.of(record.event()).filter(ImportedEvent::isFiles).isPresent()) {
      run.addLater(record.event(), details(record).path("files"));
    }
  }

  /**
   * The events of one message, which follow each other, as far as they stand before another one.
   */
  private List<StoredEvent> pieces(long first, long end) {
    List<StoredEvent> pieces = new ArrayList<>();
    for (long id = first; id < end; id++) {
      StoredEvent stored = at(id);
      if (stored == null) {
        break;
      }
      ImportedEvent piece = ImportedEvent.of(stored.event()).orElse(null);
      if (piece != null && piece.isPiece()) {
        if (piece.firstOfMessage() != first) {
          break;
        }
        pieces.add(stored);
      }
    }
    return pieces;
  }

  private static List<StoredEvent> sinceSaid(List<StoredEvent> pieces) {
    int from = pieces.size();
    while (from > 0 && !isSaid(pieces.get(from - 1))) {
      from--;
    }
    return pieces.subList(from, pieces.size());
  }

  private static boolean isSaid(StoredEvent stored) {
    return stored.kind().equals("user_message") || stored.kind().equals("assistant_message");
  }

  private long first(long eventId) {
    return imported(eventId).map(ImportedEvent::firstOfMessage).orElse(0L);
  }

  private long answers(long eventId) {
    return imported(eventId).map(ImportedEvent::answers).orElse(0L);
  }

  private Optional<ImportedEvent> imported(long eventId) {
    return Optional.ofNullable(at(eventId)).flatMap(stored -> ImportedEvent.of(stored.event()));
  }

  /** What the archive says of an event besides: it stands behind it, in the same append. */
  private JsonNode details(StoredEvent of) {
    for (long id = of.id() + 1; !details.containsKey(of.id()) && id < of.id() + FARTHEST; id++) {
      StoredEvent next = at(id);
      if (next == null || isElsewhere(next, of.id()) || isAboutLater(next, of.id())) {
        break;
      }
    }
    return details.getOrDefault(of.id(), MissingNode.getInstance());
  }

  /** Whether it is of another conversation. */
  private boolean isElsewhere(StoredEvent stored, long eventId) {
    StoredEvent here = at(eventId);
    return here == null
        || !stored.event().meta().isMissingNode()
            && !stored.event().text("conversation_id").equals(here.event().text("conversation_id"));
  }

  private static boolean isAboutLater(StoredEvent stored, long eventId) {
    return isDetails(stored)
        && stored.event().references("source").stream().allMatch(about -> about > eventId);
  }

  private static boolean isDetails(StoredEvent stored) {
    return ImportedEvent.of(stored.event()).filter(ImportedEvent::isDetails).isPresent();
  }

  private @Nullable StoredEvent at(long id) {
    if (id > 0 && !read.containsKey(id) && room > 0) {
      events.from(id).forEach(this::take);
    }
    return read.get(id);
  }

  private void take(StoredEvent stored) {
    if (read.putIfAbsent(stored.id(), stored) != null) {
      return;
    }
    room -= stored.words().length();
    if (isDetails(stored)) {
      List<Long> about = stored.event().references("source");
      JsonNode all = cut.add(about, stored.words());
      for (int i = 0; i < Math.min(about.size(), all.size()); i++) {
        if (all.get(i) instanceof ObjectNode row) {
          details.put(about.get(i), row.without("raw"));
        }
      }
    }
  }
}
