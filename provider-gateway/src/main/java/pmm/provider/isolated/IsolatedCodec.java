package pmm.provider.isolated;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import pmm.provider.codec.AnswerDecoder;
import pmm.provider.codec.Codec;
import pmm.provider.codec.HttpCall;
import pmm.provider.codec.Prompt;
import pmm.provider.model.Api;
import pmm.provider.v1.CodecServiceGrpc;
import pmm.provider.v1.DescribeRequest;
import pmm.provider.v1.DescribeResponse;
import pmm.provider.v1.EncodeResponse;
import pmm.rpc.Problem;
import pmm.rpc.SocketChannel;

/** A codec behind a socket. All that it says is checked, and no call to it takes for ever. */
final class IsolatedCodec implements Codec {

  /** The longest message of all: a body and its headers. */
  static final int MAX_MESSAGE_BYTES = CallRules.MOST_BODY_BYTES + (64 << 10);

  private static final int MAX_EVENTS_BYTES = 1 << 20;
  private static final int MAX_FACTS_BYTES = 4 << 10;

  private final String name;
  private final Api api;
  private final boolean official;
  private final SocketChannel channel;
  private final Duration patience;

  /**
   * A codec.
   *
   * @param name what people call it
   * @param api the wire format it is to speak
   * @param official whether the format's own maker is spoken to
   * @param channel the way to it
   * @param patience for each of its answers
   */
  IsolatedCodec(String name, Api api, boolean official, SocketChannel channel, Duration patience) {
    this.name = name;
    this.api = api;
    this.official = official;
    this.channel = channel;
    this.patience = patience;
  }

  /** What it says of itself. */
  DescribeResponse describe() throws CodecBreach {
    try {
      return CodecServiceGrpc.newBlockingStub(channel.channel())
          .withMaxInboundMessageSize(MAX_FACTS_BYTES)
          .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)
          .describe(DescribeRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw broken("Describe", e.getStatus());
    }
  }

  /**
   * The call that asks the prompt.
   *
   * @throws Problem if it wishes for a call that it may not make, or does not answer
   */
  @Override
  public HttpCall encode(Prompt prompt) {
    try {
      return CallRules.check(api, prompt.model(), wish(prompt));
    } catch (CodecBreach e) {
      throw e.by(name).toProblem();
    }
  }

  @Override
  public AnswerDecoder reader() {
    return new IsolatedReader(
        name,
        CodecServiceGrpc.newBlockingV2Stub(channel.channel())
            .withMaxInboundMessageSize(MAX_EVENTS_BYTES)
            .decode(),
        patience);
  }

  private EncodeResponse wish(Prompt prompt) throws CodecBreach {
    try {
      return CodecServiceGrpc.newBlockingStub(channel.channel())
          .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)
          .encode(PromptProto.request(prompt, official));
    } catch (StatusRuntimeException e) {
      throw broken("Encode", e.getStatus());
    }
  }

  /** What it did, from how a call to it ended; its own words are not repeated. */
  static CodecBreach broken(String method, Status status) {
    return new CodecBreach(
        switch (status.getCode()) {
          case UNAVAILABLE -> "does not answer at its socket";
          case DEADLINE_EXCEEDED -> "did not answer " + method + " in time";
          case RESOURCE_EXHAUSTED -> "sent a message to " + method + " that is too long";
          case UNIMPLEMENTED -> "does not know " + method;
          default -> "broke off " + method + " with " + status.getCode();
        });
  }

  static CodecBreach broken(String method, StatusException e) {
    return broken(method, e.getStatus());
  }
}
