package pmm.mind.importing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pmm.mind.ledger.History;
import pmm.mindstate.StateEvent;

/**
 * Where an import meets others: the conversations that outlive it, because somebody else says
 * something in them, the person or another import; and what others have added to its messages.
 *
 * @param importId the import
 * @param head the hash of the last event when that was so
 * @param conversations their ids
 * @param places its messages that others answer, or answer what answers them: they lose their
 *     words, and stay as places in the tree
 * @param later the events of other imports that hold files of its messages
 */
record Frames(
    String importId, String head, Set<String> conversations, BitSet places, BitSet later) {
  static final Frames NONE = new Frames("", "", Set.of(), new BitSet(), new BitSet());

  /** Reads all events. */
  static Frames read(History history, String importId, String head) {
    Set<String> begun = new HashSet<>();
    Set<String> outlive = new HashSet<>();
    Set<String> spoken = new HashSet<>();
    Set<String> shared = new HashSet<>();
    Later later = new Later();
    history.each(event -> {
      String talk = event.text("conversation_id");
      boolean own = event.text("import_id").equals(importId);
      later.take(event, own);
      if (own && event.kind().equals("conversation_started")) {
        begun.add(talk);
      } else if (!own && begun.contains(talk) && isSaid(event)) {
        outlive.add(talk);
      }
      if (isSaid(event) && (own || spoken.contains(talk))) {
        (own ? spoken : shared).add(talk);
      }
    });
    BitSet places = shared.isEmpty() ? new BitSet() : places(history, importId, shared);
    return new Frames(importId, head, outlive, places, later.found);
  }

  /** A message with files is none: its facts name their bytes, and would keep them. */
  private static BitSet places(History history, String importId, Set<String> conversations) {
    Map<Long, Long> parents = new HashMap<>();
    BitSet places = new BitSet();
    history.each(event -> {
      if (!isSaid(event) || !conversations.contains(event.text("conversation_id"))) {
        return;
      }
      long parent = event.reference("parent");
      if (!event.text("import_id").equals(importId)) {
        while (parents.containsKey(parent) && !places.get(Math.toIntExact(parent))) {
          places.set(Math.toIntExact(parent));
          parent = parents.getOrDefault(parent, 0L);
        }
      } else if (!event.meta().has("blobs")) {
        parents.put(event.id(), parent);
      }
    });
    return places;
  }

  /** Finds the files that came later, each with the records of those chunks that came before it. */
  private static final class Later {
    private final BitSet own = new BitSet();
    private final Map<String, List<Long>> chunks = new HashMap<>();
    private final BitSet found = new BitSet();

    private void take(StateEvent event, boolean isOwn) {
      if (isOwn) {
        own.set(Math.toIntExact(event.id()));
        return;
      }
      List<Long> of = event.references("source");
      switch (event.text("record")) {
        case "chunk" ->
            event
                .meta()
                .path("blobs")
                .forEach(hash ->
                    chunks
                        .computeIfAbsent(hash.asText(), each -> new ArrayList<>(1))
                        .add(event.id()));
        case LateFiles.RECORD -> {
          if (of.stream().anyMatch(id -> own.get(Math.toIntExact(id)))) {
            add(event.id());
            event
                .meta()
                .path("blobs")
                .forEach(hash -> chunks.getOrDefault(hash.asText(), List.of()).forEach(this::add));
          }
        }
        case "details" -> {
          if (!of.isEmpty() && of.stream().allMatch(this::holds)) {
            add(event.id());
          }
        }
        default -> {}
      }
    }

    private void add(long eventId) {
      found.set(Math.toIntExact(eventId));
    }

    private boolean holds(long eventId) {
      return found.get(Math.toIntExact(eventId));
    }
  }

  private static boolean isSaid(StateEvent event) {
    return event.kind().equals("user_message") || event.kind().equals("assistant_message");
  }

  /** Whether an event holds no words, but makes a conversation what it is. */
  static boolean isFrame(StateEvent event) {
    return event.kind().equals("conversation_started")
        || event.kind().equals("conversation_archived");
  }

  boolean areOf(String otherImport, String otherHead) {
    return importId.equals(otherImport) && head.equals(otherHead);
  }

  /** Whether the words of an event go alone: a place in the tree stays, or a report's figures. */
  boolean isWordsOnly(StateEvent event) {
    return event.kind().equals("imported") || places.get(Math.toIntExact(event.id()));
  }

  /** Whether an event goes when the import is taken out. */
  boolean goes(StateEvent event) {
    boolean own = event.text("import_id").equals(importId);
    boolean stays =
        (isFrame(event) && conversations.contains(event.text("conversation_id")))
            || (isWordsOnly(event) && event.content() == null);
    return (own && !stays) || later.get(Math.toIntExact(event.id()));
  }
}
