package pmm.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import pmm.mindfile.Event;
import pmm.mindfile.MindReader;
import pmm.mindstate.MindState;
import pmm.mindstate.StateEvent;

/** What the events of a file give when they are replayed. Needs nothing running. */
final class ReplayedMind {
  private static final int HASH_BYTES = 32;

  private final Path file;
  private MindState state = MindState.EMPTY;
  private Instant lastTime = Instant.EPOCH;
  private byte[] hashes = {};

  private ReplayedMind(Path file) {
    this.file = file;
  }

  /** Replays a file; it is only read, and not verified. */
  static ReplayedMind of(Path file) {
    ReplayedMind mind = new ReplayedMind(file);
    try (MindReader reader = MindReader.open(file)) {
      ByteArrayOutputStream chain = new ByteArrayOutputStream();
      reader.events(
          Long.MAX_VALUE,
          event -> {
            mind.state = MindState.reduce(mind.state, stateEvent(event));
            mind.lastTime = Instant.ofEpochMilli(event.tsMs());
            chain.writeBytes(HexFormat.of().parseHex(event.hash()));
          });
      mind.hashes = chain.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return mind;
  }

  /** An event as the reducers see it. */
  static StateEvent stateEvent(Event event) {
    return StateEvent.of(event.id(), event.tsMs(), event.kind(), event.content(), event.meta());
  }

  Path file() {
    return file;
  }

  MindState state() {
    return state;
  }

  long events() {
    return hashes.length / HASH_BYTES;
  }

  /** When the last event was written. */
  Instant lastTime() {
    return lastTime;
  }

  /** How many events both begin with; a hash stands for all events before it. */
  long inCommonWith(ReplayedMind other) {
    int differs = Arrays.mismatch(hashes, other.hashes);
    return (differs < 0 ? hashes.length : differs) / HASH_BYTES;
  }
}
