import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useClient } from "../../common/api";
import { number } from "../../common/format";
import { type MessageId, t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { CommitmentService, type CommitmentFigure } from "../../gen/pmm/mind/v1/commitment_pb";
import type { Mind } from "../../gen/pmm/mind/v1/mind_pb";
import { useSession } from "../session/SessionGate";
import { percent } from "./figures";

/** The three figures in plain words; how each is worked out is one click away. */
export function Tiles({ mind }: { mind: Mind }) {
  const { opened = 0, closed = 0, expired = 0, open = 0, success } = mind.commitments ?? {};
  const ended = closed + expired;
  return (
    <div className="tiles">
      <Tile
        title={t("tile.promises")}
        value={ended > 0 ? number(closed) : t("tile.promises.none")}
        of={ended > 0 ? t("tile.promises.of", { ended: number(ended) }) : ""}
        detail={t("promises.figures", { opened, closed, expired, open, percent: percent(success ?? 0), rate: rate(ended, success) })}
        how={<PromiseFigures />}
      />
      <Tile
        title={t("tile.self")}
        value={mind.name ? t("tile.percent", { percent: percent(mind.ias) }) : t("tile.self.none")}
        detail={mind.name ? t("tile.self.detail", { count: mind.modelSwitchCount }) : t("tile.self.unnamed")}
        how={<p>{t("tile.self.how", { value: number(mind.ias, 3) })}</p>}
      />
      <Tile
        title={t("tile.growing")}
        value={t(growthWord(mind.gas))}
        detail={t("tile.growing.detail", { percent: percent(mind.gas) })}
        how={<p>{t("tile.growing.how", { value: number(mind.gas, 3) })}</p>}
      />
    </div>
  );
}

function rate(ended: number, success?: number): string {
  if (success !== undefined) return "SAID";
  return ended > 0 ? "EARLY" : "NONE";
}

function Tile({ title, value, of, detail, how }: { title: string; value: string; of?: string; detail: string; how: ReactNode }) {
  return (
    <section className="card tile" aria-label={title}>
      <h2 className="small quiet">{title}</h2>
      <p className="tile-value tabular">
        {value} {of && <span className="tile-of">{of}</span>}
      </p>
      <p className="small">{detail}</p>
      <details className="small">
        <summary>{t("tile.how")}</summary>
        {how}
      </details>
    </section>
  );
}

function PromiseFigures() {
  const promises = useClient(CommitmentService);
  const { ready } = useSession();
  const { data } = useQuery({
    queryKey: keys.commitments("figures"),
    queryFn: ({ signal }) => promises.getCommitmentFigures({}, { signal }),
    enabled: ready,
  });
  if (!data) return null;
  return (
    <>
      <p>{data.healthText}</p>
      <dl className="figure-list">
        {data.figures.map((figure) => (
          <div key={figure.name}>
            <dt>
              {tCode("figure", figure.name, "figure.other")} <b className="tabular">{valueOf(figure)}</b>
            </dt>
            <dd className="quiet">{figure.definition}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const SHARES = new Set(["success", "extraction_rate"]);

function valueOf({ name, value }: CommitmentFigure): string {
  if (value === undefined) return t("figure.none");
  if (SHARES.has(name)) return t("tile.percent", { percent: percent(value) });
  return number(value, Number.isInteger(value) ? 0 : 1);
}

function growthWord(gas: number): MessageId {
  if (gas < 0.2) return "growing.hardly";
  if (gas < 0.35) return "growing.slowly";
  if (gas < 0.55) return "growing.steadily";
  return gas < 0.75 ? "growing.well" : "growing.quickly";
}
