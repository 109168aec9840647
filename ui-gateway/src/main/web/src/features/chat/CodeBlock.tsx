import { type RefObject, createContext, memo, useContext, useEffect, useMemo, useRef, useState } from "react";
import { CopyButton } from "../../common/CopyButton";
import { type Coloured, groups, spread } from "./lines";

/** Whether more may be written to what is shown. */
export const Growing = createContext(false);

/** Beyond this, colours would cost more than a frame. */
const LONGEST = 100_000;

/** Code as it is, with a button that copies it, and in colours once it is written and in sight. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const box = useRef<HTMLDivElement>(null);
  const text = code.replace(/\n$/, "");
  const parts = useMemo(() => groups(text), [text]);
  const pieces = useColours(box, text, language.toLowerCase());
  const colours = useMemo(() => pieces && spread(pieces, parts), [pieces, parts]);
  return (
    <div className="code" ref={box}>
      <CopyButton text={text} small />
      <pre tabIndex={0}>
        <code>
          {parts.map((part, at) => (
            <Lines key={at} text={part} pieces={colours?.[at]} />
          ))}
        </code>
      </pre>
    </div>
  );
}

const Lines = memo(function Lines({ text, pieces }: { text: string; pieces: Coloured[] | undefined }) {
  return (
    <span className="code-lines">
      {pieces
        ? pieces.map((piece, at) => (piece.meaning ? <span key={at} className={piece.meaning}>{piece.text}</span> : piece.text))
        : text}
    </span>
  );
});

/** The pieces of a code, when it is written, in sight and nothing else is to be done; nothing before, or for a language unknown. */
function useColours(box: RefObject<HTMLElement | null>, code: string, language: string): Coloured[] | undefined {
  const growing = useContext(Growing);
  const [found, setFound] = useState<{ code: string; pieces: Coloured[] | undefined }>();
  const wanted = language !== "" && !growing && code.length <= LONGEST;
  useEffect(() => {
    if (!wanted) return;
    let left = false;
    const idle = () => new Promise<void>((now) => ("requestIdleCallback" in globalThis ? requestIdleCallback(() => now(), { timeout: 2000 }) : setTimeout(now, 50)));
    const seen = new IntersectionObserver(
      async (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        seen.disconnect();
        const { coloured } = await import("./colours");
        await idle();
        if (!left) setFound({ code, pieces: coloured(code, language) });
      },
      { rootMargin: "300px" },
    );
    seen.observe(box.current!);
    return () => {
      left = true;
      seen.disconnect();
    };
  }, [box, code, language, wanted]);
  return found?.code === code ? found.pieces : undefined;
}
