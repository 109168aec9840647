package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedProfile;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Part;
import pmm.mind.ledger.Draft;

/**
 * Something of an archive with an identity: it is taken in once.
 *
 * @param originalId the archive's id of it
 * @param contentHash what tells it from an edited one of the same id
 * @param time when it was said
 * @param pieces the events that it becomes
 */
record Thing(String originalId, String contentHash, ArchivedTime time, List<Piece> pieces) {
  static final String MEMORY = "memory_proposed";

  /** Raw JSON in which nothing was left over. */
  static final String NOTHING = "{}";

  static Thing of(ArchivedNode node) {
    return new Thing(node.originalId(), node.contentHash(), node.created(), NodePieces.of(node));
  }

  /** A memory waits for the person's word, as every other does. */
  static Thing of(ArchivedMemory memory) {
    ObjectNode facts = proposal();
    if (!memory.topic().isEmpty()) {
      facts.put("topic", memory.topic());
    }
    return proposed(
        memory.source(), memory.topic(), memory.noted(), memory.text(), facts, memory.raw());
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
      String raw = things.isEmpty() ? profile.raw() : NOTHING;
      things.add(proposed(profile.source(), of, ArchivedTime.UNKNOWN, words, facts, raw));
    }
  }

  static Thing of(ArchivedCharacter character) {
    ObjectNode facts = record("character").put("version", character.version());
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
        character.name(),
        Sha256.of(character.card()),
        ArchivedTime.UNKNOWN,
        new Piece(Piece.RECORD, character.card(), facts, image, null));
  }

  static Thing of(ArchivedRecord record) {
    boolean hasText = !record.text().isEmpty();
    Piece words =
        new Piece(
            Piece.RECORD,
            hasText ? record.text() : record.raw(),
            record(record.kind()),
            List.of(),
            null);
    String hash = Sha256.of(record.kind() + "\n" + record.text() + "\n" + record.raw());
    if (!hasText || record.raw().equals(NOTHING)) {
      return of(record.originalId(), hash, record.created(), words);
    }
    Piece raw =
        new Piece(
            Piece.RECORD,
            record.raw(),
            record("details").put("of", record.kind()),
            List.of(),
            null);
    return of(record.originalId(), hash, record.created(), words, raw);
  }

  /** A conversation in which nothing was said. */
  static Thing ofEmpty(ArchivedConversation conversation) {
    String title = conversation.title();
    Piece piece = new Piece(Piece.RECORD, title, record("empty_conversation"), List.of(), null);
    return of(conversation.originalId(), Sha256.of(title), conversation.created(), piece);
  }

  private static Thing proposed(
      String originalId,
      String beside,
      ArchivedTime time,
      String words,
      ObjectNode facts,
      String raw) {
    ObjectNode details = raw.equals(NOTHING) ? null : Draft.facts().put("raw", raw);
    Piece piece = new Piece(MEMORY, words, facts, List.of(), details);
    return of(originalId, Sha256.of(beside + "\n" + words), time, piece);
  }

  /** Long words are cut. */
  private static Thing of(String id, String hash, ArchivedTime time, Piece... whole) {
    List<Piece> pieces = new ArrayList<>();
    for (Piece piece : whole) {
      String content = piece.content() == null ? "" : piece.content();
      for (String words : Cuts.of(Cuts.storable(content))) {
        pieces.add(new Piece(piece.kind(), words, piece.facts().deepCopy(), piece.files(), null));
      }
    }
    return new Thing(id, hash, time, pieces);
  }

  private static ObjectNode proposal() {
    return Draft.facts().put("subject", "person").put("speaker", "other");
  }

  private static ObjectNode record(String what) {
    return Draft.facts().put("record", what);
  }
}
