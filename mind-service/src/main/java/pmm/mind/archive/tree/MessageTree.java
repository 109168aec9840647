package pmm.mind.archive.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Oddity.Kind;

/**
 * Puts the messages of a conversation in order: each behind its parent, else by time, then by id.
 * What is no tree becomes one: a parent that is missing or that is its own descendant is let go,
 * and of two messages with one id the second gets another. Nothing here depends on the order of the
 * file, nor recurses.
 */
public final class MessageTree {
  private static final Comparator<ArchivedNode> EARLIEST =
      Comparator.<ArchivedNode>comparingLong(node -> node.created().micros().orElse(Long.MAX_VALUE))
          .thenComparing(ArchivedNode::originalId);

  private final Map<String, ArchivedNode> byId = new HashMap<>();
  private final List<Oddity> oddities = new ArrayList<>();
  private final List<ArchivedNode> ordered;

  /** Orders messages, in whatever order they are given. */
  public MessageTree(List<ArchivedNode> messages) {
    for (ArchivedNode message : messages) {
      add(message);
    }
    letMissingParentsGo();
    breakCycles();
    ordered = parentsFirst();
    oddities.sort(
        Comparator.comparing(Oddity::kind)
            .thenComparing(Oddity::node)
            .thenComparing(Oddity::detail));
  }

  /** All messages in order. */
  public List<ArchivedNode> nodes() {
    return ordered;
  }

  /** What was mended, in an order of its own. */
  public List<Oddity> oddities() {
    return oddities;
  }

  /** Whether there is such a message. */
  public boolean holds(String id) {
    return byId.containsKey(id);
  }

  private void add(ArchivedNode message) {
    ArchivedNode known = byId.putIfAbsent(message.originalId(), message);
    if (known == null || known.equals(message)) {
      return;
    }
    boolean takesTheName = identity(message).compareTo(identity(known)) < 0;
    ArchivedNode other = takesTheName ? known : message;
    if (takesTheName) {
      byId.put(message.originalId(), message);
    }
    String name = ContentHash.name(message.originalId(), identity(other));
    if (byId.put(name, other.named(name)) == null) {
      oddities.add(
          new Oddity(
              Kind.DUPLICATE_ID,
              name,
              "message " + message.originalId() + ": another one has the same id"));
    }
  }

  private static String identity(ArchivedNode node) {
    return ContentHash.of(node.role(), node.parts())
        + node.parent().orElse("")
        + node.created().raw()
        + node.raw();
  }

  private void letMissingParentsGo() {
    byId.replaceAll((id, node) -> {
      if (node.parent().isEmpty() || byId.containsKey(node.parent().get())) {
        return node;
      }
      oddities.add(
          new Oddity(
              Kind.PARENT_MISSING,
              id,
              "message %s: its parent %s is not in the archive"
                  .formatted(id, node.parent().get())));
      return node.under(Optional.empty()).marked(Kind.PARENT_MISSING);
    });
  }

  private void breakCycles() {
    Map<String, Integer> seenIn = new HashMap<>();
    int walk = 0;
    for (String start : List.copyOf(byId.keySet())) {
      walk++;
      Optional<String> at = Optional.of(start);
      while (at.isPresent() && seenIn.putIfAbsent(at.get(), walk) == null) {
        at = node(at.get()).parent();
      }
      if (at.isPresent() && seenIn.getOrDefault(at.get(), 0) == walk) {
        breakCycle(at.get());
      }
    }
  }

  private void breakCycle(String member) {
    ArchivedNode earliest = node(member);
    for (ArchivedNode node = parentOf(earliest);
        !node.originalId().equals(member);
        node = parentOf(node)) {
      if (EARLIEST.compare(node, earliest) < 0) {
        earliest = node;
      }
    }
    String id = earliest.originalId();
    byId.put(id, earliest.under(Optional.empty()).marked(Kind.CYCLE));
    oddities.add(
        new Oddity(
            Kind.CYCLE,
            id,
            "message %s: its parent %s is one of its own descendants"
                .formatted(id, earliest.parent().orElse(""))));
  }

  private ArchivedNode parentOf(ArchivedNode node) {
    return node(node.parent().orElseThrow());
  }

  private ArchivedNode node(String id) {
    ArchivedNode node = byId.get(id);
    if (node == null) {
      throw new IllegalStateException("no message " + id);
    }
    return node;
  }

  private List<ArchivedNode> parentsFirst() {
    Map<String, List<ArchivedNode>> children = new HashMap<>();
    PriorityQueue<Waiting> free = new PriorityQueue<>();
    for (ArchivedNode node : byId.values()) {
      if (node.parent().isPresent()) {
        children.computeIfAbsent(node.parent().get(), parent -> new ArrayList<>(1)).add(node);
      } else {
        free.add(Waiting.of(node, Long.MIN_VALUE));
      }
    }
    List<ArchivedNode> order = new ArrayList<>(byId.size());
    for (Waiting next = free.poll(); next != null; next = free.poll()) {
      order.add(next.node());
      for (ArchivedNode child : children.getOrDefault(next.node().originalId(), List.of())) {
        free.add(Waiting.of(child, next.time()));
      }
    }
    return order;
  }

  /** A message whose parent is in order. Without a time it is as old as its parent. */
  private record Waiting(ArchivedNode node, long time) implements Comparable<Waiting> {
    static Waiting of(ArchivedNode node, long parentTime) {
      return new Waiting(node, Math.max(parentTime, node.created().micros().orElse(parentTime)));
    }

    @Override
    public int compareTo(Waiting other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : node.originalId().compareTo(other.node.originalId());
    }
  }
}
