package pmm.mind.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedNode;

/** What a reading counts, to be held against an independent count of the same file. */
final class Figures {
  private final Map<String, Long> counts = new TreeMap<>();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  static Map<String, Long> of(Path archive) throws IOException {
    Figures figures = new Figures();
    try (Archive read = Archive.open(archive)) {
      read.read(figures::add);
    }
    if (figures.first <= figures.last) {
      figures.counts.put("first", figures.first);
      figures.counts.put("last", figures.last);
    }
    return figures.counts;
  }

  private void add(ArchivedItem item) {
    count(item.getClass().getSimpleName(), 1);
    if (item instanceof ArchivedConversation conversation) {
      Set<String> parents = new HashSet<>();
      for (ArchivedNode node : conversation.nodes()) {
        node.parent().ifPresent(parents::add);
        count(node.placeholder() ? "placeholder" : node.role().name(), 1);
        if (node.created().known()) {
          first = Math.min(first, node.created().micros().orElseThrow());
          last = Math.max(last, node.created().micros().orElseThrow());
        }
      }
      count(
          "leaves",
          conversation.nodes().stream()
              .filter(node -> !parents.contains(node.originalId()))
              .count());
    }
  }

  private void count(String name, long by) {
    counts.merge(name, by, Long::sum);
  }
}
