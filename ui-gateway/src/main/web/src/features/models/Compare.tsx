import { type Timestamp, timestampNow } from "@bufbuild/protobuf/wkt";
import { useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useEffect, useRef, useState } from "react";
import { useClient } from "../../common/api";
import { duration, number } from "../../common/format";
import { PairIcon } from "../../common/icons";
import { Problem } from "../../common/Problem";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { BUILTIN_VOICE, modelName } from "../../common/models";
import { isCancelled } from "../../common/problem";
import { CompareService } from "../../gen/pmm/mind/v1/compare_pb";
import type { Model } from "../../gen/pmm/provider/v1/provider_pb";
import { AnswerText } from "../chat/AnswerText";
import { ConsentCard } from "../chat/ConsentCard";
import { FailureCard } from "../chat/FailureCard";
import { phaseWords } from "../chat/LiveTurn";
import { type Side, advance, ask, speed, stop } from "./compare";

/** Two models on one question, side by side; the mind keeps none of it. */
export function Compare({ models, current, name }: { models: Model[]; current: string; name: string }) {
  const ids = [BUILTIN_VOICE, ...models.map((each) => each.modelId)];
  const other = models.find((each) => each.modelId !== current)?.modelId ?? BUILTIN_VOICE;
  const [chosen, setChosen] = useState<[string, string]>([current, other]);
  const [question, setQuestion] = useState("");
  const { sides, running, problem, start, again, cancel } = useCompare();
  function submit(event: SubmitEvent) {
    event.preventDefault();
    start(question.trim(), chosen);
  }
  return (
    <section className="card" aria-labelledby="compare-title">
      <h2 id="compare-title">
        <PairIcon />
        {t("compare.title")}
      </h2>
      <p className="small quiet">{t("compare.lead", { name })}</p>
      {ids.length < 2 ? (
        <p>{t("compare.alone")}</p>
      ) : (
        <form className="model-form" onSubmit={submit}>
          <div className="field-pair">
            {([0, 1] as const).map((at) => (
              <label key={at} className="field">
                <span>{t(at === 0 ? "compare.one" : "compare.other")}</span>
                <select value={chosen[at]} disabled={running} onChange={(event) => setChosen(at === 0 ? [event.target.value, chosen[1]] : [chosen[0], event.target.value])}>
                  {ids.map((id) => (
                    <option key={id} value={id}>
                      {modelName(id)}
                    </option>
                  ))}
                </select>
              </label>
            ))}
          </div>
          <label className="field">
            <span>{t("compare.question")}</span>
            <textarea className="input" rows={2} dir="auto" value={question} onChange={(event) => setQuestion(event.target.value)} />
          </label>
          {running ? (
            <button className="button start" type="button" onClick={cancel}>
              {t("live.stop")}
            </button>
          ) : (
            <button className="button primary start" type="submit" disabled={question.trim() === "" || chosen[0] === chosen[1]}>
              {t("compare.ask")}
            </button>
          )}
          {chosen[0] === chosen[1] && <p className="small quiet">{t("compare.same")}</p>}
        </form>
      )}
      <Problem error={problem} />
      {sides.length > 0 && (
        <div className="compared" aria-busy={running}>
          {sides.map((side, at) => (
            <Answer key={at} side={side} name={name} retry={(attemptId) => again(at, attemptId)} />
          ))}
        </div>
      )}
      <div className="unseen" role="status">
        {!running && sides.length > 0 && t("compare.done")}
      </div>
    </section>
  );
}

function Answer({ side, name, retry }: { side: Side; name: string; retry(attemptId: string): void }) {
  const { modelId, end, speaker } = side;
  const failure = end?.failure;
  const inPlace = speaker && speaker.modelId !== modelId;
  return (
    <div role="group" className="compared-answer" aria-label={modelName(modelId)}>
      <h3>{modelName(modelId)}</h3>
      {inPlace && <p className="tiny quiet">{t("compare.inPlace", { model: modelName(speaker.modelId) })}</p>}
      {side.text && <AnswerText text={side.text} writing={side.state === "writing"} />}
      {side.state === "waiting" && (
        <p className="small quiet status">
          <span className="dots" aria-hidden="true" />
          {side.phase ? phaseWords(side.phase) : t("compare.waits")}
        </p>
      )}
      {failure?.reason === "CONSENT_REQUIRED" && <ConsentCard failure={failure} outcomeEventId={0n} conversationId="" modelId={modelId} name={name} retry={retry} />}
      {failure && failure.reason !== "CONSENT_REQUIRED" && <FailureCard failure={failure} modelId={modelId} kept={side.text !== ""} retry={() => retry(crypto.randomUUID())} />}
      {end && !failure && <p className="tiny quiet tabular">{took(side)}</p>}
      {side.state === "stopped" && <p className="tiny quiet">{t("compare.stopped")}</p>}
    </div>
  );
}

function took(side: Side): string {
  const { elapsedMs, firstTokenMs, answerTokens, tokensEstimated } = side.end!;
  const rate = speed(side);
  return [
    elapsedMs > 0n && t("compare.took", { time: duration(elapsedMs) }),
    firstTokenMs > 0n && t("compare.first", { time: duration(firstTokenMs) }),
    rate && t("compare.speed", { speed: number(rate, rate < 10 ? 1 : 0) }),
    t(tokensEstimated ? "compare.tokens.about" : "compare.tokens", { count: answerTokens }),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Runs one comparison at a time; where one side is asked again, the other one stays. */
function useCompare() {
  const compare = useClient(CompareService);
  const queries = useQueryClient();
  const abort = useRef<AbortController>(undefined);
  // A consent "once" is for the very bytes that were shown, and the time is among them.
  const asked = useRef<{ question: string; askTime: Timestamp }>(undefined);
  const [sides, setSides] = useState<Side[]>([]);
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  useEffect(() => () => abort.current?.abort(), []);

  const change = (at: number, to: (side: Side) => Side) => setSides((all) => all.map((side, each) => (each === at ? to(side) : side)));

  async function run(models: { at: number; modelId: string; attemptId: string }[]) {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setProblem(undefined);
    setRunning(true);
    try {
      for await (const { index, part } of compare.compare({ ...asked.current!, models }, { signal })) change(models[index]!.at, (side) => advance(side, part));
    } catch (error) {
      if (!isCancelled(error)) setProblem(error);
      setSides((all) => all.map(stop));
    }
    setRunning(false);
    void queries.invalidateQueries({ queryKey: keys.network });
  }

  return {
    sides,
    running,
    problem,
    start: (question: string, modelIds: readonly string[]) => {
      asked.current = { question, askTime: timestampNow() };
      setSides(modelIds.map(ask));
      void run(modelIds.map((modelId, at) => ({ at, modelId, attemptId: crypto.randomUUID() })));
    },
    again: (at: number, attemptId: string) => {
      const { modelId } = sides[at]!;
      change(at, () => ask(modelId));
      void run([{ at, modelId, attemptId }]);
    },
    cancel: () => abort.current?.abort(),
  };
}
