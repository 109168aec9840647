import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../common/api";
import { keys } from "../../common/mesh";
import { isCancelled } from "../../common/problem";
import type { Phase } from "../../gen/pmm/mind/v1/mind_pb";
import { type Reflected, ReflectionService } from "../../gen/pmm/mind/v1/reflection_pb";

/** A reflection that the person asked for: how far it is, and how it ended. */
export interface LookingBack {
  running: boolean;
  phase: Phase | undefined;
  reflected: Reflected | undefined;
  problem: unknown;
  /** Has it look back; under this id, when a consent is bound to it. */
  start(requestId?: string): void;
  /** Ends it; nothing is written then. */
  stop(): void;
}

export function useReflect(): LookingBack {
  const reflection = useClient(ReflectionService);
  const queries = useQueryClient();
  const cancel = useRef<AbortController>(undefined);
  const [running, setRunning] = useState(false);
  const [phase, setPhase] = useState<Phase>();
  const [reflected, setReflected] = useState<Reflected>();
  const [problem, setProblem] = useState<unknown>();

  useEffect(() => () => cancel.current?.abort(), []);

  async function run(requestId: string) {
    const abort = new AbortController();
    cancel.current = abort;
    setRunning(true);
    setPhase(undefined);
    setReflected(undefined);
    setProblem(undefined);
    try {
      for await (const { part } of reflection.reflect({ requestId }, { signal: abort.signal })) {
        if (part.case === "phase") setPhase(part.value);
        if (part.case === "reflected") setReflected(part.value);
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
    reflected,
    problem,
    start: (requestId = crypto.randomUUID()) => void run(requestId),
    stop: () => cancel.current?.abort(),
  };
}
