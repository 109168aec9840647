package pmm.mind.importing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.mind.ledger.History;
import pmm.mindstate.StateEvent;

/**
 * What was taken in before, as the ledger tells it: gathered in one reading. It holds no words,
 * only keys that follow from them, and is kept for one run.
 */
final class Taken {
  private static final Set<String> WORDLESS = Set.of("placeholder", "chunk");

  private final KeyTable known = new KeyTable();
  private final LateFiles files = new LateFiles(known);
  private final Openings openings = new Openings();

  /** What there is of each import that has no report. */
  private final Map<String, FirstPart> unreported = new HashMap<>();

  /** The archives of which nothing was left out. */
  private final Set<String> wholes = new HashSet<>();

  /** What of each import has no words any more. */
  private final Map<String, Leftovers> leftovers = new HashMap<>();

  /** Conversations whose import ended before the branch that is shown was selected. */
  private final Set<String> unselected = new HashSet<>();

  /** Events whose long details are not all there yet. */
  private final Map<Long, Details> detailsOwed = new HashMap<>();

  /** In how many events the details of one are cut, and how many of these are there. */
  record Details(int pieces, int there) {
    @Nullable Details less() {
      return there + 1 < pieces ? new Details(pieces, there + 1) : null;
    }
  }

  /** What there is still of an import, but for its words. */
  private static final class Leftovers {
    private final List<Gone> gone = new ArrayList<>();
    private boolean worded;
    private String wholeArchive = "";
  }

  /** An event whose words are gone. */
  private record Gone(Spot spot, long eventId) {}

  private Taken() {}

  /** Reads all events. */
  static Taken read(History history) {
    Taken taken = new Taken();
    history.each(taken::take);
    taken.leftovers.values().forEach(taken::settle);
    taken.leftovers.clear();
    return taken;
  }

  /**
   * Words that were forgotten do not come back. Where an import has no words left at all it was
   * taken out: what stayed of it only holds others, and its words may come again.
   */
  private void settle(Leftovers left) {
    for (Gone each : left.gone) {
      Key key = left.worded ? Key.forgotten(each.spot()) : Key.takenOut(each.spot());
      known.put(key, Math.max(each.eventId(), known.get(key)));
    }
    if (left.worded && !left.wholeArchive.isEmpty()) {
      wholes.add(left.wholeArchive);
    }
  }

  /** The event of this place that was taken out with all of its import; 0 if none was. */
  long takenOut(Spot spot) {
    return known.get(Key.takenOut(spot));
  }

  /** What is known, to be added to. */
  KeyTable known() {
    return known;
  }

  /** Which files are known, to be added to. */
  LateFiles files() {
    return files;
  }

  /** Conversations without an id, to be added to. */
  Openings openings() {
    return openings;
  }

  /** Returns what there is of an import that took this archive in and was cut short. */
  Optional<FirstPart> cutShort(String archiveSha256) {
    return unreported.values().stream()
        .filter(each -> each.archiveSha256().equals(archiveSha256))
        .findFirst();
  }

  /** Whether all of this archive was taken in, and is not undone. */
  boolean isWhole(String archiveSha256) {
    return wholes.contains(archiveSha256);
  }

  /** Whether an import of this conversation was cut short before it selected a branch. */
  boolean isUnselected(String conversationId) {
    return unselected.contains(conversationId);
  }

  /** Returns the long details of an event, if some are missing. */
  Optional<Details> detailsCutShort(long eventId) {
    return Optional.ofNullable(detailsOwed.get(eventId));
  }

  private void take(StateEvent event) {
    String importId = event.text("import_id");
    String talk = event.text("conversation_id");
    if (importId.isEmpty()) {
      takeOwn(event, talk);
      return;
    }
    if (event.kind().equals("imported")) {
      FirstPart reported = unreported.remove(importId);
      if (reported != null && isWhole(event)) {
        leftovers(importId).wholeArchive = reported.archiveSha256();
      }
      return;
    }
    leftovers(importId).worded |= event.content() != null;
    JsonNode source = event.meta().path("source");
    unreported
        .computeIfAbsent(
            importId, id -> new FirstPart(id, source.path("archive_sha256").asText(), new BitSet()))
        .add(event.id());
    switch (event.kind()) {
      case "conversation_started" -> {
        known.put(Key.conversation(talk), event.id());
        known.put(Key.archived(talk, source.path("archived").asBoolean()), event.id());
        if (!source.has("original_id")) {
          known.put(Key.unnamed(talk), event.id());
        }
      }
      case "conversation_renamed" -> {
        known.put(Key.titled(talk), event.id());
        event.words().ifPresent(title -> known.put(Key.title(talk, title), event.id()));
      }
      case "conversation_archived" ->
          known.put(Key.archived(talk, event.meta().path("archived").asBoolean()), event.id());
      case "branch_selected" -> unselected.remove(talk);
      default -> takePiece(event, talk);
    }
  }

  private Leftovers leftovers(String importId) {
    return leftovers.computeIfAbsent(importId, id -> new Leftovers());
  }

  private static boolean isWhole(StateEvent imported) {
    return !imported.meta().path("cancelled").asBoolean()
        && !imported.meta().path("partial").asBoolean();
  }

  /** What was said and decided here since. */
  private void takeOwn(StateEvent event, String talk) {
    if (!talk.isEmpty() && known.holds(Key.conversation(talk))) {
      known.put(Key.touched(talk), event.id());
      if (event.kind().equals("conversation_renamed")) {
        known.put(Key.titled(talk), event.id());
      }
    }
  }

  private void takePiece(StateEvent event, String talk) {
    JsonNode meta = event.meta();
    String record = event.text("record");
    if (record.equals("chunk")) {
      meta.path("blobs").forEach(hash -> known.put(Key.chunk(hash.asText()), event.id()));
      return;
    }
    if (record.equals("details")) {
      takeDetails(event);
      return;
    }
    if (record.equals(LateFiles.RECORD)) {
      files.takeRecord(event);
      return;
    }
    Spot spot = Spot.of(event);
    String words = event.content();
    boolean gone = words == null && !WORDLESS.contains(record);
    if (gone) {
      leftovers(event.text("import_id")).gone.add(new Gone(spot, event.id()));
    } else {
      known.put(key(spot, false, words), event.id());
    }
    files.take(event, gone);
    boolean first = spot.part().equals("0") && event.reference("original_parent") == 0;
    if (first && !talk.isEmpty() && known.holds(Key.unnamed(talk))) {
      openings.add(key(spot.in(meta.path("source").path("format").asText()), gone, words), talk);
    }
    if (Piece.isSaid(event.kind())) {
      unselected.add(talk);
    }
    if (meta.has("details")) {
      detailsOwed.put(event.id(), new Details(meta.path("details").asInt(), 0));
    }
  }

  private static Key key(Spot spot, boolean gone, @Nullable String words) {
    return gone ? Key.forgotten(spot) : Key.said(spot, words == null ? "" : words);
  }

  private void takeDetails(StateEvent event) {
    for (long of : event.references("source")) {
      detailsOwed.computeIfPresent(of, (_, owed) -> owed.less());
    }
  }
}
