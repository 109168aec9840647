package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Conversation;
import pmm.mindstate.Conversations;
import pmm.mindstate.Words;

/**
 * Writes a conversation of an archive: what was said hangs under what was said before it, whatever
 * lies between in the archive.
 */
final class ConversationWriter {
  private static final String ID = "conversation_id";

  /** As long as a title may be that is given here. */
  private static final int LONGEST_TITLE = 200;

  /** What the events before a conversation's first message need at most, but for its leftovers. */
  private static final int OPENING_BYTES = 8 << 10;

  private final Batch batch;
  private final Taken taken;
  private final Recall recall;
  private final ThingWriter things;
  private final Supplier<Conversations> here;

  /**
   * A writer.
   *
   * @param here the conversations as they are, with all that this run has stored
   */
  ConversationWriter(
      Batch batch, Taken taken, Recall recall, ThingWriter things, Supplier<Conversations> here) {
    this.batch = batch;
    this.taken = taken;
    this.recall = recall;
    this.things = things;
    this.here = here;
  }

  /**
   * Writes what is not there yet of a conversation.
   *
   * @param refused is told why the ledger did not take it, be it later
   */
  void write(ArchivedConversation talk, Recall.Recalled recalled, Consumer<String> refused)
      throws IOException {
    batch.enter(recalled.conversationId(), refused);
    recall.writes(talk, recalled);
    Writing writing = new Writing(talk, recalled);
    if (recalled.isNew()) {
      writing.start();
    }
    writing.rename();
    writing.archive();
    writing.messages();
    writing.select();
    batch.leave();
  }

  /** A conversation on its way in. */
  private final class Writing {
    private final ArchivedConversation talk;
    private final Recall.Recalled recalled;
    private final String id;
    private final Optional<Conversation> before;
    private final Map<String, ThingWriter.Written> written = new HashMap<>();
    private final Set<Long> imported = new HashSet<>();
    private boolean grew;
    private @Nullable Ref latest;
    private long latestMicros = Long.MIN_VALUE;

    private Writing(ArchivedConversation talk, Recall.Recalled recalled) {
      this.talk = talk;
      this.recalled = recalled;
      this.id = recalled.conversationId();
      this.before = recalled.isNew() ? Optional.empty() : here.get().find(id);
    }

    /** It begins in one append with its first message: a run is never cut off in between. */
    private void start() {
      ObjectNode source = batch.origin().source(given(), talk.began());
      if (!talk.created().known() && talk.began().known()) {
        source.put("time_guessed", true);
      }
      if (talk.inferred()) {
        source.put("inferred", true);
      }
      if (talk.archived()) {
        source.put("archived", true);
      }
      ObjectNode about = Draft.facts();
      if (!talk.created().known()) {
        Origin.put(about, "create_time", talk.created().raw());
      }
      Origin.put(about, "update_time", talk.updated().raw());
      talk.defaultModel().ifPresent(model -> about.put("model", model));
      ArrayNode mended = Mended.places(talk.title());
      if (talk.title().length() > LONGEST_TITLE) {
        about.put("title", Mended.text(talk.title()));
      }
      if (!mended.isEmpty()) {
        about.set("title_mended", mended);
      }
      if (!talk.raw().equals(Thing.NOTHING)) {
        about.put("raw", talk.raw());
      }
      Piece first = Thing.of(talk.nodes().getFirst()).pieces().getFirst();
      batch.together(
          8,
          OPENING_BYTES
              + Batch.length(first.content())
              + Batch.length(first.details().toString())
              + Batch.length(about.toString())
              + (first.files().isEmpty() ? 0 : FileStore.CHUNK));
      ObjectNode meta = batch.origin().meta(source).put(ID, id);
      Ref started = batch.add(new Draft("conversation_started", null, meta), about, List.of());
      batch.afterwards(() -> recall.began(id, started.id()));
    }

    /** A later title takes the place of an imported one, never of one that the person gave it. */
    private void rename() {
      KeyTable known = taken.known();
      String whole = Mended.text(talk.title());
      String title = whole.length() > LONGEST_TITLE ? Words.first(whole, LONGEST_TITLE) : whole;
      boolean ours =
          !known.holds(Key.titled(id))
              || before.filter(now -> known.holds(Key.title(id, now.title()))).isPresent();
      if (ours && !title.isBlank() && !known.holds(Key.title(id, title))) {
        batch.add(new Draft("conversation_renamed", title, about()));
        batch.afterwards(() -> {
          known.put(Key.titled(id), 0);
          known.put(Key.title(id, title), 0);
        });
      }
    }

    /** Who has gone on talking here, or has put it away or back, is not overruled. */
    private void archive() {
      KeyTable known = taken.known();
      boolean is = before.map(Conversation::archived).orElse(false);
      Key key = Key.archived(id, talk.archived());
      if (is != talk.archived() && !known.holds(Key.touched(id)) && !known.holds(key)) {
        ObjectNode meta = about().put("archived", talk.archived());
        batch.add(new Draft("conversation_archived", null, meta));
      }
      batch.afterwards(() -> known.put(key, 0));
    }

    private void messages() throws IOException {
      for (ArchivedNode node : talk.nodes()) {
        // Messages come behind those that they follow.
        ThingWriter.Written parent = at(node.parent());
        ArchivedTime guess = parent == null ? talk.began() : parent.time();
        ThingWriter.Written here = things.write(node, recalled, parent, guess);
        written.put(node.originalId(), here);
        Ref said = here.said();
        if (said == null) {
          continue;
        }
        if (!recalled.isNew(node)) {
          imported.add(said.id());
        } else if (parent == null || said != parent.said()) {
          grew = true;
        }
        long micros = node.created().micros().orElse(latestMicros);
        if (micros >= latestMicros) {
          latest = said;
          latestMicros = micros;
        }
      }
    }

    private ThingWriter.@Nullable Written at(Optional<String> node) {
      return node.isPresent() ? written.get(node.get()) : null;
    }

    /**
     * Shows the branch that the archive showed last; where it does not say, the one that was spoken
     * on last. Who has gone on talking here stays where they are.
     */
    private void select() {
      if (!grew && !taken.isUnselected(id)) {
        return;
      }
      long leaf = before.map(Conversation::leaf).orElse(0L);
      boolean stays = leaf != 0 && !imported.contains(leaf);
      Ref shown = stays ? Ref.stored(leaf) : current();
      if (shown != null) {
        ObjectNode source = updated();
        if (!stays) {
          Origin.put(source, "original_leaf_id", ContentHash.given(talk.currentLeaf().orElse("")));
        }
        ObjectNode meta = batch.origin().meta(source).put(ID, id);
        batch.add(new Draft("branch_selected", null, meta), new Link("leaf", shown));
      }
    }

    private @Nullable Ref current() {
      ThingWriter.Written current = at(talk.currentLeaf());
      return current == null || current.said() == null ? latest : current.said();
    }

    private ObjectNode about() {
      return batch.origin().meta(updated()).put(ID, id);
    }

    /** A later archive also says anew when the conversation was last changed. */
    private ObjectNode updated() {
      ObjectNode source = batch.origin().source(given());
      if (!recalled.isNew()) {
        Origin.put(source, "original_update_time", talk.updated().raw());
      }
      return source;
    }

    private String given() {
      return ContentHash.given(talk.originalId());
    }
  }
}
