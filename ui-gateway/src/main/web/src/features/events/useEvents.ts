import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { Client } from "@connectrpc/connect";
import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useClient } from "../../common/api";
import { startOfDay } from "../../common/format";
import { useLedgerInfo } from "../../common/ledger";
import { keys } from "../../common/mesh";
import { type Seal, sealOf } from "../../common/seal";
import { type Event, LedgerService, Order } from "../../gen/pmm/ledger/v1/ledger_pb";
import { useSession } from "../session/SessionGate";

/** Events that are fetched at once; of a list whose numbers are known any such block can be. */
const BLOCK = 50;
const PAGE = 100;
/** How near the end of what is there the next page is asked for. */
const NEAR = 30;

/** What is looked for. */
export interface Filter {
  text: string;
  kinds: string[];
  /** A day of the calendar here, such as "2026-11-23"; empty for all. */
  day: string;
  oldestFirst: boolean;
}

/** One event, as far as it is there: whether it fits its hash, and the words that matched. */
export interface Row {
  event: Event;
  seal: Seal;
  passage?: string;
}

/** A list of which a part is there. */
export interface Listed {
  count: number | undefined;
  /** There are more than that. */
  more: boolean;
  /** Nothing holds all of the words; these hold some. */
  loose?: boolean;
  row(index: number): Row | undefined;
  error: Error | null;
}

/** The events that a filter lets through; those in sight are fetched. */
export function useEvents(filter: Filter, [first, last]: readonly [number, number]): Listed {
  const way = filter.text ? "found" : filter.kinds.length > 0 ? "paged" : "numbered";
  const numbered = useNumbered(filter, [first, last], way === "numbered");
  const paged = usePaged(filter, last, way === "paged");
  const found = useFound(filter, last, way === "found");
  return { numbered, paged, found }[way];
}

/** Without another filter than a day the numbers of the events are known, so that any part of the list can be shown at once. */
function useNumbered({ day, oldestFirst }: Filter, [from, to]: readonly [number, number], enabled: boolean): Listed {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  const head = Number(useLedgerInfo()?.eventCount ?? -1);
  const ofDay = useQuery({
    queryKey: keys.events(`numbers ${day} ${head}`),
    queryFn: ({ signal }) => numbersOf(ledger, day, signal),
    enabled: ready && enabled && day !== "",
    placeholderData: keepPreviousData,
  });
  const bounds = day ? ofDay.data : head < 0 ? undefined : { first: 1, last: head };
  const count = bounds && bounds.last - bounds.first + 1;
  const idAt = (index: number) => (oldestFirst ? bounds!.first + index : bounds!.last - index);
  const ends = count ? [idAt(Math.min(from, count - 1)), idAt(Math.min(to, count - 1))] : [];
  const blocks = count && enabled ? range(blockOf(Math.min(...ends)), blockOf(Math.max(...ends))) : [];
  const results = useQueries({
    queries: blocks.map((block) => ({
      queryKey: keys.events(`block ${block} ${blockOf(head) === block ? head : ""}`),
      queryFn: ({ signal }: { signal: AbortSignal }) => readBlock(ledger, block, signal),
      staleTime: Infinity,
      enabled: ready,
    })),
  });
  const there = new Map(blocks.map((block, at) => [block, results[at]?.data]));
  return {
    count,
    more: false,
    row: (index) => {
      const id = idAt(index);
      return there.get(blockOf(id))?.get(id);
    },
    error: ofDay.error ?? results.find(({ error }) => error)?.error ?? null,
  };
}

