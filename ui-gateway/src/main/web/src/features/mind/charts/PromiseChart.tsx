import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../../common/api";
import { dateOf, day, dayWithin } from "../../../common/format";
import { type MessageId, t } from "../../../common/i18n";
import { FlagIcon } from "../../../common/icons";
import { keys } from "../../../common/mesh";
import { LedgerService, Order } from "../../../gen/pmm/ledger/v1/ledger_pb";
import { type Commitment, Commitment_State, MindService } from "../../../gen/pmm/mind/v1/mind_pb";
import { useSession } from "../../session/SessionGate";
import { EventLink } from "../EventLink";
import { ChartCard } from "./ChartCard";
import { scale } from "./plot";

const STATES = [Commitment_State.OPEN, Commitment_State.CLOSED, Commitment_State.EXPIRED];
const MOST = 200;
const SHOWN = 8;
/** Shorter bars could not be seen, in hundredths of the width. */
const LEAST_BAR = 1.5;

interface Life {
  commitment: Commitment;
  from: number;
  /** When it ended; now while it is open, or where nobody can tell. */
  to: number;
  form: Form;
}

interface Form {
  words: MessageId;
  bar: string;
  chip: string;
}

const OPEN: Form = { words: "promises.open", bar: "open", chip: "chip blue" };
const KEPT: Form = { words: "promises.kept", bar: "kept", chip: "chip green" };
const LET_GO: Form = { words: "promises.expired", bar: "let-go", chip: "chip amber" };

/** How long each promise stood, and how it ended. */
export function PromiseChart({ now }: { now: number }) {
  const { lives, all } = useLives(now);
  const [shown, setShown] = useState(SHOWN);
  if (!lives) return null;
  const kept = lives.filter(({ form }) => form === KEPT).length;
  const letGo = lives.filter(({ form }) => form === LET_GO).length;
  const x = scale([Math.min(now - 1000, ...lives.map(({ from }) => from)), now], [0, 100]);
  return (
    <ChartCard
      icon={<FlagIcon />}
      title={t("charts.promises")}
      says={lives.length === 0 ? t("charts.promises.none") : t("charts.promises.says", { count: lives.length, since: dayWithin(new Date(lives.at(-1)!.from)), kept, letGo, open: lives.length - kept - letGo })}
      leftOut={all ? undefined : t("charts.promises.newest", { count: MOST })}
      table={table(lives)}
    >
      <ul className="lives">
        {lives.slice(0, shown).map(({ commitment, from, to, form }) => (
          <li key={commitment.commitmentId}>
            <span className="life-words small" dir="auto" title={commitment.text}>
              {commitment.text || t("turn.forgotten")}
            </span>
            <span className="life" title={lifeWords({ commitment, from, to, form })}>
              <span className={form.bar} style={{ left: `${Math.min(x(from), 100 - LEAST_BAR)}%`, width: `${Math.max(LEAST_BAR, x(to) - x(from))}%` }} />
            </span>
            <span className={form.chip}>{t(form.words)}</span>
          </li>
        ))}
      </ul>
      {lives.length > shown && (
        <button className="button plain small" onClick={() => setShown(shown + 20)}>
          {t("list.more")}
        </button>
      )}
    </ChartCard>
  );
}

/** The newest promises, newest first. */
function useLives(now: number): { lives?: Life[]; all?: boolean } {
  const minds = useClient(MindService);
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  const { data } = useQuery({
    queryKey: keys.commitments("lives"),
    queryFn: async ({ signal }) => {
      const [{ commitments, nextPageToken }, { events }] = await Promise.all([
        minds.listCommitments({ states: STATES, pageSize: MOST }, { signal }),
        ledger.listEvents({ kinds: ["commitment_closed", "commitment_expired"], order: Order.NEWEST_FIRST, pageSize: 500 }, { signal }),
      ]);
      return { commitments, all: nextPageToken === "", ended: new Map(events.map(({ eventId, createTime }) => [eventId, dateOf(createTime).getTime()])) };
    },
    enabled: ready,
  });
  if (!data) return {};
  const lives = data.commitments.map((commitment) => {
    const from = dateOf(commitment.createTime).getTime();
    return { commitment, from, to: data.ended.get(commitment.closeEventId) ?? now, form: formOf(commitment.state) };
  });
  return { lives, all: data.all };
}

function formOf(state: Commitment_State): Form {
  switch (state) {
    case Commitment_State.CLOSED:
      return KEPT;
    case Commitment_State.EXPIRED:
      return LET_GO;
    default:
      return OPEN;
  }
}

function lifeWords({ from, to, form }: Life): string {
  return t(form === OPEN ? "charts.life.open" : "charts.life", { from: day(new Date(from)), to: day(new Date(to)) });
}

function table(lives: Life[]) {
  return {
    head: [t("charts.promise"), t("charts.made"), t("charts.ended"), t("charts.stands"), t("charts.events")],
    rows: lives.map(({ commitment, from, to, form }) => ({
      key: commitment.commitmentId,
      cells: [
        commitment.text || t("turn.forgotten"),
        day(new Date(from)),
        form === OPEN ? t("charts.none") : day(new Date(to)),
        t(form.words),
        <span key="events">
          <EventLink eventId={commitment.openEventId} /> {commitment.closeEventId > 0n && <EventLink eventId={commitment.closeEventId} />}
        </span>,
      ],
    })),
  };
}
