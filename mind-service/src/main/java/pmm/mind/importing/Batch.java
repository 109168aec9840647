package pmm.mind.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pmm.mind.ledger.Draft;

/**
 * The append that is being put together. What an archive says of messages beside their words stands
 * in the same append, in an event for a few of them: a run that is cut short does not leave one
 * without the other, and forgetting one message takes little of others.
 */
final class Batch {
  /** What an append may hold is 500 events; the details of those counted here come on top. */
  private static final int MOST_EVENTS = 450;

  /** What an append may hold is 3 MiB. */
  static final int MOST_BYTES = 2_500_000;

  private static final int DETAILED_AT_ONCE = 20;

  /** A character of a text has at most so many bytes, but for those that JSON escapes. */
  private static final long UTF8 = 3;

  private static final int LONGEST_NUMBER = 20;

  /** Longer details are an event of their own, in characters. */
  private static final int LONG_DETAILS = 64 << 10;

  /** Where the appends go. */
  interface Sink {
    /** Stores all of them or none; returns the number of the first, which the others follow. */
    long append(List<Draft> drafts, List<byte[]> blobs);
  }

  /**
   * What is stored whole or not at all: a conversation, or something that is in none.
   *
   * @param from its first event of the append
   * @param fromBlob its first chunk
   * @param fromAction the first thing to be done once it is stored
   * @param refused is told why the ledger did not take it
   */
  private record Section(int from, int fromBlob, int fromAction, Consumer<String> refused) {}

  private static final Section NOTHING = new Section(0, 0, 0, why -> {});

  private final Sink sink;
  private final Origin origin;
  private final int mostBytes;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Ref> refs = new ArrayList<>();
  private final List<byte[]> blobs = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final List<Ref> detailed = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private int detailsLength;
  private String conversationId = "";
  private long bytes;
  private long added;
  private long firstEventId;

  /**
   * An empty append.
   *
   * @param mostBytes an append is ended before it is longer
   */
  Batch(Sink sink, Origin origin, int mostBytes) {
    this.sink = sink;
    this.mostBytes = mostBytes;
    this.origin = origin;
    sections.add(NOTHING);
  }

  /** How many events were stored. */
  long added() {
    return added;
  }

  /** The first event that was stored; 0 before. */
  long firstEventId() {
    return firstEventId;
  }

  /**
   * What follows belongs together: it is stored, or the ledger refuses it and it alone.
   *
   * @param conversation the conversation; empty for none
   * @param refused is told why the ledger did not take it, or what was left of it
   */
  void enter(String conversation, Consumer<String> refused) {
    writeDetails();
    conversationId = conversation;
    sections.add(new Section(drafts.size(), blobs.size(), afterwards.size(), refused));
  }

  /** It is complete. */
  void leave() {
    enter("", why -> {});
  }

  /** What follows, no more than this, comes into one append. */
  void together(int events, long size) {
    if (drafts.size() + events > MOST_EVENTS || bytes + size > mostBytes) {
      flush();
    }
  }

  /** Adds an event. */
  Ref add(Draft draft, Link... links) {
    return add(draft, Draft.facts(), List.of(), links);
  }

  /**
   * Adds an event.
   *
   * @param about what the archive says of it besides; empty for nothing
   * @param chunks the bytes that it names and that are not stored yet
   * @param links the events that it names
   */
  Ref add(Draft draft, ObjectNode about, List<byte[]> chunks, Link... links) {
    Facts.mend(draft.meta(), about);
    String text = about.isEmpty() ? "" : about.toString();
    List<String> cut = text.length() > LONG_DETAILS ? Cuts.of("[" + text + "]") : List.of();
    if (!cut.isEmpty()) {
      draft.meta().put("details", cut.size());
    }
    long size = size(draft) + length(text);
    size += chunks.stream().mapToLong(chunk -> chunk.length).sum();
    together(1 + cut.size(), size);
    bytes += size;
    for (Link link : links) {
      if (link.to() != null) {
        link.to().nameIn(draft.meta(), link.role(), drafts.size());
      }
    }
    Ref ref = put(draft);
    blobs.addAll(chunks);
    if (!cut.isEmpty()) {
      bytes -= length(text);
      addLong(ref, cut, 0);
    } else if (!text.isEmpty()) {
      details.add(text);
      detailed.add(ref);
      detailsLength += text.length();
      if (detailed.size() == DETAILED_AT_ONCE || detailsLength > LONG_DETAILS) {
        writeDetails();
      }
    }
    return ref;
  }

