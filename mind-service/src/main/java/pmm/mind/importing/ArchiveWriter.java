package pmm.mind.importing;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mindstate.MindState;

/** Stores what is new, or in a dry run does as if. */
final class ArchiveWriter implements Intake.Target {
  private final Batch batch;
  private final ThingWriter things;
  private final ConversationWriter conversations;
  private final Importer.Finds finds;

  /**
   * A writer.
   *
   * @param mind the mind with all that this run has stored
   * @param unread is told of files whose bytes could not be read
   * @param finds is told what was found
   */
  ArchiveWriter(
      Batch batch,
      Taken taken,
      Recall recall,
      boolean withFiles,
      Supplier<MindState> mind,
      FileStore.Unread unread,
      Importer.Finds finds) {
    this.batch = batch;
    FileStore files = new FileStore(batch, taken.known(), withFiles, unread);
    things = new ThingWriter(batch, taken, recall, files);
    conversations =
        new ConversationWriter(batch, taken, recall, things, () -> mind.get().conversations());
    this.finds = finds;
  }

  @Override
  public void conversation(
      ArchivedConversation talk,
      Recall.Recalled recalled,
      Tally.Counted counted,
      Consumer<String> refused)
      throws IOException {
    try {
      conversations.write(talk, recalled, refused);
    } catch (RefusedException e) {
      // It was told: one conversation never spoils the rest.
      batch.leave();
    }
    finds.talk(new Importer.FoundTalk(talk, counted, recalled.conversationId()));
  }

  @Override
  public void thing(Thing thing, Consumer<String> refused) throws IOException {
    try {
      things.write(thing, refused);
    } catch (RefusedException e) {
      batch.leave();
    }
  }

  @Override
  public void character(ArchivedCharacter card, boolean isNew) {
    finds.character(card, isNew);
  }
}
