package pmm.provider.isolated;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import pmm.provider.codec.Codec;
import pmm.provider.control.Books;
import pmm.provider.ledger.Watched;
import pmm.provider.model.Api;
import pmm.provider.model.CodecBook.Choice;
import pmm.provider.model.Model;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.Problem;
import pmm.rpc.SocketChannel;

/**
 * Who speaks to which model: our own codecs, or isolated ones. Which of these runs under a name is
 * what the ledger says; a call ends on the one that it began on.
 */
public final class Codecs implements AutoCloseable {

  private static final Duration WHOLE_PROBE = Duration.ofSeconds(30);

  private final Watched<Books> books;
  private final SocketFolder folder;
  private final Duration patience;
  private final Map<String, Container> current = new HashMap<>();
  private final List<Container> draining = new ArrayList<>();

  /**
   * All codecs.
   *
   * @param folder where sockets are
   * @param patience for each answer of an isolated codec
   */
  public Codecs(Watched<Books> books, SocketFolder folder, Duration patience) {
    this.books = books;
    this.folder = folder;
    this.patience = patience;
  }

  /** All codecs, as configured. */
  public static Codecs of(Watched<Books> books, Home home, Config config) {
    String folder = config.text("provider.codecs_dir", "PMM_CODECS_DIR", "");
    return new Codecs(
        books,
        new SocketFolder(folder.isEmpty() ? home.file("codecs") : Path.of(folder)),
        Duration.ofMillis(config.integer("provider.codec_ms", "PMM_PROVIDER_CODEC_MS", 5_000)));
  }

  /** A codec for one call; it stays as long as that is not closed. */
  public interface Lease extends AutoCloseable {

    /** The codec. */
    Codec codec();

    /** The event that put an isolated codec there; 0 for our own. */
    long eventId();

    @Override
    void close();
  }

  /**
   * The codec that speaks to a model now.
   *
   * @throws Problem if it is an isolated one that is not there
   */
  public Lease lease(Model model) {
    if (model.codec().isEmpty()) {
      return lease(OwnCodecs.of(model.api(), model.isOfficial()), 0, () -> {});
    }
    try {
      Choice choice = chosen(model.codec(), model.api());
      Container container = acquire(choice);
      return lease(codec(container, model), choice.eventId(), () -> release(container));
    } catch (CodecBreach e) {
      throw e.by(model.codec()).toProblem();
    }
  }

  /**
   * Checks that a codec is in use and speaks a format.
   *
   * @throws Problem if not
   */
  public void check(String name, Api api) {
    try {
      Choice _ = chosen(name, api);
    } catch (CodecBreach e) {
      throw e.by(name).toProblem();
    }
  }

  /**
   * What is at a socket, after it has shown that it reads and writes its format as our own codec
   * does.
   *
   * @throws Problem if it is not well
   */
  public Choice examine(String name, String socket) {
    try (SocketChannel channel = folder.connect(socket)) {
      return new Probe(name, socket, channel, patience, WHOLE_PROBE).run();
    } catch (CodecBreach e) {
      throw e.by(name).toProblem();
    }
  }

  /** What is wrong with a codec in use; nothing if it is well. */
  public Optional<String> problemOf(Choice choice) {
    try (SocketChannel channel = folder.connect(choice.socket())) {
      Probe.recognize(choice, channel, patience);
      return Optional.empty();
    } catch (CodecBreach e) {
      return Optional.of(e.by(choice.name()).message());
    }
  }

  /** How many calls are under way on a codec and on those that it has replaced. */
  public synchronized int calls(String name) {
    return Stream.concat(current.values().stream(), draining.stream())
        .filter(container -> container.choice().name().equals(name))
        .mapToInt(Container::calls)
        .sum();
  }

  /** Lets go of what was replaced, or is in use no more. */
  public synchronized void dropReplaced() {
    List.copyOf(current.keySet())
        .forEach(name -> dropUnless(name, books.read((now, _) -> now.codecs().get(name))));
  }

  @Override
  public synchronized void close() {
    current.values().forEach(Container::close);
    draining.forEach(Container::close);
  }

  private Choice chosen(String name, Api api) throws CodecBreach {
    Choice choice =
        books
            .read((now, _) -> now.codecs().get(name))
            .orElseThrow(() -> new CodecBreach("is not in use: pmm codec use " + name + " SOCKET"));
    if (choice.api() != api) {
      throw new CodecBreach("speaks " + choice.api().id() + " (expected: " + api.id() + ")");
    }
    return choice;
  }

  private Codec codec(Container container, Model model) throws CodecBreach {
    boolean there = false;
    try {
      Codec codec = container.codec(model);
      there = true;
      return codec;
    } finally {
      if (!there) {
        release(container);
      }
    }
  }

  private synchronized Container acquire(Choice choice) {
    dropUnless(choice.name(), Optional.of(choice));
    Container container =
        current.computeIfAbsent(choice.name(), _ -> new Container(choice, folder, patience));
    container.acquire();
    return container;
  }

  private void dropUnless(String name, Optional<Choice> choice) {
    Container there = current.get(name);
    if (there != null && !Optional.of(there.choice()).equals(choice)) {
      current.remove(name);
      if (!there.replace()) {
        draining.add(there);
      }
    }
  }

  private synchronized void release(Container container) {
    if (container.release()) {
      draining.remove(container);
    }
  }

  private static Lease lease(Codec codec, long eventId, Runnable end) {
    return new Lease() {
      @Override
      public Codec codec() {
        return codec;
      }

      @Override
      public long eventId() {
        return eventId;
      }

      @Override
      public void close() {
        end.run();
      }
    };
  }
}
