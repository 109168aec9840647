import { bytesOf } from "../../common/format";
import { t } from "../../common/i18n";
import { refusal } from "../../common/problem";
import { Locality, type OllamaModel, type PullModelResponse, PullProgress_Phase } from "../../gen/pmm/provider/v1/provider_pb";
import "./words";

/** What is downloaded, and by whom. */
export interface Wish {
  modelId: string;
  /** The address of an Ollama elsewhere; empty for the one on this device. */
  url: string;
}

/** One download of a model, as far as it is. */
export interface Pull extends Wish {
  /** What a consent for once is bound to. */
  attemptId: string;
  state: "running" | "asking" | "stopped" | "failed" | "done";
  phase: PullProgress_Phase;
  done: number;
  total: number;
  fraction: number;
  /** How much was there when, of the last seconds. */
  samples: { at: number; done: number }[];
  /** With "asking": whom the person is asked to allow. */
  host: string;
  problem: unknown;
  model: OllamaModel | undefined;
}

const WINDOW_MS = 20_000;
const LEAST_MS = 3_000;

/** A new download, or one that goes on where it stopped. */
export function begin(wish: Wish, attemptId: string, before?: Pull): Pull {
  return {
    modelId: wish.modelId,
    url: wish.url,
    attemptId,
    state: "running",
    phase: PullProgress_Phase.STARTING,
    done: before?.done ?? 0,
    total: before?.total ?? 0,
    fraction: before?.fraction ?? 0,
    samples: [],
    host: "",
    problem: undefined,
    model: undefined,
  };
}

/** Takes in one piece of what happens. No figure ever goes back, also where it goes on. */
export function advance(pull: Pull, part: PullModelResponse["part"], now: number): Pull {
  switch (part.case) {
    case "progress": {
      const { phase, doneBytes, totalBytes, fraction } = part.value;
      const done = Math.max(pull.done, Number(doneBytes));
      return {
        ...pull,
        phase,
        done,
        total: Math.max(pull.total, Number(totalBytes)),
        fraction: Math.max(pull.fraction, fraction),
        samples: [...pull.samples.filter((sample) => now - sample.at <= WINDOW_MS), { at: now, done }],
      };
    }
    case "done":
      return { ...pull, state: "done", fraction: 1, model: part.value.model };
    default:
      return pull;
  }
}

/** It ended without the model: the person is asked, or told why. */
export function breakOff(pull: Pull, problem: unknown): Pull {
  const info = refusal(problem);
  return info?.reason === "CONSENT_REQUIRED"
    ? { ...pull, state: "asking", host: info.metadata.host ?? "" }
    : { ...pull, state: "failed", problem };
}

/** Whether a part of it is there, from which another download goes on. */
export function isBegun(pull: Pull): boolean {
  return pull.done > 0;
}

/** Whether the page can have the mind speak through it: to add one that runs elsewhere is a grave act. */
export function isUsable(model: OllamaModel): boolean {
  return model.added || model.locality !== Locality.REMOTE;
}

/** Seconds until all is there at the speed of the last seconds; nothing while that cannot be told. */
export function secondsLeft(pull: Pull, now: number): number | undefined {
  const first = pull.samples[0];
  if (!first || now - first.at < LEAST_MS || pull.done <= first.done) return undefined;
  return ((pull.total - pull.done) * (now - first.at)) / (pull.done - first.done) / 1000;
}

/** "2.1 of 4.7 GB, about 3 minutes left" */
export function progressWords(pull: Pull, now: number): string {
  if (pull.phase === PullProgress_Phase.VERIFYING) return t("pull.verifying");
  if (pull.phase !== PullProgress_Phase.DOWNLOADING || pull.total === 0) return t("pull.starting");
  const size = bytesOf(pull.done, pull.total);
  const seconds = secondsLeft(pull, now);
  return seconds === undefined ? size : t("pull.left", { size, time: timeWords(seconds) });
}

function timeWords(seconds: number): string {
  if (seconds < 50) return t("pull.seconds");
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? t("pull.minutes", { count: Math.max(1, minutes) }) : t("pull.hours", { count: Math.round(minutes / 60) });
}
