package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {
  private static final byte[] ORPHAN = Texts.utf8("a chunk that nothing names");
  private static final String HASH = HashChain.hex(HashChain.sha256().digest(ORPHAN));

  @TempDir Path home;

  private Path fileWithAnOrphan() throws SQLException {
    Path file = Minds.write(home);
    Minds.sql(
        file, "INSERT INTO blobs VALUES ('%s', x'%s')".formatted(HASH, HashChain.hex(ORPHAN)));
    return file;
  }

  private static Draft naming(String hash) {
    return new Draft("note", "names it", "{\"blobs\":[\"" + hash + "\"]}");
  }

  @Test
  void dropsWhatNoEventNamesAndNothingElse() throws SQLException, IOException {
    Path file = fileWithAnOrphan();
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(1, mind.dropOrphanBlobs());
      assertTrue(mind.blob(HASH).isEmpty());
      assertTrue(mind.blob(Minds.blobHash()).isPresent());
      assertEquals(0, mind.dropOrphanBlobs());
    }
    assertEquals(0, Minds.verify(file).exitCode());
  }

  @Test
  void keepsWhatAnEventHasNamedMeanwhile() throws SQLException {
    Path file = fileWithAnOrphan();
    Orphans found;
    try (var db = Sqlite.reader(file)) {
      found = Orphans.find(db);
    }
    assertEquals(List.of(HASH), List.copyOf(found.hashes()));
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(AppendRequest.of(naming(HASH))).join();
    }
    try (var db = Sqlite.writer(file)) {
      assertEquals(0, found.drop(db));
    }
    assertEquals(0, Minds.verify(file).exitCode());
  }

  @Test
  void hasNothingToDoBeforeTheFirstEvent() {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(0, mind.dropOrphanBlobs());
    }
  }
}
