package pmm.mind.importing;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pmm.mind.ledger.Draft;

/**
 * One append and what is to be done once it is stored. Whoever fills it touches it no more then.
 */
final class Append {
  /**
   * What is stored whole or not at all: a conversation, or something that is in none.
   *
   * @param from its first event of the append
   * @param fromBlob its first chunk
   * @param fromAction the first thing to be done once it is stored
   * @param refused is told why the ledger did not take it
   */
  private record Section(int from, int fromBlob, int fromAction, Consumer<String> refused) {}

  /** What came of some sections: the number of the first event, or why they were refused. */
  private record Outcome(
      Section of, Section next, long first, @Nullable RefusedException refused) {}

  private final List<Draft> drafts = new ArrayList<>();
  private final List<Ref> refs = new ArrayList<>();
  private final List<byte[]> blobs = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private long bytes;
  private Batch.@Nullable Ready ready;

  /**
   * An empty append.
   *
   * @param refused is told why the ledger did not take what comes first
   */
  Append(Consumer<String> refused) {
    enter(refused);
  }

  /** What follows is stored or refused by itself. */
  void enter(Consumer<String> refused) {
    if (!sections.isEmpty() && !isWithin()) {
      // Nothing of it can be refused: in an archive that comes again, that is nearly all there is.
      Section empty = sections.removeLast();
      if (empty.fromAction() < afterwards.size()) {
        sections.add(new Section(empty.from(), empty.fromBlob(), empty.fromAction(), why -> {}));
      }
    }
    sections.add(new Section(drafts.size(), blobs.size(), afterwards.size(), refused));
  }

  /** Who is told if the ledger refuses what is being added. */
  Consumer<String> refused() {
    return sections.getLast().refused();
  }

  /** Whether it holds anything of what is being added. */
  boolean isWithin() {
    return sections.getLast().from() < drafts.size();
  }

  int size() {
    return drafts.size();
  }

  long bytes() {
    return bytes;
  }

  Ref put(Draft draft, long size, List<byte[]> chunks) {
    Ref ref = Ref.at(drafts.size());
    drafts.add(draft);
    refs.add(ref);
    blobs.addAll(chunks);
    bytes += size;
    return ref;
  }

  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  /** Makes it ready to be sent; nothing is added to it any more. */
  void ready(Batch.Sink sink) {
    ready = sink.ready(drafts, blobs);
    // They take many times the room of what is sent.
    drafts.clear();
  }

  /** Stores it. Where the ledger refuses it, each of its sections is tried by itself. */
  Append sent() {
    Section end = new Section(refs.size(), blobs.size(), afterwards.size(), why -> {});
    Outcome all = send(sections.getFirst(), end);
    if (all.refused() == null) {
      outcomes.add(all);
      return this;
    }
    for (int i = 0; i < sections.size(); i++) {
      Section next = i + 1 == sections.size() ? end : sections.get(i + 1);
      outcomes.add(send(sections.get(i), next));
    }
    return this;
  }

  private Outcome send(Section of, Section next) {
    if (of.from() == next.from()) {
      return new Outcome(of, next, 0, null);
    }
    try {
      long first =
          requireNonNull(ready).append(of.from(), next.from(), of.fromBlob(), next.fromBlob());
      return new Outcome(of, next, first, null);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
        return new Outcome(of, next, 0, new RefusedException(e));
      }
      throw e;
    }
  }

  /** Is told of events that were stored. */
  interface Count {
    void stored(long first, int events);
  }

  /**
   * Tells everyone what came of it, once it was sent.
   *
   * @return why what was added last was refused; null if it was not
   */
  @Nullable RefusedException settle(Count count) {
    RefusedException last = null;
    for (Outcome outcome : outcomes) {
      last = outcome.refused();
      if (last != null) {
        outcome.of().refused().accept(String.valueOf(last.getMessage()));
        continue;
      }
      int from = outcome.of().from();
      for (int i = from; i < outcome.next().from(); i++) {
        refs.get(i).becomes(outcome.first() + i - from);
      }
      if (from < outcome.next().from()) {
        count.stored(outcome.first(), outcome.next().from() - from);
      }
      afterwards
          .subList(outcome.of().fromAction(), outcome.next().fromAction())
          .forEach(Runnable::run);
    }
    return last;
  }
}
