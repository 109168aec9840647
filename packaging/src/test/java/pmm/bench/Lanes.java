package pmm.bench;

import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import pmm.provider.v1.AddModelRequest;
import pmm.provider.v1.Api;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.ModelServiceGrpc;

/** Askers side by side, each with a model address of its own. */
final class Lanes {

  static final int COUNT = 64;

  private Lanes() {}

  static String modelId(int lane) {
    return "local:lane" + lane;
  }

  /** Adds a model a lane. */
  static void add(Channel provider, Upstream upstream) {
    for (int lane = 0; lane < COUNT; lane++) {
      ModelServiceGrpc.newBlockingStub(provider)
          .addModel(
              AddModelRequest.newBuilder()
                  .setRequestId(UUID.randomUUID().toString())
                  .setModel(
                      ModelDraft.newBuilder()
                          .setModelId(modelId(lane))
                          .setApi(Api.API_OPENAI)
                          .setUrl("http://127.0.0.1:" + upstream.port(lane) + "/v1"))
                  .build());
    }
  }

  /** What each lane does. */
  @FunctionalInterface
  interface Work {
    void run(int lane) throws Exception;
  }

  /** Has all lanes work at once; returns the seconds until the last was done. */
  static double run(int lanes, Work work) throws Exception {
    long start = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < lanes; i++) {
        int lane = i;
        running.add(
            threads.submit(() -> {
              work.run(lane);
              return null;
            }));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    for (Future<?> lane : running) {
      lane.get();
    }
    return seconds;
  }

  /** Has all lanes ask one question and read the answer. */
  static double ask(Way way, Script script) throws Exception {
    return run(
        COUNT,
        lane -> {
          try (Way.Answer answer = way.ask(lane, script)) {
            answer.readAll();
          }
        });
  }
}
