package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.ledger.Draft;

/** Writes the events of things, each once. */
final class ThingWriter {
  private final Batch batch;
  private final Taken taken;
  private final Recall recall;
  private final FileStore files;

  ThingWriter(Batch batch, Taken taken, Recall recall, FileStore files) {
    this.batch = batch;
    this.taken = taken;
    this.recall = recall;
    this.files = files;
  }

  /**
   * A message that is in the ledger or on its way there.
   *
   * @param first its first event
   * @param said what the next message hangs under: its last event that was said, else that of the
   *     one before it; null where nothing was said yet
   * @param time when it was written, or what is guessed of that
   */
  record Written(Ref first, @Nullable Ref said, ArchivedTime time) {}

  /**
   * Writes something that is in no conversation.
   *
   * @param refused is told why the ledger did not take it, be it later
   */
  void write(Thing thing, Consumer<String> refused) throws IOException {
    batch.enter("", refused);
    for (int part = 0; part < thing.pieces().size(); part++) {
      if (!recall.holds(thing, part)) {
        write(thing, part, batch.origin().meta(source(thing, part)));
        recall.wrote(thing, part);
      }
    }
    batch.leave();
  }

  /**
   * Writes what is not there yet of a message.
   *
   * @param before what it follows in the archive; null for a first message
   * @param guess when it was written at the earliest, should the archive not say
   */
  Written write(
      ArchivedNode node, Recall.Recalled talk, @Nullable Written before, ArchivedTime guess)
      throws IOException {
    Thing thing = Thing.of(node);
    Ref said = before == null ? null : before.said();
    Ref first = null;
    for (int part = 0; part < thing.pieces().size(); part++) {
      Piece piece = thing.pieces().get(part);
      long known = talk.event(node, part);
      Ref ref = known > 0 ? Ref.stored(known) : null;
      if (ref == null) {
        Link place =
            first == null
                ? new Link("original_parent", before == null ? null : before.first())
                : new Link("message", first);
        ObjectNode meta = meta(node, thing, part, talk.conversationId(), guess);
        long gone = taken.takenOut(thing.spot(talk.conversationId(), part, 0));
        if (gone > 0) {
          meta.put("in_place_of_event_id", gone);
        }
        ref = write(thing, part, meta, new Link("parent", said), place);
        remember(thing, part, talk.conversationId(), place.to(), ref);
      } else {
        complete(ref, piece);
        addLate(ref, thing, part, talk.conversationId());
      }
      first = first == null ? ref : first;
      said = piece.isSaid() ? ref : said;
    }
    if (first == null) {
      throw new IllegalStateException("a message became no event");
    }
    return new Written(first, said, node.created().or(guess));
  }

  private Ref write(Thing thing, int part, ObjectNode meta, Link... links) throws IOException {
    Piece piece = thing.pieces().get(part);
    meta.setAll(piece.facts());
    List<byte[]> chunks = files.store(piece.files(), meta);
    return batch.add(
        new Draft(piece.kind(), piece.content(), meta), piece.details(), chunks, links);
  }

  private void remember(Thing thing, int part, String talk, @Nullable Ref before, Ref ref) {
    Piece piece = thing.pieces().get(part);
    batch.afterwards(() -> {
      Spot spot = thing.spot(talk, part, before == null ? 0 : before.id());
      recall.wrote(spot, piece, ref.id());
      taken.files().stored(ref.id(), piece);
    });
  }

  /** The run that wrote it may have been cut off before all of its long details. */
  private void complete(Ref ref, Piece piece) {
    Optional<Taken.Details> owed = taken.detailsCutShort(ref.id());
    owed.ifPresent(details -> batch.complete(ref, details, piece.details()));
  }

  /** Adds the files of a message that is there whose bytes come only now, and nothing else. */
  private void addLate(Ref ref, Thing thing, int part, String conversationId) throws IOException {
    Piece piece = thing.pieces().get(part);
    List<LateFiles.Late> late = taken.files().of(ref.id(), piece);
    taken.files().stored(ref.id(), piece);
    if (late.isEmpty() || !files.withBytes()) {
      return;
    }
    ObjectNode meta = batch.origin().meta(batch.origin().source(thing.originalId()));
    meta.put("record", LateFiles.RECORD).put("conversation_id", conversationId);
    List<byte[]> chunks = files.store(late.stream().map(LateFiles.Late::file).toList(), meta);
    List<Part.Attachment> come = LateFiles.number(late, meta);
    if (come.isEmpty()) {
      return;
    }
    meta.putArray("source_event_ids").add(ref.id());
    batch.add(new Draft(Piece.RECORD, null, meta), NodePieces.about(come), chunks);
  }

  private ObjectNode meta(
      ArchivedNode node, Thing thing, int part, String conversationId, ArchivedTime guess) {
    ObjectNode source = source(thing, part);
    if (!node.created().known() && guess.known()) {
      source.put("original_time_us", guess.micros().orElseThrow()).put("time_guessed", true);
    }
    Origin.put(source, "original_parent_id", ContentHash.given(node.parent().orElse("")));
    Origin.put(source, "original_update_time", node.updated().raw());
    Origin.put(source, "model", node.model().orElse(""));
    return batch.origin().meta(source).put("conversation_id", conversationId);
  }

  private ObjectNode source(Thing thing, int part) {
    ObjectNode source = batch.origin().source(thing.originalId(), thing.time());
    thing.marks().stream().sorted().forEach(odd -> source.put(odd.id(), true));
    return part == 0 ? source : source.put("part", part);
  }
}
