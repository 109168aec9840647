package pmm.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;

/** Callers who each append one event, wait until it is durable, and append the next. */
final class Callers {

  private Callers() {}

  /**
   * What they came to.
   *
   * @param rate events a second, all callers together
   * @param p50 milliseconds that half of the appends took at most
   * @param p99 milliseconds that all but one of a hundred took at most
   */
  record Result(double rate, double p50, double p99) {}

  static Result run(int callers, double seconds, Callable<?> append) throws Exception {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    List<Future<double[]>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        running.add(threads.submit(() -> one(end, append)));
      }
    }
    double took = (System.nanoTime() - start) / 1e9;
    DoubleStream.Builder all = DoubleStream.builder();
    for (Future<double[]> caller : running) {
      Arrays.stream(caller.get()).forEach(all::add);
    }
    double[] millis = all.build().sorted().toArray();
    return new Result(
        millis.length / took, millis[millis.length / 2], millis[millis.length * 99 / 100]);
  }

  private static double[] one(long end, Callable<?> append) throws Exception {
    DoubleStream.Builder millis = DoubleStream.builder();
    for (long from = System.nanoTime(); from < end; ) {
      append.call();
      long to = System.nanoTime();
      millis.add((to - from) / 1e6);
      from = to;
    }
    return millis.build().toArray();
  }
}
