package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class CausesTest {
  private final ObjectNode meta = JsonNodeFactory.instance.objectNode();

  @Test
  void storedCausesAreIdsAndThoseOfTheSameAppendAreOffsets() {
    Causes.write(meta, List.of(4L, 7L, 11L, 12L), 10, 2);
    assertEquals("{\"cause_event_ids\":[4,7],\"cause_offsets\":[-2,-1]}", meta.toString());
  }

  @Test
  void findsThemAlsoWhereOtherEventsCameInBetween() {
    Causes.write(meta, List.of(4L, 11L), 10, 2);
    assertEquals(List.of(4L, 98L), Causes.read(100, meta));
  }

  @Test
  void anEventThatNamesNoneHasNone() {
    Causes.write(meta, List.of(), 10, 2);
    assertEquals("{}", meta.toString());
    assertEquals(List.of(), Causes.read(100, meta));
  }
}
