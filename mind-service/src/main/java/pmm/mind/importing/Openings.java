package pmm.mind.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the conversations begin to which no archive gives an id: by that they are found again. */
final class Openings {
  /** One of several that begin alike. */
  private record Opening(UUID conversationId, @Nullable Opening next) {}

  private final Map<Key, Opening> openings = new HashMap<>();

  /** A conversation begins with this. */
  void add(Key first, String conversationId) {
    UUID id = UUID.fromString(conversationId);
    openings.compute(first, (_, others) -> new Opening(id, others));
  }

  /** Returns the conversations that begin with this, oldest first. */
  List<String> of(Key first) {
    List<String> ids = new ArrayList<>();
    for (Opening each = openings.get(first); each != null; each = each.next()) {
      ids.addFirst(each.conversationId().toString());
    }
    return ids;
  }
}
