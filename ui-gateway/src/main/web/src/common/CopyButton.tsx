import { useEffect, useState } from "react";
import { t } from "./i18n";
import { CheckIcon, CopyIcon } from "./icons";

/** Copies a text and says so. */
export function CopyButton({ text, small = false }: { text: string; small?: boolean }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      className={small ? "button plain square small" : "button plain square"}
      aria-label={copied ? t("copy.done") : t("copy")}
      title={t("copy")}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {copied ? <CheckIcon /> : <CopyIcon />}
    </button>
  );
}
