package pmm.provider.ollama;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The room on the disk for a download.
 *
 * @param neededBytes what it needs in all, 0 if nobody knows
 * @param freeBytes what is free there, 0 if that is out of sight
 * @param folder where it goes, empty if that is out of sight
 * @param begun whether part of a download is there already: it needs less than all, then
 */
public record Room(long neededBytes, long freeBytes, String folder, boolean begun) {

  /** The room in a folder of models. */
  static Room in(Optional<Path> folder, long neededBytes) {
    try {
      return folder.isPresent()
          ? new Room(
              neededBytes,
              Files.getFileStore(folder.get()).getUsableSpace(),
              folder.get().toString(),
              Device.hasPartOfDownload(folder.get()))
          : new Room(neededBytes, 0, "", false);
    } catch (IOException e) {
      return new Room(neededBytes, 0, "", false);
    }
  }

  /** Whether it is known, before anything is asked, that the download does not fit. */
  boolean isTooSmall() {
    return !begun && lacks(neededBytes);
  }

  /** Whether so many bytes more are known not to fit. */
  boolean lacks(long bytes) {
    return !folder.isEmpty() && bytes > freeBytes;
  }
}
