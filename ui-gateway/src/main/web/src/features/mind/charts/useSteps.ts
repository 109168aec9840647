import { useQuery } from "@tanstack/react-query";
import { useClient } from "../../../common/api";
import { keys } from "../../../common/mesh";
import { GrowthService, type Step, type Step_Figure } from "../../../gen/pmm/mind/v1/growth_pb";
import { useSession } from "../../session/SessionGate";

/** How a figure went from its first step on. */
export interface Course {
  /** Oldest first; of a long life not each one. */
  steps: Step[];
  /** How many it took in all. */
  count: number;
}

/** The steps of a figure over a whole life, at most so many of each line. */
export function useSteps(figure: Step_Figure, maxPoints: number): Course | undefined {
  const growth = useClient(GrowthService);
  const { ready } = useSession();
  const { data } = useQuery({
    queryKey: [...keys.steps([figure]), "chart"],
    queryFn: ({ signal }) => growth.listSteps({ figures: [figure], maxPoints }, { signal }),
    enabled: ready,
  });
  return data && { steps: data.steps.toReversed(), count: Number(data.totalCount) };
}
