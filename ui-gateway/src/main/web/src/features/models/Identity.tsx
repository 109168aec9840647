import { useState } from "react";
import { useClient } from "../../common/api";
import { CheckIcon, PersonIcon, WarnIcon } from "../../common/icons";
import { Problem } from "../../common/Problem";
import { type MessageId, t } from "../../common/i18n";
import { BUILTIN_VOICE, modelName } from "../../common/models";
import { useThinking } from "../../common/useThinking";
import { type IdentityCheck, type IdentityProbe, IdentityProbe_Kind, IdentityService } from "../../gen/pmm/mind/v1/identity_pb";
import { ConsentCard } from "../chat/ConsentCard";
import { FailureCard } from "../chat/FailureCard";
import { phaseWords } from "../chat/LiveTurn";

const KIND: Record<IdentityProbe_Kind, MessageId> = {
  [IdentityProbe_Kind.UNSPECIFIED]: "check.name",
  [IdentityProbe_Kind.NAME]: "check.name",
  [IdentityProbe_Kind.MEMORY]: "check.memory",
  [IdentityProbe_Kind.PROMISES]: "check.promises",
  [IdentityProbe_Kind.TONE]: "check.tone",
};

interface Props {
  name: string;
  modelId: string;
  /** The model before the last switch; empty where there was none. */
  before: string;
  goBack(): void;
}

/** Asks the model in use what the mind knows of itself, and holds that against the model before. */
export function Identity({ name, modelId, before, goBack }: Props) {
  const identity = useClient(IdentityService);
  const [asking, setAsking] = useState({ question: 0, questions: 0 });
  const [requestId, setRequestId] = useState("");
  const checking = useThinking<IdentityCheck>(async function* (id, signal) {
    setRequestId(id);
    setAsking({ question: 0, questions: 0 });
    for await (const { part } of identity.checkIdentity({ requestId: id, modelId }, { signal })) {
      if (part.case === "check") yield { result: part.value };
      if (part.case !== "progress") continue;
      setAsking(part.value);
      if (part.value.phase) yield { phase: part.value.phase };
    }
  });
  const { running, phase, result, problem } = checking;
  const failure = result?.failure;
  return (
    <section className="identity-check" aria-labelledby="identity-title">
      <div className="card-head">
        <h3 id="identity-title">
          <PersonIcon />
          {t("identity.title")}
        </h3>
        {running ? (
          <button className="button small" onClick={checking.stop}>
            {t("live.stop")}
          </button>
        ) : (
          <button className="button small" disabled={modelId === BUILTIN_VOICE} onClick={() => checking.start()}>
            {t(result ? "identity.again" : "identity.ask")}
          </button>
        )}
      </div>
      <p className="small quiet">{t(modelId === BUILTIN_VOICE ? "identity.voice" : "identity.lead")}</p>
      <div role="status">
        {running && (
          <p className="small quiet status">
            <span className="dots" aria-hidden="true" />
            {asking.questions > 0 ? t("identity.asking", { question: asking.question, questions: asking.questions }) : t("phase.sending")} {phase && phaseWords(phase)}
          </p>
        )}
        {!running && result && !failure && <Verdict check={result} />}
      </div>
      {!running && result && !failure && (
        <>
          <ul className="probes">
            {result.probes.map((probe, index) => (
              <Probe key={index} probe={probe} compared={result.drift !== undefined} />
            ))}
          </ul>
          {before && isLess(result) && (
            <button className="button small start" onClick={goBack}>
              {t("identity.back", { model: modelName(before) })}
            </button>
          )}
        </>
      )}
      {!running && failure?.reason === "CONSENT_REQUIRED" && (
        <ConsentCard
          failure={failure}
          outcomeEventId={0n}
          conversationId=""
          together={requestId}
          modelId={modelId}
          name={name}
          retry={() => checking.start(requestId)}
        />
      )}
      {!running && failure && failure.reason !== "CONSENT_REQUIRED" && <FailureCard failure={failure} modelId={modelId} retry={() => checking.start(requestId)} />}
      <Problem error={problem} />
    </section>
  );
}

/** Whether the mind knows less of itself than it did under another model. */
function isLess({ drift, modelId }: IdentityCheck): boolean {
  return drift !== undefined && drift.changeMilli < 0 && drift.modelId !== modelId;
}

function Verdict({ check }: { check: IdentityCheck }) {
  const { drift } = check;
  const less = isLess(check);
  return (
    <p className={`outcome ${less ? "warn" : drift ? "good" : "plain"}`}>
      {less ? <WarnIcon /> : drift ? <CheckIcon /> : <PersonIcon />}
      <span>
        {t(less ? "identity.drifted" : drift ? "identity.held" : "identity.first")}{" "}
        <span className="quiet plain-weight">
          {t("check.whole", { model: modelName(check.modelId), percent: percent(check.scoreMilli) })} {drift && driftWords(check)}
        </span>
      </span>
    </p>
  );
}

function driftWords({ drift, probes }: IdentityCheck): string {
  const model = modelName(drift!.modelId);
  const compared = probes.filter((probe) => probe.changeMilli !== undefined);
  if (compared.every((probe) => probe.changeMilli === 0)) return t("check.same", { model });
  return t("check.drift", { model, compared: compared.length, ...points(drift!.changeMilli) });
}

function Probe({ probe, compared }: { probe: IdentityProbe; compared: boolean }) {
  const { changeMilli } = probe;
  const change = changeMilli !== undefined ? t("check.change", points(changeMilli)) : compared ? t("check.new") : "";
  return (
    <li>
      <div className="probe-head">
        <b>{t(KIND[probe.kind])}</b>
        <span className="small quiet">{[t("check.score", { percent: percent(probe.scoreMilli) }), change].filter(Boolean).join(" · ")}</span>
      </div>
      <p className="small quiet">{probe.question}</p>
      <p className="small">{probe.answer || t("identity.forgotten")}</p>
    </li>
  );
}

function points(milli: number): { points: number; way: string } {
  return { points: percent(Math.abs(milli)), way: milli < 0 ? "less" : "more" };
}

function percent(milli: number): number {
  return Math.round(milli / 10);
}
