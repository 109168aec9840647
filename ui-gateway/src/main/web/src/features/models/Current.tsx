import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useClient } from "../../common/api";
import { CopyButton } from "../../common/CopyButton";
import { bytes, moment, number, shortHash } from "../../common/format";
import { ChipIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { BUILTIN_VOICE, modelName, modelProvider } from "../../common/models";
import { hostOf } from "../../common/places";
import type { Mind } from "../../gen/pmm/mind/v1/mind_pb";
import { type Model, Locality, OllamaService } from "../../gen/pmm/provider/v1/provider_pb";
import { useSession } from "../session/SessionGate";
import { StateWord } from "./StateWord";
import { useSince, useSpeed } from "./facts";
import { useCheck } from "./useCheck";
import { stateOf } from "./state";

/** The model that the mind speaks through, and what is known of it. */
export function Current({ mind, model, offline, children }: { mind: Mind; model: Model | undefined; offline: boolean; children: ReactNode }) {
  const { modelId } = mind;
  const speed = useSpeed(modelId);
  const since = useSince(modelId);
  const memory = useMemory(modelId, model);
  const { check } = useCheck(model);
  const builtin = modelId === BUILTIN_VOICE;
  return (
    <section className="card" aria-labelledby="current-title">
      <div className="card-head">
        <h2 id="current-title">
          <ChipIcon />
          {t("current.title")}
        </h2>
        {model ? <StateWord state={stateOf(model, offline, check)} /> : builtin && <StateWord state={{ tone: "good", word: "state.ready", reason: "" }} />}
      </div>
      <p className="model-title">{modelName(modelId)}</p>
      <p>{whereWords(modelId, model)}</p>
      <dl className="model-facts">
        <Fact name={t("current.memory")}>{builtin ? t("current.memory.none") : memory ? t("current.memory.about", { size: bytes(memory) }) : t("current.unknown")}</Fact>
        <Fact name={t("current.speed")}>
          {builtin ? t("current.speed.builtin") : speed ? t("current.speed.value", { speed: number(speed.wordsPerSecond, speed.wordsPerSecond < 10 ? 1 : 0), count: speed.answers }) : t("current.speed.none")}
        </Fact>
        <Fact name={t("current.version")}>
          <Version digest={mind.modelDigest} builtin={builtin} />
        </Fact>
        <Fact name={t("current.since")}>{since ? moment(since) : t("current.since.always")}</Fact>
      </dl>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const DIGEST = /^(?:sha256:)?([0-9a-f]{64})$/;

/** Which version of a model it is: by its bytes where those are known, else as whoever runs it calls it. */
function Version({ digest, builtin }: { digest: string; builtin: boolean }) {
  const hash = DIGEST.exec(digest)?.[1];
  if (!digest) return t(builtin ? "current.version.builtin" : "current.version.none");
  if (!hash) {
    return (
      <>
        <code>{digest}</code>
        {!builtin && <span className="quiet">{t("current.version.declared")}</span>}
      </>
    );
  }
  return (
    <>
      <code title={digest}>{shortHash(hash)}</code>
      <CopyButton text={digest} small />
    </>
  );
}

/** Where a model runs, in one plain sentence. */
export function whereWords(modelId: string, model: Model | undefined): string {
  if (modelId === BUILTIN_VOICE) return t("runs.builtin");
  const provider = modelProvider(modelId);
  const host = hostOf(model);
  switch (model?.locality) {
    case undefined:
      return t("runs.gone");
    case Locality.PROVED:
      return t("runs.proved", { provider });
    case Locality.DECLARED:
      return t("runs.declared", { host });
    default:
      return t("runs.remote", { host });
  }
}

/** What a model needs of memory, as the shipped advice or the size of its file tell; nothing where neither does. */
function useMemory(modelId: string, model: Model | undefined): bigint | undefined {
  const ollama = useClient(OllamaService);
  const { ready } = useSession();
  const { data: advice } = useQuery({
    queryKey: [...keys.ollama, "suggested"],
    queryFn: ({ signal }) => ollama.listSuggestedModels({}, { signal }),
    enabled: ready,
  });
  const url = model?.url ?? "";
  const { data: found } = useQuery({
    queryKey: [...keys.ollama, "sizes", url],
    queryFn: ({ signal }) => ollama.findModels({ url }, { signal }),
    enabled: ready && model?.locality === Locality.PROVED,
    retry: false,
  });
  const suggested = advice?.models.find((each) => each.modelId === modelId)?.memoryBytes;
  return suggested ?? found?.models.find((each) => each.modelId === modelId)?.sizeBytes;
}
