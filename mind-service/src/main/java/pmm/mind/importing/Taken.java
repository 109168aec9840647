package pmm.mind.importing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pmm.mind.ledger.History;
import pmm.mindstate.StateEvent;

/** What was taken in before, as the ledger tells it: gathered in one reading. */
final class Taken {
  private final KeyTable known = new KeyTable();

  /** The archive of each import. */
  private final Map<String, String> archives = new HashMap<>();

  private final Set<String> reported = new HashSet<>();

  private Taken() {}

  /** Reads all events. */
  static Taken read(History history) {
    Taken taken = new Taken();
    history.each(taken::take);
    return taken;
  }

  /** What is known, to be added to. */
  KeyTable known() {
    return known;
  }

  /** Returns the import that took this archive in and was cut short, if there is one. */
  Optional<String> cutShort(String archiveSha256) {
    return archives.entrySet().stream()
        .filter(each -> each.getValue().equals(archiveSha256))
        .map(Map.Entry::getKey)
        .filter(each -> !reported.contains(each))
        .findFirst();
  }

  private void take(StateEvent event) {
    String importId = event.text("import_id");
    if (importId.isEmpty()) {
      return;
    }
    if (event.kind().equals("imported")) {
      reported.add(importId);
      return;
    }
    JsonNode source = event.meta().path("source");
    archives.putIfAbsent(importId, source.path("archive_sha256").asText());
    String talk = event.text("conversation_id");
    switch (event.kind()) {
      case "conversation_started" -> known.put(Key.conversation(talk), event.id());
      case "conversation_renamed" ->
          known.put(Key.title(talk, event.words().orElse("")), event.id());
      case "conversation_archived" ->
          known.put(Key.archived(talk, event.meta().path("archived").asBoolean(true)), event.id());
      default -> takePiece(event, source, talk);
    }
  }

  private void takePiece(StateEvent event, JsonNode source, String talk) {
    if (event.text("record").equals("chunk")) {
      event.meta().path("blobs").forEach(hash -> known.put(Key.chunk(hash.asText()), event.id()));
    }
    String hash = source.path("content_hash").asText();
    if (hash.isEmpty()) {
      return;
    }
    String id = source.path("original_id").asText();
    String scope = talk.isEmpty() ? source.path("format").asText() : talk;
    known.put(Key.piece(scope, id, hash, source.path("part").asInt(0)), event.id());
  }
}
