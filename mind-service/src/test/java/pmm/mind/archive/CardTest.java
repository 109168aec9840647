package pmm.mind.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.archive.model.Unreadable;

/** Character cards in all their clothes. */
class CardTest {
  private static final String V2 =
      "{'spec': 'chara_card_v2', 'spec_version': '2.0', 'data': {'name': 'Gr\u00fcn', 'description': 'D', 'first_mes': 'F', 'alternate_greetings': ['G'], 'system_prompt': 'obey', 'post_history_instructions': '', 'extensions': {'x/y': {'z': [1, 2]}}, 'character_book': {'entries': [{'keys': ['(a+)+$'], 'use_regex': true}]}}}";

  @TempDir Path folder;
  private Given given;

  @BeforeEach
  void give() {
    given = new Given(folder);
  }

  /** A picture of no size that carries texts: keyword and words in turn. */
  static byte[] png(String... texts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
    chunk(out, "IHDR", new byte[13]);
    chunk(out, "IDAT", new byte[300_000]);
    for (int i = 0; i < texts.length; i += 2) {
      String base64 =
          Base64.getEncoder()
              .encodeToString(texts[i + 1].replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      chunk(out, "tEXt", (texts[i] + "\0" + base64).getBytes(StandardCharsets.ISO_8859_1));
    }
    chunk(out, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    out.writeInt(data.length);
    out.writeBytes(type);
    out.write(data);
    out.writeInt(0);
  }

  private static ArchivedCharacter card(Path file) throws IOException {
    return Given.read(file, ArchivedCharacter.class).getFirst();
  }

  @Test
  void threeVersionsOfJson() throws IOException {
    ArchivedCharacter one =
        card(
            given.file(
                "1.json",
                "{'name': 'N', 'description': 'D', 'personality': 'P', 'scenario': 'S', 'first_mes': 'F', 'mes_example': 'E'}"));
    assertEquals(
        "1 N D P S [F]",
        "%d %s %s %s %s %s"
            .formatted(
                one.version(),
                one.name(),
                one.description(),
                one.personality(),
                one.scenario(),
                one.greetings()));
    assertTrue(one.card().contains("\"mes_example\":\"E\""));
    ArchivedCharacter two = card(given.file("2.json", V2));
    assertEquals(
        "2 Gr\u00fcn obey [F, G]",
        "%d %s %s %s".formatted(two.version(), two.name(), two.systemPrompt(), two.greetings()));
    assertTrue(two.card().contains("\"extensions\":{\"x/y\":{\"z\":[1,2]}}"), two.card());
    ArchivedCharacter three =
        card(
            given.file(
                "3.json",
                V2.replace("chara_card_v2", "chara_card_v3")
                    .replace(
                        "'name'",
                        "'assets': [{'type': 'icon', 'uri': 'https://evil.example/x.png'}], 'name'")));
    assertEquals(3, three.version());
    assertTrue(
        three.warnings().getFirst().contains("https://evil.example/x.png"),
        three.warnings().toString());
  }

  @Test
  void aSecondVersionThatCallsItselfTheThird() throws IOException {
    assertEquals(
        2, card(given.file("c.json", V2.replace("chara_card_v2", "chara_card_v3"))).version());
  }

  @Test
  void dangersAreNamed() throws IOException {
    List<String> warnings = card(given.file("c.json", V2)).warnings();
    assertTrue(
        warnings.get(0).contains("use_regex") && warnings.get(0).contains("(a+)+$"),
        warnings.toString());
    assertTrue(warnings.get(1).contains("system_prompt"), warnings.toString());
    assertEquals(2, warnings.size());
  }

  @Test
  void picturesPreferTheNewerCard() throws IOException {
    Path both =
        Files.write(
            folder.resolve("a.png"), png("chara", V2, "ccv3", V2.replace("Gr\u00fcn", "Newer")));
    assertEquals("Newer", card(both).name());
    assertEquals("a.png", card(both).image().orElseThrow().member());
    assertEquals("Gr\u00fcn", card(Files.write(folder.resolve("b.png"), png("chara", V2))).name());
  }

  @Test
  void picturesWithoutACardOrWithABrokenOne() throws IOException {
    Path plain = Files.write(folder.resolve("plain.png"), png("Comment", "x"));
    assertTrue(
        String.valueOf(assertThrows(ArchiveException.class, () -> Given.read(plain)).getMessage())
            .contains("picture without a character card"));
    Path broken = Files.write(folder.resolve("broken.png"), png("chara", "{nope"));
    assertTrue(Given.read(broken, Unreadable.class).getFirst().why().contains("no valid JSON"));
  }

  @Test
  void charx() throws IOException {
    Path file =
        given.zip(
            "card.json",
            V2.replace("chara_card_v2", "chara_card_v3")
                .replace(
                    "'name'",
                    "'assets': [{'type': 'icon', 'name': 'sad', 'uri': 'embeded://assets/icon/images/1.png'}, {'type': 'icon', 'name': 'main', 'uri': 'embeded://assets/other/2.png'}], 'name'"),
            "assets/icon/images/1.png",
            "x",
            "assets/other/2.png",
            "y");
    ArchivedCharacter card = card(file);
    assertEquals(
        "3 assets/other/2.png", card.version() + " " + card.image().orElseThrow().member());
  }
}
