package pmm.mind.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import pmm.mind.archive.json.JsonFile;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Limits;
import pmm.mind.archive.source.Member;
import pmm.mind.archive.source.Source;

/**
 * An archive of talk, recognised by what it holds: a ZIP, an unpacked folder or a single file. It
 * can be read again and again, and yields the same items in the same order each time; a first
 * reading for the figures and a second one to import are meant to be.
 */
public final class Archive implements Closeable {
  private final Source source;
  private final Limits limits;
  private final Map<FormatReader, List<Member>> files;
  private final List<Unreadable> broken;
  private final AtomicLong position = new AtomicLong();

  private Archive(Source source, Limits limits, Recogniser.Recognised recognised) {
    this.source = source;
    this.limits = limits;
    this.files = recognised.files();
    this.broken = recognised.broken();
  }

  /**
   * Opens a file or folder and recognises it.
   *
   * @throws ArchiveException if no reader knows it (the message says what was tried), or if it is
   *     hostile or damaged as a whole
   */
  public static Archive open(Path place) throws IOException {
    return open(place, Limits.DEFAULT);
  }

  /** The same, believing more or less. */
  public static Archive open(Path place, Limits limits) throws IOException {
    Source source = Source.open(place, limits);
    try {
      Recogniser.Recognised recognised = Recogniser.recognise(source, limits);
      for (List<Member> known : recognised.files().values()) {
        for (Member file : known) {
          file.check();
        }
      }
      return new Archive(source, limits, recognised);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** Whose archive it is; the format of most of its files if it holds several. */
  public Format format() {
    return formats().getFirst();
  }

  /** All formats in it, that of most bytes first. */
  public List<Format> formats() {
    return files.entrySet().stream()
        .sorted(
            Map.Entry.<FormatReader, List<Member>>comparingByValue(
                (one, other) -> Long.compare(bytes(other), bytes(one))))
        .map(entry -> entry.getKey().format())
        .toList();
  }

  /** The files that nothing is read from: attachments, accounts, settings, pages to look at. */
  public List<String> otherFiles() {
    List<Member> known = files.values().stream().flatMap(List::stream).toList();
    return source.members().stream()
        .filter(file -> !known.contains(file))
        .map(Member::member)
        .toList();
  }

  /** How many bytes {@link #read} reads, unpacked. */
  public long size() {
    return files.values().stream().mapToLong(Archive::bytes).sum();
  }

  /** How many of them the reading under way has read; for progress, from any thread. */
  public long position() {
    return position.get();
  }

  /**
   * Hands all it holds to the sink. One conversation is in memory at a time, and one that cannot be
   * read becomes an item of its own.
   *
   * @throws ArchiveException if a file turns out to be incomplete or damaged; what was handed on
   *     before is good, but not all there is
   */
  public void read(ItemSink sink) throws IOException {
    position.set(0);
    for (Unreadable file : broken) {
      sink.take(file);
    }
    Reading reading =
        new Reading(source.members(), new JsonFile(limits, position::addAndGet), limits);
    for (Map.Entry<FormatReader, List<Member>> each : files.entrySet()) {
      each.getKey().read(each.getValue(), reading, sink);
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private static long bytes(List<Member> files) {
    return files.stream().mapToLong(Member::size).sum();
  }
}
