import { Suspense, useEffect } from "react";
import { number } from "../../common/format";
import { t } from "../../common/i18n";
import { ListIcon } from "../../common/icons";
import { lazy } from "../../common/lazy";
import { useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import { go, pathOf } from "../../common/route";
import { WaitingCards } from "../../common/Skeleton";
import type { Mind } from "../../gen/pmm/mind/v1/mind_pb";
import "../../common/talkWords";
import { Autonomy } from "./Autonomy";
import { Character } from "./Character";
import { Hero } from "./Hero";
import { History } from "./History";
import { Memories } from "./Memories";
import { Promises } from "./Promises";
import { Reflections } from "./Reflections";
import { StageLadder } from "./StageLadder";
import { Tiles } from "./Tiles";
import "../chat/turns.css";
import "./mind.css";
import "./words";

const Charts = lazy(() => import("./charts/Charts"));

/** Who this mind is, what made it so, and what the person decides about it. */
export default function MindPage() {
  const mind = useMind();
  const name = mind?.name || UNNAMED;
  useEffect(() => {
    document.title = t("mind.title", { name });
  }, [name]);
  return (
    <main className="page" tabIndex={-1}>
      {mind ? (
        <div className="page-column wide">
          <Hero mind={mind} />
          <StageLadder mind={mind} />
          <Tiles mind={mind} />
          <div className="mind-pair">
            <Character traits={mind.traits} />
            <History />
          </div>
          <Suspense>
            <Charts mind={mind} />
          </Suspense>
          <Promises />
          <Memories mind={mind} />
          <div className="mind-pair">
            <Reflections name={name} modelId={mind.modelId} />
            <Autonomy name={name} />
          </div>
          <Everything mind={mind} />
        </div>
      ) : (
        <>
          <h1 className="unseen">{t("mind.title", { name })}</h1>
          <div className="page-column wide">
            <WaitingCards />
          </div>
        </>
      )}
    </main>
  );
}

/** The way to the events behind all that. */
function Everything({ mind }: { mind: Mind }) {
  const count = Number(mind.throughEventId);
  return (
    <section className="card everything" aria-labelledby="events-title">
      <ListIcon />
      <div className="grow">
        <h2 id="events-title">{t("mind.events")}</h2>
        <p className="small quiet">{t("mind.events.lead", { count, shown: number(count) })}</p>
      </div>
      <a
        className="button"
        href={pathOf({ screen: "events" })}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go({ screen: "events" });
        }}
      >
        {t("mind.events.open")}
      </a>
    </section>
  );
}
