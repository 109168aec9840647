package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.Refusals.assertRefused;

import com.google.common.collect.Lists;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.ledger.v1.PinSignatureRequest;
import pmm.ledger.v1.PinSignatureResponse;
import pmm.ledger.v1.VerifyLedgerRequest;
import pmm.ledger.v1.VerifyResult;
import pmm.ledger.v1.VerifyResult.HeadState;
import pmm.ledger.v1.VerifyResult.Verdict;
import pmm.mindfile.PinnedKey;
import pmm.mindfile.SignatureFile;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.SigningKey;
import pmm.rpc.Role;
import pmm.rpc.RpcReason;

@Timeout(60)
class SignatureTest {
  private static final SigningKey KEY = SigningKey.generate();

  @RegisterExtension final LedgerExtension ledger = new LedgerExtension();

  private GetLedgerInfoResponse info() {
    return ledger.as(Role.UI).getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
  }

  private VerifyResult verify() {
    return Lists.newArrayList(
            ledger.as(Role.CLI).verifyLedger(VerifyLedgerRequest.getDefaultInstance()))
        .getLast()
        .getResult();
  }

  private SignedNote sign(SigningKey key) {
    VerifyResult result = verify();
    return key.sign(
        Checkpoint.of(
            info().getMindId(),
            result.getCheckedCount(),
            HexFormat.of().parseHex(result.getMerkleRoot())));
  }

  private PinSignatureResponse pin(SignedNote note, SigningKey key, boolean replace) {
    return ledger
        .as(Role.CLI)
        .pinSignature(
            PinSignatureRequest.newBuilder()
                .setNote(note.format())
                .setPublicKeyPem(key.verifyingKey().toPem())
                .setReplaceKey(replace)
                .build());
  }

  @Test
  void keepsWhatWasSignedAndNamesTheKeyOnce() {
    ledger.say("one");
    PinSignatureResponse first = pin(sign(KEY), KEY, false);
    assertEquals(2, first.getSignedHead().getEventCount());
    assertEquals(3, first.getKeyEventId());
    assertEquals("key_pinned", ledger.eventKind(3));

    assertEquals(0, pin(sign(KEY), KEY, false).getKeyEventId());
    assertEquals(3, info().getSignedHead().getEventCount());
    assertEquals(KEY.verifyingKey().fingerprint(), info().getSignedHead().getKeyFingerprint());
    assertTrue(Files.exists(ledger.home().file("mind.db.sig")));
    assertEquals(Verdict.VERDICT_WHOLE, verify().getVerdict());
    assertEquals(HeadState.HEAD_STATE_EQUAL, info().getHeadState());
  }

  @Test
  void takesInAtItsStartWhatWasSignedWhileNothingRan() throws Exception {
    ledger.say("one");
    SignedNote note = sign(KEY);
    ledger.stop();
    SignatureFile.beside(ledger.home().file("mind.db")).write(note);
    PinnedKey.of(ledger.home().root()).pin(KEY.verifyingKey());
    ledger.start();

    // The watch ends with the event that is waited for.
    assertEquals("key_pinned", ledger.awaitEvent(3).getKind());
    assertEquals(2, info().getSignedHead().getEventCount());
  }

  @Test
  void refusesWhatDoesNotFitAndWhoMayNot() {
    ledger.say("one");
    SignedNote note = sign(KEY);
    SigningKey other = SigningKey.generate();
    assertRefused(LedgerReason.SIGNATURE_REFUSED, () -> pin(note, other, false));
    assertRefused(
        LedgerReason.SIGNATURE_REFUSED,
        () -> pin(KEY.sign(Checkpoint.of("another", 2, new byte[32])), KEY, false));
    assertRefused(
        LedgerReason.SIGNATURE_REFUSED,
        () -> pin(KEY.sign(Checkpoint.of(info().getMindId(), 9, new byte[32])), KEY, false));
    pin(note, KEY, false);
    SignedNote theirs = sign(other);
    assertRefused(LedgerReason.SIGNATURE_REFUSED, () -> pin(theirs, other, false));
    assertEquals(4, pin(theirs, other, true).getKeyEventId());
    assertRefused(
        LedgerReason.INVALID,
        () ->
            ledger
                .as(Role.CLI)
                .pinSignature(PinSignatureRequest.newBuilder().setNote("cut off").build()));
    for (Role role : new Role[] {Role.MIND, Role.PROVIDER, Role.UI, Role.OTHER}) {
      assertRefused(
          RpcReason.ROLE_NOT_ALLOWED,
          () -> ledger.as(role).pinSignature(PinSignatureRequest.getDefaultInstance()));
    }
  }

  @Test
  void warnsOfAnOlderCopyAtItsStart() throws Exception {
    ledger.say("one");
    ledger.stop();
    Path copy = Files.copy(ledger.home().file("mind.db"), ledger.home().file("copy"));
    ledger.start();
    ledger.say("two");
    pin(sign(KEY), KEY, false);
    ledger.stop();
    Files.move(copy, ledger.home().file("mind.db"), StandardCopyOption.REPLACE_EXISTING);
    ledger.start();

    assertEquals(HeadState.HEAD_STATE_TRUNCATED, info().getHeadState());
    assertTrue(info().getWarningsCount() >= 2, info().getWarningsList().toString());
    assertTrue(
        info().getWarningsList().stream().anyMatch(w -> w.contains("mind.db.sig")),
        info().getWarningsList().toString());
  }

  @Test
  void warnsOfAFileThatWasCopiedFromAnotherHome() throws Exception {
    ledger.say("one");
    ledger.stop();
    Files.delete(ledger.home().file("home.id"));
    ledger.start();

    assertTrue(info().getWarnings(0).contains("another home"), info().getWarnings(0));
    assertFalse(info().getProblem().contains("another home"));
    ledger.say("two");
    assertEquals("opened_on", ledger.eventKind(3));
  }
}
