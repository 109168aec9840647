import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Meter, Switch } from "react-aria-components";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { dateOf, moment, number } from "../../common/format";
import { ClockIcon } from "../../common/icons";
import { type MessageId, t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { useAct } from "../../common/useAct";
import { type Autonomy as State, Autonomy_State, ReflectionService } from "../../gen/pmm/mind/v1/reflection_pb";
import { useSession } from "../session/SessionGate";

/** Whether it looks back by itself, when it will next, and the limits that the person sets. */
export function Autonomy({ name }: { name: string }) {
  const reflection = useClient(ReflectionService);
  const { ready } = useSession();
  const act = useAct();
  const { data: autonomy, error } = useQuery({
    queryKey: keys.autonomy,
    queryFn: async ({ signal }) => (await reflection.getAutonomy({}, { signal })).autonomy,
    refetchInterval: 15_000,
    enabled: ready,
  });
  const set = (state: Autonomy_State, onlyFrom = Autonomy_State.UNSPECIFIED) =>
    act.mutate((requestId) => reflection.setAutonomy({ state, onlyFrom, requestId }));
  const off = autonomy?.state === Autonomy_State.OFF;
  const paused = autonomy?.state === Autonomy_State.PAUSED;
  return (
    <section className="card" aria-labelledby="autonomy-title">
      <div className="card-head">
        <h2 id="autonomy-title">
          <ClockIcon />
          {t("autonomy.title")}
        </h2>
        {autonomy && !off && (
          <button
            className="button small"
            disabled={act.isPending}
            onClick={() => (paused ? set(Autonomy_State.ON, Autonomy_State.PAUSED) : set(Autonomy_State.PAUSED))}
          >
            {t(paused ? "autonomy.resume" : "autonomy.pause")}
          </button>
        )}
      </div>
      <Problem error={error ?? act.error} />
      {autonomy && (
        <>
          <Switch className="switch" isSelected={!off} isDisabled={act.isPending} onChange={(on) => set(on ? Autonomy_State.ON : Autonomy_State.OFF)}>
            <span className="track" />
            <span>
              {t("autonomy.switch", { name })}
              <span className="small quiet switch-detail">{t(off ? "autonomy.off" : paused ? "autonomy.paused" : "autonomy.on")}</span>
            </span>
          </Switch>
          {!off && <Next autonomy={autonomy} />}
          <Limits key={`${autonomy.quietHours} ${autonomy.tokensPerDay}`} autonomy={autonomy} />
        </>
      )}
    </section>
  );
}

function Next({ autonomy: { state, nextTime, waitingReason, missingExchanges, tokensToday, tokensPerDay } }: { autonomy: State }) {
  const tokens = t("autonomy.tokens.today", { used: number(tokensToday), most: number(tokensPerDay) });
  return (
    <>
      {state === Autonomy_State.ON && (
        <dl className="facts">
          <dt>{t("autonomy.next")}</dt>
          <dd>{nextTime ? moment(dateOf(nextTime)) : t("autonomy.next.none")}</dd>
          <dt>{t("autonomy.waiting")}</dt>
          <dd>{t(`waits.${waitingReason || "nothing"}` as MessageId, { missing: missingExchanges })}</dd>
        </dl>
      )}
      <Meter aria-label={tokens} value={Number(tokensToday)} maxValue={Math.max(1, Number(tokensPerDay))} valueLabel={tokens}>
        {({ percentage }) => (
          <>
            <span className="small quiet">{tokens}</span>
            <span className="trait-bar">
              <span style={{ width: `${percentage}%` }} />
            </span>
          </>
        )}
      </Meter>
    </>
  );
}

function Limits({ autonomy }: { autonomy: State }) {
  const reflection = useClient(ReflectionService);
  const act = useAct();
  const [from = "", to = ""] = autonomy.quietHours.split("-");
  const [start, setStart] = useState(from);
  const [end, setEnd] = useState(to);
  const [tokens, setTokens] = useState(String(autonomy.tokensPerDay));
  const quietHours = start && end ? `${start}-${end}` : "";
  const whole = (start === "") === (end === "");
  const changed = quietHours !== autonomy.quietHours || tokens !== String(autonomy.tokensPerDay);
  return (
    <form
      className="limits"
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate((requestId) => reflection.setAutonomy({ quietHours, tokensPerDay: BigInt(tokens), requestId }));
      }}
    >
      <fieldset>
        <legend>{t("autonomy.quiet")}</legend>
        <div className="row">
          <input className="input" type="time" value={start} aria-label={t("autonomy.quiet.from")} onChange={(event) => setStart(event.target.value)} />
          <span className="quiet">{t("autonomy.quiet.to")}</span>
          <input className="input" type="time" value={end} aria-label={t("autonomy.quiet.until")} onChange={(event) => setEnd(event.target.value)} />
          {(start || end) && (
            <button
              type="button"
              className="button plain small"
              onClick={() => {
                setStart("");
                setEnd("");
              }}
            >
              {t("autonomy.quiet.none")}
            </button>
          )}
        </div>
      </fieldset>
      <label className="field">
        <span>{t("autonomy.tokens")}</span>
        <input inputMode="numeric" pattern="\d{1,9}" required value={tokens} onChange={(event) => setTokens(event.target.value.replace(/\D/g, ""))} />
      </label>
      <button className="button" disabled={!changed || !whole || tokens === "" || act.isPending}>
        {t("common.save")}
      </button>
      <Problem error={act.error} />
    </form>
  );
}
