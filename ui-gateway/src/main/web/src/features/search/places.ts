import { dateOf, day } from "../../common/format";
import { t } from "../../common/i18n";
import { assistantName } from "../../common/models";
import { type Place, PlaceKind } from "../../gen/pmm/mind/v1/search_pb";

/** A part of a text, and whether it is what was looked for. */
export interface Piece {
  text: string;
  matches: boolean;
}

/** The passage of a place, cut where it matches. */
export function pieces({ snippet, matches }: Pick<Place, "snippet" | "matches">): Piece[] {
  const cut: Piece[] = [];
  let at = 0;
  for (const { start, end } of matches) {
    if (start > at) cut.push({ text: snippet.slice(at, start), matches: false });
    cut.push({ text: snippet.slice(start, end), matches: true });
    at = end;
  }
  if (at < snippet.length) cut.push({ text: snippet.slice(at), matches: false });
  return cut;
}

/** Who said it or what it is, and when. */
export function about(place: Place, now = new Date()): string {
  const what = whatIs(place);
  if (!place.saidTime) return t("find.when.unknown", { what });
  const when = day(dateOf(place.saidTime), now);
  return place.timeGuessed ? t("find.when.about", { what, when }) : t("find.when", { what, when });
}

function whatIs({ kind, record, source: format }: Place): string {
  const source = format && assistantName(format);
  switch (kind) {
    case PlaceKind.TITLE:
      return t("find.what.title");
    case PlaceKind.PERSON:
      return source ? t("find.what.person.elsewhere", { source }) : t("find.what.person");
    case PlaceKind.ANSWER:
      return source || t("find.what.answer");
    case PlaceKind.TOOL:
      return t("find.what.tool", { source });
    case PlaceKind.SUMMARY:
      return t("find.what.summary");
    case PlaceKind.MEMORY:
      return t("find.what.memory");
    case PlaceKind.NOTE:
      return t("find.what.note");
    case PlaceKind.RECORD:
    case PlaceKind.UNSPECIFIED:
      if (record === "reasoning") return t("find.what.reasoning", { source });
      return record === "sources" ? t("find.what.sources", { source }) : t("find.what.record", { source });
  }
}

/** One of each: a title is itself, everything else belongs to what was said. */
export function isTitle(place: Place): boolean {
  return place.kind === PlaceKind.TITLE;
}

export function keyOf(place: Place): string {
  return isTitle(place) ? `title ${place.conversationId}` : `event ${place.kind} ${place.record} ${place.eventId}`;
}
