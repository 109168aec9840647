import type { MessageInitShape } from "@bufbuild/protobuf";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../common/api";
import { number } from "../../common/format";
import { t } from "../../common/i18n";
import { sentence } from "../../common/problem";
import { LedgerService } from "../../gen/pmm/ledger/v1/ledger_pb";
import { type FindForgettableRequestSchema, MemoryService } from "../../gen/pmm/mind/v1/memories_pb";
import { Mention_Relation, MindService } from "../../gen/pmm/mind/v1/mind_pb";

type Wish = NonNullable<MessageInitShape<typeof FindForgettableRequestSchema>["wish"]>;

/** Shows what would be forgotten, and forgets only what the person leaves ticked and confirms. */
export function ForgetCard({ wish, leave }: { wish: Wish; leave(): void }) {
  const memories = useClient(MemoryService);
  const minds = useClient(MindService);
  const ledger = useClient(LedgerService);
  const queries = useQueryClient();
  const [spared, setSpared] = useState<ReadonlySet<bigint>>(new Set());
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const key = ["forgettable", wish.case, String(wish.value)];
  const { data: found, error } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const { candidates } = await memories.findForgettable({ wish }, { signal });
      if (candidates.length === 0) return [];
      // What quotes it must go with it: else its words stay.
      const { mentions } = await minds.findMentions({ eventIds: candidates.map((each) => each.eventId) }, { signal });
      return [...candidates, ...mentions.filter((each) => each.relation !== Mention_Relation.GIVEN)];
    },
  });
  const eventIds = found?.map((each) => each.eventId).filter((id) => !spared.has(id)) ?? [];

  async function forget() {
    setBusy(true);
    setProblem("");
    try {
      await ledger.redactEvents({ eventIds, requestId: crypto.randomUUID() });
      await queries.invalidateQueries();
      leave();
    } catch (failed) {
      setProblem(sentence(failed));
    } finally {
      setBusy(false);
    }
  }

  function toggle(id: bigint) {
    const next = new Set(spared);
    if (!next.delete(id)) next.add(id);
    setSpared(next);
  }

  const none = found?.length === 0;
  return (
    <div className="forget-card" role="group" aria-label={t("forget.title")}>
      <p>
        <b>{t(none ? "forget.none" : "forget.title")}</b>
      </p>
      {found?.map((each) => (
        <label className="row small" key={`${each.eventId}`}>
          <input type="checkbox" checked={!spared.has(each.eventId)} onChange={() => toggle(each.eventId)} />
          <span className="grow">{each.text}</span>
          <span className="tiny quiet tabular">{t("turn.event", { id: number(each.eventId) })}</span>
        </label>
      ))}
      {(problem || error) && (
        <p className="problem" role="alert">
          {problem || sentence(error)}
        </p>
      )}
      {!none && (
        <>
          <p className="tiny quiet">{t("forget.note")}</p>
          <div className="row">
            <button className="button danger small" disabled={busy || eventIds.length === 0} onClick={() => void forget()}>
              {t("forget.confirm")}
            </button>
            <button className="button plain small" disabled={busy} onClick={leave}>
              {t("common.cancel")}
            </button>
          </div>
        </>
      )}
    </div>
  );
}
