package pmm.ledger.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.PinSignatureRequest;
import pmm.ledger.v1.PinSignatureResponse;
import pmm.ledger.v1.SignedHead;
import pmm.mindfile.MindFileException;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.VerifyingKey;
import pmm.rpc.Problem;

/** Keeps what a person has signed: when asked, and what lies beside the file at the start. */
public final class SignatureKeeper {
  private static final Logger log = LoggerFactory.getLogger(SignatureKeeper.class);

  private final Ledger ledger;

  /** Keeps signatures over this ledger. */
  public SignatureKeeper(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Keeps the signature of a request. */
  public PinSignatureResponse pin(PinSignatureRequest request) {
    SignedNote note;
    VerifyingKey key;
    try {
      note = SignedNote.parse(request.getNote().getBytes(UTF_8));
      pmm.mindfile.proof.Checkpoint.parse(note.text());
    } catch (MalformedException e) {
      throw new Problem(LedgerReason.INVALID, e.getMessage()).inField("note");
    }
    try {
      key = VerifyingKey.ofPem(request.getPublicKeyPem());
    } catch (MalformedException e) {
      throw new Problem(LedgerReason.INVALID, e.getMessage()).inField("public_key_pem");
    }
    pmm.mindfile.SignedHead head =
        ledger.readWhole(file -> file.pin(note, key, request.getReplaceKey()));
    log.info("Kept a signature over {} events", head.size());
    return PinSignatureResponse.newBuilder()
        .setSignedHead(proto(head))
        .setKeyEventId(head.keyEventId())
        .build();
  }

  /** Takes in what was signed while nothing ran. */
  void takeIn() {
    try {
      ledger
          .readWhole(file -> file.pinSignatureBeside())
          .ifPresent(head -> log.info("Kept a signature over {} events", head.size()));
    } catch (MindFileException e) {
      log.warn("The signature beside the file was not kept: {}", e.getMessage());
    }
  }

  static SignedHead proto(pmm.mindfile.SignedHead head) {
    return SignedHead.newBuilder()
        .setEventCount(head.size())
        .setMerkleRoot(head.root())
        .setKeyFingerprint(head.fingerprint())
        .build();
  }
}
