package pmm.mind.importing;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedProfile;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.v1.ImportCounts;

/** Takes what an archive holds, item by item: counts it all, and hands on what is new. */
final class Intake implements ItemSink {
  /** Where it goes. */
  interface Target {
    /** A conversation with messages of which some may be new. */
    void conversation(
        ArchivedConversation talk,
        Recall.Recalled recalled,
        Tally.Counted counted,
        Consumer<String> refused)
        throws IOException;

    /** Something that is new. */
    void thing(Thing thing, Consumer<String> refused) throws IOException;

    /** A character, whether it is new or not. */
    default void character(ArchivedCharacter card, boolean isNew) {}
  }

  /** Is told again and again; may end the reading by throwing. */
  interface Pace {
    void step(long conversations, long messages) throws IOException;
  }

  private static final ImportCounts MEMORY = ImportCounts.newBuilder().setMemories(1).build();
  private static final ImportCounts PROFILE = ImportCounts.newBuilder().setProfiles(1).build();
  private static final ImportCounts CHARACTER = ImportCounts.newBuilder().setCharacters(1).build();
  private static final ImportCounts RECORD = ImportCounts.newBuilder().setRecords(1).build();

  private final Recall recall;
  private final FirstPart before;
  private final Predicate<Thing> wanted;
  private final Choice choice;
  private final Set<String> unseen;
  private final Tally tally;
  private final Target target;
  private final Pace pace;

  /**
   * An intake.
   *
   * @param before what an import that was cut short has taken of it: counted, and not handed on
   * @param wanted whether a thing that is not known is to be taken in
   */
  Intake(
      Recall recall,
      FirstPart before,
      Predicate<Thing> wanted,
      Choice choice,
      Tally tally,
      Target target,
      Pace pace) {
    this.recall = recall;
    this.before = before;
    this.wanted = wanted;
    this.choice = choice;
    this.unseen = new HashSet<>(choice.only());
    this.tally = tally;
    this.target = target;
    this.pace = pace;
  }

  @Override
  public void progress() throws IOException {
    pace.step(tally.conversations(), tally.messages());
  }

  @Override
  public void take(ArchivedItem item) throws IOException {
    switch (item) {
      case ArchivedConversation talk -> take(talk);
      case ArchivedMemory memory -> offer(Thing.of(memory), MEMORY, memory.place());
      case ArchivedProfile profile -> {
        for (Thing thing : Thing.of(profile)) {
          offer(thing, PROFILE, profile.place());
        }
      }
      case ArchivedCharacter character -> {
        character.image().ifPresent(tally::use);
        target.character(character, offer(Thing.of(character), CHARACTER, character.place()));
      }
      case ArchivedRecord record -> offer(Thing.of(record), RECORD, record.place());
      case Unreadable unreadable -> tally.unreadable(unreadable);
    }
    progress();
  }

  /**
   * Names the chosen conversations that were not in the archive, and what of it nobody used.
   *
   * @param others the files that nothing was read from
   */
  void end(List<? extends Content> others) {
    tally.others(others);
    for (String id : unseen) {
      tally.unreadable("the archive", id, "It holds no conversation of this id.");
    }
  }

  private void take(ArchivedConversation talk) throws IOException {
    boolean isChosen = choice.takes(talk.originalId());
    unseen.remove(talk.originalId());
    if (talk.nodes().stream().allMatch(ArchivedNode::placeholder)) {
      takeEmpty(talk, isChosen);
      return;
    }
    Recall.Recalled recalled = recall.of(talk);
    Tally.Counted counted =
        tally.conversation(
            talk,
            isChosen && (recalled.isNew() || before.holds(recalled.started())),
            node -> isChosen && (recalled.isNew(node) || before.holds(recalled.event(node, 0))),
            node -> isChosen ? recall.late(recalled, node) : List.of());
    if (isChosen) {
      target.conversation(
          talk,
          recalled,
          counted,
          why -> tally.refused(counted.added(), talk.place(), talk.title(), why));
    }
  }

  private void takeEmpty(ArchivedConversation talk, boolean isChosen) throws IOException {
    ImportCounts one = ImportCounts.newBuilder().setEmptyConversations(1).build();
    boolean isNew =
        isChosen
            && take(
                Thing.ofEmpty(talk), why -> tally.refused(one, talk.place(), talk.title(), why));
    tally.conversation(talk, isNew, node -> false, node -> List.of());
  }

  /** Returns whether this import adds it. */
  private boolean offer(Thing thing, ImportCounts one, Place place) throws IOException {
    tally.found(one);
    boolean isAdded =
        !choice.conversationsOnly() && take(thing, why -> tally.refused(one, place, "", why));
    if (isAdded) {
      tally.added(one);
    }
    return isAdded;
  }

  /** Returns whether this import adds it, be it by its first part. */
  private boolean take(Thing thing, Consumer<String> refused) throws IOException {
    if (isNew(thing)) {
      target.thing(thing, refused);
      return true;
    }
    return before.holds(recall.event(thing));
  }

  private boolean isNew(Thing thing) {
    return !recall.holds(thing) && wanted.test(thing);
  }
}
