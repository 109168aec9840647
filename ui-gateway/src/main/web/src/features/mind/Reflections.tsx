import { useQuery } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { dateOf, moment } from "../../common/format";
import { CheckIcon, SparkIcon, WarnIcon } from "../../common/icons";
import { Problem } from "../../common/Problem";
import { t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { BUILTIN_VOICE } from "../../common/models";
import type { Thinking } from "../../common/useThinking";
import { type Event, LedgerService, Order } from "../../gen/pmm/ledger/v1/ledger_pb";
import { type Reflected, Reflected_Result } from "../../gen/pmm/mind/v1/reflection_pb";
import { ConsentCard } from "../chat/ConsentCard";
import { phaseWords } from "../chat/LiveTurn";
import { useSession } from "../session/SessionGate";
import { EventLink } from "./EventLink";
import { useReflect } from "./useReflect";

const SHOWN = 5;

/** Looking back: now, when the person asks, and what came of it before. */
export function Reflections({ name, modelId }: { name: string; modelId: string }) {
  const looking = useReflect();
  const voiceless = modelId === BUILTIN_VOICE;
  return (
    <section className="card" aria-labelledby="reflections-title">
      <div className="card-head">
        <h2 id="reflections-title">
          <SparkIcon />
          {t("reflections.title")}
        </h2>
        {looking.running ? (
          <button className="button small" onClick={looking.stop}>
            {t("live.stop")}
          </button>
        ) : (
          <button className="button small" disabled={voiceless} onClick={() => looking.start()}>
            {t("reflections.now")}
          </button>
        )}
      </div>
      <p className="small quiet">{t(voiceless ? "reflections.voiceless" : "reflections.lead")}</p>
      <div role="status" className="looking-back">
        <Outcome looking={looking} />
      </div>
      {looking.result?.failure && asksFirst(looking.result) && (
        <ConsentCard failure={looking.result.failure} outcomeEventId={0n} conversationId="" modelId={modelId} name={name} retry={looking.start} />
      )}
      <Problem error={looking.problem} />
      <Past />
    </section>
  );
}

function Outcome({ looking: { running, phase, result: reflected } }: { looking: Thinking<Reflected> }) {
  if (running) {
    return (
      <p className="small quiet status">
        <span className="dots" aria-hidden="true" />
        {phase ? phaseWords(phase) : t("phase.sending")}
      </p>
    );
  }
  if (!reflected || asksFirst(reflected)) return null;
  const { result, eventId, message } = reflected;
  const written = result === Reflected_Result.WRITTEN;
  return (
    <p className={written ? "outcome good" : "outcome plain"}>
      {written ? <CheckIcon /> : <WarnIcon />}
      <span>
        {result === Reflected_Result.FAILED ? message : t(RESULT[result])} {eventId > 0n && <EventLink eventId={eventId} />}
      </span>
    </p>
  );
}

function asksFirst({ failure }: Reflected): boolean {
  return failure?.reason === "CONSENT_REQUIRED";
}

const RESULT = {
  [Reflected_Result.UNSPECIFIED]: "reflections.result.failed",
  [Reflected_Result.WRITTEN]: "reflections.result.written",
  [Reflected_Result.NOTHING]: "reflections.result.nothing",
  [Reflected_Result.REFUSED]: "reflections.result.refused",
  [Reflected_Result.MALFORMED]: "reflections.result.malformed",
} as const;

function Past() {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  const { data, error } = useQuery({
    queryKey: keys.reflections,
    queryFn: async ({ signal }) => (await ledger.listEvents({ kinds: ["reflection"], order: Order.NEWEST_FIRST, pageSize: SHOWN }, { signal })).events,
    enabled: ready,
  });
  return (
    <>
      <Problem error={error} />
      {data?.length === 0 && <p className="quiet">{t("reflections.none")}</p>}
      <ol className="plain-list">{data?.map((event) => <PastRow key={`${event.eventId}`} event={event} />)}</ol>
    </>
  );
}

interface Meta {
  cause?: string;
  changes?: number;
  observations?: { cited_event_ids?: number[] }[];
}

function PastRow({ event }: { event: Event }) {
  const { cause = "", changes = 0, observations = [] } = JSON.parse(event.metaJson ?? "{}") as Meta;
  const lines = event.content?.split("\n").filter(Boolean) ?? [];
  return (
    <li>
      <div className="grow">
        {event.contentForgotten && <i className="quiet">{t("turn.forgotten")}</i>}
        <ul className="observations">
          {lines.map((line, index) => (
            <li key={index} dir="auto">
              {line} {observations[index]?.cited_event_ids?.map((id) => <EventLink key={id} eventId={BigInt(id)} />)}
            </li>
          ))}
        </ul>
        <p className="tiny quiet entry-facts">
          {moment(dateOf(event.createTime))} · {tCode("reflections.cause", cause, "reflections.cause.other")} · {t("reflections.changes", { count: changes })}
          <EventLink eventId={event.eventId} />
        </p>
      </div>
    </li>
  );
}
