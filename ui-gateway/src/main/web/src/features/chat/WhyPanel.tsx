import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useClient } from "../../common/api";
import { bytes, dateOf, duration, number, shortHash } from "../../common/format";
import { CheckIcon, CloseIcon, WarnIcon } from "../../common/icons";
import { type MessageId, i18n, t, tCode } from "../../common/i18n";
import { useLedgerInfo } from "../../common/ledger";
import { keys } from "../../common/mesh";
import { modelName } from "../../common/models";
import { sentence } from "../../common/problem";
import { useMedia } from "../../common/useMedia";
import { ConversationService, type GetTraceResponse, GetTraceResponse_Confirmation } from "../../gen/pmm/mind/v1/mind_pb";
import { PromptTurns } from "./PromptTurns";
import { SourceList } from "./SourceList";
import "./why.css";
import "./words";

interface Props {
  eventId: bigint;
  name: string;
  close(): void;
}

/** What the mind was given for one answer: a column beside the thread, a sheet on a phone. */
export default function WhyPanel({ eventId, name, close }: Props) {
  const beside = useMedia("(min-width: 1081px)");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (beside) heading.current?.focus();
  }, [beside, eventId]);

  const content = (
    <>
      <div className="why-head">
        <h2 ref={heading} tabIndex={-1}>
          {t("why.title", { name })}
        </h2>
        <button className="button plain square small" aria-label={t("common.close")} onClick={close}>
          <CloseIcon />
        </button>
      </div>
      <Receipt eventId={eventId} />
    </>
  );
  if (beside) {
    return (
      <aside className="why-panel" aria-label={t("why.title", { name })}>
        {content}
      </aside>
    );
  }
  return (
    <ModalOverlay className="overlay sheet-overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="sheet">
        <Dialog className="why-panel" aria-label={t("why.title", { name })}>
          {content}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Receipt({ eventId }: { eventId: bigint }) {
  const conversations = useClient(ConversationService);
  const { data: trace, error } = useQuery({
    queryKey: keys.trace(eventId),
    queryFn: ({ signal }) => conversations.getTrace({ eventId }, { signal }),
  });
  const info = useLedgerInfo();
  if (error) return <p className="problem">{sentence(error)}</p>;
  if (!trace) return <p className="quiet small">{t("chat.loading")}</p>;
  const given = trace.sources.filter((source) => source.section !== "turn" && source.section !== "message");
  const said = trace.sources.filter((source) => source.section === "turn");
  return (
    <>
      <p className="small quiet">{t("why.lead", { given: given.length, said: said.length })}</p>
      <SourceList sources={given} verifiedAt={info?.verifyTime ? dateOf(info.verifyTime) : undefined} />
      {said.length > 0 && (
        <details>
          <summary>{t("why.turns", { count: said.length })}</summary>
          <SourceList sources={said} verifiedAt={info?.verifyTime ? dateOf(info.verifyTime) : undefined} />
        </details>
      )}
      {trace.promptCut && <p className="small why-cut">{t("why.cut")}</p>}
      {trace.leftOut.map((line) => (
        <p key={line} className="small quiet">
          {line}
        </p>
      ))}
      {trace.traits.length > 0 && (
        <section className="why-traits">
          <h3>{t("why.traits")}</h3>
          {trace.traits.map((trait) => (
            <label key={trait.name}>
              <span>{tCode("trait", trait.name, "trait.other")}</span>
              <meter min={0} max={1} value={trait.score} />
              <span className="tabular">{number(trait.score, 2)}</span>
            </label>
          ))}
        </section>
      )}
      <Facts trace={trace} />
      <Prompt eventId={eventId} trace={trace} />
    </>
  );
}

function Facts({ trace }: { trace: GetTraceResponse }) {
  const about = trace.tokensEstimated ? "about" : "exact";
  return (
    <dl className="facts">
      <dt>{t("why.model")}</dt>
      <dd>
        {modelName(trace.modelId)}
        {trace.modelDigest && (
          <code className="tiny quiet" title={trace.modelDigest}>
            {digestWords(trace.modelDigest)}
          </code>
        )}
      </dd>
      <dt>{t("why.where")}</dt>
      <dd>
        {tCode("where", trace.locality, "where.other")}
        {trace.networkAttemptEventId > 0n && <span className="tiny quiet">{t("turn.event", { id: number(trace.networkAttemptEventId) })}</span>}
      </dd>
      {trace.promptTokens > 0 && (
        <>
          <dt>{t("why.tokens")}</dt>
          <dd>{t("why.tokens.value", { about, read: number(trace.promptTokens), written: number(trace.answerTokens) })}</dd>
        </>
      )}
      {trace.reasoningBytes > 0n && (
        <>
          <dt>{t("why.reasoning")}</dt>
          <dd>{t("why.reasoning.value", { size: bytes(trace.reasoningBytes) })}</dd>
        </>
      )}
      {trace.toolCalls.length > 0 && (
        <>
          <dt>{t("why.tools")}</dt>
          <dd>
            <code>{new Intl.ListFormat(i18n.locale).format(trace.toolCalls.map((call) => call.name))}</code>
            <span className="tiny quiet">{t("why.tools.none")}</span>
          </dd>
        </>
      )}
      {trace.finishReason in ENDED && (
        <>
          <dt>{t("why.ended")}</dt>
          <dd>{t(ENDED[trace.finishReason]!)}</dd>
        </>
      )}
      {trace.elapsedMs > 0n && (
        <>
          <dt>{t("why.time")}</dt>
          <dd>{duration(trace.elapsedMs)}</dd>
        </>
      )}
      <dt>{t("turn.event.label")}</dt>
      <dd className="tabular">{number(trace.eventId)}</dd>
    </dl>
  );
}

/** Why the model ended, where that is not because it was done. */
const ENDED: Record<string, MessageId> = {
  LENGTH: "why.ended.LENGTH",
  FILTERED: "why.ended.FILTERED",
  TOOL_CALLS: "why.ended.TOOL_CALLS",
  ERROR: "why.ended.ERROR",
};

/** A real digest shortened; a name that only stands for one as it is. */
function digestWords(digest: string): string {
  const hash = digest.replace(/^sha256:/, "");
  return /^[0-9a-f]{32,}$/.test(hash) ? shortHash(hash) : t("why.declared", { digest });
}

function Prompt({ eventId, trace }: { eventId: bigint; trace: GetTraceResponse }) {
  const conversations = useClient(ConversationService);
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({
    queryKey: [...keys.trace(eventId), "prompt"],
    queryFn: ({ signal }) => conversations.getTrace({ eventId, prompt: true }, { signal }),
    enabled: open,
  });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("why.prompt")}</summary>
      {error && <p className="problem">{sentence(error)}</p>}
      {data && (
        <>
          <Confirmed confirmation={data.confirmation} />
          <PromptTurns turns={data.prompt} />
          {trace.parametersJson && trace.parametersJson !== "{}" && <code className="tiny quiet">{trace.parametersJson}</code>}
        </>
      )}
    </details>
  );
}

const CONFIRMATION = {
  [GetTraceResponse_Confirmation.UNSPECIFIED]: "why.confirmation.none",
  [GetTraceResponse_Confirmation.CONFIRMED]: "why.confirmation.confirmed",
  [GetTraceResponse_Confirmation.NO_LONGER_POSSIBLE]: "why.confirmation.forgotten",
  [GetTraceResponse_Confirmation.DIFFERS]: "why.confirmation.differs",
} as const;

function Confirmed({ confirmation }: { confirmation: GetTraceResponse_Confirmation }) {
  const good = confirmation === GetTraceResponse_Confirmation.CONFIRMED;
  return (
    <p className={good ? "confirmation good" : "confirmation"}>
      {good ? <CheckIcon /> : <WarnIcon />}
      {t(CONFIRMATION[confirmation])}
    </p>
  );
}
