import { Suspense, useState } from "react";
import { ListIcon, PlusIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { go } from "../../common/route";
import NetworkSeal from "../shell/NetworkSeal";

const ModelPicker = lazy(() => import("./ModelPicker"));
const ListDrawer = lazy(() => import("./ListDrawer"));

export function ChatHeader({ conversationId }: { conversationId: string }) {
  const [listOpen, setListOpen] = useState(false);
  return (
    <header className="chat-header">
      <button className="button square phone-only" aria-label={t("list.title")} onClick={() => setListOpen(true)}>
        <ListIcon />
      </button>
      <Suspense fallback={<span className="button model-button">{t("chat.loading")}</span>}>
        <ModelPicker />
      </Suspense>
      <span className="grow" />
      <span className="phone-only">
        <NetworkSeal compact />
      </span>
      <button className="button" aria-label={t("chat.new")} onClick={() => go({ screen: "chat", conversationId: "" })}>
        <PlusIcon />
        <span className="phone-hidden">{t("chat.new")}</span>
      </button>
      <Suspense>{listOpen && <ListDrawer current={conversationId} close={() => setListOpen(false)} />}</Suspense>
    </header>
  );
}
