package pmm.ledger.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;
import pmm.mindfile.ForgetRequest;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;
import pmm.rpc.Home;
import pmm.rpc.Problem;

class LedgerTest {
  @TempDir Path folder;

  private static long say(Ledger ledger) {
    return ledger.append(AppendRequest.of(Draft.of("note", "words"))).events().getLast().id();
  }

  @Test
  void replacesNothingWhileTheWholeFileIsRead() {
    try (Ledger ledger = new Ledger(new Home(folder), Options.defaults())) {
      say(ledger);
      Problem busy =
          assertThrows(
              Problem.class, () -> ledger.readWhole(file -> ledger.replace(home -> say(ledger))));
      assertEquals(LedgerReason.BUSY, busy.reason());
      assertEquals(3, say(ledger));
    }
  }

  @Test
  void opensAgainAsSoonAsItCan() {
    try (Ledger ledger = new Ledger(new Home(folder), Options.defaults())) {
      say(ledger);
      try (MindFile other =
          ledger.replace(home -> MindFile.open(home.root(), Options.defaults()))) {
        assertTrue(other.head().isPresent());
        assertFalse(ledger.problem().isEmpty());
        assertThrows(Problem.class, ledger::headId);
      }
      assertEquals(3, say(ledger));
      assertEquals("", ledger.problem());
    }
  }

  @Test
  void forgetsAsSoonAsItIsOpenAgain() {
    try (Ledger ledger = new Ledger(new Home(folder), Options.defaults())) {
      say(ledger);
      ForgetRequest request = new ForgetRequest(List.of(2L), false, "tester", null);
      try (MindFile other =
          ledger.replace(home -> MindFile.open(home.root(), Options.defaults()))) {
        assertTrue(other.head().isPresent());
        Problem lost = assertThrows(Problem.class, () -> ledger.forget(request));
        assertEquals(LedgerReason.NOT_OPEN, lost.reason());
      }
      assertEquals(3, ledger.forget(request).redactionEventId());
      assertEquals("", ledger.problem());
    }
  }
}
