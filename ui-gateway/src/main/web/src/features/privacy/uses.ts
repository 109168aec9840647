import type { Total } from "../../gen/pmm/provider/v1/provider_pb";
import { Locality } from "../../gen/pmm/provider/v1/provider_pb";

/** How many days are looked at. */
export const DAYS = 30;
/** How many destinations have a colour of their own. */
const NAMED = 3;

/** What went to one destination. */
export interface Use {
  host: string;
  calls: number;
}

/** One day, and what of it went to each destination, in the order of them all. */
export interface Day {
  day: string;
  calls: number;
  uses: Use[];
}

/** The uses of the network of some days, oldest day first; what stays on this device is none. */
export interface Uses {
  days: Day[];
  /** Busiest first; the last one stands for all that are left where its host is empty. */
  hosts: Use[];
  calls: number;
  used: number;
  /** Days since the last use: 0 today, undefined if none of these days has one. */
  quiet: number | undefined;
}

/** Sorts what the gateway has summed into the days before and with this one. */
export function usesOf(totals: Total[], now: Date): Uses {
  const sent = totals.filter((total) => total.locality === Locality.REMOTE && total.calls > 0);
  const all = sums(sent);
  const named = all.slice(0, all.length > NAMED + 1 ? NAMED : NAMED + 1).map(({ host }) => host);
  const grouped = sent.map(({ host, day, calls }) => ({ host: named.includes(host) ? host : "", day, calls }));
  const groups = sums(grouped).toSorted((a, b) => Number(a.host === "") - Number(b.host === ""));
  const days = Array.from({ length: DAYS }, (_, at) => {
    const day = dayName(new Date(now.getFullYear(), now.getMonth(), now.getDate() - (DAYS - 1 - at)));
    const uses = groups.map(({ host }) => ({ host, calls: sum(grouped.filter((each) => each.day === day && each.host === host)) }));
    return { day, calls: sum(uses), uses };
  });
  const quiet = days.toReversed().findIndex(({ calls }) => calls > 0);
  return { days, hosts: groups, calls: sum(days), used: days.filter(({ calls }) => calls > 0).length, quiet: quiet < 0 ? undefined : quiet };
}

/** The begin of the first day, as the gateway is asked for it. */
export function firstDay(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - (DAYS - 1));
}

function sums(uses: Use[]): Use[] {
  const calls = new Map<string, number>();
  for (const each of uses) calls.set(each.host, (calls.get(each.host) ?? 0) + each.calls);
  return [...calls].map(([host, count]) => ({ host, calls: count })).sort((a, b) => b.calls - a.calls || a.host.localeCompare(b.host));
}

function sum(uses: { calls: number }[]): number {
  return uses.reduce((all, { calls }) => all + calls, 0);
}

/** "2026-11-22", as the gateway names the days of this device. */
function dayName(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
