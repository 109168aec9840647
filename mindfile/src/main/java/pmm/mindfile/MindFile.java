package pmm.mindfile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A mind file that is open for writing: the only one who writes it. */
public final class MindFile implements AutoCloseable {
  private MindFile() {}

  /** Opens {@code mind.db} in a folder, or a file. */
  public static MindFile open(Path homeOrFile, Options options) {
    throw new UnsupportedOperationException("open");
  }

  /** Appends. */
  public CompletableFuture<AppendResult> append(AppendRequest request) {
    throw new UnsupportedOperationException("append");
  }

  /** One event. */
  public Optional<Event> get(long id) {
    throw new UnsupportedOperationException("get");
  }

  /** A page of events. */
  public EventPage list(EventQuery query) {
    throw new UnsupportedOperationException("list");
  }

  /** The last event. */
  public Optional<Head> head() {
    throw new UnsupportedOperationException("head");
  }

  /** What the file is. */
  public FileInfo info() {
    throw new UnsupportedOperationException("info");
  }

  /** A chunk by its SHA-256. */
  public Optional<byte[]> blob(String hash) {
    throw new UnsupportedOperationException("blob");
  }

  /** A derived value. */
  public Optional<Projection> projection(String key) {
    throw new UnsupportedOperationException("projection");
  }

  /** Stores derived values. */
  public CompletableFuture<Void> putProjections(List<Projection> projections) {
    throw new UnsupportedOperationException("putProjections");
  }

  /** The rows of the table {@code config}. */
  public Map<String, String> config() {
    throw new UnsupportedOperationException("config");
  }

  /** What a person should know about the file as it was opened. */
  public List<OpenNotice> notices() {
    throw new UnsupportedOperationException("notices");
  }

  /** Hears of every append from now on, until closed. */
  public Subscription listen(AppendListener listener) {
    throw new UnsupportedOperationException("listen");
  }

  /** Verifies the file and remembers when it was found whole. */
  public VerifyReport verify(VerifyOptions options, Progress progress) {
    throw new UnsupportedOperationException("verify");
  }

  /** Where the file lies. */
  public Path path() {
    throw new UnsupportedOperationException("path");
  }

  @Override
  public void close() {}

  /** Ends a listener. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
