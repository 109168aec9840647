package pmm.ui.pass;

import io.grpc.Metadata;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which headers travel with a passed call, in both directions. */
final class PassedMetadata {
  /** Said by the gateway, or to it. */
  private static final Set<String> OURS = Set.of("pmm-actor", "pmm-step-up");

  /** Belonging to one hop. */
  private static final Set<String> ONE_HOP =
      Set.of(
          "content-type",
          "grpc-encoding",
          "grpc-accept-encoding",
          "grpc-status",
          "grpc-message",
          "te",
          "trailer",
          "date",
          "server");

  private PassedMetadata() {}

  /** Of a browser's many headers, those that a contract or a tracer could have meant. */
  static Metadata request(Metadata headers) {
    return keep(
        headers,
        name ->
            !OURS.contains(name)
                && (name.startsWith("pmm-")
                    || name.startsWith("trace")
                    || name.endsWith(Metadata.BINARY_HEADER_SUFFIX)));
  }

  static Metadata answer(Metadata headers) {
    return keep(headers, name -> !ONE_HOP.contains(name));
  }

  private static Metadata keep(Metadata headers, Predicate<String> wanted) {
    Metadata kept = new Metadata();
    for (String name : headers.keys()) {
      if (!wanted.test(name)) {
        continue;
      } else if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        copy(headers, kept, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
      } else {
        copy(headers, kept, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
      }
    }
    return kept;
  }

  private static <T> void copy(Metadata from, Metadata to, Metadata.Key<T> key) {
    @Nullable Iterable<T> values = from.getAll(key);
    if (values != null) {
      values.forEach(value -> to.put(key, value));
    }
  }
}
