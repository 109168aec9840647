import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { DownIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import type { Row } from "./thread";

/** How many rows the document holds at most; the rest is a page away. */
const WINDOW = 50;
const STEP = 25;
const NEAR_END_PX = 60;

interface Props {
  rows: Row[];
  /** The row to land at, by its key; empty for the end. */
  landAt: string;
  busy: boolean;
  hasOlder: boolean;
  loadingOlder: boolean;
  loadOlder(): void;
  render(row: Row): ReactNode;
}

/** The log of a conversation: follows what is written while the reader is at its end, and pages upward. */
export function Thread({ rows, landAt, busy, hasOlder, loadingOlder, loadOlder, render }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const anchor = useRef<{ height: number; top: number }>(undefined);
  const [atEnd, setAtEnd] = useState(true);
  const [skipped, setSkipped] = useState(0);

  const end = Math.max(Math.min(WINDOW, rows.length), rows.length - skipped);
  const start = Math.max(0, end - WINDOW);
  const shown = rows.slice(start, end);
  const landed = useRef("");
  const [, comeAgain] = useState(0);

  // Whoever goes to the same place again wants to see it again.
  useEffect(() => {
    const gone = () => {
      landed.current = "";
      comeAgain((times) => times + 1);
    };
    addEventListener("popstate", gone);
    return () => removeEventListener("popstate", gone);
  }, []);

  useLayoutEffect(() => {
    if (!landAt || landed.current === landAt) return;
    const index = rows.findIndex((row) => row.key === landAt);
    if (index < 0) return;
    following.current = false;
    anchor.current = undefined;
    const place = box.current!.querySelector<HTMLElement>(".landed");
    if (!place) return setSkipped(Math.max(0, rows.length - index - STEP));
    landed.current = landAt;
    const frame = box.current!.getBoundingClientRect();
    box.current!.scrollTop += place.getBoundingClientRect().top - frame.top - frame.height / 4;
    place.focus({ preventScroll: true });
  });

  useLayoutEffect(() => {
    const element = box.current!;
    if (anchor.current && element.scrollHeight !== anchor.current.height) {
      element.scrollTop = anchor.current.top + element.scrollHeight - anchor.current.height;
      anchor.current = undefined;
    } else if (following.current) {
      element.scrollTop = element.scrollHeight;
    }
  });

  useLayoutEffect(() => {
    const element = box.current!;
    const grown = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight;
    });
    grown.observe(element);
    for (const child of element.children) grown.observe(child);
    return () => grown.disconnect();
  }, []);

  const scrolled = useCallback(() => {
    const element = box.current!;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    following.current = near && skipped === 0;
    setAtEnd(following.current);
    if (near && skipped > 0) setSkipped(Math.max(0, skipped - STEP));
  }, [skipped]);

  function older() {
    const element = box.current!;
    following.current = false;
    anchor.current = { height: element.scrollHeight, top: element.scrollTop };
    if (start > 0) setSkipped(skipped + STEP);
    else {
      setSkipped(rows.length > WINDOW - STEP ? skipped + STEP : skipped);
      loadOlder();
    }
  }

  function toEnd() {
    following.current = true;
    setSkipped(0);
    setAtEnd(true);
    box.current!.scrollTop = box.current!.scrollHeight;
  }

  return (
    <div className="thread-frame">
      <div className="thread" ref={box} role="log" aria-label={t("chat.log")} aria-busy={busy} aria-live="off" tabIndex={0} onScroll={scrolled}>
        <div className="thread-column">
          {(start > 0 || hasOlder) && (
            <button className="button plain small older" disabled={loadingOlder} onClick={older}>
              {t(loadingOlder ? "chat.loading" : "chat.older")}
            </button>
          )}
          {shown.map((row) => (
            <div key={row.key} {...(row.key === landAt ? { className: "thread-row landed", tabIndex: -1 } : { className: "thread-row" })}>
              {render(row)}
            </div>
          ))}
        </div>
      </div>
      {!atEnd && (
        <button className="button square to-end" aria-label={t("chat.toEnd")} title={t("chat.toEnd")} onClick={toEnd}>
          <DownIcon />
        </button>
      )}
    </div>
  );
}
