import { type MessageInitShape, create } from "@bufbuild/protobuf";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { number } from "../../common/format";
import { t } from "../../common/i18n";
import { useMind } from "../../common/mesh";
import { LedgerService, RedactEventsRequestSchema } from "../../gen/pmm/ledger/v1/ledger_pb";
import { type FindForgettableRequestSchema, MemoryService } from "../../gen/pmm/mind/v1/memories_pb";
import { Mention_Relation, MindService } from "../../gen/pmm/mind/v1/mind_pb";
import { useStepUp } from "../session/useStepUp";

type Wish = NonNullable<MessageInitShape<typeof FindForgettableRequestSchema>["wish"]>;

/** Shows what would be forgotten, and forgets only what the person leaves ticked and confirms. */
export function ForgetCard({ wish, leave }: { wish: Wish; leave(): void }) {
  const memories = useClient(MemoryService);
  const minds = useClient(MindService);
  const ledger = useClient(LedgerService);
  const queries = useQueryClient();
  const [spared, setSpared] = useState<ReadonlySet<bigint>>(new Set());
  const stepUp = useStepUp(useMind()?.name ?? "");
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

  function forget() {
    const request = create(RedactEventsRequestSchema, { eventIds, requestId: crypto.randomUUID() });
    stepUp.ask({
      method: LedgerService.method.redactEvents,
      requests: [request],
      title: t("forget.title"),
      consequence: t("forget.note"),
      run: async (options) => {
        await ledger.redactEvents(request, options);
        await queries.invalidateQueries();
        leave();
      },
    });
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
      <Problem error={error} />
      {!none && (
        <>
          <p className="tiny quiet">{t("forget.note")}</p>
          <div className="row">
            <button className="button danger small" disabled={eventIds.length === 0} onClick={forget}>
              {t("forget.confirm")}
            </button>
            <button className="button plain small" onClick={leave}>
              {t("common.cancel")}
            </button>
          </div>
        </>
      )}
      {stepUp.dialog}
    </div>
  );
}
