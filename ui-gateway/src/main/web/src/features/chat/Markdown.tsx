import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { CopyButton } from "../../common/CopyButton";
import { ImageIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { OutsideLink } from "./OutsideLink";
import { blocks } from "./blocks";

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
  pre: ({ children, node }) => (
    <div className="code">
      <CopyButton text={textOf(node)} small />
      <pre tabIndex={0}>{children}</pre>
    </div>
  ),
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

const Block = memo(function Block({ text }: { text: string }) {
  return (
    <ReactMarkdown remarkPlugins={[remarkGfm]} skipHtml components={components}>
      {text}
    </ReactMarkdown>
  );
});

/** A model's words as markdown: no raw HTML, no pictures, links that show where they lead. */
export default function Markdown({ text }: { text: string }) {
  return blocks(text).map((block, index) => <Block key={index} text={block} />);
}

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

function textOf(node: unknown): string {
  const { value, children } = node as Node;
  return value ?? children?.map(textOf).join("") ?? "";
}
