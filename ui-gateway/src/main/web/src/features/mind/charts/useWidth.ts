import { useCallback, useState } from "react";

/** The width of an element in whole pixels, also after it changes. */
export function useWidth() {
  const [width, setWidth] = useState(600);
  const element = useCallback((current: HTMLElement | null) => {
    if (!current) return undefined;
    const measure = () => current.clientWidth > 0 && setWidth(current.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, []);
  return { element, width };
}
