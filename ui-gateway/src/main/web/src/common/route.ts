import { useSyncExternalStore } from "react";

/** The screens and where they are. */
export type Route = { screen: "chat"; conversationId: string; /** The message to land at. */ eventId?: bigint } | { screen: Page };

const PAGES = ["mind", "events", "privacy", "models", "welcome", "recovery", "unrecorded"] as const;
type Page = (typeof PAGES)[number];

export function parseRoute(address: string): Route {
  const [path = "", hash = ""] = address.split("#");
  const [first, second] = path.split("/").filter(Boolean);
  const page = PAGES.find((each) => each === first);
  if (page) return { screen: page };
  const conversationId = first === "c" && second ? decodeURIComponent(second) : "";
  const event = conversationId ? /^event-(\d{1,18})$/.exec(hash)?.[1] : undefined;
  return { screen: "chat", conversationId, ...(event ? { eventId: BigInt(event) } : {}) };
}

export function pathOf(route: Route): string {
  if (route.screen !== "chat") return `/${route.screen}`;
  if (!route.conversationId) return "/";
  const path = `/c/${encodeURIComponent(route.conversationId)}`;
  return route.eventId ? `${path}#event-${route.eventId}` : path;
}

/** Goes to a screen; replace leaves no step back. */
export function go(route: Route, replace = false): void {
  const path = pathOf(route);
  if (path !== address()) history[replace ? "replaceState" : "pushState"](null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, address));
}

function address(): string {
  return location.pathname + location.hash;
}

function subscribe(changed: () => void): () => void {
  addEventListener("popstate", changed);
  return () => removeEventListener("popstate", changed);
}
