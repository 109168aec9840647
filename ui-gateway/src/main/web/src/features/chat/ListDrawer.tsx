import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { CloseIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { ConversationList } from "./ConversationList";

/** The conversations on a phone, where the rail has no room for them. */
export default function ListDrawer({ current, close }: { current: string; close(): void }) {
  return (
    <ModalOverlay className="overlay drawer-overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="drawer">
        <Dialog className="drawer-content" aria-label={t("list.title")}>
          <div className="row end">
            <button className="button plain square small" aria-label={t("common.close")} onClick={close}>
              <CloseIcon />
            </button>
          </div>
          <ConversationList current={current} picked={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
