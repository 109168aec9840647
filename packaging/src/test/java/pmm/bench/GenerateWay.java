package pmm.bench;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import java.util.Iterator;
import java.util.UUID;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.ProviderServiceGrpc;
import pmm.provider.v1.Role;
import pmm.provider.v1.Turn;

/** The gateway alone, asked as the mind asks it. */
final class GenerateWay implements Way {

  private final Channel channel;

  GenerateWay(Channel channel) {
    this.channel = channel;
  }

  @Override
  public Answer ask(int lane, Script script) {
    GenerateRequest request =
        GenerateRequest.newBuilder()
            .setModelId(Lanes.modelId(lane))
            .addTurns(Turn.newBuilder().setRole(Role.ROLE_USER).setText(script.question()))
            .setAttemptId(UUID.randomUUID().toString())
            .setPurpose("chat")
            .addDataClasses("message")
            .setOffRecord(true)
            .build();
    CancellableContext context = Context.current().withCancellation();
    Iterator<GenerateResponse> parts =
        asked(context, () -> ProviderServiceGrpc.newBlockingStub(channel).generate(request));
    return new Answer() {
      @Override
      public int next() {
        while (parts.hasNext()) {
          GenerateResponse part = parts.next();
          switch (part.getPartCase()) {
            case TEXT -> {
              return part.getText().length();
            }
            case FINISH -> {
              if (part.getFinish().hasError()) {
                throw new IllegalStateException(part.getFinish().toString());
              }
            }
            default -> {}
          }
        }
        return -1;
      }

      @Override
      public void close() {
        context.cancel(null);
      }
    };
  }

  @Override
  public void close() {}

  private static <T> T asked(Context context, java.util.function.Supplier<T> call) {
    Context before = context.attach();
    try {
      return call.get();
    } finally {
      context.detach(before);
    }
  }
}
