package pmm.mind.archive.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;

/** The files of an unpacked archive. */
final class FolderMembers {
  private FolderMembers() {}

  static List<Member> list(Path folder, Limits limits) throws IOException {
    List<Member> found = new ArrayList<>();
    Files.walkFileTree(
        folder.toRealPath(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = folderName(folder, file);
            if (attributes.isSymbolicLink()) {
              throw new ArchiveException(
                  Reason.UNSAFE,
                  name + " is a link: only files are read; put the file itself there");
            }
            if (attributes.isRegularFile() && !Source.isNoise(name)) {
              found.add(Member.unpacked(name, file, attributes.size()));
            }
            if (found.size() > limits.members()) {
              throw new ArchiveException(
                  Reason.TOO_LARGE, folder + " holds more than " + limits.members() + " files");
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.comparing(Member::member));
    return found;
  }

  private static String folderName(Path folder, Path file) throws IOException {
    return folder.toRealPath().relativize(file).toString().replace('\\', '/');
  }
}
