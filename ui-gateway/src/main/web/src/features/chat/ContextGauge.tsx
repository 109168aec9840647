import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button, DialogTrigger, Popover } from "react-aria-components";
import { useClient } from "../../common/api";
import { number } from "../../common/format";
import { t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { modelName } from "../../common/models";
import { ContextService, type GetGaugeResponse } from "../../gen/pmm/mind/v1/context_pb";
import type { WindowGauge } from "../../gen/pmm/mind/v1/mind_pb";
import { percent } from "../mind/figures";
import { useSession } from "../session/SessionGate";
import { Summary } from "./Summary";
import "../mind/words";

interface Props {
  conversationId: string;
  draft: string;
  modelId: string;
}

/** How full the model's window would be if something were said now, and with what. */
export default function ContextGauge({ conversationId, draft, modelId }: Props) {
  const contexts = useClient(ContextService);
  const { ready } = useSession();
  const [open, setOpen] = useState(false);
  const title = useId();
  // What is being typed decides what matches it: it is looked at when the person looks.
  const words = open ? draft : "";
  const { data } = useQuery({
    queryKey: keys.gauge(conversationId, modelId, words),
    queryFn: ({ signal }) => contexts.getGauge({ conversationId, draft: words }, { signal }),
    enabled: ready,
    placeholderData: keepPreviousData,
  });
  if (!data?.window) return null;
  const full = percent(fullness(data.window));
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className="gauge-button tiny" aria-label={t("gauge.open", { percent: full })}>
        <span className="gauge-bar" aria-hidden="true">
          <span className={full > NEARLY ? "full" : ""} style={{ width: `${full}%` }} />
        </span>
        {t("gauge.short", { percent: full })}
      </Button>
      <Popover className="popover" placement="top start" aria-labelledby={title}>
        <div className="gauge">
          <h2 id={title}>{t("gauge.title", { model: modelName(data.modelId) })}</h2>
          <Breakdown gauge={data} window={data.window} />
          {conversationId && <Summary key={conversationId} conversationId={conversationId} gauge={data} />}
        </div>
      </Popover>
    </DialogTrigger>
  );
}

/** From here on it is said in another colour that room is short, and in words below. */
const NEARLY = 85;

function Breakdown({ gauge, window }: { gauge: GetGaugeResponse; window: WindowGauge }) {
  const parts = [
    ...window.shares.map(({ section, tokens }) => ({ name: tCode("gauge.section", section, "gauge.section.other"), tokens })),
    { name: t("gauge.answer"), tokens: window.answerTokens },
    { name: t("gauge.free"), tokens: window.freeTokens },
  ].filter(({ tokens }) => tokens > 0);
  return (
    <>
      <p className="small quiet">
        {t("gauge.messages", { count: gauge.messageCount, verbatim: gauge.verbatimCount, all: gauge.verbatimCount >= gauge.messageCount ? "yes" : "no" })}
      </p>
      <table>
        <thead className="unseen">
          <tr>
            <th>{t("gauge.part")}</th>
            <th>{t("gauge.tokens")}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ name, tokens }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="tabular">{number(tokens)}</td>
            </tr>
          ))}
          <tr className="total">
            <td>{t("gauge.window")}</td>
            <td className="tabular">{number(window.windowTokens)}</td>
          </tr>
        </tbody>
      </table>
      {gauge.leftOut.map((line) => (
        <p key={line} className="small left-out">
          {line}
        </p>
      ))}
      <p className="tiny quiet">
        {t(gauge.counted ? "gauge.counted" : "gauge.estimated")} {!gauge.windowKnown && t("gauge.assumed")}
      </p>
    </>
  );
}

/** What is taken, the room for the answer among it. */
function fullness({ windowTokens, freeTokens }: WindowGauge): number {
  return windowTokens > 0 ? 1 - freeTokens / windowTokens : 1;
}
