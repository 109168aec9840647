import { create } from "@bufbuild/protobuf";
import type { CallOptions } from "@connectrpc/connect";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useClient } from "../../common/api";
import { dateOf, day, number } from "../../common/format";
import { t } from "../../common/i18n";
import { useMind } from "../../common/mesh";
import { LedgerService, type RedactEventsRequest, RedactEventsRequestSchema } from "../../gen/pmm/ledger/v1/ledger_pb";
import { type ImportReport, ImportService } from "../../gen/pmm/mind/v1/importing_pb";
import { Mention_Relation, MindService } from "../../gen/pmm/mind/v1/mind_pb";
import { useStepUp } from "../session/useStepUp";
import { events } from "./counts";

/** What one request forgets at most. */
const MOST = 3000;

interface Undo {
  ask(): void;
  running: boolean;
  /** How many of the requests are done. */
  done: number;
  total: number;
  error: unknown;
  dialog: ReactNode;
}

/** Forgets all that an import brought, once the person has confirmed it. */
export function useUndo(report: ImportReport): Undo {
  const imports = useClient(ImportService);
  const ledger = useClient(LedgerService);
  const minds = useClient(MindService);
  const queries = useQueryClient();
  const stepUp = useStepUp(useMind()?.name ?? "");
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const forget = useMutation({
    mutationFn: async ({ requests, options }: { requests: RedactEventsRequest[]; options: CallOptions }) => {
      // Whoever has answered meanwhile keeps the conversation: what goes is another list then.
      if (named(await requestsFor(report)) !== named(requests)) throw new Error(t("import.undo.moved"));
      for (const [done, request] of requests.entries()) {
        setProgress({ done, total: requests.length });
        await ledger.redactEvents(request, options);
      }
    },
    onSettled: () => queries.invalidateQueries(),
  });
  const asking = useMutation({
    mutationFn: async () => {
      const requests = await requestsFor(report);
      const [first, ...further] = requests;
      if (!first) return;
      stepUp.ask({
        method: LedgerService.method.redactEvents,
        requests: [first, ...further],
        title: t("import.undo.title", { format: report.formatTitle, date: day(dateOf(report.createTime)) }),
        consequence: [t("import.undo.goes", { events: events(report.addedEventCount) }), t("import.undo.stays"), await holders(requests)].join(" "),
        run: async (options) => forget.mutate({ requests: [first, ...further], options }),
      });
    },
  });

  /** What else holds the words: it stays. Of a large import, that would take too long to find. */
  async function holders(requests: RedactEventsRequest[]): Promise<string> {
    const eventIds = requests.flatMap((request) => request.eventIds);
    if (eventIds.length > MOST) return t("import.undo.many");
    const going = new Set(eventIds);
    const { mentions, givenCount: given, truncated: isMore } = await minds.findMentions({ eventIds });
    const holding = new Set(mentions.filter((each) => each.relation !== Mention_Relation.GIVEN && !going.has(each.eventId)).map((each) => each.eventId));
    if (holding.size === 0 && given === 0) return t("import.undo.alone");
    const held = { count: holding.size, shown: number(holding.size) };
    return [
      t(isMore ? "import.undo.holders.more" : "import.undo.holders", held),
      ...(given > 0 ? [t("import.undo.given", { count: given, shown: number(given) })] : []),
    ].join(" ");
  }

  async function requestsFor({ importId }: ImportReport): Promise<RedactEventsRequest[]> {
    const requests: RedactEventsRequest[] = [];
    let pageToken = "";
    do {
      const page = await imports.listImportedEvents({ importId, pageToken, pageSize: MOST });
      const places = new Set(page.wordsOnlyEventIds);
      requests.push(...redacting(page.eventIds.filter((id) => !places.has(id)), true), ...redacting(page.wordsOnlyEventIds, false));
      pageToken = page.nextPageToken;
    } while (pageToken);
    return requests;
  }

  return { ask: asking.mutate, running: asking.isPending || forget.isPending, ...progress, error: asking.error ?? forget.error, dialog: stepUp.dialog };
}

function redacting(eventIds: bigint[], withMeta: boolean): RedactEventsRequest[] {
  return eventIds.length > 0 ? [create(RedactEventsRequestSchema, { eventIds, withMeta, requestId: crypto.randomUUID() })] : [];
}

/** What they forget, whatever their ids. */
function named(requests: RedactEventsRequest[]): string {
  return requests.map(({ eventIds, withMeta }) => `${withMeta} ${eventIds.join()}`).join("\n");
}
