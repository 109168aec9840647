import { Suspense, useEffect, useRef, useState } from "react";
import { go } from "../../common/route";
import { store, stored } from "../../common/stored";
import { lazy } from "../../common/lazy";

const OFF = "pmm.shortcuts.off";

const SHOW = "pmm-shortcuts";

export function showShortcuts(): void {
  dispatchEvent(new Event(SHOW));
}

const ShortcutsDialog = lazy(() => import("./ShortcutsDialog"));

/** Keys of one letter, which can be switched off, and the dialog that lists them. */
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
      else if (sequence === "gy") go({ screen: "mind" });
      else if (sequence === "ge") go({ screen: "events" });
      else if (sequence === "gp") go({ screen: "privacy" });
      else if (sequence === "gm") go({ screen: "models" });
      else if (sequence === "n") go({ screen: "chat", conversationId: "" });
      else if (sequence === "?") setOpen(true);
      else return;
      pending.current = "";
      event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [on]);

  if (!open) return null;
  return (
    <Suspense>
      <ShortcutsDialog
        on={on}
        turn={(selected) => {
          store(OFF, selected ? undefined : "1");
          setOn(selected);
        }}
        close={() => setOpen(false)}
      />
    </Suspense>
  );
}

/** Whether a key belongs to where it was pressed: to a field, or to a dialog, whose list hears what is typed above it. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) || target.closest("[role=dialog]") !== null)
  );
}

/** Whether keys of one letter are switched on. */
export function shortcutsOn(): boolean {
  return stored(OFF) === undefined;
}
