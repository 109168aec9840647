import type { Client } from "@connectrpc/connect";
import { isAway, isSignedOut } from "../../common/problem";
import { store, stored } from "../../common/stored";
import type { DoorService } from "../../gen/pmm/ui/v1/ui_pb";
import { answer, forget, remembered } from "./rememberedBrowser";

const TOKEN = "pmm.session";

export function sessionToken(): string | undefined {
  return stored(TOKEN);
}

export function endSession(): void {
  store(TOKEN, undefined);
}

/** Takes the one-time code out of the address, so that it stays in no history. */
export function takeCode(): string | undefined {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code === null) return undefined;
  history.replaceState(null, "", location.pathname + location.search);
  return code;
}

/** How the door stands; "refused" says that there was a code and it was not valid. */
export type Door = "open" | "locked" | "refused";

/** Comes in by the code, by the session of an earlier visit, or by the key of a remembered browser. */
export async function comeIn(door: Client<typeof DoorService>, code: string | undefined): Promise<Door> {
  if (code !== undefined) {
    try {
      store(TOKEN, (await door.exchangeLoginCode({ code })).sessionToken);
      return "open";
    } catch (error) {
      if (!isSignedOut(error)) throw error;
    }
  }
  if (sessionToken() !== undefined) return "open";
  if (await comeBack(door)) return "open";
  return code === undefined ? "locked" : "refused";
}

/** Comes back after the gateway has forgotten the session. */
export async function comeBack(door: Client<typeof DoorService>): Promise<boolean> {
  endSession();
  const browser = await remembered();
  if (!browser) return false;
  try {
    const { nonce } = await door.createChallenge({ browserId: browser.browserId });
    const signature = await answer(browser, nonce);
    store(TOKEN, (await door.answerChallenge({ browserId: browser.browserId, signature })).sessionToken);
    return true;
  } catch (error) {
    if (isAway(error)) throw error;
    await forget();
    return false;
  }
}

/** A worker that some other server left on this origin could read the one-time code. */
export async function dismissServiceWorkers(): Promise<void> {
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(workers.map((worker) => worker.unregister()));
}
