package pmm.mind.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Unreadable;

/** Archives that were made to harm, or that broke on their way, end in words. */
class HostileTest {
  private static final String TALK =
      "[{'id': 'c', 'mapping': {'a': {'message': {'author': {'role': 'user'}, 'content': {'content_type': 'text', 'parts': ['hi']}}}}}]";

  @TempDir Path folder;
  private Given given;

  @BeforeEach
  void give() {
    given = new Given(folder);
  }

  private static void refused(Reason reason, String words, Path archive) {
    ArchiveException problem = assertThrows(ArchiveException.class, () -> Given.read(archive));
    assertEquals(reason, problem.reason(), problem.getMessage());
    assertTrue(String.valueOf(problem.getMessage()).contains(words), problem.getMessage());
  }

  /** A ZIP with some of its bytes changed. */
  private Path changed(Path zip, byte[] from, byte[] to) throws IOException {
    byte[] bytes = Files.readAllBytes(zip);
    for (int at = 0; at + from.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, bytes, at, to.length);
      }
    }
    return Files.write(zip, bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.json",
        "a/../../evil.json",
        "/etc/evil.json",
        "C:\\evil.json",
        "..\\evil.json"
      })
  void pathsOutOfTheZip(String name) throws IOException {
    refused(Reason.UNSAFE, "outside of itself", given.zip("conversations.json", TALK, name, "x"));
  }

  @Test
  void linksInAZip() throws IOException {
    Path zip = given.zip("conversations.json", TALK);
    byte[] bytes = Files.readAllBytes(zip);
    int line = indexOf(bytes, bytes("PK\1\2"));
    bytes[line + 5] = 3;
    bytes[line + 40] = (byte) 0xff;
    bytes[line + 41] = (byte) 0xa1;
    refused(Reason.UNSAFE, "the link \"conversations.json\"", Files.write(zip, bytes));
  }

  @Test
  void linksInAFolder() throws IOException {
    Path secret = given.file("secret", "x");
    Path export = Files.createDirectory(folder.resolve("export"));
    Files.createSymbolicLink(export.resolve("conversations.json"), secret);
    refused(Reason.UNSAFE, "conversations.json is a link", export);
  }

  @Test
  void passwords() throws IOException {
    Path zip = given.zip("conversations.json", TALK);
    byte[] bytes = Files.readAllBytes(zip);
    bytes[indexOf(bytes, bytes("PK\1\2")) + 8] |= 1;
    refused(Reason.ENCRYPTED, "has a password", Files.write(zip, bytes));
  }

  @Test
  void aZipWithinAZip() throws IOException {
    refused(
        Reason.NESTED,
        "another archive, export.zip",
        given.zip("export.zip", "PK\3\4", "readme.txt", "x"));
  }

  @Test
  void aBombByRatio() throws IOException {
    Path zip = folder.resolve("bomb.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      out.putNextEntry(new ZipEntry("conversations.json"));
      byte[] zeros = new byte[1 << 20];
      Arrays.fill(zeros, (byte) '[');
      for (int i = 0; i < 20; i++) {
        out.write(zeros);
      }
    }
    refused(Reason.TOO_LARGE, "looks like a ZIP bomb", zip);
  }

  @Test
  void aBombByFilesOverOneAnother() throws IOException {
    Path zip = given.zip("a.json", TALK, "b.json", TALK);
    byte[] bytes = Files.readAllBytes(zip);
    int second = indexOf(bytes, bytes("PK\1\2"), indexOf(bytes, bytes("PK\1\2")) + 1);
    Arrays.fill(bytes, second + 42, second + 46, (byte) 0);
    refused(Reason.TOO_LARGE, "lie over one another", Files.write(zip, bytes));
  }

  @Test
  void aDirectoryThatFillsTheMemory() throws IOException {
    Path zip = given.zip("conversations.json", TALK);
    byte[] bytes = Files.readAllBytes(zip);
    long length = 200L << 20;
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "rw")) {
      file.setLength(bytes.length + length);
      file.seek(bytes.length + length);
      byte[] end = Arrays.copyOfRange(bytes, bytes.length - 22, bytes.length);
      ByteBuffer.wrap(end)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(12, (int) length)
          .putInt(16, bytes.length);
      file.write(end);
    }
    refused(Reason.TOO_LARGE, "the directory of the ZIP has 209715200 bytes", zip);
  }

  @Test
  void moreBytesThanTheDirectorySays() throws IOException {
    Path zip = given.zip("conversations.json", TALK);
    byte[] bytes = Files.readAllBytes(zip);
    bytes[indexOf(bytes, bytes("PK\1\2")) + 24] = 50;
    refused(Reason.TOO_LARGE, "more bytes than the archive says", Files.write(zip, bytes));
  }

  @Test
  void aWrongChecksum() throws IOException {
    Path zip = folder.resolve("stored.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      byte[] talk = bytes(TALK.replace('\'', '"'));
      CRC32 crc = new CRC32();
      crc.update(talk);
      ZipEntry entry = new ZipEntry("conversations.json");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(talk.length);
      entry.setCrc(crc.getValue());
      out.putNextEntry(entry);
      out.write(talk);
    }
    assertEquals(1, Given.read(zip).size());
    refused(Reason.DAMAGED, "checksum", changed(zip, bytes("hi"), bytes("ho")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 100})
  void aTruncatedZip(int missing) throws IOException {
    Path zip = given.zip("conversations.json", TALK);
    byte[] bytes = Files.readAllBytes(zip);
    refused(
        Reason.DAMAGED,
        "Fetch the export again",
        Files.write(zip, Arrays.copyOf(bytes, bytes.length - missing)));
  }

  @Test
  void aTruncatedShard() throws IOException {
    String cut = TALK.substring(0, TALK.length() - 20);
    refused(
        Reason.DAMAGED,
        "conversations-001.json ends in the middle of entry 1",
        given.zip("conversations-000.json", TALK, "conversations-001.json", cut));
    refused(
        Reason.DAMAGED,
        "ends after entry 1",
        given.file("c.json", TALK.substring(0, TALK.length() - 1)));
  }

  @Test
  void jsonOfADepthOf2000() throws IOException {
    refused(Reason.UNRECOGNISED, "", given.file("deep.json", "[".repeat(2000) + "]".repeat(2000)));
    refused(
        Reason.UNRECOGNISED,
        "nested",
        given.file("deep.json", "{'a':".repeat(2000) + "1" + "}".repeat(2000)));
  }

  @Test
  void aBillionBrackets() throws IOException {
    Path file = folder.resolve("deep.json");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(bytes("[{\"mapping\":"));
      byte[] open = bytes("[".repeat(1 << 16));
      for (int i = 0; i < 100; i++) {
        out.write(open);
      }
    }
    refused(Reason.DAMAGED, "in the middle of entry 1", file);
  }

  @Test
  void aTextOfAGigabyteLosesItsConversationAlone() throws IOException {
    Path file = folder.resolve("c.json.gz");
    try (GZIPOutputStream packed = new QuickGzip(Files.newOutputStream(file))) {
      packed.write(bytes(TALK.replace('\'', '"').replace("}]", "},")));
      packed.write(
          bytes(
              "{\"id\": \"long\", \"mapping\": {\"a\": {\"message\": {\"content\": {\"parts\": [\""));
      byte[] words = new byte[1 << 20];
      for (int i = 0; i < words.length; i++) {
        words[i] = (byte) ('a' + ((i * 31L * i) >>> 7) % 26);
      }
      for (int i = 0; i < 1024; i++) {
        packed.write(words);
      }
      packed.write(bytes("\"]}}}}},"));
      packed.write(bytes(TALK.replace('\'', '"').substring(1)));
    }
    List<ArchivedItem> read = Given.read(file);
    assertInstanceOf(ArchivedConversation.class, read.get(0));
    assertTrue(
        assertInstanceOf(Unreadable.class, read.get(1))
            .why()
            .startsWith("one of its texts is too long"),
        read.toString());
    assertInstanceOf(ArchivedConversation.class, read.get(2));
  }

  @Test
  void aSwarmOfTinyValuesLosesItsConversationAlone() throws IOException {
    String swarm =
        "{'id': 's', 'mapping': {'a': {'message': {'content': ["
            + "1000,".repeat(3_000_000)
            + "0]}}}}";
    List<ArchivedItem> read =
        Given.read(given.file("c.json", "[" + swarm + "," + TALK.substring(1)));
    assertTrue(
        assertInstanceOf(Unreadable.class, read.get(0))
            .why()
            .startsWith("it holds too many values"),
        read.toString());
    assertInstanceOf(ArchivedConversation.class, read.get(1));
  }

  @Test
  void aSwarmOfEmptyMessagesLosesItsConversationAlone() throws IOException {
    StringBuilder swarm = new StringBuilder("{'id': 's', 'mapping': {'first': {}");
    for (int i = 0; i < 200_000; i++) {
      swarm.append(",'").append(i).append("':{}");
    }
    List<ArchivedItem> read =
        Given.read(given.file("c.json", "[" + swarm + "}}," + TALK.substring(1)));
    assertTrue(
        assertInstanceOf(Unreadable.class, read.get(0))
            .why()
            .startsWith("it has more than 150000 messages"),
        read.toString());
    assertInstanceOf(ArchivedConversation.class, read.get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name': 'n', 'greeting': 'g', 'messages': [%s]}",
        "{'data_visible': [%s]}",
        "{'chat_metadata': {}}\n{'name': 'n', 'is_user': true, 'mes': 'm', 'swipes': [%s]}"
      })
  void aSwarmOfMessagesOfOtherProgramsLosesItsConversationAlone(String shape) throws IOException {
    String swarm = shape.formatted("['a','b'],".repeat(200_000) + "['a','b']");
    List<ArchivedItem> read = Given.read(given.file("c.json", swarm));
    assertEquals(1, read.size());
    assertTrue(
        assertInstanceOf(Unreadable.class, read.getFirst())
            .why()
            .startsWith("it has more than 150000 messages"),
        read.toString());
  }

  @Test
  void aLongEntryCanBeLeftInTheMiddle() throws IOException {
    Path file =
        given.file(
            "c.json",
            TALK.replace("}]", "},")
                + "{'mapping': {'a': {'message': '"
                + "x".repeat(20 << 20)
                + "'}}}]");
    IOException enough = new IOException("enough");
    ItemSink sink =
        new ItemSink() {
          private int asked;

          @Override
          public void take(ArchivedItem item) {}

          @Override
          public void progress() throws IOException {
            if (++asked == 3) {
              throw enough;
            }
          }
        };
    try (Archive archive = Archive.open(file)) {
      assertSame(enough, assertThrows(IOException.class, () -> archive.read(sink)));
      assertTrue(archive.position() < 1 << 20, "position: " + archive.position());
    }
  }

  @Test
  void successWithZeroVisible() throws IOException {
    refused(
        Reason.UNRECOGNISED,
        "holds a list whose first entry has the fields [id, title]",
        given.file("c.json", "[{'id': 'g-p-1', 'title': 'a folder and no talk'}]"));
    refused(
        Reason.UNRECOGNISED,
        "conversations.json is empty",
        given.zip("conversations.json", "[]", "users.json", "[]"));
  }

  @Test
  @Timeout(60)
  void aMemoryOfEmptyLinesIsReadOnce() throws IOException {
    String lines = "\\n".repeat(150_000);
    Path file =
        given.file(
            "c.json",
            "[{'id': 'c', 'mapping': {'a': {'message': {'author': {'role': 'system'}, 'content': {'content_type': 'model_editable_context', 'model_set_context': '1. [2024-05-01]. Likes tea"
                + lines
                + "and milk"
                + lines
                + "  2. [2024-05-02]. Has a cat'}}}}}]");
    assertEquals(
        List.of("Likes tea" + "\n".repeat(150_000) + "and milk", "Has a cat"),
        Given.read(file, ArchivedMemory.class).stream().map(ArchivedMemory::text).toList());
  }

  private static final String BODY = "<div class=\"content-cell mdl-cell mdl-typography--body-1\">";

  @Test
  @Timeout(60)
  void anActivityOfOpeningsThatNeverCloseIsReadOnce() throws IOException {
    String opening = BODY + "x";
    Path file =
        Files.writeString(
            folder.resolve("MyActivity.html"),
            "<p>Gemini Apps<div class=\"outer-cell\">" + opening.repeat(20_000));
    assertEquals(
        "x".repeat(20_000),
        Given.read(file, ArchivedRecord.class).getFirst().text().replace("\n", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<a", "<!--", "<p ", "&lt;", " \t"})
  @Timeout(60)
  void anAnswerOfTagsThatNeverCloseIsReadOnce(String piece) throws IOException {
    String swarm = piece.repeat(800_000 / piece.length());
    Path file =
        Files.writeString(
            folder.resolve("MyActivity.html"),
            "<p>Gemini Apps<div class=\"outer-cell\">"
                + BODY
                + "Prompted hi<br>Nov 23, 2024, 1:23:45 PM UTC<br><b>yo</b>"
                + swarm
                + "ends</div><div class=\"content-cell\">");
    List<ArchivedNode> nodes = Given.conversation(file).nodes();
    assertEquals(List.of("hi"), Given.texts(nodes.getFirst()));
    String said = Given.texts(nodes.getLast()).getFirst();
    assertTrue(said.startsWith("yo") && said.endsWith("ends"), said.substring(0, 20));
  }

  @Test
  @Timeout(60)
  void aBlockThatIsNearlyInTheTextIsLookedForOnce() throws IOException {
    String text = "a".repeat(800_000);
    Path file =
        given.file(
            "conversations.json",
            "[{'uuid': 'c', 'chat_messages': [{'uuid': 'm', 'sender': 'assistant', 'text': '%s', 'content': [{'type': 'text', 'text': '%s'}]}]}]"
                .formatted(text, text.substring(400_000) + "b"));
    ArchivedNode node = Given.conversation(file).nodes().getFirst();
    assertEquals(List.of(text.substring(400_000) + "b"), Given.texts(node));
    assertEquals("{\"text\":\"" + text + "\"}", node.raw());
  }

  @Test
  @Timeout(60)
  void aMemoryOfBlanksIsReadOnce() throws IOException {
    String blanks = " ".repeat(300_000);
    Path file =
        given.file(
            "memories.json",
            "[{'account_uuid': 'u', 'conversations_memory': '-" + blanks + "x\u0085y\\n-  z'}]");
    assertEquals(
        List.of("-" + blanks + "x\u0085y", "z"),
        Given.read(file, ArchivedMemory.class).stream().map(ArchivedMemory::text).toList());
  }

  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void wrongEncodings(String name) throws IOException {
    Path file =
        Files.write(
            folder.resolve("c.json"), TALK.replace('\'', '"').getBytes(Charset.forName(name)));
    refused(Reason.WRONG_ENCODING, name.substring(0, 6), file);
    Path marked =
        Files.write(folder.resolve("c.json"), ("\uFEFF" + TALK).getBytes(Charset.forName(name)));
    refused(Reason.WRONG_ENCODING, name.substring(0, 6), marked);
  }

  @Test
  void latin1IsNamedWhereItStands() throws IOException {
    String talk = TALK.replace('\'', '"');
    String two = talk.replace("}]", "},") + talk.substring(1);
    Path file =
        Files.write(
            folder.resolve("c.json"),
            two.replaceFirst("hi", "gr\u00fc\u00df").getBytes(StandardCharsets.ISO_8859_1));
    Unreadable lost = Given.read(file, Unreadable.class).getFirst();
    assertEquals("c.json, entry 1", lost.place().toString());
    assertTrue(lost.why().contains("not written in UTF-8"), lost.why());
    assertEquals(1, Given.read(file, ArchivedConversation.class).size());
  }

  @Test
  void whatIsNoTextIsCalledSo() throws IOException {
    byte[] video = {0, 0, 0, 0x18, 'f', 't', 'y', 'p', 'm', 'p', '4', '2', 0, 0, 0, 0};
    refused(
        Reason.UNRECOGNISED,
        "conversations.json is a video",
        Files.write(folder.resolve("conversations.json"), video));
    byte[] icon = {0, 0, 1, 0, 1, 0, 0x20, 0x20, 0, 0, 1, 0, 0x20, 0};
    refused(
        Reason.UNRECOGNISED,
        "conversations.json is no text",
        Files.write(folder.resolve("conversations.json"), icon));
  }

  @Test
  void aMistakeIsNamedWhereItStands() throws IOException {
    refused(
        Reason.UNRECOGNISED,
        "c.json cannot be read: it is no valid JSON",
        given.file("c.json", "[\n{'id': 1,, 'title': 2}]"));
    refused(
        Reason.UNRECOGNISED,
        "(byte 11 of the file)",
        given.file("c.json", "[\n{'id': 1,, 'title': 2}]"));
    refused(
        Reason.UNRECOGNISED,
        "(byte 14 of the file)",
        given.file("c.json", "\uFEFF[\n{'id': 1,, 'title': 2}]"));
    String talk = TALK.replace('\'', '"');
    String broken =
        talk.substring(0, talk.length() - 1)
            + ",\n"
            + talk.substring(1).replace("\"mapping\"", "\"mapping\":");
    Path file = Files.writeString(folder.resolve("c.json"), broken);
    String why = Given.read(file, Unreadable.class).getFirst().why();
    int at = broken.indexOf("::") + 1;
    assertTrue(why.endsWith("(byte " + at + " of the file)"), why);
    refused(
        Reason.DAMAGED,
        "(byte " + (talk.length() - 1) + ")",
        given.file("c.json", TALK.substring(0, TALK.length() - 1) + ";]"));
  }

  @Test
  void aByteOrderMarkIsNoHarm() throws IOException {
    assertEquals(1, Given.read(given.file("c.json", "\uFEFF" + TALK)).size());
  }

  @Test
  void whatNobodyKnowsSaysWhatWasTried() throws IOException {
    refused(Reason.UNRECOGNISED, "the fields [a, b]", given.file("x.json", "[{'a': 1, 'b': 2}]"));
    refused(Reason.UNRECOGNISED, "Tried: ChatGPT, Claude", given.file("x.json", "[]"));
    refused(Reason.UNRECOGNISED, "is empty", given.file("empty", ""));
    refused(Reason.UNRECOGNISED, "letter.txt is no JSON", given.file("letter.txt", "Dear Ana"));
    Path photo = Files.write(folder.resolve("cat.jpg"), new byte[] {-1, -40, -1, -32, 0, 16});
    refused(Reason.UNRECOGNISED, "cat.jpg is a photo (JPEG)", photo);
    refused(
        Reason.UNRECOGNISED,
        "fetch what each of them leads to",
        given.file(
            "claude_links.json",
            "{'conversations': 'https://a.example/1', 'users': 'https://a.example/2'}"));
    refused(
        Reason.UNRECOGNISED,
        "fetch what each of them leads to",
        given.file("l.json", "[{'name': 'conversations', 'url': 'https://a.example/1'}]"));
    refused(
        Reason.UNRECOGNISED, "is a database of SQLite", given.file("x.db", "SQLite format 3\0"));
    refused(
        Reason.UNRECOGNISED,
        "holds no file of JSON, but a.txt",
        given.zip("a.txt", "x", "b.txt", "y"));
    refused(Reason.UNRECOGNISED, "neither a file nor a folder", folder.resolve("none"));
  }

  private static int indexOf(byte[] bytes, byte[] what) {
    return indexOf(bytes, what, 0);
  }

  private static int indexOf(byte[] bytes, byte[] what, int from) {
    for (int at = from; at + what.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + what.length, what, 0, what.length)) {
        return at;
      }
    }
    throw new AssertionError("not there");
  }
}
