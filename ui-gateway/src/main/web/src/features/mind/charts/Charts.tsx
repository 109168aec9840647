import { useState } from "react";
import { t } from "../../../common/i18n";
import { GrowthIcon } from "../../../common/icons";
import type { Mind } from "../../../gen/pmm/mind/v1/mind_pb";
import { GrowthChart } from "./GrowthChart";
import { PromiseChart } from "./PromiseChart";
import { RhythmChart } from "./RhythmChart";
import { TraitChart } from "./TraitChart";
import "./charts.css";
import "./words";

/** Before this many events a line would show chance. */
const LEAST_EVENTS = 20;

/** How the mind went over time, in four pictures. */
export default function Charts({ mind }: { mind: Mind }) {
  const [now] = useState(() => Date.now());
  const events = Number(mind.throughEventId);
  if (events < LEAST_EVENTS) {
    return (
      <section className="card" aria-labelledby="charts-title">
        <h2 id="charts-title">
          <GrowthIcon />
          {t("charts.title")}
        </h2>
        <p className="quiet">{t("charts.wait", { least: LEAST_EVENTS, count: events })}</p>
      </section>
    );
  }
  return (
    <>
      <TraitChart mind={mind} now={now} />
      <GrowthChart mind={mind} now={now} />
      <div className="mind-pair charts-pair">
        <PromiseChart now={now} />
        <RhythmChart now={now} />
      </div>
    </>
  );
}
