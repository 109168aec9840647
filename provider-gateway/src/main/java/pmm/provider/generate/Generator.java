package pmm.provider.generate;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import pmm.provider.codec.AnswerDecoder;
import pmm.provider.codec.Codec;
import pmm.provider.codec.Prompt;
import pmm.provider.control.Books;
import pmm.provider.egress.EgressClient;
import pmm.provider.egress.Outbound;
import pmm.provider.failure.ProviderReason;
import pmm.provider.failure.Told;
import pmm.provider.generate.Answer.Phase;
import pmm.provider.isolated.Codecs;
import pmm.provider.ledger.Watched;
import pmm.provider.model.Model;
import pmm.provider.network.Cancellation;
import pmm.rpc.Problem;

/** Asks a model once, and again where that may help and nothing has been said yet. */
public final class Generator {

  private static final int MOST_RETRIES = 2;

  /** What is asked for any good answer; other purposes are about one model and no other. */
  private static final Set<String> ANY_MODEL_WILL_DO = Set.of("chat", "reflection", "summary");

  private final Watched<Books> books;
  private final Codecs codecs;
  private final EgressClient egress;
  private final Budgets budgets;
  private final Guards guards;
  private final Patience patience;

  /** The models that have refused tools since the start, by the event that added them. */
  private final Set<Long> toolless = ConcurrentHashMap.newKeySet();

  /** A generator with these parts. */
  public Generator(
      Watched<Books> books,
      Codecs codecs,
      EgressClient egress,
      Budgets budgets,
      Guards guards,
      Patience patience) {
    this.books = books;
    this.codecs = codecs;
    this.egress = egress;
    this.budgets = budgets;
    this.guards = guards;
    this.patience = patience;
  }

  /**
   * Runs one question to its end. Where its model fails before the first word, the one that the
   * person has set in its place answers.
   *
   * @throws Problem if it failed before the first content
   * @throws java.util.concurrent.CancellationException if the caller left
   */
  public void run(Question question, Answer answer, Cancellation cancellation)
      throws InterruptedException {
    Model model = books.read((now, _) -> now.models().find(question.modelId()));
    try {
      ask(model, question, answer, cancellation);
    } catch (Problem e) {
      Problem told = told(model, e);
      Optional<Model> other = instead(question, e);
      if (other.isEmpty()) {
        throw told;
      }
      try {
        ask(
            other.get(),
            question,
            new RetoldAnswer(answer, o -> o.insteadOf(model.id())),
            cancellation);
      } catch (Problem second) {
        throw both(told, other.get(), told(other.get(), second));
      }
    }
  }

  private Optional<Model> instead(Question question, Problem problem) {
    boolean helps =
        problem.reason() instanceof ProviderReason reason
            && reason.otherModelHelps()
            && ANY_MODEL_WILL_DO.contains(question.occasion().purpose());
    return helps
        ? books.read((now, _) -> now.models().fallback(question.modelId()))
        : Optional.empty();
  }

  private static Problem told(Model model, Problem problem) {
    return Told.of(model.id(), model.address().host(), problem);
  }

  private static Problem both(Problem first, Model other, Problem second) {
    String words =
        first.text() + " " + other.id() + " is to answer in its place, but: " + second.text();
    Problem both = new Problem(first.reason(), words, first.metadata());
    return first.retryAfter().map(both::retryAfter).orElse(both);
  }

  /** A model that refuses a request with tools is asked without them, from then on at once. */
  private void ask(Model model, Question question, Answer answer, Cancellation cancellation)
      throws InterruptedException {
    if (question.tools().isEmpty() || !toolless.contains(model.addEventId())) {
      try {
        askOnce(model, question, answer, cancellation);
        return;
      } catch (Problem e) {
        if (question.tools().isEmpty() || e.reason() != ProviderReason.BAD_REQUEST) {
          throw e;
        }
        toolless.add(model.addEventId());
      }
    }
    try {
      Answer told = new RetoldAnswer(answer, Answer.Opened::toolless);
      askOnce(model, question.withoutTools(), told, cancellation);
    } catch (Problem e) {
      if (e.reason() == ProviderReason.BAD_REQUEST) {
        // It was not for the tools.
        toolless.remove(model.addEventId());
      }
      throw e;
    }
  }

  private void askOnce(Model model, Question question, Answer answer, Cancellation cancellation)
      throws InterruptedException {
    String lastDigest = books.read((now, _) -> now.models().lastDigest(model.id()));
    try (Codecs.Lease lease = codecs.lease(model);
        Ticker ticker = new Ticker(answer)) {
      Codec codec = lease.codec();
      Outbound outbound = outbound(question, model, lease);
      for (int retries = 0; ; retries++) {
        ticker.enter(Phase.CHECKING);
        budgets.check(model);
        Guards.Pass pass = guards.enter(model);
        try (AnswerDecoder reader = reader(model, codec, pass)) {
          new Attempt(reader, answer, ticker, patience, cancellation, lastDigest)
              .run(egress, outbound, pass);
          return;
        } catch (Problem e) {
          waitToRetry(e, retries, cancellation);
        }
      }
    }
  }

  private AnswerDecoder reader(Model model, Codec codec, Guards.Pass pass) {
    try {
      // Others may have spent what was left while this one waited for its place.
      budgets.check(model);
      return codec.reader();
    } catch (RuntimeException e) {
      pass.cancelled();
      throw e;
    }
  }

  private static Outbound outbound(Question question, Model model, Codecs.Lease lease) {
    Prompt prompt =
        new Prompt(
            model.providerModel(),
            question.turns(),
            question.tools(),
            question.maxTokens(),
            question.temperature(),
            question.seed(),
            model.contextTokens());
    return new Outbound(
        model,
        lease.codec().encode(prompt),
        question.occasion(),
        prompt.textBytes(),
        prompt.hasImages(),
        lease.eventId());
  }

  /** Waits as long as a retry should; throws the problem if there is to be none. */
  private void waitToRetry(Problem problem, int retries, Cancellation cancellation)
      throws InterruptedException {
    boolean retryable = problem.reason() instanceof ProviderReason reason && reason.retryable();
    Duration asked = problem.retryAfter().orElse(Duration.ZERO);
    if (!retryable
        || retries >= MOST_RETRIES
        || asked.compareTo(patience.longestRetryAfter()) > 0) {
      throw problem;
    }
    long pause = patience.retryPause().toMillis() << retries;
    long jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    if (cancellation.await(asked.plusMillis(jittered))) {
      throw Attempt.ended(cancellation);
    }
  }
}
