import { useIsFetching } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/** What does not answer holds a screen back no longer than this. */
const PATIENCE_MS = 600;

/** Whether all that a screen asks for first is here: shown one by one, its cards would push each other down. */
export function useAllAsked(): boolean {
  const asking = useIsFetching({ predicate: (query) => query.state.status === "pending" });
  const [begun, setBegun] = useState(false);
  const [all, setAll] = useState(false);
  useEffect(() => {
    // Only what is drawn asks, so the first look is one frame later.
    const frame = requestAnimationFrame(() => setBegun(true));
    const late = setTimeout(() => setAll(true), PATIENCE_MS);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(late);
    };
  }, []);
  useEffect(() => {
    if (begun && asking === 0) setAll(true);
  }, [begun, asking]);
  return all;
}
