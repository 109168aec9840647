package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.mindstate.Conversation;
import pmm.mindstate.StateEvent;

/** Puts one conversation together from its events, as docs/conversation-export.md describes it. */
final class TalkReader {
  /** What a later archive changes of a conversation as a whole. */
  private static final Set<String> CHANGES =
      Set.of("conversation_renamed", "conversation_archived", "branch_selected");

  private final String id;
  private final List<StoredEvent> events;
  private final List<Message> messages = new ArrayList<>();
  private final Map<Long, Message> messageOf = new HashMap<>();
  private final Map<Long, Run> runOf = new HashMap<>();
  private final Map<Long, JsonNode> detailsOf = new HashMap<>();
  private final List<StateEvent> laterFiles = new ArrayList<>();
  private final CutDetails cut = new CutDetails();
  private @Nullable StateEvent started;
  private boolean restored;

  private TalkReader(String id, List<StoredEvent> events) {
    this.id = id;
    this.events = events;
  }

  /** The conversation as a document; events are all of its own, oldest first. */
  static ObjectNode read(String id, List<StoredEvent> events) {
    TalkReader reader = new TalkReader(id, events);
    events.forEach(reader::take);
    reader.addLaterFiles();
    reader.restore();
    reader.messages.forEach(message -> message.hangUnder(reader.parentOf(message)));
    reader.sort();
    return reader.toJson();
  }

  private void take(StoredEvent stored) {
    StateEvent event = stored.event();
    Optional<ImportedEvent> imported = ImportedEvent.of(event);
    if (imported.isPresent() && imported.get().isDetails()) {
      takeDetails(stored);
    } else if (imported.isPresent() && imported.get().isFiles()) {
      laterFiles.add(event);
    } else if (imported.isPresent() && imported.get().isPiece()) {
      takePiece(imported.get(), stored);
    } else {
      switch (event.kind()) {
        case "conversation_started" -> started = started == null ? event : started;
        case "user_message", "assistant_message", "generation_stopped", "generation_failed" ->
            begin(stored);
        default -> {}
      }
    }
  }

  private Message begin(StoredEvent stored) {
    Message message = new Message(stored);
    messages.add(message);
    add(message, stored);
    return message;
  }

  private void add(Message message, StoredEvent stored) {
    messageOf.put(stored.id(), message);
    runOf.put(stored.id(), message.add(stored));
  }

  private void takePiece(ImportedEvent piece, StoredEvent stored) {
    Message begun = messageOf.get(piece.firstOfMessage());
    if (begun == null) {
      begin(stored);
    } else {
      add(begun, stored);
    }
  }

  /** The names of files that came later stand behind them. */
  private void addLaterFiles() {
    for (StateEvent files : laterFiles) {
      JsonNode names = detailsOf.getOrDefault(files.id(), MissingNode.getInstance()).path("files");
      for (long of : files.references("source")) {
        Run run = runOf.get(of);
        if (run != null) {
          run.addLater(files, names);
        }
      }
    }
  }

  private void takeDetails(StoredEvent stored) {
    List<Long> about = stored.event().references("source");
    JsonNode all = cut.add(about, stored.words());
    for (int i = 0; i < Math.min(about.size(), all.size()); i++) {
      Run run = runOf.get(about.get(i));
      if (run == null) {
        detailsOf.put(about.get(i), all.get(i));
      } else {
        run.setDetails(all.get(i));
      }
    }
  }

  /** What was taken out and came again stands where it stood. */
  private void restore() {
    for (Message again : List.copyOf(messages)) {
      Message gone = messageOf.get(again.first().number("in_place_of_event_id"));
      if (gone != null && gone.first().words().isEmpty() && messages.remove(gone)) {
        messageOf.replaceAll((id, message) -> message == gone ? again : message);
        restored = true;
      }
    }
  }

  /** What came again was stored later than what answers it. */
  private void sort() {
    if (restored) {
      messages.sort(Comparator.comparingInt(Message::depth));
    }
  }

  /**
   * What it answers in the archive; of what was said here, and where that was taken out, the
   * message that it hangs under here.
   */
  private @Nullable Message parentOf(Message message) {
    Message answered = messageOf.get(message.imported().map(ImportedEvent::answers).orElse(0L));
    return answered == null ? messageOf.get(message.first().reference("parent")) : answered;
  }

