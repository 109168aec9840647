import { useState } from "react";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { t } from "../../common/i18n";
import { useAct } from "../../common/useAct";
import { MemoryService } from "../../gen/pmm/mind/v1/memories_pb";
import { type Memory, Memory_State } from "../../gen/pmm/mind/v1/mind_pb";
import { ForgetCard } from "../chat/ForgetCard";

/** The person's word on what the mind keeps, or would like to keep, and on what it contradicts. */
export function MemoryActs({ memory, contradictions }: { memory: Memory; contradictions: Memory[] }) {
  const memories = useClient(MemoryService);
  const act = useAct();
  const [doing, setDoing] = useState<"correct" | "forget">();
  const [draft, setDraft] = useState(memory.text);
  const memoryId = memory.eventId;
  const proposed = memory.state === Memory_State.PROPOSED;
  const done = { onSuccess: () => setDoing(undefined) };

  function correct() {
    act.mutate(
      (requestId) =>
        proposed
          ? memories.keepMemory({ memoryId, text: draft, requestId })
          : memories.correctMemory({ memoryId, truth: { case: "text", value: draft }, requestId }),
      done,
    );
  }

  return (
    <>
      {contradictions.map((other) => (
        <p className="small contradiction" key={`${other.eventId}`}>
          {t("memory.contradicts", { text: other.text })}{" "}
          <button
            className="link"
            disabled={act.isPending}
            onClick={() =>
              act.mutate((requestId) =>
                memories.correctMemory({ memoryId: other.eventId, truth: { case: "trueMemoryId", value: memoryId }, requestId }),
              )
            }
          >
            {t("memory.replace")}
          </button>
        </p>
      ))}
      {doing === "correct" && (
        <form
          className="row acts"
          onSubmit={(event) => {
            event.preventDefault();
            correct();
          }}
        >
          <input className="input grow" autoFocus maxLength={2000} value={draft} aria-label={t("memory.words")} onChange={(event) => setDraft(event.target.value)} />
          <button className="button primary small" disabled={act.isPending || draft.trim() === ""}>
            {t("common.save")}
          </button>
          <button type="button" className="button plain small" onClick={() => setDoing(undefined)}>
            {t("common.cancel")}
          </button>
        </form>
      )}
      {doing === undefined && (
        <div className="row acts" role="group" aria-label={memory.text}>
          {proposed && (
            <button className="button small" disabled={act.isPending} onClick={() => act.mutate((requestId) => memories.keepMemory({ memoryId, requestId }))}>
              {t("memory.keep")}
            </button>
          )}
          <button className="button plain small" disabled={act.isPending} onClick={() => setDoing("correct")}>
            {t("memory.correct")}
          </button>
          <button className="button plain small" disabled={act.isPending} onClick={() => act.mutate((requestId) => memories.rejectMemory({ memoryId, requestId }))}>
            {t("memory.reject")}
          </button>
          <button className="button plain small" disabled={act.isPending} onClick={() => setDoing("forget")}>
            {t("memory.forget")}
          </button>
        </div>
      )}
      {doing === "forget" && <ForgetCard wish={{ case: "memoryId", value: memoryId }} leave={() => setDoing(undefined)} />}
      <Problem error={act.error} />
    </>
  );
}
