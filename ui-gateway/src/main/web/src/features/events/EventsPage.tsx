import { Suspense, useCallback, useEffect, useRef, useState } from "react";
import { Problem } from "../../common/Problem";
import { dateOf, moment, number, shortHash, shortMoment } from "../../common/format";
import { CheckIcon, FindIcon, LeftIcon, WarnIcon } from "../../common/icons";
import { t, tCode } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { useLedgerInfo } from "../../common/ledger";
import { go } from "../../common/route";
import type { Seal } from "../../common/seal";
import { useMedia } from "../../common/useMedia";
import { useSettled } from "../../common/useSettled";
import { EventGrid, type GridControl } from "./EventGrid";
import { firstWords, pieces } from "./firstWords";
import { ALL, GROUPS } from "./kinds";
import { type Filter, type Listed, type Row, useEvents } from "./useEvents";
import { useFault } from "./useFault";
import "../mind/mind.css";
import "./events.css";
import "./words";

const EventDialog = lazy(() => import("../mind/EventDialog"));

const PAUSE_MS = 150;

/** All that the ledger holds, however much that is: by its kind, day and words, each event checked against its hash as it is shown. */
export default function EventsPage() {
  const [typed, setTyped] = useState("");
  const [group, setGroup] = useState(ALL);
  const [day, setDay] = useState("");
  const [oldestFirst, setOldestFirst] = useState(false);
  const [sight, setSight] = useState<readonly [number, number]>([0, 30]);
  const [opened, setOpened] = useState(0n);
  const grid = useRef<GridControl>(null);
  const narrow = useMedia("(max-width: 760px)");
  const settled = useSettled(typed.trim(), PAUSE_MS);
  const wanted = /^#?([\d,.]+)$/.exec(settled)?.[1]?.replace(/\D/g, "") ?? "";
  const text = wanted ? "" : settled;
  const filter: Filter = { text, kinds: group.kinds, day, oldestFirst };
  const events = useEvents(filter, sight);
  const info = useLedgerInfo();
  const inSight = rowsOf(events, sight);
  const fault = useFault(Boolean(info?.problem) || inSight.some(({ seal }) => seal === "broken"));
  const faultId = fault?.fault?.eventId ?? 0n;
  const count = events.count ?? 0;
  const seen = useCallback((first: number, last: number) => setSight([first, last]), []);
  const indexOf = (id: number) => (oldestFirst ? id - 1 : Number(info?.eventCount ?? 0n) - id);
  const bare = !text && !day && group === ALL;

  useEffect(() => {
    document.title = t("events.title");
  }, []);

  useEffect(() => {
    const at = wanted ? indexOf(Number(wanted)) : 0;
    grid.current?.show(Math.min(Math.max(0, at), Math.max(0, count - 1)));
  }, [wanted, text, group, day, oldestFirst]);

  function showAll(id: bigint) {
    setTyped(`#${id}`);
    setGroup(ALL);
    setDay("");
  }

  return (
    <main className="events" tabIndex={-1}>
      <header className="events-top">
        <button className="button plain square small" aria-label={t("events.back")} onClick={() => go({ screen: "mind" })}>
          <LeftIcon />
        </button>
        <div className="grow">
          <h1>{t("events.title")}</h1>
          <p className="small quiet" role="status">
            {standing(events, filter)}
          </p>
        </div>
      </header>
      <div className="events-filters" role="search" aria-label={t("events.filters")}>
        <label className="events-words">
          <FindIcon />
          <input className="input" type="search" value={typed} maxLength={500} aria-label={t("events.words")} placeholder={t("events.words")} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <select className="input" aria-label={t("events.kind")} value={group.id} onChange={(event) => setGroup(GROUPS.find(({ id }) => id === event.target.value)!)}>
          {GROUPS.map(({ id, words }) => (
            <option key={id} value={id}>
              {t(words)}
            </option>
          ))}
        </select>
        <input className="input" type="date" aria-label={t("events.day")} value={day} onChange={(event) => setDay(event.target.value)} />
        <select className="input" aria-label={t("events.order")} disabled={text !== ""} value={oldestFirst ? "oldest" : "newest"} onChange={(event) => setOldestFirst(event.target.value === "oldest")}>
          <option value="newest">{t("events.newest")}</option>
          <option value="oldest">{t("events.oldest")}</option>
        </select>
        {(typed || !bare) && (
          <button
            className="button plain small"
            onClick={() => {
              setTyped("");
              setGroup(ALL);
              setDay("");
            }}
          >
            {t("events.clear")}
          </button>
        )}
      </div>
      <Problem error={events.error} />
      {faultId > 0n && (
        <p className="torn-note" role="alert">
          <WarnIcon />
          <span className="grow">
            <b>{t("events.torn", { id: number(faultId) })}</b> {fault!.fault!.message} {t("events.torn.before", { id: number(fault!.intactThroughEventId) })}
          </span>
          <button className="button small" onClick={() => showAll(faultId)}>
            {t("events.torn.show")}
          </button>
        </p>
      )}
      {events.count === 0 ? (
        <p className="quiet events-none">{t(text ? "events.none.words" : "events.none")}</p>
      ) : (
        <EventGrid
          label={t("events.title")}
          count={count}
          rowHeight={narrow ? 68 : 44}
          control={grid}
          seen={seen}
          open={(index) => setOpened(events.row(index)?.event.eventId ?? 0n)}
          head={
            <>
              <span role="columnheader">{t("events.head.seal")}</span>
              <span role="columnheader">{t("events.head.number")}</span>
              <span role="columnheader">{t("events.head.when")}</span>
              <span role="columnheader">{t("events.head.kind")}</span>
              <span role="columnheader">{t("events.head.words")}</span>
              <span role="columnheader">{t("event.hash")}</span>
            </>
          }
        >
          {(index) => {
            const row = events.row(index);
            const torn = row !== undefined && row.event.eventId === faultId;
            return { className: [torn && "torn", wanted && row && String(row.event.eventId) === wanted && "wanted"].filter(Boolean).join(" "), cells: row ? <Cells row={row} torn={torn} /> : <Waiting /> };
          }}
        </EventGrid>
      )}
      <Suspense>{opened > 0n && <EventDialog eventId={opened} close={() => setOpened(0n)} />}</Suspense>
    </main>
  );
}

