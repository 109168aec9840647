package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeyTableTest {
  @Test
  void keepsWhatItWasGivenHoweverMuch() {
    KeyTable table = new KeyTable();
    for (int i = 0; i < 20_000; i++) {
      table.put(Key.title("talk", "title " + i), i);
    }
    for (int i = 0; i < 20_000; i++) {
      assertTrue(table.holds(Key.title("talk", "title " + i)));
      assertEquals(i, table.get(Key.title("talk", "title " + i)));
    }
    assertFalse(table.holds(Key.title("talk", "title 20000")));
    assertEquals(0, table.get(Key.title("talk", "title 20000")));
    table.put(Key.title("talk", "title 7"), 99);
    assertEquals(99, table.get(Key.title("talk", "title 7")));
  }

  @Test
  void noTwoThingsShareAKeyBecauseOfWhereTheirPartsEnd() {
    assertNotEquals(Key.title("ab", "c"), Key.title("a", "bc"));
    Spot spot = new Spot("s", "a", "1", "k");
    assertNotEquals(Key.said(spot, "1"), Key.said(new Spot("s", "a", "11", "k"), ""));
    assertNotEquals(Key.said(spot, ""), Key.forgotten(spot));
  }
}
