import { type ReactNode, Suspense, createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { useClient } from "../../common/api";
import { lazy } from "../../common/lazy";
import { isAway } from "../../common/problem";
import { DoorService } from "../../gen/pmm/ui/v1/ui_pb";
import { type Door, comeBack, comeIn, dismissServiceWorkers, takeCode } from "./session";

const LockedPage = lazy(() => import("./LockedPage"));

const KNOCK_AGAIN_MS = 1500;

interface Session {
  /** False while the door is still being opened: the shell is painted, nothing is asked. */
  ready: boolean;
  /** Tells the gate that the gateway no longer knows this session; ends when it does again, or the door is locked. */
  lost(): Promise<void>;
}

const SessionContext = createContext<Session>({ ready: true, lost: () => Promise.resolve() });

export const useSession = () => useContext(SessionContext);

/** Shows the page to those who are in, and the way in to the others. */
export function SessionGate({ children }: { children: ReactNode }) {
  const door = useClient(DoorService);
  const [state, setState] = useState<Door | "opening">("opening");
  const code = useRef<string | undefined>(undefined);
  const opening = useRef<Promise<void>>(undefined);

  const open = useCallback((attempt: () => Promise<Door>) => {
    opening.current ??= untilAnswered(attempt)
      .then(setState)
      .finally(() => {
        opening.current = undefined;
      });
    return opening.current;
  }, []);

  useEffect(() => {
    code.current ??= takeCode();
    void dismissServiceWorkers();
    void open(() => comeIn(door, code.current));
    const another = () => {
      const fresh = takeCode();
      if (fresh !== undefined) void open(() => comeIn(door, fresh));
    };
    addEventListener("hashchange", another);
    return () => removeEventListener("hashchange", another);
  }, [door, open]);

  const lost = useCallback(() => open(async () => ((await comeBack(door)) ? "open" : "locked")), [door, open]);

  const session = useMemo(() => ({ ready: state === "open", lost }), [state, lost]);
  if (state === "locked" || state === "refused") {
    return (
      <Suspense>
        <LockedPage refused={state === "refused"} />
      </Suspense>
    );
  }
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Knocks until someone answers. */
async function untilAnswered(attempt: () => Promise<Door>): Promise<Door> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isAway(error)) return "locked";
      await new Promise((resolve) => setTimeout(resolve, KNOCK_AGAIN_MS));
    }
  }
}
