import { Suspense, useEffect, useState } from "react";
import { FindIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";

const Finder = lazy(() => import("../search/Finder"));
const EventDialog = lazy(() => import("../search/FoundEvent"));

const SHOW = "pmm-find";

/** The way to search for mouse and finger. */
export function FindButton() {
  return (
    <button className="tab find-tab" aria-haspopup="dialog" onClick={() => dispatchEvent(new Event(SHOW))}>
      <FindIcon />
      <span>{t("tab.find")}</span>
      <kbd aria-hidden="true">{CHORD}</kbd>
    </button>
  );
}

/** The keys that open it, as this machine names them. */
export const CHORD = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ K" : "Ctrl K";

/** Opens "Find anything" from wherever one is, also while typing. */
export function FindAnything() {
  const [open, setOpen] = useState(false);
  const [event, setEvent] = useState(0n);
  useEffect(() => {
    const show = () => setOpen(true);
    const pressed = (pressed: KeyboardEvent) => {
      if ((pressed.ctrlKey || pressed.metaKey) && !pressed.altKey && !pressed.shiftKey && pressed.key.toLowerCase() === "k") {
        pressed.preventDefault();
        show();
      }
    };
    addEventListener(SHOW, show);
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener(SHOW, show);
      removeEventListener("keydown", pressed);
    };
  }, []);
  return (
    <Suspense>
      {open && <Finder close={() => setOpen(false)} showEvent={setEvent} />}
      {event > 0n && <EventDialog eventId={event} close={() => setEvent(0n)} />}
    </Suspense>
  );
}
