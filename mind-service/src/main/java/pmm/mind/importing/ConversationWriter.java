package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Conversation;
import pmm.mindstate.Conversations;

/**
 * Writes a conversation of an archive: what was said hangs under what was said before it, whatever
 * lies between in the archive.
 */
final class ConversationWriter {
  private static final String ID = "conversation_id";

  private final Batch batch;
  private final Origin origin;
  private final KeyTable known;
  private final ThingWriter things;
  private final Supplier<Conversations> here;

  ConversationWriter(
      Batch batch,
      Origin origin,
      KeyTable known,
      ThingWriter things,
      Supplier<Conversations> here) {
    this.batch = batch;
    this.origin = origin;
    this.known = known;
    this.things = things;
    this.here = here;
  }

  void write(ArchivedConversation talk) throws IOException {
    String id = Key.conversationId(origin.format(), talk.originalId());
    batch.enter(id);
    boolean isNew = !known.holds(Key.conversation(id));
    if (isNew) {
      start(id, talk);
    } else {
      // It may be one of this very run, whose events have no numbers yet.
      batch.flush();
    }
    Optional<Conversation> before = here.get().find(id);
    rename(id, talk, isNew, before);
    archive(id, talk, isNew, before);
    Messages messages = new Messages(id, talk);
    messages.write();
    messages.select(before);
    batch.enter("");
  }

  private void start(String id, ArchivedConversation talk) {
    ObjectNode source = origin.source(talk.originalId(), talk.began());
    if (talk.inferred()) {
      source.put("inferred", true);
    }
    ObjectNode about = Draft.facts().put("original_id", talk.originalId());
    about.put("update_time", talk.updated().raw()).put("raw", talk.raw());
    talk.defaultModel().ifPresent(model -> about.put("model", model));
    ObjectNode meta = origin.meta(source).put(ID, id);
    batch.add(new Draft("conversation_started", null, meta), "", null, List.of(), about);
    known.put(Key.conversation(id), 0);
  }

  /** A later title takes the place of an imported one, never of one that the person gave it. */
  private void rename(
      String id, ArchivedConversation talk, boolean isNew, Optional<Conversation> before) {
    String title = Cuts.of(Cuts.storable(talk.title())).getFirst();
    boolean ours =
        isNew || before.filter(now -> known.holds(Key.title(id, now.title()))).isPresent();
    if (ours && !title.isBlank() && !known.holds(Key.title(id, title))) {
      batch.add(new Draft("conversation_renamed", title, about(id, talk)));
      known.put(Key.title(id, title), 0);
    }
  }

  private void archive(
      String id, ArchivedConversation talk, boolean isNew, Optional<Conversation> before) {
    boolean is = before.map(Conversation::archived).orElse(false);
    boolean changes = isNew ? talk.archived() : is != talk.archived();
    Key key = Key.archived(id, talk.archived());
    if (changes && !known.holds(key)) {
      ObjectNode meta = about(id, talk).put("archived", talk.archived());
      batch.add(new Draft("conversation_archived", null, meta));
      known.put(key, 0);
    }
  }

  private ObjectNode about(String id, ArchivedConversation talk) {
    return origin.meta(origin.source(talk.originalId())).put(ID, id);
  }

  /** The messages of one conversation, on their way in. */
  private final class Messages {
    private final String id;
    private final ArchivedConversation talk;

    /** What follows a message hangs under this; null where nothing was said yet. */
    private final Map<String, @Nullable Ref> anchors = new HashMap<>();

    private final Set<Long> imported = new HashSet<>();
    private boolean grew;
    private @Nullable Ref latest;
    private long latestMicros = Long.MIN_VALUE;

    private Messages(String id, ArchivedConversation talk) {
      this.id = id;
      this.talk = talk;
    }

    private void write() throws IOException {
      for (ArchivedNode node : talk.nodes()) {
        Thing thing = Thing.of(node);
        Ref parent = anchor(node.parent());
        ThingWriter.Message message =
            new ThingWriter.Message(
                id, node.parent().orElse(""), node.updated(), node.model().orElse(""));
        Ref anchor = things.write(thing, id, message, parent);
        anchors.put(node.originalId(), anchor);
        if (anchor == null) {
          continue;
        }
        if (anchor.id() > 0) {
          imported.add(anchor.id());
        } else if (anchor != parent) {
          grew = true;
        }
        long micros = node.created().micros().orElse(latestMicros);
        if (micros >= latestMicros) {
          latest = anchor;
          latestMicros = micros;
        }
      }
    }

    /** Messages come behind those that they follow. */
    private @Nullable Ref anchor(Optional<String> originalId) {
      return originalId.isPresent() ? anchors.get(originalId.get()) : null;
    }

    /**
     * Shows the branch that the archive showed last; where it does not say, the one that was spoken
     * on last. Who has gone on talking here stays where they are.
     */
    private void select(Optional<Conversation> before) {
      if (!grew) {
        return;
      }
      long leaf = before.map(Conversation::leaf).orElse(0L);
      Ref shown = leaf != 0 && !imported.contains(leaf) ? Ref.stored(leaf) : current();
      if (shown != null) {
        Draft selected = new Draft("branch_selected", null, about(id, talk));
        batch.add(selected, "leaf", shown, List.of(), null);
      }
    }

    private @Nullable Ref current() {
      Ref said = anchor(talk.currentLeaf());
      return said == null ? latest : said;
    }
  }
}
