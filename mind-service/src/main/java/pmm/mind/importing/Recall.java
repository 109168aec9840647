package pmm.mind.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.tree.ContentHash;

/** Finds again what of an archive was taken in before, also earlier in the same run. */
final class Recall {
  /** So many messages must be the same for two conversations without an id to be one. */
  private static final int ALIKE = 2;

  private final Batch batch;
  private final Taken taken;
  private final boolean isWhole;

  /** What the append holds that is being put together: its events have no numbers yet. */
  private final Set<Key> pending = new HashSet<>();

  /** The conversations without an id that this run has found or begun. */
  private final Set<String> met = new HashSet<>();

  /** A recollection; the batch holds what was written so far. */
  Recall(Batch batch, Taken taken) {
    this.batch = batch;
    this.taken = taken;
    this.isWhole = taken.isWhole(batch.origin().archiveSha256());
  }

  /**
   * What is known of a conversation.
   *
   * @param started the event with which it began here; 0 if it is not there at all
   * @param events for each message that is there, by the reader's id, the events of its parts; 0
   *     for one that is not there
   */
  record Recalled(String conversationId, long started, Map<String, long[]> events) {
    /** Whether it is not there at all. */
    boolean isNew() {
      return started == 0;
    }

    /** The event of a message's part; 0 if it is not there. */
    long event(ArchivedNode node, int part) {
      long[] known = events.get(node.originalId());
      return known == null || part >= known.length ? 0 : known[part];
    }

    /** Whether anything of a message is not there yet. */
    boolean isNew(ArchivedNode node) {
      long[] known = events.get(node.originalId());
      return known == null || LongStream.of(known).anyMatch(event -> event == 0);
    }
  }

  private String format() {
    return batch.origin().format();
  }

  /** Whether each part of something that is in no conversation is there. */
  boolean holds(Thing thing) {
    for (int i = 0; i < thing.pieces().size(); i++) {
      if (!holds(thing, i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a part of such a thing is there. What has no id cannot be told any more once its words
   * are forgotten; the very archive that was taken in whole brings nothing of this kind again.
   */
  boolean holds(Thing thing, int part) {
    return (isWhole && thing.originalId().isEmpty())
        || find(thing.spot(format(), part), thing.pieces().get(part)).isPresent();
  }

  /** The first event of such a thing; 0 if it is not there, or came in with this run. */
  long event(Thing thing) {
    return find(thing.spot(format(), 0), thing.pieces().getFirst()).orElse(0L);
  }

  /** Something that is in no conversation was written. */
  void wrote(Thing thing, int part) {
    taken.known().put(Key.said(thing.spot(format(), part), thing.pieces().get(part).words()), 0);
  }

  /** Returns the files of a message that is there which come only now. */
  List<Part.Attachment> late(Recalled talk, ArchivedNode node) {
    List<Part.Attachment> late = new ArrayList<>();
    if (node.parts().stream().anyMatch(Part.Attachment.class::isInstance)) {
      List<Piece> pieces = Thing.of(node).pieces();
      for (int part = 0; part < pieces.size(); part++) {
        long event = talk.event(node, part);
        if (event > 0) {
          taken.files().of(event, pieces.get(part)).forEach(each -> late.add(each.file()));
        }
      }
    }
    return late;
  }

  /** Returns what is there of a conversation. */
  Recalled of(ArchivedConversation talk) {
    String given = ContentHash.given(talk.originalId());
    if (given.isEmpty()) {
      return unnamed(talk);
    }
    String id = Key.conversationId(format(), Facts.of(given));
    Key key = Key.conversation(id);
    settleIf(key);
    return taken.known().holds(key) ? within(id, talk) : new Recalled(id, 0, Map.of());
  }

  /** Of those that begin alike, the one that has most in common with it. */
  private Recalled unnamed(ArchivedConversation talk) {
    Thing first = Thing.of(talk.nodes().getFirst());
    Key opening = opening(first);
    settleIf(opening);
    List<String> candidates = new ArrayList<>(taken.openings().of(opening));
    candidates.addAll(taken.openings().of(Key.forgotten(first.spot(format(), 0, 0))));
    Recalled best = new Recalled(UUID.randomUUID().toString(), 0, Map.of());
    for (String id : candidates) {
      Recalled found = within(id, talk);
      int alike = found.events().size();
      boolean all = alike == talk.nodes().size();
      if (alike > best.events().size() && (all || (alike >= ALIKE && !met.contains(id)))) {
        best = found;
      }
    }
    met.add(best.conversationId());
    return best;
  }

  private Key opening(Thing first) {
    return Key.said(first.spot(format(), 0, 0), first.pieces().getFirst().words());
  }

  private void settleIf(Key key) {
    if (pending.contains(key)) {
      batch.flush();
      pending.clear();
    }
  }

  private Recalled within(String id, ArchivedConversation talk) {
    Map<String, long[]> events = new HashMap<>();
    for (ArchivedNode node : talk.nodes()) {
      long before = 0;
      if (node.parent().isPresent()) {
        long[] parent = events.get(node.parent().get());
        before = parent == null ? -1 : parent[0];
      }
      Thing thing = Thing.of(node);
      long[] found = new long[thing.pieces().size()];
      for (int part = 0; part < found.length; part++) {
        Spot spot = thing.spot(id, part, part == 0 ? before : found[0]);
        found[part] = find(spot, thing.pieces().get(part)).orElse(0L);
      }
      if (found[0] != 0) {
        events.put(node.originalId(), found);
      }
    }
    return new Recalled(id, taken.known().get(Key.conversation(id)), events);
  }

  private Optional<Long> find(Spot spot, Piece piece) {
    KeyTable known = taken.known();
    Key said = Key.said(spot, piece.words());
    Key key = known.holds(said) ? said : Key.forgotten(spot);
    return known.holds(key) ? Optional.of(known.get(key)) : Optional.empty();
  }

  /** A conversation is being written. */
  void writes(ArchivedConversation talk, Recalled recalled) {
    pending.add(Key.conversation(recalled.conversationId()));
    if (recalled.isNew() && ContentHash.given(talk.originalId()).isEmpty()) {
      Key first = opening(Thing.of(talk.nodes().getFirst()));
      pending.add(first);
      taken.openings().add(first, recalled.conversationId());
    }
  }

  /** A conversation was begun: its first event was stored. */
  void began(String conversationId, long eventId) {
    taken.known().put(Key.conversation(conversationId), eventId);
  }

  /** A part of a message was stored. */
  void wrote(Spot spot, Piece piece, long eventId) {
    taken.known().put(Key.said(spot, piece.words()), eventId);
  }
}
