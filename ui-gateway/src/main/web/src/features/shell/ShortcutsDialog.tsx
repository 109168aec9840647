import { Button, Dialog, Heading, Modal, ModalOverlay, Switch } from "react-aria-components";
import { type MessageId, t } from "../../common/i18n";
import { CHORD } from "./FindAnything";

const SHORTCUTS: [keys: string, words: MessageId][] = [
  [CHORD, "keys.find"],
  ["G C", "keys.chat"],
  ["G Y", "keys.mind"],
  ["G E", "keys.events"],
  ["G P", "keys.privacy"],
  ["G M", "keys.models"],
  ["N", "keys.new"],
  ["W", "keys.why"],
  ["↑", "keys.edit"],
  ["Esc", "keys.stop"],
  ["?", "keys.help"],
];

export default function ShortcutsDialog({ on, turn, close }: { on: boolean; turn(on: boolean): void; close(): void }) {
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">{t("keys.title")}</Heading>
          <dl className="keys">
            {SHORTCUTS.map(([keys, words]) => (
              <div key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{t(words)}</dd>
              </div>
            ))}
          </dl>
          <Switch className="switch" isSelected={on} onChange={turn}>
            <span className="track" />
            {t("keys.switch")}
          </Switch>
          <div className="row end">
            <Button className="button" slot="close">
              {t("common.close")}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
