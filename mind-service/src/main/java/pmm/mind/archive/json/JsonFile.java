package pmm.mind.archive.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.archive.source.Limits;
import pmm.mind.archive.source.Member;

/**
 * Reads a JSON file entry by entry. What fails within an entry becomes {@link Unreadable}, and the
 * next one is read.
 */
public final class JsonFile {
  /** Reads one entry. */
  @FunctionalInterface
  public interface Reader {
    /**
     * What an entry holds.
     *
     * @param parser on the entry's first token; it ends with the entry
     */
    List<? extends ArchivedItem> read(JsonParser parser, Place place) throws IOException;
  }

  /** Is told of the bytes that were read since it was told before; may end the reading. */
  @FunctionalInterface
  public interface Progress {
    /** Some bytes were read. */
    void read(long bytes) throws IOException;
  }

  /** Reads a file that is no JSON. */
  @FunctionalInterface
  public interface Bytes {
    /** Reads as much as it needs. */
    void read(InputStream in) throws IOException;
  }

  private final Limits limits;
  private final JsonMapper mapper;
  private final Progress progress;
  private final Consumer<String> opened;
  private final boolean parses;

  /**
   * A reader of files.
   *
   * @param opened is told the name of each file that is read
   */
  public JsonFile(Limits limits, Progress progress, Consumer<String> opened) {
    this(limits, progress, opened, true);
  }

  private JsonFile(Limits limits, Progress progress, Consumer<String> opened, boolean parses) {
    this.limits = limits;
    this.mapper = Json.mapper(limits);
    this.progress = progress;
    this.opened = opened;
    this.parses = parses;
  }

  /**
   * One that reads every file to its end and makes nothing of JSON: what it holds is told by its
   * reader, and whether it is whole by its bytes alone. What fails within an entry loses that entry
   * and is no reason to leave the others.
   */
  public static JsonFile checking(Limits limits, Progress progress) {
    return new JsonFile(limits, progress, name -> {}, false);
  }

  /** Hands all that a file holds to the sink. */
  public void read(Member member, Reader reader, ItemSink sink) throws IOException {
    read(member, reader, List::of, sink);
  }

  /** The same, with what is only known at the end. */
  public void read(Member member, Reader reader, Supplier<List<ArchivedItem>> end, ItemSink sink)
      throws IOException {
    readBytes(
        member,
        in -> {
          try (EntryStream entries =
              new EntryStream(Utf8.open(in, member.member()), member.member(), limits.entry())) {
            while (entries.next()) {
              if (!parses) {
                continue;
              }
              Place place = new Place(member.member(), entries.array() ? entries.index() : -1);
              takeAll(entry(entries, reader, place), sink);
            }
          }
          if (parses) {
            takeAll(end.get(), sink);
          }
        });
  }

  private static void takeAll(List<? extends ArchivedItem> items, ItemSink sink)
      throws IOException {
    for (ArchivedItem item : items) {
      sink.take(item);
    }
  }

  private List<? extends ArchivedItem> entry(EntryStream entries, Reader reader, Place place)
      throws IOException {
    try (JsonParser parser = mapper.getFactory().createParser(new Unclosed(entries))) {
      parser.nextToken();
      return reader.read(parser, place);
    } catch (JacksonException | CharConversionException | TooLargeException e) {
      return List.of(new Unreadable(place, "", Why.of(e, entries.start())));
    } catch (UncheckedIOException e) {
      return List.of(
          new Unreadable(place, "", Why.of(Objects.requireNonNull(e.getCause()), entries.start())));
    }
  }

  /**
   * Hands each line of a file to the reader, each a JSON document of its own; then what it made of
   * them to the sink.
   *
   * @param reader takes the lines that can be read; an {@link UncheckedIOException} of it ends
   *     them, and nothing is made of them
   */
  public void readLines(
      Member member,
      ObjLongConsumer<JsonNode> reader,
      Supplier<List<ArchivedItem>> end,
      ItemSink sink)
      throws IOException {
    readBytes(
        member,
        in -> {
          Lines lines = new Lines(Utf8.open(in, member.member()), limits.string());
          boolean more = true;
          while (more) {
            try {
              byte[] line = lines.next();
              more = line != null;
              if (line != null) {
                reader.accept(mapper.readTree(line), lines.number());
              }
            } catch (JacksonException | CharConversionException | TooLargeException e) {
              sink.take(
                  new Unreadable(new Place(member.member(), lines.number()), "", Why.ofLine(e)));
            } catch (UncheckedIOException e) {
              sink.take(
                  new Unreadable(
                      Place.of(member.member()),
                      "",
                      Why.ofLine(Objects.requireNonNull(e.getCause()))));
              return;
            }
          }
          takeAll(end.get(), sink);
        });
  }

  /** Hands the bytes of any file to the reader. What the reader leaves is read too. */
  public void readBytes(Member member, Bytes reader) throws IOException {
    opened.accept(member.member());
    try (InputStream in = new ProgressStream(member.open(), progress)) {
      reader.read(new Unclosed(in));
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
