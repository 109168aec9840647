package pmm.provider.egress;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.logging.RequestLogAccess;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import pmm.provider.codec.ResponseHead;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;

/**
 * A response for code that blocks. It asks for a few pieces more than were taken, so that a slow
 * reader slows the sender down.
 */
final class ResponseStream implements Subscriber<HttpObject>, AutoCloseable {

  private static final Set<ProviderReason> UNCONNECTED =
      Set.of(ProviderReason.UNREACHABLE, ProviderReason.TLS, ProviderReason.PIN_MISMATCH);
  private static final int AHEAD = 16;
  private static final int MOST_JOINED = 128 << 10;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final HttpResponse response;
  private final RequestLogAccess log;
  private final Breaks breaks;
  private volatile @Nullable Subscription subscription;
  private volatile boolean over;
  private volatile boolean unsent;
  private boolean headSeen;

  ResponseStream(HttpResponse response, RequestLogAccess log, Breaks breaks) {
    this.response = response;
    this.log = log;
    this.breaks = breaks;
    response.subscribe(this);
  }

  /** What comes next, within this time. The pieces of one network read come together. */
  Optional<Signal> next(Duration patience) throws InterruptedException {
    Signal signal = signals.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
    if (signal == null) {
      return Optional.empty();
    }
    request(1);
    return Optional.of(
        signal instanceof Signal.Data(byte[] bytes) ? new Signal.Data(withQueued(bytes)) : signal);
  }

  private byte[] withQueued(byte[] first) {
    if (!(signals.peek() instanceof Signal.Data)) {
      return first;
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    // Only this thread takes, so what was seen is what is taken.
    while (signals.peek() instanceof Signal.Data(byte[] more) && joined.size() < MOST_JOINED) {
      joined.writeBytes(more);
      signals.remove();
      request(1);
    }
    return joined.toByteArray();
  }

  /** Ends the connection, unless the response is over. */
  void abort() {
    if (!over) {
      response.abort();
    }
  }

  @Override
  public void close() {
    abort();
  }

  boolean isOver() {
    return over;
  }

  /** Whether it is certain that nothing of the request went out: there was no connection for it. */
  boolean isUnsent() {
    return unsent;
  }

  @Override
  public void onSubscribe(Subscription source) {
    subscription = source;
    source.request(AHEAD);
  }

  @Override
  public void onNext(HttpObject object) {
    switch (object) {
      case ResponseHeaders headers when headers.status().isInformational() -> skip();
      case ResponseHeaders headers -> {
        headSeen = true;
        signals.add(new Signal.Head(new ResponseHead(headers.status().code(), byName(headers))));
      }
      case HttpData data when data.isEmpty() -> skip();
      case HttpData data -> signals.add(new Signal.Data(data.array()));
      default -> skip();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    over = true;
    Failure failure = breaks.explain(thrown, headSeen);
    unsent =
        !headSeen
            && UNCONNECTED.contains(failure.reason())
            && log.partial().requestFirstBytesTransferredTimeNanos() == null;
    signals.add(new Signal.Broken(failure));
  }

  @Override
  public void onComplete() {
    over = true;
    signals.add(new Signal.End());
  }

  private void skip() {
    request(1);
  }

  private void request(int pieces) {
    Subscription source = subscription;
    if (source != null) {
      source.request(pieces);
    }
  }

  private static Map<String, String> byName(HttpHeaders headers) {
    Map<String, String> byName = new HashMap<>();
    headers.forEach((name, value) -> byName.putIfAbsent(name.toString(), value));
    return byName;
  }
}
