import { t } from "../../common/i18n";
import { type Message, Outcome } from "../../gen/pmm/mind/v1/mind_pb";
import { type LiveAnswer, isLive } from "./answer";
import { useRef } from "react";

/** What a screen reader is told: the boundaries of an answer, never its words one by one. */
export function useAnnouncement(live: LiveAnswer | undefined, lastAnswer: Pick<Message, "outcome" | "failure"> | undefined, name: string): string {
  const begun = useRef(false);
  if (live && isLive(live)) begun.current = true;
  if (!begun.current) return "";
  if (live?.state === "broken") return t("announce.broken");
  if (live) return t("announce.generating", { name });
  switch (lastAnswer?.outcome) {
    case Outcome.ANSWERED:
      return t("announce.complete");
    case Outcome.STOPPED:
      return t("announce.stopped");
    case Outcome.FAILED:
      return lastAnswer.failure?.reason === "CONSENT_REQUIRED" ? t("consent.title", { name }) : t("announce.failed");
    default:
      return "";
  }
}
