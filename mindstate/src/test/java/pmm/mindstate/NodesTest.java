package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NodesTest {
  /** Each number says how far back the parent stands; those before the first are none. */
  @Property(tries = 200)
  void holdsWhatAPlainMapOfListsHolds(
      @ForAll @Size(max = 200) List<@IntRange(min = 1, max = 40) Integer> back) {
    Nodes nodes = Nodes.NONE;
    TreeMap<Long, List<Long>> children = new TreeMap<>();
    List<Nodes> before = new ArrayList<>();
    for (int i = 0; i < back.size(); i++) {
      long id = 3L * i + 5;
      long parent = Math.max(0, 3L * (i - back.get(i)) + 5);
      parent = children.containsKey(parent) ? parent : 0;
      before.add(nodes);
      nodes = nodes.with(node(id, parent, Node.Kind.values()[i % 4], i % 3 == 0));
      children.put(id, new ArrayList<>());
      if (parent != 0) {
        Objects.requireNonNull(children.get(parent)).add(id);
      }
    }

    TreeMap<Long, List<Long>> found = new TreeMap<>();
    nodes.forEach(node -> found.put(node.id(), node.children()));
    assertEquals(children, found);
    assertEquals(children.size(), nodes.size());
    for (int i = 0; i < before.size(); i++) {
      assertEquals(i, before.get(i).size());
      assertNull(before.get(i).get(3L * i + 5));
      Node node = Objects.requireNonNull(nodes.get(3L * i + 5));
      assertEquals(Node.Kind.values()[i % 4], node.kind());
      assertEquals(i % 3 == 0, node.worded());
      assertEquals(3 * i + 5, node.turns());
    }
    assertNull(nodes.get(4));
  }

  private static Node node(long id, long parent, Node.Kind kind, boolean worded) {
    return new Node(id, parent, kind, worded, (int) id, 0, List.of(), List.of());
  }

  @Test
  void notesStandAtTheirMessageAlone() {
    Nodes nodes =
        Nodes.NONE
            .with(node(1, 0, Node.Kind.PERSON, true))
            .with(node(2, 1, Node.Kind.ANSWERED, true))
            .withNotes(2, List.of(7L, 8L));
    assertEquals(List.of(7L, 8L), Objects.requireNonNull(nodes.get(2)).notes());
    assertEquals(List.of(), Objects.requireNonNull(nodes.get(1)).notes());
  }
}
