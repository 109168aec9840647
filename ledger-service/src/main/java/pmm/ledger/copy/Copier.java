package pmm.ledger.copy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.Copy;
import pmm.ledger.v1.CopyLedgerResponse;
import pmm.mindfile.CopyLog;
import pmm.mindfile.Unfinished;
import pmm.mindfile.VerifiedCopy;
import pmm.mindfile.proof.Sha256;
import pmm.rpc.Home;
import pmm.rpc.PrivateFiles;
import pmm.rpc.Problem;
import pmm.rpc.StreamSender;

/** Hands out verified copies of the whole file, and remembers what became of them. */
public final class Copier {
  private static final String PREFIX = "copy-";
  private static final int PART = 256 << 10;

  private final Ledger ledger;
  private final Home home;
  private final Clock clock;

  /** Copies this ledger by way of the home's cache. */
  public Copier(Ledger ledger, Home home, Clock clock) {
    this.ledger = ledger;
    this.home = home;
    this.clock = clock;
  }

  /** Sends a copy of what is stored now. */
  public void copy(StreamSender<CopyLedgerResponse> sender) throws IOException {
    if (ledger.headId() == 0) {
      throw new Problem(LedgerReason.NOT_FOUND, "no event yet (expected: at least one)");
    }
    PrivateFiles.createFolder(home.file("cache"));
    Path file = Unfinished.in(home.file("cache"), PREFIX);
    try {
      VerifiedCopy copy = ledger.readWhole(mind -> VerifiedCopy.write(mind.path(), file));
      long size = Files.size(file);
      MessageDigest sent = Sha256.digest();
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), sent)) {
        for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
          sender.send(
              CopyLedgerResponse.newBuilder()
                  .setData(ByteString.copyFrom(part))
                  .setSizeBytes(size)
                  .build());
        }
      }
      sender.send(
          CopyLedgerResponse.newBuilder()
              .setSizeBytes(size)
              .setCopy(CopyProto.copy(copy))
              .setSha256(HexFormat.of().formatHex(sent.digest()))
              .build());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Remembers a copy that somebody has verified. */
  public void note(Copy copy) {
    boolean sound =
        copy.getEventCount() > 0 && isHash(copy.getRoot()) && isHash(copy.getHeadHash());
    if (!sound || copy.getPath().isBlank()) {
      throw new Problem(
              LedgerReason.INVALID,
              "copy of " + copy.getEventCount() + " events (expected: count, root, hash and path)")
          .inField("copy");
    }
    new CopyLog(home.root())
        .add(
            new CopyLog.Entry(
                CopyLog.What.BACKUP,
                clock.instant(),
                new VerifiedCopy(copy.getEventCount(), copy.getRoot(), copy.getHeadHash()),
                copy.getPath()));
  }

  private static boolean isHash(String text) {
    return text.matches("[0-9a-f]{64}");
  }
}
