import { useSyncExternalStore } from "react";

/** The screens and where they are. */
export type Route = { screen: "chat"; conversationId: string } | { screen: "mind" } | { screen: "privacy" };

export function parseRoute(path: string): Route {
  const [first, second] = path.split("/").filter(Boolean);
  if (first === "mind" || first === "privacy") return { screen: first };
  return { screen: "chat", conversationId: first === "c" && second ? decodeURIComponent(second) : "" };
}

export function pathOf(route: Route): string {
  if (route.screen !== "chat") return `/${route.screen}`;
  return route.conversationId ? `/c/${encodeURIComponent(route.conversationId)}` : "/";
}

/** Goes to a screen; replace leaves no step back. */
export function go(route: Route, replace = false): void {
  const path = pathOf(route);
  if (path !== location.pathname) history[replace ? "replaceState" : "pushState"](null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.pathname));
}

function subscribe(changed: () => void): () => void {
  addEventListener("popstate", changed);
  return () => removeEventListener("popstate", changed);
}
