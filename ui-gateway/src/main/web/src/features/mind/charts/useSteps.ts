import { useQuery } from "@tanstack/react-query";
import { useClient } from "../../../common/api";
import { keys } from "../../../common/mesh";
import { GrowthService, type Step, type Step_Figure } from "../../../gen/pmm/mind/v1/growth_pb";
import { useSession } from "../../session/SessionGate";

/** As many as the mind has at hand of each figure. */
const MOST = 200;

/** The newest steps of a figure, oldest first, and whether there were none before them. */
export function useSteps(figure: Step_Figure): { steps: Step[]; all: boolean } | undefined {
  const growth = useClient(GrowthService);
  const { ready } = useSession();
  const { data } = useQuery({
    queryKey: [...keys.steps([figure]), "chart"],
    queryFn: ({ signal }) => growth.listSteps({ figures: [figure], pageSize: MOST }, { signal }),
    enabled: ready,
  });
  return data && { steps: data.steps.toReversed(), all: data.nextPageToken === "" };
}
