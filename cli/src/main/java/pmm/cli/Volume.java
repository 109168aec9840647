package pmm.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Whether the disk under a folder is encrypted, as far as Linux's own tables tell:
 * /proc/self/mountinfo names the device, and /sys/dev/block what that device is made of (dm-crypt
 * marks its devices).
 */
final class Volume {
  private static final Set<String> ENCRYPTED_TYPES =
      Set.of("ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs");
  private static final int MOST_LAYERS = 8;

  /** What is known. */
  enum Encryption {
    YES,
    NO,
    /** The tables do not tell: a network's disk, a pool such as ZFS, another system. */
    UNKNOWN
  }

  private final Path root;

  /**
   * @param root where /proc and /sys are; "/" on a real system
   */
  Volume(Path root) {
    this.root = root;
  }

  /**
   * Of the disk that holds a folder.
   *
   * @param folder absolute, and there
   */
  Encryption under(Path folder) {
    try {
      String[] best = {};
      for (String line : Files.readAllLines(root.resolve("proc/self/mountinfo"))) {
        String[] fields = line.split(" ");
        if (folder.startsWith(unescaped(fields[4]))
            && (best.length == 0 || fields[4].length() >= best[4].length())) {
          best = fields;
        }
      }
      return best.length == 0 ? Encryption.UNKNOWN : of(best);
    } catch (IOException | ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
      // Another system than Linux, or a table of a form that is not known.
      return Encryption.UNKNOWN;
    }
  }

  /** Fields of proc(5): 2 is major:minor; after " - " come type and source. */
  private Encryption of(String[] mount) throws IOException {
    int dash = 6;
    while (!mount[dash].equals("-")) {
      dash++;
    }
    if (ENCRYPTED_TYPES.contains(mount[dash + 1])) {
      return Encryption.YES;
    }
    Path device = root.resolve("sys/dev/block").resolve(mount[2]);
    if (!Files.exists(device)) {
      // Some file systems, such as btrfs, have numbers of their own and name their device.
      device = root.resolve("sys/class/block").resolve(mount[dash + 2].replaceFirst("^/dev/", ""));
    }
    return Files.exists(device) ? of(device.toRealPath(), MOST_LAYERS) : Encryption.UNKNOWN;
  }

  private static Encryption of(Path device, int layers) throws IOException {
    Path uuid = device.resolve("dm/uuid");
    if (Files.exists(uuid) && Files.readString(uuid).startsWith("CRYPT-")) {
      return Encryption.YES;
    }
    Path below = device.resolve("slaves");
    if (layers == 0 || !Files.isDirectory(below)) {
      return Encryption.NO;
    }
    Encryption found = Encryption.NO;
    try (DirectoryStream<Path> slaves = Files.newDirectoryStream(below)) {
      for (Path slave : slaves) {
        Encryption one = of(slave.toRealPath(), layers - 1);
        if (one != Encryption.YES) {
          return one;
        }
        found = one;
      }
    }
    return found;
  }

  /** Blanks and the like are octal in the table. */
  private static Path unescaped(String path) {
    return Path.of(path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"));
  }
}