  /** Adds those long details of an event that are missing: it may have been cut off from them. */
  void complete(Ref of, Taken.Details owed, ObjectNode about) {
    List<String> cut = Cuts.of("[" + about + "]");
    if (cut.size() == owed.pieces()) {
      addLong(of, cut, owed.there());
    }
  }

  private void addLong(Ref of, List<String> cut, int from) {
    for (int i = from; i < cut.size(); i++) {
      Draft draft = details(cut.get(i));
      if (i > 0) {
        draft.meta().put("goes_on", true);
      }
      long size = size(draft);
      together(1, size);
      bytes += size;
      of.addTo(draft.meta(), "source", drafts.size());
      put(draft);
    }
  }

  private Ref put(Draft draft) {
    Ref ref = Ref.at(drafts.size());
    drafts.add(draft);
    refs.add(ref);
    return ref;
  }

  /** Has something done once what was added so far is stored. */
  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  /**
   * Stores what was added. Where the ledger refuses it, each conversation is tried by itself.
   *
   * @throws RefusedException if that which is being added is refused
   */
  void flush() {
    writeDetails();
    Section last = sections.getLast();
    RefusedException refused = null;
    try {
      store(0, drafts.size(), 0, blobs.size(), 0, afterwards.size());
    } catch (RefusedException e) {
      refused = storeEach();
    }
    drafts.clear();
    refs.clear();
    blobs.clear();
    afterwards.clear();
    sections.clear();
    bytes = 0;
    sections.add(new Section(0, 0, 0, last.refused()));
    if (refused != null) {
      throw refused;
    }
  }

  /** Returns why the last one was refused; null if it was not. */
  private @Nullable RefusedException storeEach() {
    RefusedException refused = null;
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      boolean isLast = i + 1 == sections.size();
      Section next =
          isLast
              ? new Section(drafts.size(), blobs.size(), afterwards.size(), why -> {})
              : sections.get(i + 1);
      refused = null;
      try {
        store(
            section.from(),
            next.from(),
            section.fromBlob(),
            next.fromBlob(),
            section.fromAction(),
            next.fromAction());
      } catch (RefusedException e) {
        refused = e;
        section.refused().accept(String.valueOf(e.getMessage()));
      }
    }
    return refused;
  }

  private void store(int from, int to, int fromBlob, int toBlob, int fromAction, int toAction) {
    if (from < to) {
      long first = append(drafts.subList(from, to), blobs.subList(fromBlob, toBlob));
      for (int i = from; i < to; i++) {
        refs.get(i).becomes(first + i - from);
      }
      firstEventId = firstEventId == 0 ? first : firstEventId;
      added += to - from;
    }
    afterwards.subList(fromAction, toAction).forEach(Runnable::run);
  }

  private long append(List<Draft> events, List<byte[]> chunks) {
    try {
      return sink.append(events, chunks);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
        throw new RefusedException(e);
      }
      throw e;
    }
  }

  private void writeDetails() {
    if (details.isEmpty()) {
      return;
    }
    Draft draft = details("[" + String.join(",", details) + "]");
    detailed.forEach(ref -> ref.addTo(draft.meta(), "source", drafts.size()));
    put(draft);
    details.clear();
    detailsLength = 0;
    detailed.clear();
  }

  private Draft details(String text) {
    ObjectNode meta = origin.meta(origin.source(""));
    meta.put("record", "details");
    if (!conversationId.isEmpty()) {
      meta.put("conversation_id", conversationId);
    }
    return new Draft(Piece.RECORD, text, meta);
  }

  private static long size(Draft draft) {
    return length(draft.content()) + most(draft.meta());
  }

  /** How long JSON is at most: to write it only to measure it takes as long as to store it. */
  private static long most(JsonNode json) {
    long most = 2;
    if (json.isTextual()) {
      most += UTF8 * json.textValue().length();
    } else if (json.isValueNode()) {
      most += LONGEST_NUMBER;
    } else {
      for (JsonNode item : json) {
        most += 1 + most(item);
      }
      for (Map.Entry<String, JsonNode> field : json.properties()) {
        most += 3 + field.getKey().length();
      }
    }
    return most;
  }

  static long length(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
