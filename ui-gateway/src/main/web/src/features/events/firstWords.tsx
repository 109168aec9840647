import type { ReactNode } from "react";
import { t, tCode } from "../../common/i18n";
import { modelName } from "../../common/models";
import type { Event } from "../../gen/pmm/ledger/v1/ledger_pb";
import { signed } from "../mind/figures";

const MOST = 200;

interface Facts {
  trait?: string;
  delta?: number;
  to?: { model_id?: string } | string | number;
  host?: string;
  model_id?: string;
  mode?: string;
  feedback?: string;
}

/** The first words of an event; of one that has none what its facts say of it. */
export function firstWords(event: Event): ReactNode {
  if (event.contentForgotten) return <i className="quiet">{t("turn.forgotten")}</i>;
  if (event.content) return event.content.slice(0, MOST);
  return <span className="quiet">{facts(JSON.parse(event.metaJson ?? "{}") as Facts)}</span>;
}

function facts({ trait, delta = 0, to, host, model_id, mode, feedback }: Facts): string {
  if (trait) return `${tCode("trait", trait, "trait.other")} ${signed(delta)}`;
  if (typeof to === "object" && to?.model_id) return modelName(to.model_id);
  if (feedback) return tCode("feedback", feedback, "kind.other");
  if (host) return host;
  return model_id ? modelName(model_id) : (mode ?? "");
}

/** A passage, cut where it matches: the matches stand between U+E000 and U+E001. */
export function pieces(passage: string): { text: string; matches: boolean }[] {
  return passage
    .split(/(\ue000[^\ue001]*\ue001)/)
    .filter(Boolean)
    .map((part) => (part.startsWith("\ue000") ? { text: part.slice(1, -1), matches: true } : { text: part, matches: false }));
}
