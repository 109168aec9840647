import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "./mesh";

/** One act of the person on the mind at a time, under a request id of its own; what shows the mind is asked for anew after it. */
export function useAct() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act: (requestId: string) => Promise<unknown>) => act(crypto.randomUUID()),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.mind }),
  });
}
