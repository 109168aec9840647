package pmm.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The plain tools that the ledger is measured against. */
final class Rival {

  private static final int BLOCK = 8192;

  private Rival() {}

  /** How often a second 8 KiB can be written to the end of a file and made durable. */
  static double durableWrites(Path file, double seconds) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    int writes = 0;
    long start = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while ((System.nanoTime() - start) / 1e9 < seconds) {
        channel.write(block.clear());
        channel.force(false);
        writes++;
      }
    } finally {
      Files.deleteIfExists(file);
    }
    return writes / ((System.nanoTime() - start) / 1e9);
  }

  /** Runs a line of shell and says how long it took, in seconds. */
  static double shell(String line) throws Exception {
    return Sample.seconds(() -> output(line));
  }

  /** What a line of shell prints. */
  static String output(String line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(line + " ended with " + process.exitValue() + ": " + output);
    }
    return output.strip();
  }
}
