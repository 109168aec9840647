import { useClient } from "../../common/api";
import { type Thinking, useThinking } from "../../common/useThinking";
import { type Reflected, ReflectionService } from "../../gen/pmm/mind/v1/reflection_pb";

/** A reflection that the person asked for. */
export function useReflect(): Thinking<Reflected> {
  const reflection = useClient(ReflectionService);
  return useThinking(async function* (requestId, signal) {
    for await (const { part } of reflection.reflect({ requestId }, { signal })) {
      if (part.case === "phase") yield { phase: part.value };
      if (part.case === "reflected") yield { result: part.value };
    }
  });
}
