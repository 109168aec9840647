package pmm.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Who of caller and service uses the processor while the one calls the other. */
final class Sharing {

  private final Service service;
  private double callers;
  private double served;
  private double appends;

  Sharing(Service service) {
    this.service = service;
  }

  /** Takes one run into account. */
  Callers.Result during(Callable<Callers.Result> run) throws Exception {
    double callersBefore = ownSeconds();
    double servedBefore = service.cpuSeconds();
    long start = System.nanoTime();
    Callers.Result result = run.call();
    appends += result.rate() * (System.nanoTime() - start) / 1e9;
    callers += ownSeconds() - callersBefore;
    served += service.cpuSeconds() - servedBefore;
    return result;
  }

  /** What keeps the service from the library's rate, with figures. */
  String explain(double coldRate) {
    double callersMicros = 1e6 * callers / appends;
    double servedMicros = 1e6 * served / appends;
    int cores = Runtime.getRuntime().availableProcessors();
    return String.format(
        Locale.ROOT,
        "By gRPC the limit is the processor, not the disk: an append costs %.0f microseconds in the"
            + " calling process and %.0f in the service, so %d cores that share both carry at most"
            + " %.0f a second, and 256 callers who each wait for theirs see the p50 that follows"
            + " from the rate. The library's row has no network, no request id to store and no"
            + " search index to keep. Of the service's part, in profiles, the writing thread has"
            + " about a third (half of it for the request id, which makes a retry harmless), a"
            + " quarter each the search index and the threads of the calls, the rest HTTP/2; some"
            + " 50 appends share one sync, so groups do fill. In its first seconds, while the JVMs"
            + " compile, it carried %.0f a second.",
        callersMicros,
        servedMicros,
        cores,
        1e6 * cores / (callersMicros + servedMicros),
        coldRate);
  }

  private static double ownSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }
}
