import { create } from "@bufbuild/protobuf";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LONG_CALL, useClient } from "../../common/api";
import { ago, bytes, dateOf, moment, number } from "../../common/format";
import { AgainIcon, CheckIcon, ClockIcon, PlusIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { refusal, sentence } from "../../common/problem";
import { useNow } from "../../common/useNow";
import { LedgerService, type RestoreSnapshotResponse, RestoreSnapshotRequestSchema, type Snapshot } from "../../gen/pmm/ledger/v1/ledger_pb";
import { useSession } from "../session/SessionGate";
import { useStepUp } from "../session/useStepUp";

/** How many are shown before the person asks for all. */
const FEW = 4;

/** The copies that are kept in the home, and the way back to one of them. */
export function Snapshots({ mindName, empty }: { mindName: string; empty: boolean }) {
  const ledger = useClient(LedgerService);
  const queries = useQueryClient();
  const { ready } = useSession();
  const stepUp = useStepUp(mindName);
  const now = new Date(useNow(30_000));
  const [all, setAll] = useState(false);
  const [said, setSaid] = useState("");
  const { data } = useQuery({
    queryKey: [...keys.ledger, "snapshots"],
    queryFn: async ({ signal }) => (await ledger.listSnapshots({}, { signal })).snapshots.toReversed(),
    enabled: ready,
  });
  const make = useMutation({
    mutationFn: () => ledger.createSnapshot({}, LONG_CALL),
    onSuccess: async ({ snapshot }) => {
      setSaid(snapshot ? t("snapshots.made", { events: events(snapshot.eventCount), size: bytes(snapshot.sizeBytes) }) : "");
      await queries.invalidateQueries({ queryKey: keys.ledger });
    },
  });
  const restore = useMutation({
    mutationFn: async (snapshot: Snapshot) => {
      setSaid("");
      // What is left is named as it is now, not as it was when the page last looked.
      const { eventCount, headHash } = await ledger.getLedgerInfo({});
      const request = create(RestoreSnapshotRequestSchema, { name: snapshot.name, expectedHeadHash: headHash });
      stepUp.ask({
        method: LedgerService.method.restoreSnapshot,
        requests: [request],
        title: t("snapshots.back.title", { time: moment(dateOf(snapshot.createTime)) }),
        consequence: [t("snapshots.back.lost", { then: events(snapshot.eventCount), now: number(eventCount) }), t("snapshots.back.kept"), t("snapshots.back.also")].join(" "),
        run: async (options) => {
          try {
            setSaid(outcome(await ledger.restoreSnapshot(request, { ...options, ...LONG_CALL })));
          } catch (error) {
            throw refusal(error)?.reason === "HEAD_MOVED" ? new Error(t("snapshots.moved")) : error;
          }
          await queries.invalidateQueries();
        },
      });
    },
  });
  const shown = all ? data : data?.slice(0, FEW);
  const error = make.error ?? restore.error;
  return (
    <section className="card" aria-labelledby="snapshots-title">
      <h2 id="snapshots-title">
        <ClockIcon />
        {t("snapshots.title")}
      </h2>
      <p className="small quiet">{t("snapshots.lead")}</p>
      {data?.length === 0 && <p>{t("snapshots.none")}</p>}
      {shown && shown.length > 0 && (
        <ul className="plain-list">
          {shown.map((each) => (
            <li key={each.name}>
              <div className="grow">
                <b>{moment(dateOf(each.createTime))}</b>
                <p className="small quiet tabular">
                  {[events(each.eventCount), bytes(each.sizeBytes), ago(dateOf(each.createTime), now)].join(" · ")}
                </p>
              </div>
              <button
                className="button small"
                aria-label={t("snapshots.back.to", { time: moment(dateOf(each.createTime)) })}
                disabled={restore.isPending}
                onClick={() => restore.mutate(each)}
              >
                <AgainIcon />
                {t("snapshots.back")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        <button className="button" disabled={empty || make.isPending} onClick={() => make.mutate()}>
          <PlusIcon />
          {t(make.isPending ? "snapshots.making" : "snapshots.make")}
        </button>
        {data && data.length > FEW && !all && (
          <button className="button plain" onClick={() => setAll(true)}>
            {t("snapshots.all", { count: number(data.length) })}
          </button>
        )}
      </div>
      <div className="progress-line" role="status">
        {said && (
          <p className="outcome good">
            <CheckIcon />
            {said}
          </p>
        )}
      </div>
      {error && (
        <p className="problem" role="alert">
          {sentence(error)}
        </p>
      )}
      {stepUp.dialog}
    </section>
  );
}

function events(count: bigint): string {
  return t("events.count", { count: Number(count), shown: number(count) });
}

function outcome({ throughEventId, keptPath, forgottenAgainCount, forgottenUnknown }: RestoreSnapshotResponse): string {
  return [
    t("snapshots.done", { event: number(throughEventId) }),
    keptPath ? t("snapshots.done.kept", { path: keptPath }) : "",
    forgottenAgainCount > 0 ? t("snapshots.done.forgotten", { count: forgottenAgainCount }) : "",
    forgottenUnknown ? t("snapshots.done.unknown") : "",
    t("snapshots.done.also"),
  ]
    .filter(Boolean)
    .join(" ");
}
