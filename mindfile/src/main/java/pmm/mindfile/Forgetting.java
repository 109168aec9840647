package pmm.mindfile;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Forgets words for good, wherever this home holds them. Killed at any step, the next opening of
 * the mind finishes it: all that is left to do then follows from the tables.
 */
public final class Forgetting {
  private static final Duration INDEXING = Duration.ofSeconds(60);

  /** The steps, in their order. */
  enum Step {
    WORDS_BESIDE,
    REDACTED,
    LOG_EMPTIED,
    INDEX_REWRITTEN,
    COPIES_SCRUBBED
  }

  /** Hears when a step is done. */
  interface Steps {
    void done(Step step);
  }

  private final MindFile mind;
  private final SearchIndex index;
  private final Steps steps;

  /** In this mind and the index of its words. */
  public Forgetting(MindFile mind, SearchIndex index) {
    this(mind, index, step -> {});
  }

  Forgetting(MindFile mind, SearchIndex index, Steps steps) {
    this.mind = mind;
    this.index = index;
    this.steps = steps;
  }

  /**
   * Forgets; returns once it is durable and everything within reach was done, or says what is
   * pending. What was forgotten before is looked for again.
   *
   * @throws MindFileException INVALID for an event that is not there or whose meta has to stay;
   *     then nothing is forgotten
   */
  public ForgetResult forget(ForgetRequest request) {
    Remains remains = new Remains(mind.path());
    try {
      remains.eraseWords(
          request.events().stream().map(mind::get).flatMap(Optional::stream).toList());
    } catch (IOException e) {
      throw Failed.because("erasing words beside " + mind.path(), mind.path(), e);
    }
    steps.done(Step.WORDS_BESIDE);
    Optional<Event> redaction = mind.redact(request);
    steps.done(Step.REDACTED);
    List<String> pending = new ArrayList<>();
    if (!mind.emptyLog()) {
      pending.add(
          mind.path()
              + "-wal still holds it, for another program reads the mind; it is emptied when that ends");
    }
    steps.done(Step.LOG_EMPTIED);
    Redactions living = mind.redactions();
    if (!isIndexClean(living)) {
      pending.add("the search index is still being rewritten without it");
    }
    steps.done(Step.INDEX_REWRITTEN);
    pending.addAll(remains.scrubCopies(living));
    steps.done(Step.COPIES_SCRUBBED);
    List<Redactions.Part> parts =
        redaction.map(Event::meta).map(Redactions::namedBy).orElse(List.of());
    return new ForgetResult(
        redaction.map(Event::id).orElse(0L),
        of(Redactions.CONTENT, parts),
        of(Redactions.META, parts),
        pending,
        remains.unreachable());
  }

  private boolean isIndexClean(Redactions living) {
    try {
      return index.awaitThrough(living.newest(), INDEXING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<Long> of(String name, List<Redactions.Part> parts) {
    return parts.stream()
        .filter(part -> Objects.equals(part.part(), name))
        .map(Redactions.Part::eventId)
        .toList();
  }
}
