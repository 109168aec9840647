import { Suspense, useEffect } from "react";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import { Skeleton } from "../../common/Skeleton";
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
        </div>
      ) : (
        <>
          <h1 className="unseen">{t("mind.title", { name })}</h1>
          <Skeleton />
        </>
      )}
    </main>
  );
}
