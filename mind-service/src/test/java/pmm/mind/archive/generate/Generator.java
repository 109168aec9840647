package pmm.mind.archive.generate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes one archive: {@code Generator SEED SIZE FORMAT OUT}, where SIZE is in bytes, or in MB as
 * {@code 300M}. The same seed, size and format make the same conversations.
 */
public final class Generator {
  private static final int SHARDS = 3;

  private Generator() {}

  /** The archives it makes. */
  public enum Kind {
    /** conversations.json alone. */
    CHATGPT_JSON,
    /** The legacy ZIP. */
    CHATGPT,
    /** The ZIP in shards, with attachments. */
    CHATGPT_SHARDED,
    /**
     * conversations.json of two: a chain of 5,000 messages and a tree of 20,000, whatever the size.
     */
    CHATGPT_LARGE,
    /** The ZIP with memories and projects. */
    CLAUDE,
    /** One chat. */
    SILLYTAVERN,
    /** My Activity as JSON. */
    GEMINI,
    /** One prompt. */
    AI_STUDIO,
    /** One agent. */
    LETTA,
    /** One ledger, exported. */
    PREDECESSOR
  }

  /** Runs it from a shell. */
  public static void main(String[] args) throws IOException {
    if (args.length != 4) {
      throw new IllegalArgumentException(
          "Generator: " + args.length + " arguments given (expected: SEED SIZE FORMAT OUT)");
    }
    String size = args[1];
    long bytes =
        size.endsWith("M")
            ? Long.parseLong(size.substring(0, size.length() - 1)) << 20
            : Long.parseLong(size);
    write(
        Long.parseLong(args[0]),
        bytes,
        Kind.valueOf(args[2].toUpperCase(Locale.ROOT).replace('-', '_')),
        Path.of(args[3]));
  }

  /** Writes an archive of roughly so many bytes, unpacked. */
  public static void write(long seed, long bytes, Kind kind, Path out) throws IOException {
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(out), 1 << 16)) {
      switch (kind) {
        case CHATGPT_JSON -> new ChatGptArchive(seed).conversations(stream, bytes);
        case CHATGPT -> new ChatGptArchive(seed).legacy(stream, bytes);
        case CHATGPT_SHARDED -> new ChatGptArchive(seed).sharded(stream, bytes, SHARDS);
        case CHATGPT_LARGE -> new ChatGptArchive(seed).large(stream);
        case CLAUDE -> new ClaudeArchive(seed).write(stream, bytes);
        case SILLYTAVERN -> new SmallArchives(seed, stream).sillyTavern(bytes);
        case GEMINI -> new SmallArchives(seed, stream).gemini(bytes);
        case AI_STUDIO -> new SmallArchives(seed, stream).aiStudio(bytes);
        case LETTA -> new SmallArchives(seed, stream).letta(bytes);
        case PREDECESSOR -> new SmallArchives(seed, stream).ledger(bytes);
      }
    }
  }
}
