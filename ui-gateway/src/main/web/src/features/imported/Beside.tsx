import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Problem } from "../../common/Problem";
import { CopyButton } from "../../common/CopyButton";
import { useClient } from "../../common/api";
import { ChipIcon, FileIcon, SparkIcon, WarnIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { LedgerService } from "../../gen/pmm/ledger/v1/ledger_pb";
import { type ImportedPart, ImportedPart_Kind as Kind } from "../../gen/pmm/mind/v1/imported_talk_pb";
import { visible } from "../chat/visible";
import { Attachment } from "./Attachment";
import { Sources } from "./Sources";
import { labelOf } from "./label";
import "./words";
import "./imported.css";

/** More steps than these are folded into one line. */
const FEW = 3;

/** What the old assistant did besides speaking: each step folded, pictures and files in sight. */
export default function Beside({ parts }: { parts: ImportedPart[] }) {
  const files = parts.filter((part) => part.file);
  const steps = parts.filter((part) => !part.file);
  const list = steps.map((part, index) => <Step part={part} key={index} />);
  return (
    <div className="beside">
      {steps.length > FEW ? (
        <Folded className="steps" label={t("imported.steps", { count: steps.length })}>
          {() => list}
        </Folded>
      ) : (
        list
      )}
      {files.map((part, index) => (
        <Attachment file={part.file!} words={part.text} key={index} />
      ))}
    </div>
  );
}

function Step({ part }: { part: ImportedPart }) {
  if (part.kind === Kind.FORGOTTEN) return <i className="small quiet">{labelOf(part)}</i>;
  return (
    <Folded className={part.kind === Kind.UNKNOWN ? "step unknown" : "step"} icon={iconOf(part)} label={labelOf(part)}>
      {() => <Words part={part} />}
    </Folded>
  );
}

function iconOf({ kind, failed }: ImportedPart): ReactNode {
  if (failed || kind === Kind.UNKNOWN) return <WarnIcon />;
  if (kind === Kind.REASONING) return <SparkIcon />;
  return kind === Kind.TOOL_CALL || kind === Kind.TOOL_RESULT ? <ChipIcon /> : <FileIcon />;
}

/** What is folded is made once it is opened. */
export function Folded({ label, icon, className, children }: { label: string; icon?: ReactNode; className: string; children: () => ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={className} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {icon}
        <span dir="auto">{label}</span>
      </summary>
      {open && children()}
    </details>
  );
}

function Words({ part }: { part: ImportedPart }) {
  const [wanted, setWanted] = useState(false);
  const whole = useWhole(part, wanted);
  const text = visible(whole.data ?? part.text);
  return (
    <div className="step-words">
      {part.kind === Kind.REASONING ? (
        <p className="plain-text" dir="auto">
          {text}
        </p>
      ) : (
        <div className="code">
          <CopyButton text={whole.data ?? part.text} small />
          <pre tabIndex={0} dir="auto">
            {text || t("imported.empty")}
          </pre>
        </div>
      )}
      <Sources sources={part.sources} text="" />
      <Problem error={whole.error} />
      {part.cut && whole.data === undefined && (
        <button className="button small" disabled={whole.isFetching} onClick={() => setWanted(true)}>
          {t(whole.isFetching ? "imported.loading" : "imported.all")}
        </button>
      )}
    </div>
  );
}

/** All words of a part, from the events that hold them. */
function useWhole({ eventIds }: ImportedPart, wanted: boolean) {
  const ledger = useClient(LedgerService);
  return useQuery({
    queryKey: ["imported", eventIds.map(String)],
    queryFn: async ({ signal }) => {
      let words = "";
      for (const eventId of eventIds) words += (await ledger.getEvent({ eventId }, { signal })).event?.content ?? "";
      return words;
    },
    enabled: wanted,
  });
}