  private ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("conversation_id", id);
    Optional<Conversation> folded =
        Conversation.of(id, events.stream().map(StoredEvent::event).toList());
    folded.ifPresent(talk -> {
      json.put("title", wholeTitle(talk.title()));
      if (events.stream().noneMatch(TalkReader::names)) {
        json.put("title_derived", true);
      }
      json.put("archived", talk.archived());
    });
    putBegin(json);
    folded
        .flatMap(talk -> shown(talk.leaf()))
        .ifPresent(shown -> json.put("shown_node_id", shown.id()));
    ArrayNode nodes = json.putArray("nodes");
    messages.forEach(message -> nodes.add(message.toJson()));
    putSummaries(json);
    return json;
  }

  /**
   * An archive may have shown a message last that nobody said; it hangs under the one shown here.
   */
  private Optional<Message> shown(long leaf) {
    Optional<StoredEvent> selected =
        events.stream()
            .filter(stored -> stored.kind().equals("branch_selected"))
            .reduce((first, second) -> second)
            .filter(stored -> stored.event().reference("leaf") == leaf);
    String original =
        selected
            .flatMap(stored -> ImportedEvent.of(stored.event()))
            .map(ImportedEvent::originalLeafId)
            .orElse("");
    return messages.stream()
        .filter(message ->
            !original.isEmpty()
                && message.imported().map(ImportedEvent::originalId).orElse("").equals(original))
        .reduce((first, second) -> second)
        .or(() -> Optional.ofNullable(messageOf.get(leaf)));
  }

  private static boolean names(StoredEvent stored) {
    return stored.kind().equals("conversation_renamed") && !stored.words().isEmpty();
  }

  /** A long title of an archive is cut; the whole one stands in the details. */
  private String wholeTitle(String title) {
    String whole =
        started == null
            ? ""
            : detailsOf
                .getOrDefault(started.id(), MissingNode.getInstance())
                .path("title")
                .asText();
    boolean isTheirs =
        events.stream()
            .filter(TalkReader::names)
            .reduce((first, second) -> second)
            .filter(stored -> ImportedEvent.of(stored.event()).isPresent())
            .isPresent();
    return isTheirs && !whole.isEmpty() ? whole : title;
  }

  private void putBegin(ObjectNode json) {
    if (started == null) {
      return;
    }
    Optional<ImportedEvent> imported = ImportedEvent.of(started);
    ObjectNode began = imported.map(ImportedEvent::time).orElse(Moments.here(started.tsMs()));
    if (!began.isEmpty()) {
      json.set("time", began);
    }
    imported.ifPresent(origin -> {
      json.put("stored_time", Moments.ofMillis(origin.event().tsMs()));
      json.set("source", origin.origin());
      if (origin.event().meta().path("source").path("inferred").asBoolean()) {
        json.put("inferred", true);
      }
      JsonNode details = detailsOf.getOrDefault(origin.event().id(), json.missingNode());
      copy(details, "create_time", json);
      copy(details, "update_time", json);
      changedSince().ifPresent(time -> json.put("update_time", time));
      copy(details, "model", json);
      if (details.path("raw").isTextual()) {
        json.set("raw", RawJson.of(details.path("raw").asText()));
      }
    });
  }

  /** When it was last changed, as the last archive says that brought anything new. */
  private Optional<String> changedSince() {
    return events.stream()
        .filter(stored -> CHANGES.contains(stored.kind()))
        .flatMap(stored -> ImportedEvent.of(stored.event()).stream())
        .map(ImportedEvent::updateTime)
        .filter(time -> !time.isEmpty())
        .reduce((first, second) -> second);
  }

  private static void copy(JsonNode from, String key, ObjectNode to) {
    if (!from.path(key).asText("").isEmpty()) {
      to.set(key, from.get(key));
    }
  }

  private void putSummaries(ObjectNode json) {
    List<StoredEvent> summaries =
        events.stream().filter(stored -> stored.kind().equals("summary")).toList();
    if (summaries.isEmpty()) {
      return;
    }
    ArrayNode list = json.putArray("summaries");
    for (StoredEvent summary : summaries) {
      ObjectNode row = list.addObject().put("event_id", summary.id());
      row.put("through_node_id", summary.event().number("through_event_id"));
      row.set("time", Moments.here(summary.event().tsMs()));
      if (summary.forgotten()) {
        row.put("forgotten", true);
      } else {
        row.put("text", summary.words());
      }
    }
  }
}
