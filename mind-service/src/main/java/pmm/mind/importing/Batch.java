package pmm.mind.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pmm.mind.archive.model.Format;
import pmm.mind.ledger.Draft;

/**
 * The append that is being put together. What an archive says of messages beside their words stands
 * in the same append, in an event for a few of them: a run that is cut short does not leave one
 * without the other, and forgetting one message takes little of others.
 */
final class Batch implements AutoCloseable {
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

  /** One is on its way to the ledger, and one is made ready meanwhile. */
  private static final int MOST_SENT = 2;

  /** Where the appends go. */
  interface Sink {
    /** Makes ready to be sent what will be stored, on any thread. */
    Ready ready(List<Draft> drafts, List<byte[]> blobs);
  }

  /** What is ready to be stored. */
  interface Ready {
    /**
     * Stores this part of it or nothing; returns the number of its first event, which the others
     * follow.
     */
    long append(int from, int to, int fromBlob, int toBlob);
  }

  private static final Consumer<String> NOBODY = why -> {};

  private final Sink sink;
  private Origin origin;
  private final int mostBytes;
  private final List<Ref> detailed = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private int detailsLength;
  private String conversationId = "";
  private Append filling = new Append(NOBODY);

  /** Those that were sent off and not settled, in their order. */
  private final Deque<CompletableFuture<Append>> sent = new ArrayDeque<>();

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
  }

  /** Where what is put into it comes from. */
  Origin origin() {
    return origin;
  }

  /** What follows was written by this program: an archive may hold files of several. */
  void isOf(Format format) {
    origin = new Origin(format.id(), origin.archiveSha256(), origin.importId());
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
    filling.enter(refused);
  }

  /** It is complete. What is nearly full sets out here, where nothing goes on that would wait. */
  void leave() {
    enter("", NOBODY);
    if (filling.size() > MOST_EVENTS / 3 * 2 || filling.bytes() > mostBytes / 3 * 2) {
      sendOff();
    }
  }

  /** What follows, no more than this, comes into one append. */
  void together(int events, long size) {
    if (filling.size() + events <= MOST_EVENTS && filling.bytes() + size <= mostBytes) {
      return;
    }
    if (filling.isWithin()) {
      flush();
    } else {
      sendOff();
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
    for (Link link : links) {
      if (link.to() != null) {
        link.to().nameIn(draft.meta(), link.role(), filling.size());
      }
    }
    // Long details are counted where they are added.
    Ref ref = filling.put(draft, cut.isEmpty() ? size : size - length(text), chunks);
    if (!cut.isEmpty()) {
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
      of.addTo(draft.meta(), "source", filling.size());
      filling.put(draft, size, List.of());
    }
  }

  /** Has something done once what was added so far is stored. */
  void afterwards(Runnable action) {
    filling.afterwards(action);
  }

  /**
   * Stores what was added. Where the ledger refuses it, each conversation is tried by itself.
   *
   * @throws RefusedException if that which is being added is refused
   */
  void flush() {
    sendOff();
    RefusedException refused = settle(0);
    if (refused != null) {
      throw refused;
    }
  }

  /** Sends off what was added, once the append before it has arrived: their order is kept. */
  private void sendOff() {
    writeDetails();
    settle(MOST_SENT - 1);
    Append full = filling;
    filling = new Append(full.refused());
    CompletableFuture<Append> before = sent.peekLast();
    sent.add(
        CompletableFuture.supplyAsync(
            () -> {
              full.ready(sink);
              if (before != null) {
                before.join();
              }
              return full.sent();
            },
            run -> Thread.ofVirtual().name("import-append").start(Context.ROOT.wrap(run))));
  }

  /**
   * Waits for what was sent off, but for the last so many; returns why the last one waited for was
   * refused, null if it was not.
   */
  private @Nullable RefusedException settle(int but) {
    RefusedException refused = null;
    while (sent.size() > but) {
      refused =
          arrived(sent.remove())
              .settle((first, events) -> {
                firstEventId = firstEventId == 0 ? first : firstEventId;
                added += events;
              });
    }
    return refused;
  }

  private static Append arrived(CompletableFuture<Append> arriving) {
    try {
      return arriving.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /** Waits until nothing is on its way any more, whatever comes of it. */
  @Override
  public void close() {
    sent.forEach(arriving -> arriving.exceptionally(failure -> filling).join());
  }

  private void writeDetails() {
    if (details.isEmpty()) {
      return;
    }
    Draft draft = details("[" + String.join(",", details) + "]");
    detailed.forEach(ref -> ref.addTo(draft.meta(), "source", filling.size()));
    filling.put(draft, 0, List.of());
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
