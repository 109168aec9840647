package pmm.mindstate;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that never changes: each update returns a new map and shares all but O(log n) nodes
 * with the old one.
 *
 * <p>It is a treap whose priorities are mixed hash codes, so that equal maps have equal shapes,
 * whatever their history.
 */
public final class PersistentMap<K extends Comparable<K>, V extends Object>
    implements Iterable<Map.Entry<K, V>> {
  private final @Nullable Node<K, V> root;

  private PersistentMap(@Nullable Node<K, V> root) {
    this.root = root;
  }

  /** Returns a map without entries. */
  public static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
    return new PersistentMap<>(null);
  }

  /** Returns the number of entries, at once. */
  public int size() {
    return size(root);
  }

  /** Returns whether there are no entries. */
  public boolean isEmpty() {
    return root == null;
  }

  /** Returns the value of a key, or null. */
  public @Nullable V get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return node.value;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  /** Returns the value of the greatest key that is not above this one, or null. */
  public @Nullable V floor(K key) {
    Node<K, V> node = root;
    V found = null;
    while (node != null) {
      int order = key.compareTo(node.key);
      found = order < 0 ? found : node.value;
      node = order < 0 ? node.left : node.right;
    }
    return found;
  }

  /** Returns whether a key has a value. */
  public boolean containsKey(K key) {
    return get(key) != null;
  }

  /** Returns a map in which the key has the value. */
  public PersistentMap<K, V> put(K key, V value) {
    return new PersistentMap<>(
        put(root, requireNonNull(key, "key"), requireNonNull(value, "value")));
  }

  /** Returns a map without the key. */
  public PersistentMap<K, V> remove(K key) {
    return containsKey(key) ? new PersistentMap<>(remove(requireNonNull(root), key)) : this;
  }

  /** Returns the entries by ascending key. */
  @Override
  public Iterator<Map.Entry<K, V>> iterator() {
    return new Walk<>(root, false);
  }

  /** Returns the entries by descending key. */
  public Iterable<Map.Entry<K, V>> descending() {
    return () -> new Walk<>(root, true);
  }

  /** Returns the entries below a key, by descending key; finding the first takes O(log n). */
  public Iterable<Map.Entry<K, V>> descendingBelow(K key) {
    return () -> new Walk<>(root, key);
  }

  /** Returns something of each value, made when it is asked for, by ascending key. */
  <R> Iterable<R> rows(Function<? super V, ? extends R> of) {
    return () -> {
      Iterator<Map.Entry<K, V>> entries = iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public R next() {
          return of.apply(entries.next().getValue());
        }
      };
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof PersistentMap<?, ?> that) || that.size() != size()) {
      return false;
    }
    if (that.root == root) {
      return true;
    }
    Iterator<? extends Map.Entry<?, ?>> theirs = that.iterator();
    for (Map.Entry<K, V> mine : this) {
      if (!mine.equals(theirs.next())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (Map.Entry<K, V> entry : this) {
      hash = 31 * hash + entry.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (Map.Entry<K, V> entry : this) {
      text.append(text.length() > 1 ? ", " : "").append(entry);
    }
    return text.append('}').toString();
  }

  private static <K extends Comparable<K>, V> Node<K, V> put(
      @Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return new Node<>(key, value, node.left, node.right);
    }
    if (order < 0) {
      Node<K, V> left = put(node.left, key, value);
      return left.above(node)
          ? left.with(left.left, node.with(left.right, node.right))
          : node.with(left, node.right);
    }
    Node<K, V> right = put(node.right, key, value);
    return right.above(node)
        ? right.with(node.with(node.left, right.left), right.right)
        : node.with(node.left, right);
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(Node<K, V> node, K key) {
    int order = key.compareTo(node.key);
    if (order == 0) {
      return merge(node.left, node.right);
    }
    return order < 0
        ? node.with(remove(requireNonNull(node.left), key), node.right)
        : node.with(node.left, remove(requireNonNull(node.right), key));
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> merge(
      @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.above(right)
        ? left.with(left.left, merge(left.right, right))
        : right.with(merge(left, right.left), right.right);
  }

  private static int size(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.size;
  }

  private static final class Node<K extends Comparable<K>, V> {
    final K key;
    final V value;
    final @Nullable Node<K, V> left;
    final @Nullable Node<K, V> right;
    final int size;

    Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
      this.key = key;
      this.value = value;
      this.left = left;
      this.right = right;
      this.size = 1 + PersistentMap.size(left) + PersistentMap.size(right);
    }

    Node<K, V> with(@Nullable Node<K, V> newLeft, @Nullable Node<K, V> newRight) {
      return new Node<>(key, value, newLeft, newRight);
    }

    boolean above(Node<K, V> other) {
      int order = Integer.compare(priority(), other.priority());
      return order != 0 ? order > 0 : key.compareTo(other.key) < 0;
    }

    /** Spreads neighbouring hash codes apart (the finaliser of MurmurHash3). */
    private int priority() {
      int hash = key.hashCode();
      hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
      hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
      return hash ^ (hash >>> 16);
    }
  }

  private static final class Walk<K extends Comparable<K>, V> implements Iterator<Map.Entry<K, V>> {
    private final Deque<Node<K, V>> path = new ArrayDeque<>();
    private final boolean descending;

    Walk(@Nullable Node<K, V> root, boolean descending) {
      this.descending = descending;
      push(root);
    }

    /** Descends from the greatest key below one. */
    Walk(@Nullable Node<K, V> root, K below) {
      this.descending = true;
      Node<K, V> node = root;
      while (node != null) {
        boolean isBelow = node.key.compareTo(below) < 0;
        if (isBelow) {
          path.push(node);
        }
        node = isBelow ? node.right : node.left;
      }
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public Map.Entry<K, V> next() {
      Node<K, V> node = path.poll();
      if (node == null) {
        throw new NoSuchElementException();
      }
      push(descending ? node.left : node.right);
      return Map.entry(node.key, node.value);
    }

    private void push(@Nullable Node<K, V> from) {
      for (Node<K, V> node = from; node != null; node = descending ? node.right : node.left) {
        path.push(node);
      }
    }
  }
}
