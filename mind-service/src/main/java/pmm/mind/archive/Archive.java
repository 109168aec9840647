package pmm.mind.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import pmm.mind.archive.json.JsonFile;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
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
  private final Map<String, Format> formatOf = new HashMap<>();
  private final AtomicLong position = new AtomicLong();

  /** The names of the files that were read, or are to be. */
  private final Set<String> read = new HashSet<>();

  private Archive(Source source, Limits limits, Recogniser.Recognised recognised) {
    this.source = source;
    this.limits = limits;
    this.files = recognised.files();
    this.broken = recognised.broken();
    files.forEach(
        (reader, known) -> known.forEach(file -> formatOf.put(file.member(), reader.format())));
    read.addAll(formatOf.keySet());
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
    return open(place, String.valueOf(place.getFileName()), limits);
  }

  /** The same of a file that the person calls otherwise. */
  public static Archive open(Path place, String name) throws IOException {
    return open(place, name, Limits.DEFAULT);
  }

  private static Archive open(Path place, String name, Limits limits) throws IOException {
    Source source = Source.open(place, name, limits);
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

  /** Who wrote the file that something stands in. */
  public Format format(Place place) {
    Format known = formatOf.get(place.member());
    return known == null ? format() : known;
  }

  /** All formats in it, that of most bytes first. */
  public List<Format> formats() {
    return files.entrySet().stream()
        .sorted(
            Map.Entry.<FormatReader, List<Member>>comparingByValue(
                (one, other) -> Long.compare(bytes(other), bytes(one))))
        .map(entry -> entry.getKey().format())
        .distinct()
        .toList();
  }

  /**
   * The files that nothing was read from so far: attachments, accounts, settings, pages to look at.
   */
  public List<? extends Content> otherFiles() {
    return source.members().stream().filter(file -> !read.contains(file.member())).toList();
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
   * Reads all files to their end, to see whether they are whole, and makes as little of them as it
   * can.
   *
   * @param sink is told how far it has come, and of items that are of no account
   * @throws ArchiveException if a file turns out to be incomplete or damaged
   */
  public void check(ItemSink sink) throws IOException {
    position.set(0);
    read(sink, JsonFile.checking(limits, bytes -> advance(bytes, sink)));
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
    read(sink, new JsonFile(limits, bytes -> advance(bytes, sink), read::add));
  }

  private void advance(long bytes, ItemSink sink) throws IOException {
    position.addAndGet(bytes);
    sink.progress();
  }

  private void read(ItemSink sink, JsonFile json) throws IOException {
    Reading reading = new Reading(source.members(), json, limits);
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
