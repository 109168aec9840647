package pmm.provider.egress;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import pmm.provider.codec.ResponseHead;

/**
 * A response for code that blocks. It asks for a few pieces more than were taken, so that a slow
 * reader slows the sender down.
 */
final class ResponseStream implements Subscriber<HttpObject> {

  private static final int AHEAD = 16;
  private static final int MOST_JOINED = 128 << 10;

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final HttpResponse response;
  private final Breaks breaks;
  private volatile @Nullable Subscription subscription;
  private volatile boolean over;
  private boolean headSeen;

  ResponseStream(HttpResponse response, Breaks breaks) {
    this.response = response;
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

  boolean isOver() {
    return over;
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
    signals.add(new Signal.Broken(breaks.explain(thrown, headSeen)));
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
