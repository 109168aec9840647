package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedProfile;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.ledger.Draft;

/**
 * Something of an archive with an identity: it is taken in once.
 *
 * @param originalId the archive's id of it; empty if it gives none
 * @param time when it was said
 * @param pieces the events that it becomes
 * @param marks what is odd about it
 */
record Thing(String originalId, ArchivedTime time, List<Piece> pieces, Set<Oddity.Kind> marks) {
  static final String MEMORY = "memory_proposed";

  /** Raw JSON in which nothing was left over. */
  static final String NOTHING = "{}";

  /** Where a part of something that is in no conversation stands. */
  Spot spot(String format, int part) {
    return Spot.thing(format, originalId, time.raw(), part, pieces.get(part).kindOfRecord());
  }

  /**
   * Where a part of a message stands.
   *
   * @param before the event before it, as {@link Spot#message} takes it
   */
  Spot spot(String conversationId, int part, long before) {
    String kind = pieces.get(part).kindOfRecord();
    return Spot.message(conversationId, originalId, time.raw(), part, kind, before);
  }

  static Thing of(ArchivedNode node) {
    return new Thing(
        ContentHash.given(node.originalId()), node.created(), NodePieces.of(node), node.marks());
  }

  /** A memory waits for the person's word, as every other does. */
  static Thing of(ArchivedMemory memory) {
    ObjectNode about = about(memory.raw()).put("place", memory.source());
    if (!memory.topic().isEmpty()) {
      about.put("topic", memory.topic());
    }
    return of("", memory.noted(), MEMORY, memory.text(), proposal(), List.of(), about);
  }

  /** Each part of a profile is offered by itself. */
  static List<Thing> of(ArchivedProfile profile) {
    List<Thing> things = new ArrayList<>();
    addProfile(things, profile, "about", profile.about());
    addProfile(things, profile, "instructions", profile.instructions());
    return things;
  }

  private static void addProfile(
      List<Thing> things, ArchivedProfile profile, String of, String words) {
    if (!words.isBlank()) {
      ObjectNode facts = proposal().put("record", "profile").put("of", of);
      ObjectNode about = about(things.isEmpty() ? profile.raw() : NOTHING);
      about.put("place", profile.source());
      things.add(of("", ArchivedTime.UNKNOWN, MEMORY, words, facts, List.of(), about));
    }
  }

  static Thing of(ArchivedCharacter character) {
    List<Part.Attachment> image =
        character
            .image()
            .map(content ->
                new Part.Attachment(
                    "",
                    content.member(),
                    "",
                    content.size(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(content)))
            .stream()
            .toList();
    return of(
        "",
        ArchivedTime.UNKNOWN,
        Piece.RECORD,
        character.card(),
        record("character").put("version", character.version()),
        image,
        NodePieces.about(image));
  }

  /** What can be read of it; where nothing can, all of it. */
  static Thing of(ArchivedRecord record) {
    boolean hasText = !record.text().isEmpty();
    Thing thing =
        of(
            record.originalId(),
            record.created(),
            Piece.RECORD,
            hasText ? record.text() : record.raw(),
            record(record.kind()),
            List.of(),
            about(hasText ? record.raw() : NOTHING));
    return new Thing(thing.originalId(), thing.time(), thing.pieces(), record.marks());
  }

  /** A conversation in which nothing was said. */
  static Thing ofEmpty(ArchivedConversation talk) {
    return of(
        ContentHash.given(talk.originalId()),
        talk.began(),
        Piece.RECORD,
        talk.title(),
        record("empty_conversation"),
        List.of(),
        about(talk.raw()));
  }

  /** Long words are cut. */
  private static Thing of(
      String id,
      ArchivedTime time,
      String kind,
      String words,
      ObjectNode facts,
      List<Part.Attachment> files,
      ObjectNode about) {
    List<Piece> pieces = new ArrayList<>();
    for (String cut : Cuts.of(Mended.text(words))) {
      pieces.add(
          pieces.isEmpty()
              ? new Piece(kind, cut, facts, files, about)
              : NodePieces.goingOn(pieces.getFirst(), cut));
    }
    return new Thing(id, time, pieces, Set.of());
  }

  private static ObjectNode about(String raw) {
    return raw.equals(NOTHING) ? Draft.facts() : Draft.facts().put("raw", raw);
  }

  private static ObjectNode proposal() {
    return Draft.facts().put("subject", "person").put("speaker", "other");
  }

  private static ObjectNode record(String what) {
    return Draft.facts().put("record", what);
  }
}
