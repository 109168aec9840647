import { ConnectError } from "@connectrpc/connect";
import { useState } from "react";
import { ProgressBar } from "react-aria-components";
import { bytes, bytesOf } from "../../common/format";
import { CheckIcon, DownloadIcon, GlobeIcon, WarnIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { modelName } from "../../common/models";
import { refusal, sentence } from "../../common/problem";
import { useNow } from "../../common/useNow";
import { usePull } from "./pulls";
import { type Pull, isBegun, isUsable, progressWords } from "./pull";

/** The download in whichever state it is. */
export function PullCard({ pull, use }: { pull: Pull; use(modelId: string, added: boolean): void }) {
  const model = modelName(pull.modelId);
  switch (pull.state) {
    case "running":
      return <Running pull={pull} model={model} />;
    case "asking":
      return <Asking pull={pull} model={model} />;
    case "done":
      return <Done pull={pull} model={model} use={use} />;
    case "stopped":
      return <Ended pull={pull} title={t("pull.stopped", { model })} words={keptWords(pull)} />;
    case "failed": {
      const full = refusal(pull.problem)?.reason === "NO_SPACE";
      return <Ended pull={pull} title={t(full ? "pull.full" : "pull.failed", { model })} words={problemWords(pull.problem)} kept={isBegun(pull)} alert />;
    }
  }
}

function Running({ pull, model }: { pull: Pull; model: string }) {
  const { pulls } = usePull();
  const words = progressWords(pull, useNow(1000, true));
  return (
    <section className="pull" aria-label={t("pull.running", { model })}>
      <h3>
        <DownloadIcon />
        {t("pull.running", { model })}
      </h3>
      <ProgressBar aria-label={t("pull.running", { model })} value={pull.fraction} maxValue={1} valueLabel={words}>
        <div className="progress">
          <div style={{ width: `${pull.fraction * 100}%` }} />
        </div>
      </ProgressBar>
      <div className="row">
        <p className="small quiet tabular grow">{words}</p>
        <button className="button small" onClick={() => pulls.cancel()}>
          {t("common.cancel")}
        </button>
      </div>
      <p className="tiny quiet">{t("pull.goesOn")}</p>
    </section>
  );
}

function Asking({ pull, model }: { pull: Pull; model: string }) {
  const { pulls } = usePull();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const settle = (act: () => Promise<void>) => {
    setBusy(true);
    setProblem("");
    act()
      .catch((error: unknown) => setProblem(sentence(error)))
      .finally(() => setBusy(false));
  };
  return (
    <section className="consent" aria-label={t("pull.consent.title")}>
      <h3>
        <GlobeIcon />
        {t("pull.consent.title")}
      </h3>
      <dl>
        <dt>{t("consent.where")}</dt>
        <dd>
          <code>{pull.host}</code>
        </dd>
        <dt>{t("consent.what")}</dt>
        <dd>{t(pull.url ? "pull.consent.there" : "pull.consent.what")}</dd>
        <dt>{t("consent.why")}</dt>
        <dd>{t("pull.consent.why", { model })}</dd>
      </dl>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        <button className="button small" disabled={busy} onClick={() => settle(() => pulls.allow())}>
          {t("consent.once")}
        </button>
        <button className="button primary small" disabled={busy} onClick={() => settle(() => pulls.refuse())}>
          {t("consent.no")}
        </button>
      </div>
      <p className="tiny quiet">{t("consent.note")}</p>
    </section>
  );
}

function Done({ pull, model, use }: { pull: Pull; model: string; use(modelId: string, added: boolean): void }) {
  const { pulls } = usePull();
  const there = pull.model;
  const usable = there !== undefined && isUsable(there);
  return (
    <section className="pull good" role="status">
      <h3>
        <CheckIcon />
        {t(pull.url ? "pull.done.there" : "pull.done", { model, size: bytes(there?.sizeBytes ?? pull.total) })}
      </h3>
      {!usable && (
        <p className="small quiet">
          {t("pull.addThere")} <code>{`pmm model add ${pull.modelId}${pull.url && ` --url ${pull.url}`}`}</code>
        </p>
      )}
      <div className="row">
        {usable && (
          <button className="button primary small" onClick={() => use(there.modelId, there.added)}>
            {t("pull.use")}
          </button>
        )}
        <button className="button plain small" onClick={() => pulls.dismiss()}>
          {t("common.close")}
        </button>
      </div>
    </section>
  );
}

interface EndedProps {
  pull: Pull;
  title: string;
  words: string;
  kept?: boolean;
  alert?: boolean;
}

function Ended({ pull, title, words, kept = false, alert = false }: EndedProps) {
  const { pulls } = usePull();
  return (
    <section className="pull warn" role={alert ? "alert" : "status"}>
      <h3>
        <WarnIcon />
        {title}
      </h3>
      <p className="small">{words}</p>
      {kept && <p className="small quiet">{keptWords(pull)}</p>}
      <div className="row">
        <button className="button small" onClick={() => pulls.start(pull)}>
          {t(isBegun(pull) ? "pull.goOn" : "turn.again")}
        </button>
        <button className="button plain small" onClick={() => pulls.dismiss()}>
          {t("common.close")}
        </button>
      </div>
    </section>
  );
}

function keptWords(pull: Pull): string {
  return isBegun(pull) ? t("pull.kept", { size: bytesOf(pull.done, pull.total) }) : t("pull.nothing");
}

/** What a service of the mesh says is more than that it could not be reached. */
function problemWords(problem: unknown): string {
  return refusal(problem) ? ConnectError.from(problem).rawMessage : sentence(problem);
}
