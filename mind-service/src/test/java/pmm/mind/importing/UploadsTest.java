package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.contract.MindReason;
import pmm.rpc.Problem;

/** Archives on their way in: none takes the room of the others, none is taken from who reads it. */
class UploadsTest {
  private static final byte[] BYTES = new byte[60];

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private Uploads uploads;

  @BeforeEach
  void open() {
    uploads = new Uploads(folder.resolve("uploads"), () -> now, 100);
    uploads.open();
  }

  private String whole() {
    String id = uploads.create("a", 0);
    uploads.part(id, 0, ByteBuffer.wrap(BYTES));
    uploads.finish(id, Sha256.of(BYTES));
    return id;
  }

  private void assertRefused(MindReason reason, Runnable call) {
    assertEquals(reason, assertThrows(Problem.class, call::run).reason());
  }

  @Test
  void allTogetherTakeNoMoreThanIsAllowedThoughNoneSaysItsSize() {
    String one = uploads.create("a", 0);
    String other = uploads.create("b", 0);
    uploads.part(one, 0, ByteBuffer.wrap(BYTES));
    assertRefused(MindReason.NO_ROOM, () -> uploads.part(other, 0, ByteBuffer.wrap(BYTES)));
    assertEquals(40, uploads.part(other, 0, ByteBuffer.wrap(BYTES, 0, 40)));
    uploads.drop(one);
    assertEquals(60, uploads.part(other, 40, ByteBuffer.wrap(BYTES, 40, 20)));
    assertEquals(60, uploads.finish(other, Sha256.of(BYTES)));
    assertEquals(60, uploads.finish(other, Sha256.of(BYTES)), "again");
  }

  @Test
  void whatIsReadIsDeletedAfterwards() {
    String id = whole();
    Path file =
        uploads.held(
            id,
            archive -> {
              uploads.drop(id);
              assertTrue(Files.exists(archive.file()));
              assertRefused(MindReason.UPLOAD_NOT_FOUND, () -> uploads.whole(id));
              return archive.file();
            });
    assertFalse(Files.exists(file));
    uploads.create("the room is free", 100);
  }

  @Test
  void whatNobodyAsksForIsDeletedByAnyCallADayLater() {
    String forgotten = whole();
    Path file = uploads.whole(forgotten).file();
    String wanted = uploads.create("b", 0);
    now = now.plus(Duration.ofHours(20));
    uploads.part(wanted, 0, ByteBuffer.wrap(BYTES, 0, 10));
    now = now.plus(Duration.ofHours(5));
    uploads.part(wanted, 10, ByteBuffer.wrap(BYTES, 10, 10));
    assertFalse(Files.exists(file));
    assertRefused(MindReason.UPLOAD_NOT_FOUND, () -> uploads.whole(forgotten));
  }
}
