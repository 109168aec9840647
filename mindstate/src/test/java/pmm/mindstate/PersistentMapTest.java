package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PersistentMapTest {
  @Property(tries = 300)
  void doesWhatATreeMapDoes(@ForAll List<@IntRange(min = -40, max = 40) Integer> steps) {
    TreeMap<Integer, Integer> expected = new TreeMap<>();
    PersistentMap<Integer, Integer> map = PersistentMap.empty();
    for (int step : steps) {
      int key = Math.abs(step);
      PersistentMap<Integer, Integer> before = map;
      int size = map.size();
      if (step < 0) {
        expected.remove(key);
        map = map.remove(key);
      } else {
        expected.put(key, step * 2);
        map = map.put(key, step * 2);
      }
      assertEquals(size, before.size());
      assertEquals(expected.get(key), map.get(key));
      assertEquals(expected.size(), map.size());
    }
    assertEquals(List.copyOf(expected.entrySet()), entries(map));
    assertEquals(List.copyOf(expected.descendingMap().entrySet()), entries(map.descending()));
    for (int key = -1; key <= 41; key++) {
      assertEquals(
          List.copyOf(expected.headMap(key, false).descendingMap().entrySet()),
          entries(map.descendingBelow(key)));
    }
    PersistentMap<Integer, Integer> rebuilt = PersistentMap.empty();
    for (Map.Entry<Integer, Integer> entry : expected.entrySet()) {
      rebuilt = rebuilt.put(entry.getKey(), entry.getValue());
    }
    assertEquals(rebuilt, map);
    assertEquals(rebuilt.hashCode(), map.hashCode());
  }

  private static List<Map.Entry<Integer, Integer>> entries(
      Iterable<Map.Entry<Integer, Integer>> map) {
    List<Map.Entry<Integer, Integer>> entries = new ArrayList<>();
    map.forEach(entries::add);
    return entries;
  }
}
