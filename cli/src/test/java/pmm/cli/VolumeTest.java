package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.cli.Volume.Encryption;

/** Tables as Linux writes them: proc(5) for mounts, dm-crypt's uuid for devices. */
class VolumeTest {
  private static final Path HOME = Path.of("/home/ana/.pmm");

  @TempDir Path root;

  @BeforeEach
  void device() throws IOException {
    write("sys/devices/sda1/size", "1");
    link("8:1", "sda1");
  }

  @Test
  void aPlainPartitionIsNotEncrypted() throws IOException {
    mounts("36 1 8:1 / / rw - ext4 /dev/sda1 rw");
    assertEquals(Encryption.NO, new Volume(root).under(HOME));
  }

  @Test
  void aVolumeOnLuksIsEncrypted() throws IOException {
    write("sys/devices/dm-0/dm/uuid", "CRYPT-LUKS2-0123-luks");
    write("sys/devices/dm-1/dm/uuid", "LVM-abc");
    Path slaves = Files.createDirectories(root.resolve("sys/devices/dm-1/slaves"));
    Path _ = Files.createSymbolicLink(slaves.resolve("dm-0"), root.resolve("sys/devices/dm-0"));
    link("254:1", "dm-1");
    mounts(
        "36 1 8:1 / / rw - ext4 /dev/sda1 rw",
        "40 36 254:1 / /home rw shared:1 - ext4 /dev/mapper/home rw");
    assertEquals(Encryption.YES, new Volume(root).under(HOME));
    assertEquals(Encryption.NO, new Volume(root).under(Path.of("/homes")));
  }

  @Test
  void aVolumeOfTwoDisksIsEncryptedOnlyIfBothAre() throws IOException {
    write("sys/devices/dm-0/dm/uuid", "CRYPT-LUKS2-0123-luks");
    Path slaves = Files.createDirectories(root.resolve("sys/devices/md0/slaves"));
    Path _ = Files.createSymbolicLink(slaves.resolve("dm-0"), root.resolve("sys/devices/dm-0"));
    Path _ = Files.createSymbolicLink(slaves.resolve("sda1"), root.resolve("sys/devices/sda1"));
    link("9:0", "md0");
    mounts("36 1 9:0 / / rw - ext4 /dev/md0 rw");
    assertEquals(Encryption.NO, new Volume(root).under(HOME));
  }

  @Test
  void aFileSystemOfOwnNumbersIsFoundByItsDevice() throws IOException {
    write("sys/devices/dm-0/dm/uuid", "CRYPT-LUKS2-0123-luks");
    Path names = Files.createDirectories(root.resolve("sys/class/block"));
    Path _ = Files.createSymbolicLink(names.resolve("dm-0"), root.resolve("sys/devices/dm-0"));
    mounts("36 1 0:31 /@ / rw - btrfs /dev/dm-0 rw");
    assertEquals(Encryption.YES, new Volume(root).under(HOME));
  }

  @Test
  void whatTheTablesDoNotTellIsUnknown() throws IOException {
    assertEquals(Encryption.UNKNOWN, new Volume(root).under(HOME));
    mounts("36 1 0:44 / / rw - nfs4 server:/home rw");
    assertEquals(Encryption.UNKNOWN, new Volume(root).under(HOME));
  }

  private void mounts(String... lines) throws IOException {
    write("proc/self/mountinfo", String.join("\n", lines) + "\n");
  }

  private void link(String number, String device) throws IOException {
    Path numbers = Files.createDirectories(root.resolve("sys/dev/block"));
    Path _ =
        Files.createSymbolicLink(
            numbers.resolve(number), root.resolve("sys/devices").resolve(device));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Path _ = Files.createDirectories(path.getParent());
    Path _ = Files.writeString(path, text);
  }
}
