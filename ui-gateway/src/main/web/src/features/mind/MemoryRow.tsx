import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { dateOf, day } from "../../common/format";
import { type MessageId, t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { MemoryService, MemoryStep_Kind } from "../../gen/pmm/mind/v1/memories_pb";
import type { Memory } from "../../gen/pmm/mind/v1/mind_pb";
import { EventLink } from "./EventLink";
import { MemoryActs } from "./MemoryActs";

const HAPPENED: Record<MemoryStep_Kind, MessageId> = {
  [MemoryStep_Kind.UNSPECIFIED]: "memories.step.kept",
  [MemoryStep_Kind.PROPOSED]: "memories.step.proposed",
  [MemoryStep_Kind.KEPT]: "memories.step.kept",
  [MemoryStep_Kind.CORRECTED]: "memories.step.corrected",
  [MemoryStep_Kind.REJECTED]: "memories.step.rejected",
};

/** One memory: its words, whom they are about, how they came to be, and what the person can say to them. */
export function MemoryRow({ memory }: { memory: Memory }) {
  const memories = useClient(MemoryService);
  const memoryId = memory.eventId;
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({
    queryKey: keys.memory(memoryId),
    queryFn: ({ signal }) => memories.getMemory({ memoryId }, { signal }),
    enabled: open || memory.contradictsEventIds.length > 0,
  });
  return (
    <li className="entry-row stacked">
      <p dir="auto">{memory.text || <i className="quiet">{t("turn.forgotten")}</i>}</p>
      <p className="tiny quiet entry-facts">
        <span className="chip violet">{tCode("memories.about", memory.subject, "memories.about.other")}</span>
        {t(memory.speaker === "person" ? "memories.by.person" : "memories.by.mind", { day: day(dateOf(memory.createTime)) })}
        <EventLink eventId={memory.sourceEventId || memoryId} />
      </p>
      <MemoryActs memory={memory} contradictions={data?.contradictions ?? []} />
      <details className="small timeline" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("memories.timeline")}</summary>
        <Problem error={error} />
        <ol>
          {data?.timeline.map((step) => (
            <li key={`${step.eventId} ${step.kind}`}>
              <b>{t(HAPPENED[step.kind])}</b> {step.text && t("note.words", { text: step.text })}{" "}
              <span className="quiet">{day(dateOf(step.createTime))}</span> <EventLink eventId={step.eventId} />
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}
