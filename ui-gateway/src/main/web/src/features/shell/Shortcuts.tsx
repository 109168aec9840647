import { useEffect, useRef, useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay, Switch } from "react-aria-components";
import { type MessageId, t } from "../../common/i18n";
import { go } from "../../common/route";
import { store, stored } from "../../common/stored";

const OFF = "pmm.shortcuts.off";

const SHOW = "pmm-shortcuts";

export function showShortcuts(): void {
  dispatchEvent(new Event(SHOW));
}

const SHORTCUTS: [keys: string, words: MessageId][] = [
  ["G C", "keys.chat"],
  ["G P", "keys.privacy"],
  ["N", "keys.new"],
  ["W", "keys.why"],
  ["↑", "keys.edit"],
  ["Esc", "keys.stop"],
  ["?", "keys.help"],
];

/** Keys of one letter, which can be switched off, and the page that lists them. */
export function Shortcuts() {
  const [open, setOpen] = useState(false);
  const [on, setOn] = useState(() => stored(OFF) === undefined);
  const pending = useRef("");

  useEffect(() => {
    const show = () => setOpen(true);
    addEventListener(SHOW, show);
    return () => removeEventListener(SHOW, show);
  }, []);

  useEffect(() => {
    if (!on) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const sequence = pending.current === "g" ? `g${key}` : key;
      pending.current = key;
      if (sequence === "gc") go({ screen: "chat", conversationId: "" });
      else if (sequence === "gp") go({ screen: "privacy" });
      else if (sequence === "n") go({ screen: "chat", conversationId: "" });
      else if (sequence === "?") setOpen(true);
      else return;
      pending.current = "";
      event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [on]);

  return (
    <ModalOverlay className="overlay" isOpen={open} isDismissable onOpenChange={setOpen}>
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
          <Switch
            className="switch"
            isSelected={on}
            onChange={(selected) => {
              store(OFF, selected ? undefined : "1");
              setOn(selected);
            }}
          >
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

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

/** Whether keys of one letter are switched on. */
export function shortcutsOn(): boolean {
  return stored(OFF) === undefined;
}
