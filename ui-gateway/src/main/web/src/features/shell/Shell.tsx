import { type ReactNode, Suspense } from "react";
import { ChatIcon, ChipIcon, LockIcon, PersonIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import { type Route, go, pathOf } from "../../common/route";
import { ConversationList } from "../chat/ConversationList";
import { stageOf } from "../../common/stages";
import { FindButton } from "./FindAnything";
import { GoneBanner } from "./GoneBanner";
import { Orb } from "./Orb";
import "./shell.css";

const NetworkSeal = lazy(() => import("./NetworkSeal"));

/** The frame of every screen: who this is, where to go, what leaves the device. */
export function Shell({ route, children }: { route: Route; children: ReactNode }) {
  const mind = useMind();
  const name = t("mind.name", { name: mind?.name || UNNAMED });
  return (
    <div className="shell">
      <nav className="rail" aria-label={t("shell.nav")}>
        <div className="identity">
          <Orb name={mind?.name ?? ""} traits={mind?.traits ?? []} />
          <div>
            <b>{name}</b>
            <div className="tiny quiet">{t("stage.said", { stage: stageOf(mind?.stage) })}</div>
          </div>
        </div>
        <div className="tabs">
          <Tab to={{ screen: "chat", conversationId: "" }} current={route.screen === "chat"} icon={<ChatIcon />} keys="G C">
            {t("tab.chat")}
          </Tab>
          <Tab to={{ screen: "mind" }} current={route.screen === "mind" || route.screen === "events"} icon={<PersonIcon />} keys="G Y">
            {t("tab.mind")}
          </Tab>
          <Tab to={{ screen: "privacy" }} current={route.screen === "privacy"} icon={<LockIcon />} keys="G P">
            {t("tab.privacy")}
          </Tab>
          <Tab to={{ screen: "models" }} current={route.screen === "models"} icon={<ChipIcon />} keys="G M">
            {t("tab.models")}
          </Tab>
          <FindButton />
        </div>
        <div className="rail-list">
          <ConversationList current={route.screen === "chat" ? route.conversationId : ""} />
        </div>
        <Suspense fallback={<div className="seal waiting-seal" />}>
          <NetworkSeal />
        </Suspense>
      </nav>
      <div className="screen">
        <GoneBanner />
        {children}
      </div>
    </div>
  );
}

function Tab({ to, current, icon, keys, children }: { to: Route; current: boolean; icon: ReactNode; keys: string; children: ReactNode }) {
  return (
    <a
      className="tab"
      href={pathOf(to)}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        if (!current) go(to);
      }}
    >
      {icon}
      <span>{children}</span>
      <kbd aria-hidden="true">{keys}</kbd>
    </a>
  );
}
