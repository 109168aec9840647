import { CopyButton } from "../../common/CopyButton";

/** What is taken along as it stands: a command, a fingerprint. */
export function CopyLine({ text }: { text: string }) {
  return (
    <div className="path">
      <code>{text}</code>
      <CopyButton text={text} small />
    </div>
  );
}
