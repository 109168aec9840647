package pmm.mind.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.Part;

/** Small archives, written by hand, and what is read of them. */
record Given(Path folder) {

  /** A file of these words. Quotes may be single ones. */
  Path file(String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }

  /** A ZIP of names and words in turn. */
  Path zip(String... members) throws IOException {
    Path zip = folder.resolve("archive.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      for (int i = 0; i < members.length; i += 2) {
        packed.putNextEntry(new ZipEntry(members[i]));
        packed.write(members[i + 1].replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      }
    }
    return zip;
  }

  static List<ArchivedItem> read(Path archive) throws IOException {
    List<ArchivedItem> items = new ArrayList<>();
    try (Archive read = Archive.open(archive)) {
      read.read(items::add);
    }
    return items;
  }

  static <T extends ArchivedItem> List<T> read(Path archive, Class<T> type) throws IOException {
    return read(archive).stream().filter(type::isInstance).map(type::cast).toList();
  }

  static ArchivedConversation conversation(Path archive) throws IOException {
    List<ArchivedConversation> all = read(archive, ArchivedConversation.class);
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " conversations (expected: 1)");
    }
    return all.getFirst();
  }

  static ArchivedNode node(ArchivedConversation conversation, String id) {
    return conversation.nodes().stream()
        .filter(node -> node.originalId().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node " + id + " among " + conversation.nodes()));
  }

  /** The texts of a node, each as it stands. */
  static List<String> texts(ArchivedNode node) {
    return node.parts().stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .toList();
  }
}
