package pmm.mind.importing;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that were made to end a mind, small ones; each is written as it is asked for. */
final class HostileFiles {
  private static final int MANY = 900_000;

  /** Gzip sees repetitions as far apart as this. */
  private static final int PERIOD = 20_000;

  private static final String TALK =
      "[{'id':'c','mapping':{'a':{'message':{'author':{'role':'user'},%s'content':{'content_type':'text','parts':[";
  private static final String END = "]}}}}}]";

  private final Path folder;

  HostileFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes a file. */
  @FunctionalInterface
  interface Writer {
    /** Writes it, and names it. */
    Path write() throws IOException;
  }

  /** Those that cannot be read, and what is said of each. */
  Map<Writer, String> refused() {
    Map<Writer, String> files = new LinkedHashMap<>();
    files.put(this::bomb, "looks like a ZIP bomb");
    files.put(() -> zip("../evil.json", "x"), "outside of itself");
    files.put(() -> zip("/etc/evil.json", "x"), "outside of itself");
    files.put(() -> marked(38, 0xa1ff0000, "link.json"), "the link");
    files.put(() -> marked(8, 1, "locked.json"), "has a password");
    files.put(() -> zip("inner.zip", "PK\3\4"), "another archive");
    files.put(this::truncated, "Fetch the export again");
    files.put(() -> file("{'a':", 2_000, "1", "}", 2_000, ""), "nested");
    files.put(() -> file("[", 2_000, "", "]", 2_000, ""), "no archive that is known");
    files.put(this::otherEncoding, "UTF-16");
    files.put(this::picture, "no archive that is known");
    return files;
  }

  /** Those of which one conversation is lost, and what is said of it. */
  Map<Writer, String> lost() {
    Map<Writer, String> files = new LinkedHashMap<>();
    files.put(this::gigabyte, "one of its texts is too long");
    files.put(() -> talk("", "{'a':", 600, "1", "}", 600), "nested");
    files.put(() -> talk("", "1000,", 3_000_000, "0", "", 0), "too many values");
    files.put(
        () -> file("[{'chat_messages':[", 1, "{}", ",{}", 200_000, "]}]"), "more than 150000");
    files.put(
        () -> file("{'name':'n','greeting':'g','messages':[", 1, "{}", ",{}", 200_000, "]}"),
        "more than 150000");
    files.put(() -> talk("", "'a',", MANY, "'a'", "", 0), "more than 10000 parts");
    files.put(() -> talk("", "{},", MANY / 3, "{}", "", 0), "more than 10000 parts");
    files.put(
        () -> metadata("'attachments':[{'id':'f'}", ",{}", MANY / 5, "]"), "more than 10000 parts");
    return files;
  }

  /** Those that are odd and large, and are read all the same. */
  Map<Writer, String> read() {
    Map<Writer, String> files = new LinkedHashMap<>();
    files.put(
        () -> metadata("'content_references':[{'items':[{}", ",{'url':'u'}", MANY / 5, "]}]"), "");
    files.put(() -> metadata("'citations':[{}", ",{'start_ix':0,'end_ix':3}", MANY / 7, "]"), "");
    files.put(() -> talk("", "", 0, "'" + "\ue202".repeat(2_000_000) + "'", "", 0), "");
    return files;
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private Path talk(
      String fields, String before, int times, String middle, String after, int closing)
      throws IOException {
    return file(TALK.formatted(fields), before, times, middle, after, closing, END);
  }

  private Path metadata(String begin, String more, int times, String end) throws IOException {
    String fields = "'metadata':{" + begin;
    return file(
        "[{'id':'c','mapping':{'a':{'message':{'author':{'role':'user'}," + fields,
        more,
        times,
        end + "},'content':{'content_type':'text','parts':['words and more words'",
        "",
        0,
        END);
  }

  private Path file(String before, int times, String middle, String after, int closing, String end)
      throws IOException {
    return file("", before, times, middle, after, closing, end);
  }

  private Path file(
      String begin, String before, int times, String middle, String after, int closing, String end)
      throws IOException {
    Path file = folder.resolve("hostile.json");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(json(begin));
      repeat(json(before), times, out);
      out.write(json(middle));
      repeat(json(after), closing, out);
      out.write(json(end));
    }
    return file;
  }

  private static void repeat(byte[] bytes, int times, OutputStream out) throws IOException {
    for (int i = 0; i < times; i++) {
      out.write(bytes);
    }
  }

  private Path bomb() throws IOException {
    Path zip = folder.resolve("bomb.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      out.putNextEntry(new ZipEntry("conversations.json"));
      repeat("[".repeat(1 << 20).getBytes(StandardCharsets.UTF_8), 50, out);
    }
    return zip;
  }

  private Path zip(String name, String words) throws IOException {
    Path zip = folder.resolve("hostile.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(name));
      out.write(json(words));
    }
    return zip;
  }

  /** A ZIP with four bytes of its directory changed: it says that it was made by Unix. */
  private Path marked(int at, int value, String name) throws IOException {
    Path zip = zip(name, "[]");
    byte[] bytes = Files.readAllBytes(zip);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int line = text.indexOf("PK\1\2");
    bytes[line + 5] = 3;
    for (int i = 0; i < 4; i++) {
      bytes[line + at + i] |= (byte) (value >>> (8 * i));
    }
    return Files.write(zip, bytes);
  }

  private Path truncated() throws IOException {
    Path zip = zip("conversations.json", "[]");
    byte[] bytes = Files.readAllBytes(zip);
    return Files.write(zip, java.util.Arrays.copyOf(bytes, bytes.length - 30));
  }

  private Path otherEncoding() throws IOException {
    Path file = folder.resolve("hostile.json");
    return Files.write(
        file,
        new String(json(TALK + END), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE));
  }

  /** A picture that carries many texts, none of which is a card. */
  private Path picture() throws IOException {
    Path file = folder.resolve("hostile.png.gz");
    try (DataOutputStream out = new DataOutputStream(quickly(file))) {
      out.write("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
      byte[] words = noise(7 << 20);
      for (int i = 0; i < 40; i++) {
        byte[] keyword = ("text" + i + "\0").getBytes(StandardCharsets.ISO_8859_1);
        out.writeInt(keyword.length + words.length);
        out.writeBytes("tEXt");
        out.write(keyword);
        out.write(words);
        out.writeInt(0);
      }
    }
    return file;
  }

  private Path gigabyte() throws IOException {
    Path file = folder.resolve("hostile.json.gz");
    try (OutputStream out = quickly(file)) {
      out.write(json(TALK.formatted("") + "'"));
      repeat(noise(1 << 20), 1024, out);
      out.write(json("'" + END));
    }
    return file;
  }

  /** Letters that are packed well, but not as well as those of a bomb. */
  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + (((i % PERIOD) * 31L * (i % PERIOD)) >>> 7) % 26);
    }
    return bytes;
  }

  private static OutputStream quickly(Path file) throws IOException {
    return new GZIPOutputStream(Files.newOutputStream(file), 1 << 16) {
      {
        def.setLevel(Deflater.BEST_SPEED);
      }
    };
  }
}
