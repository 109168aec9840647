package pmm.mind.archive.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;

/**
 * The files of an archive, by name. Members can be opened until it is closed, several at a time.
 */
public final class Source implements Closeable {
  private final String name;
  private final List<Member> members;
  private final Closeable held;

  private Source(String name, List<Member> members, Closeable held) {
    this.name = name;
    this.members = List.copyOf(members);
    this.held = held;
  }

  /**
   * Opens a ZIP, a folder, or one file, which is told by what it is and not by its name.
   *
   * @param name what the person calls it
   */
  public static Source open(Path place, String name, Limits limits) throws IOException {
    if (Files.isDirectory(place)) {
      return new Source(name, FolderMembers.list(place, limits), () -> {});
    }
    if (!Files.isRegularFile(place)) {
      throw new ArchiveException(Reason.UNRECOGNISED, place + " is neither a file nor a folder");
    }
    FileChannel file = FileChannel.open(place, StandardOpenOption.READ);
    try {
      if (ZipDirectory.begins(file)) {
        return new Source(name, ZipMembers.list(file, limits), file);
      }
      return new Source(name, List.of(SingleFile.member(place, name, file, limits)), file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The name of the file or folder. */
  public String name() {
    return name;
  }

  /** All files, by name; without those that systems add on their own. */
  public List<Member> members() {
    return members;
  }

  @Override
  public void close() throws IOException {
    held.close();
  }

  /** Whether a program and not the export put it there. */
  static boolean isNoise(String member) {
    String low = member.toLowerCase(Locale.ROOT);
    String base = low.substring(low.lastIndexOf('/') + 1);
    return low.startsWith("__macosx/")
        || base.startsWith("._")
        || base.equals(".ds_store")
        || base.equals("thumbs.db");
  }

  /** A regular file, not what it links to. */
  static boolean isPlainFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
