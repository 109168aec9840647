import type { CompareResponse, ComparedEnd, ComparedSpeaker } from "../../gen/pmm/mind/v1/compare_pb";
import type { Phase } from "../../gen/pmm/mind/v1/mind_pb";

/** One of two answers, as far as it is. */
export interface Side {
  modelId: string;
  state: "waiting" | "writing" | "done" | "stopped";
  phase: Phase | undefined;
  speaker: ComparedSpeaker | undefined;
  text: string;
  end: ComparedEnd | undefined;
}

export function ask(modelId: string): Side {
  return { modelId, state: "waiting", phase: undefined, speaker: undefined, text: "", end: undefined };
}

export function advance(side: Side, part: CompareResponse["part"]): Side {
  switch (part.case) {
    case "phase":
      return { ...side, phase: part.value };
    case "speaker":
      return { ...side, speaker: part.value };
    case "text":
      return { ...side, state: "writing", text: side.text + part.value };
    case "end":
      return { ...side, state: "done", end: part.value };
    default:
      return side;
  }
}

/** One that did not come to its end stands as it is. */
export function stop(side: Side): Side {
  return side.end ? side : { ...side, state: "stopped" };
}

/** Words a second while it was writing; nothing where that cannot be told. */
export function speed({ text, end }: Side): number | undefined {
  const ms = Number(end?.elapsedMs ?? 0n) - Number(end?.firstTokenMs ?? 0n);
  const words = text.split(/\s+/).filter(Boolean).length;
  return ms > 0 && words > 1 ? (1000 * words) / ms : undefined;
}