function Cells({ row: { event, seal, passage }, torn }: { row: Row; torn: boolean }) {
  const date = dateOf(event.createTime);
  return (
    <>
      <span role="gridcell" className={`event-seal ${torn ? "broken" : seal}`}>
        <SealMark seal={torn ? "broken" : seal} />
      </span>
      <span role="gridcell" className="tabular event-id">
        {number(event.eventId)}
      </span>
      <span role="gridcell" className="quiet small event-when" title={moment(date)}>
        {shortMoment(date)}
      </span>
      <span role="gridcell" className="event-kind">
        <span className="chip">{tCode("kind", event.kind, "kind.other")}</span>
      </span>
      <span role="gridcell" className="event-first" dir="auto">
        {torn ? <b className="torn-words">{t("events.torn.here")}</b> : passage ? pieces(passage).map(({ text, matches }, at) => (matches ? <mark key={at}>{text}</mark> : text)) : firstWords(event)}
      </span>
      <span role="gridcell" className="quiet tiny event-hash">
        <code>{shortHash(event.hash)}</code>
      </span>
    </>
  );
}

function SealMark({ seal }: { seal: Seal }) {
  return (
    <>
      {seal === "whole" ? <CheckIcon /> : seal === "broken" ? <WarnIcon /> : <span aria-hidden="true">·</span>}
      <span className="unseen">{t(`events.seal.${seal}`)}</span>
    </>
  );
}

function Waiting() {
  return (
    <span role="gridcell" className="event-waiting">
      <span className="unseen">{t("chat.loading")}</span>
    </span>
  );
}

function rowsOf(events: Listed, [first, last]: readonly [number, number]): Row[] {
  return Array.from({ length: Math.max(0, Math.min(last, (events.count ?? 0) - 1) - first + 1) }, (_, at) => events.row(first + at)).filter((row) => row !== undefined);
}

/** What the list holds, in one line. */
function standing({ count, more, loose }: Listed, { text, oldestFirst }: Filter): string {
  if (count === undefined) return t("chat.loading");
  const shown = number(count);
  if (text && loose) return t("events.found.loose");
  if (text) return t(more ? "events.found.more" : "events.found", { count, shown });
  const values = { count, shown, order: t(oldestFirst ? "events.order.oldest" : "events.order.newest") };
  return t(more ? "events.some" : "events.all", values);
}
