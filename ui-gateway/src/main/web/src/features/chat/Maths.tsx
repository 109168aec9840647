import temml from "temml";
import { type ReactNode, createElement, useMemo } from "react";
import "./maths.css";

/** What a formula may consist of and say; all else of what its author wrote is left out, colours and links too. */
const ELEMENTS = new Set(
  "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none".split(
    " ",
  ),
);
const ATTRIBUTES = new Set(
  "accent accentunder columnalign columnspacing columnspan depth display displaystyle fence form height largeop linethickness lspace mathvariant maxsize minsize movablelimits rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset width".split(
    " ",
  ),
);
const STYLES = new Set("border borderBottom borderLeft borderRight borderTop padding paddingLeft paddingRight textAlign".split(" "));
const CLASSES = new Set("downstrike tml-cancel tml-left tml-right upstrike".split(" "));

const DEEPEST = 100;
const MOST_PARTS = 3000;

interface Part {
  type?: string;
  text?: string;
  attributes?: Record<string, string>;
  style?: Record<string, string>;
  classes?: string[];
  children?: Part[];
}

/** A formula in TeX as MathML, or its TeX if that cannot be read. */
export default function Maths({ tex, display }: { tex: string; display: boolean }) {
  const formula = useMemo(() => drawn(tex, display), [tex, display]);
  if (!formula) return <code>{tex}</code>;
  return (
    <span className={display ? "maths by-itself" : "maths"} {...(display ? { tabIndex: 0 } : {})}>
      {formula}
    </span>
  );
}

function drawn(tex: string, display: boolean): ReactNode {
  try {
    const count = { parts: 0 };
    return elements(temml.__renderToMathMLTree(tex, { displayMode: display, throwOnError: true, maxSize: [20, 20], maxExpand: 500 }) as Part, 0, count);
  } catch {
    // Half a formula, a macro that never ends, braces deeper than any stack: its words are shown instead.
    return undefined;
  }
}

function elements(part: Part, depth: number, count: { parts: number }): ReactNode {
  if (depth > DEEPEST || ++count.parts > MOST_PARTS) throw new Error("the formula is too large to be drawn");
  if (part.text !== undefined) return part.text;
  const children = (part.children ?? []).map((each) => elements(each, depth + 1, count));
  if (!part.type || !ELEMENTS.has(part.type)) return createElement("mrow", undefined, ...children);
  const allowed = (values: Record<string, string> | undefined, names: Set<string>) =>
    Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => names.has(name)));
  const className = (part.classes ?? []).filter((name) => CLASSES.has(name)).join(" ");
  return createElement(part.type, { ...allowed(part.attributes, ATTRIBUTES), ...(className ? { className } : {}), style: allowed(part.style, STYLES) }, ...children);
}
