import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../common/api";
import { BookmarkIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { sentence } from "../../common/problem";
import { MemoryService } from "../../gen/pmm/mind/v1/memories_pb";
import { Memory_State, type Note } from "../../gen/pmm/mind/v1/mind_pb";
import { ForgetCard } from "./ForgetCard";

/** Something that the mind would like to keep: the person's word on it, beneath the answer that proposed it. */
export default function MemoryCard({ note }: { note: Note }) {
  const memories = useClient(MemoryService);
  const queries = useQueryClient();
  const [act, setAct] = useState<"correct" | "forget">();
  const [draft, setDraft] = useState(note.text);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const memoryId = note.eventId;
  const key = ["memory", String(memoryId)];
  const { data } = useQuery({ queryKey: key, queryFn: ({ signal }) => memories.getMemory({ memoryId }, { signal }) });
  const state = data?.memory?.state;
  const open = state === Memory_State.PROPOSED;

  async function decide(decision: (requestId: string) => Promise<unknown>) {
    setBusy(true);
    setProblem("");
    try {
      await decision(crypto.randomUUID());
      setAct(undefined);
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: ["memory"] });
    }
  }

  const now = data?.timeline.at(-1);
  return (
    <li className={open ? "note quiet memory-card" : "note quiet"}>
      <BookmarkIcon />
      <div className="grow">
        <p>
          <b>{t(title(state))}</b> <span className="quiet">{t("note.words", { text: !open && now?.text ? now.text : note.text })}</span>
        </p>
        {open &&
          data?.contradictions.map((other) => (
            <p className="small contradiction" key={`${other.eventId}`}>
              {t("memory.contradicts", { text: other.text })}{" "}
              <button
                className="link"
                disabled={busy}
                onClick={() =>
                  void decide((requestId) =>
                    memories.correctMemory({ memoryId: other.eventId, truth: { case: "trueMemoryId", value: memoryId }, requestId }),
                  )
                }
              >
                {t("memory.replace")}
              </button>
            </p>
          ))}
        {open && act === "correct" && (
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault();
              void decide((requestId) => memories.keepMemory({ memoryId, text: draft, requestId }));
            }}
          >
            <input className="grow" autoFocus value={draft} aria-label={t("memory.words")} onChange={(event) => setDraft(event.target.value)} />
            <button className="button primary small" disabled={busy || draft.trim() === ""}>
              {t("common.save")}
            </button>
            <button type="button" className="button plain small" onClick={() => setAct(undefined)}>
              {t("common.cancel")}
            </button>
          </form>
        )}
        {open && act === undefined && (
          <div className="row">
            <button className="button small" disabled={busy} onClick={() => void decide((requestId) => memories.keepMemory({ memoryId, requestId }))}>
              {t("memory.keep")}
            </button>
            <button className="button plain small" disabled={busy} onClick={() => setAct("correct")}>
              {t("memory.correct")}
            </button>
            <button className="button plain small" disabled={busy} onClick={() => void decide((requestId) => memories.rejectMemory({ memoryId, requestId }))}>
              {t("memory.reject")}
            </button>
            <button className="button plain small" disabled={busy} onClick={() => setAct("forget")}>
              {t("memory.forget")}
            </button>
          </div>
        )}
        {act === "forget" && <ForgetCard wish={{ case: "memoryId", value: memoryId }} leave={() => setAct(undefined)} />}
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
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
