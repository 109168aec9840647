import { useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { CloseIcon, ListIcon, PlusIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { go } from "../../common/route";
import { NetworkSeal } from "../shell/NetworkSeal";
import { ConversationList } from "./ConversationList";
import { ModelPicker } from "./ModelPicker";

export function ChatHeader({ conversationId }: { conversationId: string }) {
  const [listOpen, setListOpen] = useState(false);
  return (
    <header className="chat-header">
      <button className="button square phone-only" aria-label={t("list.title")} onClick={() => setListOpen(true)}>
        <ListIcon />
      </button>
      <ModelPicker />
      <span className="grow" />
      <span className="phone-only">
        <NetworkSeal compact />
      </span>
      <button className="button" aria-label={t("chat.new")} onClick={() => go({ screen: "chat", conversationId: "" })}>
        <PlusIcon />
        <span className="phone-hidden">{t("chat.new")}</span>
      </button>
      <ModalOverlay className="overlay drawer-overlay" isOpen={listOpen} isDismissable onOpenChange={setListOpen}>
        <Modal className="drawer">
          <Dialog className="drawer-content" aria-label={t("list.title")}>
            <div className="row end">
              <button className="button plain square small" aria-label={t("common.close")} onClick={() => setListOpen(false)}>
                <CloseIcon />
              </button>
            </div>
            <ConversationList current={conversationId} picked={() => setListOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </header>
  );
}
