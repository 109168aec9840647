import { t } from "../../common/i18n";
import { type ImportedPart, ImportedPart_Kind as Kind } from "../../gen/pmm/mind/v1/imported_talk_pb";
import "./words";

/** Tools that ran what they were given. */
const CODE = ["python", "code_interpreter", "container.exec", "analysis", "repl"];

/** What a part that stands beside a message is called. */
export function labelOf(part: ImportedPart): string {
  const { kind, name } = part;
  switch (kind) {
    case Kind.REASONING:
      return t("imported.reasoning");
    case Kind.TOOL_CALL:
      return callLabel(part);
    case Kind.TOOL_RESULT:
      if (part.failed) return name ? t("imported.result.failed", { name }) : t("imported.result.unnamed.failed");
      if (CODE.includes(name)) return t("imported.result.code");
      return name ? t("imported.result", { name }) : t("imported.result.unnamed");
    case Kind.CONTEXT:
      return t("imported.context");
    case Kind.UNKNOWN:
      return name ? t("imported.unknown.named", { name }) : t("imported.unknown");
    case Kind.FORGOTTEN:
      return t("turn.forgotten");
    default:
      return t("imported.hidden");
  }
}

function callLabel({ name, text }: ImportedPart): string {
  const title = documentTitle(text);
  if (title) return t("imported.call.document", { title });
  if (CODE.includes(name)) return t("imported.call.code");
  return name ? t("imported.call", { name }) : t("imported.call.unnamed");
}

/** What a document that a tool was told to make is called; the text may be cut off anywhere behind it. */
export function documentTitle(call: string): string {
  const found = /^\s*\{[\s\S]*?"(?:title|path|file_name)"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(call)?.[1];
  try {
    return found ? String(JSON.parse(found)) : "";
  } catch {
    return "";
  }
}
