import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";

/** Rows beyond the edges that are there already. */
const AHEAD = 8;
/** Browsers draw nothing further down than some ten million pixels: a longer list is scrolled in larger steps. */
const MOST_PIXELS = 8_000_000;

export interface GridControl {
  /** Brings a row into sight and makes it the one that keys move from. */
  show(index: number): void;
}

/** A list of any length of which the rows in sight are drawn, and no others. */
export function EventGrid({
  label,
  count,
  rowHeight,
  head,
  control,
  seen,
  open,
  children,
}: {
  label: string;
  count: number;
  rowHeight: number;
  head: ReactNode;
  control: RefObject<GridControl | null>;
  seen(first: number, last: number): void;
  open(index: number): void;
  children(index: number): { className: string; cells: ReactNode };
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [{ top, height }, setView] = useState({ top: 0, height: 600 });
  const [active, setActive] = useState(0);
  const focus = useRef(false);
  const whole = count * rowHeight;
  const drawn = Math.min(whole, MOST_PIXELS);
  const step = drawn > height ? (whole - height) / (drawn - height) : 1;
  const offset = top * step;
  const first = Math.max(0, Math.floor(offset / rowHeight) - AHEAD);
  const last = Math.min(count - 1, Math.ceil((offset + height) / rowHeight) + AHEAD);
  const reachable = Math.min(Math.max(active, first), Math.max(first, last));

  useEffect(() => seen(first, last), [first, last]);

  useLayoutEffect(() => {
    const { current } = scroller;
    if (!current) return;
    const measure = () => current.clientHeight > 0 && setView({ top: current.scrollTop, height: current.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, []);

  function show(index: number) {
    const { current } = scroller;
    if (!current) return;
    const wanted = index * rowHeight;
    const room = height - 2 * rowHeight;
    if (wanted < offset) current.scrollTop = wanted / step;
    else if (wanted > offset + room) current.scrollTop = (wanted - room) / step;
    setView({ top: current.scrollTop, height });
    setActive(index);
  }

  useImperativeHandle(control, () => ({ show }));

  useEffect(() => {
    if (!focus.current) return;
    focus.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`)?.focus({ preventScroll: true });
  }, [active, first]);

  function pressed(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor(height / rowHeight) - 2);
    const moves: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: count - 1 };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      focus.current = true;
      show(Math.min(Math.max(0, to), count - 1));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(active);
    }
  }

  return (
    <div
      ref={scroller}
      className="event-grid"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-readonly="true"
      onKeyDown={pressed}
      onScroll={({ currentTarget }) => setView({ top: currentTarget.scrollTop, height })}
    >
      <div className="event-head" role="rowgroup">
        <div className="event-row tiny quiet" role="row" aria-rowindex={1}>
          {head}
        </div>
      </div>
      <div className="event-rows" role="rowgroup" style={{ height: drawn }}>
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at).map((index) => {
          const { className, cells } = children(index);
          return (
            <div
              key={index}
              className={`event-row ${className}`}
              role="row"
              aria-rowindex={index + 2}
              data-row={index}
              tabIndex={index === reachable ? 0 : -1}
              style={{ height: rowHeight, transform: `translateY(${index * rowHeight - offset + top}px)` }}
              onFocus={() => setActive(index)}
              onClick={() => open(index)}
            >
              {cells}
            </div>
          );
        })}
      </div>
    </div>
  );
}
