package pmm.rpc;

import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A service for tests: says who calls, fails as told, counts as far as it is read. */
final class Echo implements BindableService {
  static final MethodDescriptor<StringValue, StringValue> SAY =
      method("Say", MethodDescriptor.MethodType.UNARY, StringValue.getDefaultInstance());
  static final MethodDescriptor<StringValue, Int64Value> COUNT =
      method(
          "Count", MethodDescriptor.MethodType.SERVER_STREAMING, Int64Value.getDefaultInstance());

  /** The failures that can be asked for. */
  enum EchoReason implements Reason {
    TOO_LOUD;

    @Override
    public Status.Code code() {
      return Status.Code.FAILED_PRECONDITION;
    }

    @Override
    public String domain() {
      return "echo.pmm";
    }
  }

  final AtomicLong counted = new AtomicLong();
  final CompletableFuture<Void> left = new CompletableFuture<>();

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder("test.v1.Echo")
        .addMethod(SAY, ServerCalls.asyncUnaryCall(this::say))
        .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(this::count))
        .build();
  }

  private void say(StringValue request, StreamObserver<StringValue> response) {
    String answer =
        switch (request.getValue()) {
          case "who" -> Caller.current().role().id() + " " + Caller.current().actor();
          case "time" -> Long.toString(timeLeft());
          case "problem" -> throw problem();
          case "wrapped problem" -> throw new CompletionException(problem());
          case "defect" -> throw new IllegalStateException("secret words");
          case "foreign" -> throw new ArithmeticException("seven");
          default -> request.getValue();
        };
    response.onNext(StringValue.of(answer));
    response.onCompleted();
  }

  private static Problem problem() {
    return new Problem(
            EchoReason.TOO_LOUD, "loudness 11 (expected: <= 10)", Map.of("loudness", "11"))
        .inField("value")
        .retryAfter(Duration.ofMillis(1500));
  }

  private static long timeLeft() {
    var deadline = Context.current().getDeadline();
    return deadline == null ? -1 : deadline.timeRemaining(TimeUnit.SECONDS);
  }

  private void count(StringValue request, StreamObserver<Int64Value> response) {
    StreamSender.serve(
        response,
        sender -> {
          sender.onCancel(() -> left.complete(null));
          if (request.getValue().equals("problem")) {
            sender.send(Int64Value.of(1));
            throw problem();
          }
          if (request.getValue().equals("overflow")) {
            throw new StackOverflowError("secret words");
          }
          long end = Long.parseLong(request.getValue());
          for (long i = 1; i <= end; i++) {
            sender.send(Int64Value.of(i));
            counted.set(i);
          }
        });
  }

  static String say(Channel channel, String words) {
    return say(channel, words, CallOptions.DEFAULT);
  }

  static String say(Channel channel, String words, CallOptions options) {
    return ClientCalls.blockingUnaryCall(channel, SAY, options, StringValue.of(words)).getValue();
  }

  static Iterator<Int64Value> count(Channel channel, String end) {
    return ClientCalls.blockingServerStreamingCall(
        channel, COUNT, CallOptions.DEFAULT, StringValue.of(end));
  }

  private static <A extends com.google.protobuf.Message> MethodDescriptor<StringValue, A> method(
      String name, MethodDescriptor.MethodType type, A answer) {
    return MethodDescriptor.<StringValue, A>newBuilder()
        .setFullMethodName("test.v1.Echo/" + name)
        .setType(type)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(answer))
        .build();
  }

  /** What {@code failed} told its caller. */
  static RemoteProblem told(@Nullable Throwable failed) {
    if (failed == null) {
      throw new AssertionError("nothing failed");
    }
    return RemoteProblem.from(failed).orElseThrow();
  }
}
