import { Suspense, memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { ImageIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { CodeBlock, Growing } from "./CodeBlock";
import { OutsideLink } from "./OutsideLink";
import { blocks, fenced } from "./blocks";
import { BY_ITSELF, IN_LINE, markMaths } from "./maths";

const Maths = lazy(() => import("./Maths"));

const components: Components = {
  a: ({ href, children }) => (href ? <OutsideLink href={href}>{children}</OutsideLink> : <span>{children}</span>),
  // A picture's address can carry words out, so none is ever loaded.
  img: ({ src, alt }) => (
    <span className="picture">
      <ImageIcon />
      <span>{t("answer.picture", { alt: alt || t("answer.picture.unnamed") })}</span>
      <code>{String(src ?? "")}</code>
    </span>
  ),
  pre: ({ node }) => (
    <CodeBlock code={textOf(node)} language={languageOf(node)} />
  ),
  code: ({ children }) => {
    const text = typeof children === "string" ? children : "";
    if (text[0] !== IN_LINE && text[0] !== BY_ITSELF) return <code>{children}</code>;
    const tex = text.slice(1);
    return (
      <Suspense fallback={<code>{tex}</code>}>
        <Maths tex={tex} display={text[0] === BY_ITSELF} />
      </Suspense>
    );
  },
  table: ({ children }) => (
    <div className="table" tabIndex={0} role="region" aria-label={t("answer.table")}>
      <table>{children}</table>
    </div>
  ),
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  input: ({ checked }) => <span>{checked ? "☑ " : "☐ "}</span>,
};

const Block = memo(function Block({ text, growing }: { text: string; growing: boolean }) {
  const code = fenced(text);
  return (
    <Growing value={growing}>
      {code ? (
        <CodeBlock {...code} />
      ) : (
        <ReactMarkdown remarkPlugins={[remarkGfm]} skipHtml components={components}>
          {markMaths(text)}
        </ReactMarkdown>
      )}
    </Growing>
  );
});

/** A model's words as markdown: no raw HTML, no pictures, links that show where they lead. */
export default function Markdown({ text, growing = false }: { text: string; growing?: boolean }) {
  const all = blocks(text);
  return all.map((block, index) => <Block key={index} text={block} growing={growing && index === all.length - 1} />);
}

interface Node {
  type: string;
  value?: string;
  children?: Node[];
  properties?: { className?: string[] };
}

/** "python" of a code with the class language-python. */
function languageOf(node: unknown): string {
  const names = (node as Node).children?.[0]?.properties?.className ?? [];
  return names.find((name) => name.startsWith("language-"))?.slice("language-".length) ?? "";
}

function textOf(node: unknown): string {
  const { value, children } = node as Node;
  return value ?? children?.map(textOf).join("") ?? "";
}
