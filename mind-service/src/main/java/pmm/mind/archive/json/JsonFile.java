package pmm.mind.archive.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.ReadMember;
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

  /** Reads a file that is no JSON. */
  @FunctionalInterface
  public interface Bytes {
    /** Reads as much as it needs. */
    void read(InputStream in) throws IOException;
  }

  private final Limits limits;
  private final JsonMapper mapper;
  private final LongConsumer progress;

  /**
   * A reader of files.
   *
   * @param progress told of the bytes that were read since it was told before
   */
  public JsonFile(Limits limits, LongConsumer progress) {
    this.limits = limits;
    this.mapper = Json.mapper(limits);
    this.progress = progress;
  }

  /** Hands all that a file holds to the sink, then the file's digest. */
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
              Place place = new Place(member.member(), entries.array() ? entries.index() : -1);
              for (ArchivedItem item : entry(entries, reader, place)) {
                sink.take(item);
              }
            }
          }
          for (ArchivedItem item : end.get()) {
            sink.take(item);
          }
        },
        sink);
  }

  private List<? extends ArchivedItem> entry(EntryStream entries, Reader reader, Place place)
      throws IOException {
    try (JsonParser parser = mapper.getFactory().createParser(new Unclosed(entries))) {
      parser.nextToken();
      return reader.read(parser, place);
    } catch (JacksonException | CharConversionException | TooLargeException e) {
      return List.of(new Unreadable(place, "", Why.of(e)));
    }
  }

  /**
   * Hands each line of a file to the reader, each a JSON document of its own; then what it made of
   * them and the file's digest to the sink.
   *
   * @param reader takes the lines that can be read
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
              sink.take(new Unreadable(new Place(member.member(), lines.number()), "", Why.of(e)));
            }
          }
          for (ArchivedItem item : end.get()) {
            sink.take(item);
          }
        },
        sink);
  }

  /**
   * Hands the bytes of any file to the reader, then the file's digest to the sink. What the reader
   * leaves counts too.
   */
  public void readBytes(Member member, Bytes reader, ItemSink sink) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in =
        new DigestInputStream(new ProgressStream(member.open(), progress), digest)) {
      reader.read(new Unclosed(in));
      in.transferTo(OutputStream.nullOutputStream());
    }
    sink.read(
        new ReadMember(member.member(), member.size(), HexFormat.of().formatHex(digest.digest())));
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
