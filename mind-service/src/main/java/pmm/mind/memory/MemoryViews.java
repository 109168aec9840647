package pmm.mind.memory;

import java.util.List;
import java.util.Map;
import pmm.mind.contract.Requests;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.ListMemoriesResponse;
import pmm.mindstate.Claim;
import pmm.mindstate.Memories;
import pmm.mindstate.Memory;
import pmm.mindstate.PersistentMap;

/** The wire form of memories. */
public final class MemoryViews {
  private MemoryViews() {}

  /** Returns a page of what is kept, or of what waits for the person's word. */
  public static ListMemoriesResponse page(Memories memories, ListMemoriesRequest request) {
    PersistentMap<Long, Memory> listed =
        request.getProposed() ? memories.proposed() : memories.kept();
    int size = Requests.pageSize(request.getPageSize());
    long before = Requests.pageToken(request.getPageToken(), Long.MAX_VALUE);
    ListMemoriesResponse.Builder page = ListMemoriesResponse.newBuilder();
    for (Map.Entry<Long, Memory> entry : listed.descendingBelow(before)) {
      if (page.getMemoriesCount() == size) {
        return page.setNextPageToken(Long.toString(page.getMemories(size - 1).getEventId()))
            .build();
      }
      page.addMemories(memory(memories, entry.getValue()));
    }
    return page.build();
  }

  static List<pmm.mind.v1.Memory> all(Memories memories, List<Memory> some) {
    return some.stream().map(memory -> memory(memories, memory)).toList();
  }

  static pmm.mind.v1.Memory memory(Memories memories, Memory memory) {
    pmm.mind.v1.Memory.Builder view =
        pmm.mind.v1.Memory.newBuilder()
            .setEventId(memory.id())
            .setText(memory.text())
            .setSubject(memory.subject())
            .setSpeaker(memory.speaker())
            .setSourceEventId(memory.sourceEventId())
            .setKept(memory.state() == Memory.State.KEPT)
            .setState(
                switch (memory.state()) {
                  case PROPOSED -> pmm.mind.v1.Memory.State.STATE_PROPOSED;
                  case KEPT -> pmm.mind.v1.Memory.State.STATE_KEPT;
                  case REPLACED -> pmm.mind.v1.Memory.State.STATE_REPLACED;
                  case REJECTED -> pmm.mind.v1.Memory.State.STATE_REJECTED;
                })
            .setAttribute(memory.claim().map(Claim::attribute).map(Claim.Attribute::id).orElse(""))
            .setCreateTime(Requests.timestamp(memory.tsMs()));
    if (memory.stands()) {
      memories.contradicting(memory).forEach(other -> view.addContradictsEventIds(other.id()));
    }
    return view.build();
  }
}
