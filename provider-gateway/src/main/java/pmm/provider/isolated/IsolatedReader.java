package pmm.provider.isolated;

import com.google.protobuf.ByteString;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import pmm.provider.codec.AnswerDecoder;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.AnswerEvent.Failed;
import pmm.provider.codec.ResponseHead;
import pmm.provider.v1.BodyEnd;
import pmm.provider.v1.DecodeRequest;
import pmm.provider.v1.DecodeResponse;

/**
 * Has an isolated codec read one answer. One message is asked and one is taken, in turns: so it can
 * never send more than is wanted.
 */
final class IsolatedReader implements AnswerDecoder {

  private static final int MOST_BYTES = 256 << 10;

  private final String codec;
  private final BlockingClientCall<DecodeRequest, DecodeResponse> call;
  private final Duration patience;
  private final EventRules rules = new EventRules();
  private long sequence;
  private boolean over;

  IsolatedReader(
      String codec, BlockingClientCall<DecodeRequest, DecodeResponse> call, Duration patience) {
    this.codec = codec;
    this.call = call;
    this.patience = patience;
  }

  @Override
  public List<AnswerEvent> head(ResponseHead received) {
    rules.head(received.status());
    return ask(DecodeRequest.newBuilder().setHead(CodecProto.head(received)));
  }

  @Override
  public List<AnswerEvent> bytes(byte[] chunk) {
    List<AnswerEvent> events = new ArrayList<>();
    for (int from = 0; from < chunk.length && !over; from += MOST_BYTES) {
      int length = Math.min(MOST_BYTES, chunk.length - from);
      rules.fed(length);
      events.addAll(
          ask(DecodeRequest.newBuilder().setBytes(ByteString.copyFrom(chunk, from, length))));
    }
    return events;
  }

  @Override
  public List<AnswerEvent> end() {
    return ask(DecodeRequest.newBuilder().setEnd(BodyEnd.getDefaultInstance()));
  }

  @Override
  public void close() {
    over = true;
    call.cancel("nobody wants to know the rest", null);
  }

  private List<AnswerEvent> ask(DecodeRequest.Builder request) {
    if (over) {
      return List.of();
    }
    try {
      DecodeRequest sent = request.setSequence(++sequence).build();
      List<AnswerEvent> events = rules.check(exchange(sent), sequence, sent.hasEnd());
      over = rules.over();
      return events;
    } catch (CodecBreach e) {
      close();
      return List.of(new Failed(e.by(codec)));
    } catch (InterruptedException e) {
      // Whoever waits for the next bytes will notice.
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private DecodeResponse exchange(DecodeRequest request) throws CodecBreach, InterruptedException {
    try {
      boolean open = call.write(request, patience.toNanos(), TimeUnit.NANOSECONDS);
      @Nullable DecodeResponse response =
          open ? call.read(patience.toNanos(), TimeUnit.NANOSECONDS) : null;
      if (response == null) {
        throw new CodecBreach("stopped reading before the answer was over");
      }
      return response;
    } catch (TimeoutException e) {
      throw new CodecBreach("did not answer Decode in time");
    } catch (StatusException e) {
      throw IsolatedCodec.broken("Decode", e);
    }
  }
}