function blockOf(id: number): number {
  return Math.floor((id - 1) / BLOCK);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** The first and the last number of a day; the last is less than the first where nothing happened. */
async function numbersOf(ledger: Client<typeof LedgerService>, day: string, signal: AbortSignal): Promise<{ first: number; last: number }> {
  const [oldest, newest] = await Promise.all(
    [Order.OLDEST_FIRST, Order.NEWEST_FIRST].map((order) => ledger.listEvents({ ...timesOf(day), order, pageSize: 1 }, { signal })),
  );
  const [first] = oldest!.events;
  const [last] = newest!.events;
  return first && last ? { first: Number(first.eventId), last: Number(last.eventId) } : { first: 1, last: 0 };
}

function timesOf(day: string) {
  if (!day) return {};
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const at = (days: number) => timestampFromDate(new Date(startOfDay(new Date(year, month - 1, date + days))));
  return { since: at(0), until: at(1) };
}

/** A block with the event before it, which the first one must name. */
async function readBlock(ledger: Client<typeof LedgerService>, block: number, signal: AbortSignal): Promise<Map<number, Row>> {
  const before = block * BLOCK;
  const events: Event[] = [];
  for (let after = Math.max(0, before - 1); after < before + BLOCK; ) {
    const page = await ledger.listEvents({ afterEventId: BigInt(after), pageSize: before + BLOCK - after }, { signal });
    events.push(...page.events);
    if (!page.nextPageToken || page.events.length === 0) break;
    after = Number(page.events.at(-1)!.eventId);
  }
  const rows = events.map((event, at): [number, Row] => [Number(event.eventId), { event, seal: sealOf(event, events[at - 1]) }]);
  return new Map(rows.filter(([id]) => id > before));
}

/** Of some kinds nobody knows how many there are: they come in pages, as far as one looks. */
function usePaged(filter: Filter, last: number, enabled: boolean): Listed {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  const { kinds, day, oldestFirst } = filter;
  const query = useInfiniteQuery({
    queryKey: keys.events(`kinds ${kinds.join()} ${day} ${oldestFirst}`),
    queryFn: ({ pageParam, signal }) =>
      ledger.listEvents({ kinds, ...timesOf(day), order: oldestFirst ? Order.OLDEST_FIRST : Order.NEWEST_FIRST, pageSize: PAGE, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
    enabled: ready && enabled,
  });
  const rows = query.data?.pages.flatMap(({ events }) => events.map((event) => ({ event, seal: sealOf(event, undefined) })));
  useMore(query, rows?.length ?? 0, last, enabled);
  return listed(query, rows);
}

/** What is found by words, best first, with the whole of each event, so that its hash can be checked. */
function useFound(filter: Filter, last: number, enabled: boolean): Listed {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  const { text, kinds, day } = filter;
  const { since, until } = timesOf(day);
  const query = useInfiniteQuery({
    queryKey: keys.events(`words ${text} ${kinds.join()} ${day}`),
    queryFn: async ({ pageParam, signal }) => {
      const finding = { typing: true, skip: pageParam, ...(since && until ? { fromTime: since, toTime: until } : {}) };
      const found = await ledger.searchEvents({ query: text, kinds, pageSize: PAGE, snippets: true, finding }, { signal });
      const events = await readAll(ledger, found.hits.map(({ event }) => event!.eventId), signal);
      return { ...found, rows: found.hits.map(({ snippet }, at) => ({ event: events[at]!, seal: sealOf(events[at]!, undefined), passage: snippet })) };
    },
    initialPageParam: 0,
    getNextPageParam: (page, _, skipped) => (page.hits.length > 0 && skipped + page.hits.length < page.foundCount ? skipped + page.hits.length : undefined),
    enabled: ready && enabled,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  useMore(query, pages?.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0, last, enabled);
  const head = pages?.[0];
  return { ...listed(query, pages?.flatMap(({ rows }) => rows)), count: head?.foundCount, more: head?.moreThanFound ?? false, loose: head?.loose ?? false };
}

async function readAll(ledger: Client<typeof LedgerService>, eventIds: bigint[], signal: AbortSignal): Promise<Event[]> {
  const events: Event[] = [];
  while (events.length < eventIds.length) {
    const { events: more } = await ledger.getEvents({ eventIds: eventIds.slice(events.length) }, { signal });
    if (more.length === 0) break;
    events.push(...more);
  }
  return events;
}

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isError: boolean;
  error: Error | null;
  fetchNextPage(): unknown;
}

/** Asks for the next page where the end of what is there comes into sight. */
function useMore({ hasNextPage, isFetchingNextPage, isError, fetchNextPage }: Pages, length: number, last: number, enabled: boolean): void {
  useEffect(() => {
    if (enabled && hasNextPage && !isFetchingNextPage && !isError && last >= length - NEAR) void fetchNextPage();
  }, [enabled, hasNextPage, isFetchingNextPage, isError, fetchNextPage, length, last]);
}

function listed({ hasNextPage, error }: Pages, rows: Row[] | undefined): Listed {
  return { count: rows?.length, more: hasNextPage, row: (index) => rows?.[index], error };
}
