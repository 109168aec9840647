package pmm.mind.importing;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedProfile;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Unreadable;

/** Takes what an archive holds, item by item: counts it all, and hands on what is new. */
final class Intake implements ItemSink {
  /** Where it goes. */
  interface Target {
    /** A conversation with messages of which some may be new. */
    void conversation(ArchivedConversation talk, Tally.Counted counted) throws IOException;

    /** Something that is new. */
    void thing(Thing thing) throws IOException;
  }

  /** Is told after each item; may end the reading by throwing. */
  interface Pace {
    void step(long conversations, long messages) throws IOException;
  }

  private final String format;
  private final KeyTable known;
  private final Predicate<Thing> wanted;
  private final Set<String> chosen;
  private final Set<String> unseen;
  private final Tally tally;
  private final Target target;
  private final Pace pace;

  /**
   * An intake.
   *
   * @param wanted whether a thing that is not known is to be taken in
   * @param chosen the conversations to take in, by the archive's ids; empty for everything
   */
  Intake(
      String format,
      KeyTable known,
      Predicate<Thing> wanted,
      Set<String> chosen,
      Tally tally,
      Target target,
      Pace pace) {
    this.format = format;
    this.known = known;
    this.wanted = wanted;
    this.chosen = chosen;
    this.unseen = new HashSet<>(chosen);
    this.tally = tally;
    this.target = target;
    this.pace = pace;
  }

  @Override
  public void take(ArchivedItem item) throws IOException {
    switch (item) {
      case ArchivedConversation talk -> take(talk);
      case ArchivedMemory memory -> tally.memory(offer(Thing.of(memory)));
      case ArchivedProfile profile -> {
        for (Thing thing : Thing.of(profile)) {
          tally.profile(offer(thing));
        }
      }
      case ArchivedCharacter character -> tally.character(offer(Thing.of(character)));
      case ArchivedRecord record -> tally.record(offer(Thing.of(record)));
      case Unreadable unreadable -> tally.unreadable(unreadable);
    }
    pace.step(tally.conversations(), tally.messages());
  }

  /** Names the chosen conversations that were not in the archive. */
  void end() {
    for (String id : unseen) {
      tally.unreadable("the archive", id, "It holds no conversation of this id.");
    }
  }

  private void take(ArchivedConversation talk) throws IOException {
    boolean isChosen = chosen.isEmpty() || chosen.contains(talk.originalId());
    unseen.remove(talk.originalId());
    if (talk.nodes().stream().allMatch(ArchivedNode::placeholder)) {
      boolean isNew = isChosen && isNew(Thing.ofEmpty(talk));
      tally.conversation(talk, isNew, node -> false);
      if (isNew) {
        target.thing(Thing.ofEmpty(talk));
      }
      return;
    }
    String id = Key.conversationId(format, talk.originalId());
    Tally.Counted counted =
        tally.conversation(
            talk,
            isChosen && !known.holds(Key.conversation(id)),
            node ->
                isChosen && !known.holds(Key.piece(id, node.originalId(), node.contentHash(), 0)));
    if (isChosen) {
      target.conversation(talk, counted);
    }
  }

  private boolean offer(Thing thing) throws IOException {
    if (!chosen.isEmpty() || !isNew(thing)) {
      return false;
    }
    target.thing(thing);
    return true;
  }

  private boolean isNew(Thing thing) {
    List<Piece> pieces = thing.pieces();
    for (int i = 0; i < pieces.size(); i++) {
      if (!known.holds(Key.piece(format, thing.originalId(), thing.contentHash(), i))) {
        return wanted.test(thing);
      }
    }
    return false;
  }
}
