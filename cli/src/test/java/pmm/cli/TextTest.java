package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void takesTheSteeringOutOfHostileText() {
    assertEquals(
        "[31mred]0;title bellnext\n\ttab",
        Text.safe("\u001b[31mred\u001b]0;title\u0007 bell\r\u009bnext\n\ttab"));
    assertEquals("evil txt.exe", Text.safe("evil \u202etxt.exe\u2066"));
  }

  @Test
  void fitsByColumnsAndNeverSplitsACharacter() {
    assertEquals("short", Text.fit("short", 5));
    assertEquals("shor…", Text.fit("shorter", 5));
    assertEquals("世…", Text.fit("世界世界", 4));
    assertEquals("🧠…", Text.fit("🧠🧠🧠", 4));
    assertEquals("one two", Text.fit(" one\n\ttwo ", 20));
  }

  @Test
  void countsInWords() {
    assertEquals("1 event", Text.count(1, "event"));
    assertEquals("12,345 events", Text.count(12_345, "event"));
    assertEquals("2 memories", Text.count(2, "memory", "memories"));
  }

  @Test
  void saysSizesAsFileManagersDo() {
    assertEquals("1 byte", Text.size(1));
    assertEquals("999 bytes", Text.size(999));
    assertEquals("1.0 kB", Text.size(1000));
    assertEquals("1.0 MB", Text.size(999_960));
    assertEquals("4.7 GB", Text.size(4_700_000_000L));
  }

  @Test
  void makesOneWordOfAPathForAShell() {
    assertEquals("/home/ana/chats.zip", Text.shellWord("/home/ana/chats.zip"));
    assertEquals("'Untitled prompt'", Text.shellWord("Untitled prompt"));
    assertEquals("'Ana'\\''s chats'", Text.shellWord("Ana's chats"));
  }
}
