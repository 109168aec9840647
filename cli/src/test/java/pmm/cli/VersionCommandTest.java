package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.proof.SigningKey;
import pmm.mindfile.proof.VerifyingKey;

class VersionCommandTest {
  @TempDir Path product;

  private Ran version() {
    return Ran.pmm(product, "", Map.of("PMM_DIST", product.toString()), "version");
  }

  @Test
  void namesTheKeyThatTheReleaseWasSignedWith() throws IOException {
    VerifyingKey key = SigningKey.generate().verifyingKey();
    Files.writeString(product.resolve("release-key.pem"), key.toPem());

    Ran ran = version();

    assertTrue(ran.out().endsWith("\nRelease key " + key.fingerprint() + "\n"), ran.out());
  }

  @Test
  void saysOfAnOwnBuildThatNobodyHasSignedIt() {
    assertTrue(version().out().endsWith("\nNo release key: built here, and signed by nobody\n"));
  }

  @Test
  void saysWhatIsWrongWithADamagedKey() throws IOException {
    Files.writeString(product.resolve("release-key.pem"), "cut off");

    assertEquals(ExitCode.NOT_DONE, version().exit());
  }
}
