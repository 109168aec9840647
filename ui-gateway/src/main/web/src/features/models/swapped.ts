import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../../common/mesh";

/** Returns once no switch of the model is on its way, so that what is said next is said to the one that was picked. */
export async function swapped(queries: QueryClient): Promise<void> {
  const underWay = () => queries.isMutating({ mutationKey: keys.swap }) > 0;
  if (!underWay()) return;
  await new Promise<void>((done) => {
    const leave = queries.getMutationCache().subscribe(() => {
      if (underWay()) return;
      leave();
      done();
    });
  });
}
