package pmm.provider.generate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import pmm.provider.codec.AnswerDecoder;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Failed;
import pmm.provider.codec.AnswerEvent.Finish;
import pmm.provider.codec.AnswerEvent.Usage;
import pmm.provider.codec.ForwardWatch;
import pmm.provider.egress.EgressCall;
import pmm.provider.egress.EgressClient;
import pmm.provider.egress.Outbound;
import pmm.provider.egress.Outcome;
import pmm.provider.egress.Signal;
import pmm.provider.egress.Spent;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;
import pmm.provider.failure.Told;
import pmm.provider.generate.Answer.Phase;
import pmm.provider.model.Model;
import pmm.provider.network.Cancellation;
import pmm.rpc.Problem;

/** One try of one question, with all the state of it. */
final class Attempt {

  /** A provider that keeps a line open with comments alone ends here. */
  private static final int MOST_BYTES_READ = 64 << 20;

  private final AnswerDecoder reader;
  private final Answer answer;
  private final Ticker ticker;
  private final Patience patience;
  private final Cancellation cancellation;
  private final String lastDigest;
  private final Meter meter = new Meter();
  private final ForwardWatch forwards = new ForwardWatch();
  private Usage usage = Usage.UNKNOWN;
  private @Nullable Duration firstToken;
  private Duration lastContent = Duration.ZERO;
  private int bytesRead;
  private String said = "";

  Attempt(
      AnswerDecoder reader,
      Answer answer,
      Ticker ticker,
      Patience patience,
      Cancellation cancellation,
      String lastDigest) {
    this.reader = reader;
    this.answer = answer;
    this.ticker = ticker;
    this.patience = patience;
    this.cancellation = cancellation;
    this.lastDigest = lastDigest;
  }

  /**
   * Runs it.
   *
   * @throws Problem if it failed before the first content
   * @throws CancellationException if the caller left
   */
  void run(EgressClient egress, Outbound outbound, Guards.Pass pass) throws InterruptedException {
    EgressCall call;
    try {
      call = egress.open(outbound, () -> ticker.enter(Phase.CONNECTING), cancellation);
    } catch (Problem e) {
      pass.failed(reason(e), e.text(), Duration.ZERO);
      throw e;
    } catch (CancellationException e) {
      pass.cancelled();
      throw ended(cancellation);
    } catch (RuntimeException | InterruptedException e) {
      pass.cancelled();
      throw e;
    }
    // What is thrown from here on is the caller's leaving, unless it is a failure.
    Outcome outcome = Outcome.CANCELLED;
    try {
      ticker.enter(Phase.WAITING);
      AnswerEvent end = read(call, outbound.model());
      outcome = finish(call, outbound, end);
    } catch (Problem e) {
      outcome = Outcome.failed(reason(e));
      said = e.text();
      throw e;
    } finally {
      call.close(outcome, spent(call, outcome, outbound));
      settle(pass, outcome, call.elapsed());
    }
  }

  /** What a cancelled call throws before its first content. */
  static RuntimeException ended(Cancellation cancellation) {
    return cancellation
        .cause()
        .flatMap(Attempt::failure)
        .<RuntimeException>map(Failure::toProblem)
        .orElseGet(CancellationException::new);
  }

  /** What the caller is told; nothing to one who has left. */
  private static Optional<Failure> failure(Cancellation.Cause cause) {
    return switch (cause) {
      case CALLER -> Optional.empty();
      case REVOKED ->
          Optional.of(
              new Failure(
                  ProviderReason.CONSENT_REVOKED,
                  "What was allowed was taken back while the answer was coming."));
      case OFFLINE ->
          Optional.of(
              new Failure(
                  ProviderReason.WENT_OFFLINE,
                  "Offline mode was switched on while the answer was coming."));
      case STOPPING ->
          Optional.of(new Failure(ProviderReason.CUT_OFF, "The way out to models is stopping."));
    };
  }

  /** Passes the content on; returns the event that ends the answer. */
  private AnswerEvent read(EgressCall call, Model model) throws InterruptedException {
    while (true) {
      AnswerEvent end = null;
      for (AnswerEvent event : call.clean(next(call, model))) {
        switch (event) {
          case Usage reported -> usage = reported;
          case Ended _, Failed _ -> end = event;
          case AnswerEvent.Text _, AnswerEvent.Reasoning _, AnswerEvent.ToolCall _ -> {
            content(meter.fit(event), call, model);
            if (meter.full()) {
              return new Ended(Finish.LENGTH);
            }
          }
        }
      }
      if (end != null) {
        return end;
      }
    }
  }

  /** The events of what arrives next. */
  private List<AnswerEvent> next(EgressCall call, Model model) throws InterruptedException {
    Duration left = left(call);
    Optional<Signal> signal = left.isPositive() ? call.next(left) : Optional.empty();
    Optional<Cancellation.Cause> cause = cancellation.cause();
    if (cause.isPresent()) {
      Optional<Failure> told = failure(cause.get());
      if (firstToken == null || told.isEmpty()) {
        throw ended(cancellation);
      }
      return List.of(new Failed(told.get()));
    }
    if (signal.isEmpty()) {
      return List.of(new Failed(new Failure(ProviderReason.TIMED_OUT, late(call))));
    }
    return switch (signal.get()) {
      case Signal.Head head -> reader.head(head.head());
      case Signal.Data data -> bytes(data.bytes(), call, model);
      case Signal.End _ -> end(call, model);
      case Signal.Broken broken -> List.of(new Failed(broken.failure()));
    };
  }

