import { useQuery } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { BookmarkIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { MemoryService } from "../../gen/pmm/mind/v1/memories_pb";
import { Memory_State, type Note } from "../../gen/pmm/mind/v1/mind_pb";
import { MemoryActs } from "../mind/MemoryActs";

/** Something that the mind would like to keep: the person's word on it, beneath the answer that proposed it. */
export default function MemoryCard({ note }: { note: Note }) {
  const memories = useClient(MemoryService);
  const memoryId = note.eventId;
  const { data } = useQuery({ queryKey: keys.memory(memoryId), queryFn: ({ signal }) => memories.getMemory({ memoryId }, { signal }) });
  const memory = data?.memory;
  const open = memory?.state === Memory_State.PROPOSED;
  const text = (!open && data?.timeline.at(-1)?.text) || note.text;
  return (
    <li className={open ? "note quiet asking" : "note quiet"}>
      <BookmarkIcon />
      <div className="grow">
        <p>
          <b>{t(title(memory?.state))}</b> <span className="quiet">{t("note.words", { text })}</span>
        </p>
        {open && <MemoryActs memory={memory} contradictions={data?.contradictions ?? []} />}
      </div>
    </li>
  );
}

function title(state: Memory_State | undefined) {
  switch (state) {
    case Memory_State.REPLACED:
    case Memory_State.KEPT:
      return "note.memory_kept";
    case Memory_State.REJECTED:
      return "memory.rejected";
    default:
      return "note.memory_proposed";
  }
}
