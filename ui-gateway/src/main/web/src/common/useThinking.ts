import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Phase } from "../gen/pmm/mind/v1/mind_pb";
import { keys } from "./mesh";
import { isCancelled } from "./problem";

/** Work of a model that the person asked for: how far it is, and how it ended. */
export interface Thinking<R> {
  running: boolean;
  phase: Phase | undefined;
  result: R | undefined;
  problem: unknown;
  /** Begins it; under this id, when a consent is bound to it. */
  start(requestId?: string): void;
  /** Ends it; nothing is written then. */
  stop(): void;
}

type Step<R> = { phase: Phase } | { result: R };

export function useThinking<R>(begin: (requestId: string, signal: AbortSignal) => AsyncIterable<Step<R>>): Thinking<R> {
  const queries = useQueryClient();
  const cancel = useRef<AbortController>(undefined);
  const [running, setRunning] = useState(false);
  const [phase, setPhase] = useState<Phase>();
  const [result, setResult] = useState<R>();
  const [problem, setProblem] = useState<unknown>();

  useEffect(() => () => cancel.current?.abort(), []);

  async function run(requestId: string) {
    const abort = new AbortController();
    cancel.current = abort;
    setRunning(true);
    setPhase(undefined);
    setResult(undefined);
    setProblem(undefined);
    try {
      for await (const step of begin(requestId, abort.signal)) {
        if ("phase" in step) setPhase(step.phase);
        else setResult(step.result);
      }
    } catch (error) {
      if (!isCancelled(error)) setProblem(error);
    }
    setRunning(false);
    void queries.invalidateQueries({ queryKey: keys.mind });
    void queries.invalidateQueries({ queryKey: keys.network });
  }

  return {
    running,
    phase,
    result,
    problem,
    start: (requestId = crypto.randomUUID()) => void run(requestId),
    stop: () => cancel.current?.abort(),
  };
}
