package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.mindfile.proof.CompactRange;

/** When the whole chain was last found whole; a note in the cache, lost without harm. */
final class LastVerified {
  private static final Logger LOG = LoggerFactory.getLogger(LastVerified.class);

  private static final int NODE_BYTES = 32;
  private static final Pattern LINE =
      Pattern.compile("([1-9][0-9]{0,17}) ([0-9a-f]{64}) ((?:[0-9a-f]{64})+)\n");

  private final Path path;

  LastVerified(Path mindFile) {
    path = mindFile.resolveSibling("cache").resolve("verified");
  }

  Optional<Instant> read() {
    try {
      return Optional.of(Files.getLastModifiedTime(path).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The chain as it was found whole.
   *
   * @param hash the hash of the last of them, in hex
   * @param frontier the tree over them
   * @param at when it was found whole
   */
  record Note(String hash, CompactRange.Frontier frontier, Instant at) {}

  /** What was noted last; empty where nothing is that can be gone on from. */
  Optional<Note> note() {
    try {
      Matcher line = LINE.matcher(Files.readString(path));
      if (!line.matches()) {
        return Optional.empty();
      }
      long size = Long.parseLong(line.group(1));
      Optional<CompactRange.Frontier> frontier =
          frontier(size, HexFormat.of().parseHex(line.group(3)));
      Optional<Instant> time = read();
      return frontier.isEmpty() || time.isEmpty()
          ? Optional.empty()
          : Optional.of(new Note(line.group(2), frontier.get(), time.get()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The tree whose nodes these are; empty if they are not as many as a tree of this size has. */
  static Optional<CompactRange.Frontier> frontier(long size, byte @Nullable [] bytes) {
    if (size < 1 || bytes == null || bytes.length != Long.bitCount(size) * NODE_BYTES) {
      return Optional.empty();
    }
    List<byte[]> nodes = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += NODE_BYTES) {
      nodes.add(Arrays.copyOfRange(bytes, at, at + NODE_BYTES));
    }
    return Optional.of(new CompactRange.Frontier(size, nodes));
  }

  /** Notes what was found, with the tree over the events that it was found in. */
  void note(VerifyReport report, CompactRange.Frontier frontier) {
    try {
      switch (report) {
        case VerifyReport.Whole whole -> {
          Path cache = path.getParent();
          if (cache != null) {
            Files.createDirectories(cache);
          }
          Files.writeString(
              path,
              "%d %s %s\n"
                  .formatted(
                      whole.facts().events(),
                      whole.facts().headHash(),
                      HashChain.hex(frontier.bytes())));
        }
        case VerifyReport.Broken broken -> Files.deleteIfExists(path);
        case VerifyReport.NotCheckable unknown -> {}
      }
    } catch (IOException e) {
      LOG.warn("Could not note the verification in {}: {}", path, e.getMessage());
    }
  }
}