  private List<AnswerEvent> bytes(byte[] arrived, EgressCall call, Model model) {
    bytesRead += arrived.length;
    if (bytesRead > MOST_BYTES_READ) {
      return List.of(
          new Failed(
              new Failure(ProviderReason.MALFORMED, "The answer has more bytes than words.")));
    }
    Optional<ForwardWatch.Found> elsewhere =
        model.isProvable() ? strange(forwards.bytes(arrived), call) : Optional.empty();
    if (elsewhere.isEmpty()) {
      return reader.bytes(arrived);
    }
    byte[] before = Arrays.copyOf(arrived, elsewhere.get().from());
    List<AnswerEvent> events = new ArrayList<>(reader.bytes(before));
    events.add(forwarded(elsewhere.get(), call));
    return events;
  }

  private List<AnswerEvent> end(EgressCall call, Model model) {
    Optional<ForwardWatch.Found> elsewhere =
        model.isProvable() ? strange(forwards.end(), call) : Optional.empty();
    return elsewhere.isEmpty() ? reader.end() : List.of(forwarded(elsewhere.get(), call));
  }

  /** What was not known, and so was not allowed, when the words went. */
  private static Optional<ForwardWatch.Found> strange(
      Optional<ForwardWatch.Found> found, EgressCall call) {
    return found.filter(there -> !there.host().equals(call.proof().host()));
  }

  private static Failed forwarded(ForwardWatch.Found elsewhere, EgressCall call) {
    call.forwarded(elsewhere.host());
    return new Failed(
        new Failure(
            ProviderReason.FORWARDED,
            "Ollama says in its answer that it has sent your words on to "
                + elsewhere.host()
                + "; right before, it said that they go to "
                + call.proof().host()
                + ". The call was ended, but they have left this device."));
  }

  private String late(EgressCall call) {
    if (call.elapsed().compareTo(patience.longest()) >= 0) {
      return "It was still not done after " + Told.time(patience.longest()) + ".";
    }
    return firstToken == null ? "No first word came in time." : "No next word came in time.";
  }

  /** A server that only shows that it lives may not do so for longer than a first word may take. */
  private Duration left(EgressCall call) {
    Duration elapsed = call.elapsed();
    Duration content = patience.firstToken().minus(elapsed.minus(lastContent));
    Duration whole = patience.longest().minus(elapsed);
    Duration left = content.compareTo(whole) < 0 ? content : whole;
    return firstToken == null || left.compareTo(patience.idle()) < 0 ? left : patience.idle();
  }

  private void content(AnswerEvent piece, EgressCall call, Model model) {
    if (firstToken == null) {
      firstToken = call.elapsed();
      ticker.close();
      String digest = call.proof().digest();
      boolean drifted = !digest.isEmpty() && !lastDigest.isEmpty() && !digest.equals(lastDigest);
      answer.opened(new Answer.Opened(model, call.proof(), call.attemptEventId(), drifted));
    }
    answer.content(piece);
    // The time that a slow reader took is not the server's.
    lastContent = call.elapsed();
  }

  /** Tells the reader how it ended, or throws what failed before anything was said. */
  private Outcome finish(EgressCall call, Outbound outbound, AnswerEvent end) {
    Optional<Failure> failure =
        end instanceof Failed(Failure why) ? Optional.of(why) : Optional.empty();
    if (firstToken == null && failure.isPresent()) {
      throw failure.get().toProblem();
    }
    if (firstToken == null) {
      ticker.close();
      answer.opened(
          new Answer.Opened(outbound.model(), call.proof(), call.attemptEventId(), false));
    }
    said = failure.map(Failure::message).orElse("");
    Cost cost = cost(outbound);
    answer.finished(
        new Answer.Finished(
            end instanceof Ended(Finish finish) ? finish : Finish.UNKNOWN,
            cost.usage(),
            cost.estimated(),
            cost.promptCut(),
            call.elapsed(),
            Optional.ofNullable(firstToken),
            failure.map(why -> told(why, outbound.model()))));
    return failure.map(why -> Outcome.failed(why.reason())).orElse(Outcome.DONE);
  }

  /** What a call cost: a prompt that was taken is paid for, whether or not a word came of it. */
  private Spent spent(EgressCall call, Outcome outcome, Outbound outbound) {
    boolean silent = firstToken == null && usage.equals(Usage.UNKNOWN);
    if (outcome.kind() == Outcome.Kind.FAILED && silent && call.isFree()) {
      return Spent.NOTHING;
    }
    Cost cost = cost(outbound);
    return new Spent(cost.usage().promptTokens(), cost.usage().answerTokens(), cost.estimated());
  }

  private Cost cost(Outbound outbound) {
    return Cost.of(usage, meter.estimate(outbound.textBytes()), outbound, bytesRead);
  }

  private static Failure told(Failure why, Model model) {
    return Told.of(model.id(), model.address().host(), why);
  }

  private void settle(Guards.Pass pass, Outcome outcome, Duration elapsed) {
    // How long an answer is says nothing about how slow its provider is.
    Duration untilFirst = firstToken == null ? elapsed : firstToken;
    switch (outcome.kind()) {
      case DONE -> pass.good(untilFirst);
      case FAILED -> pass.failed(ProviderReason.valueOf(outcome.error()), said, untilFirst);
      case CANCELLED, UNKNOWN -> pass.cancelled();
    }
  }

  private static ProviderReason reason(Problem problem) {
    return problem.reason() instanceof ProviderReason reason
        ? reason
        : ProviderReason.PROVIDER_FAILED;
  }
}
