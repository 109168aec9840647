import { useEffect, useRef, useState } from "react";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { bytes } from "../../common/format";
import { DownloadIcon, FileIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { isCancelled, sentence } from "../../common/problem";
import { openSink } from "../../common/sink";
import { AttachmentService, type ImportedFile } from "../../gen/pmm/mind/v1/imported_talk_pb";
import { visible } from "../chat/visible";
import { Folded } from "./Beside";
import { mayBePicture } from "./picture";
import { usePicture } from "./usePicture";
import "./words";
import "./imported.css";

/** A file of imported talk: a picture where it is one and its bytes are here, else its name, and what can be done with it. */
export function Attachment({ file, words }: { file: ImportedFile; words: string }) {
  const name = visible(file.name) || t("imported.file.unnamed");
  return (
    <div className="attachment">
      {mayBePicture(file) && <Picture file={file} />}
      <div className="file small">
        <FileIcon />
        <span className="grow" dir="auto">
          {name} <span className="quiet">{facts(file)}</span>
        </span>
        {file.stored ? <Save file={file} name={name} /> : !words && <span className="chip amber">{t("imported.file.missing")}</span>}
      </div>
      {words && (
        <Folded className="step" label={t("imported.file.words", { name })}>
          {() => (
            <div className="step-words code">
              <pre tabIndex={0} dir="auto">
                {visible(words)}
              </pre>
            </div>
          )}
        </Folded>
      )}
    </div>
  );
}

function facts({ mediaType, size }: ImportedFile): string {
  return [mediaType, size === undefined ? "" : bytes(size)].filter(Boolean).join(" · ");
}

/** Loaded once it is seen; nothing where the file is no picture after all. */
function Picture({ file }: { file: ImportedFile }) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const watch = new IntersectionObserver((entries) => setSeen((before) => before || entries.some((entry) => entry.isIntersecting)), { rootMargin: "400px" });
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);
  const { url, error, retry } = usePicture(file, seen);
  const name = visible(file.name) || t("imported.picture.unnamed");
  if (url === null || broken) return null;
  return (
    <div className="imported-picture" ref={box}>
      {url ? (
        <img src={url} alt={name} onError={() => setBroken(true)} />
      ) : error ? (
        <>
          <Problem error={error} />
          <button className="button small" onClick={retry}>
            {t("gone.retry")}
          </button>
        </>
      ) : (
        <span className="unseen">{t("imported.picture.loading", { name })}</span>
      )}
    </div>
  );
}

function Save({ file, name }: { file: ImportedFile; name: string }) {
  const attachments = useClient(AttachmentService);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  async function save() {
    const sink = await openSink(fileName(name), file.mediaType);
    if (!sink) return;
    setBusy(true);
    setProblem("");
    try {
      for await (const { data } of attachments.readAttachment({ eventId: file.eventId, index: file.index })) await sink.write(data);
      await sink.close();
    } catch (error) {
      await sink.abort();
      if (!isCancelled(error)) setProblem(t("imported.file.failed", { problem: sentence(error) }));
    }
    setBusy(false);
  }
  return (
    <>
      <button className="button plain square small" aria-label={t("imported.file.save", { name })} title={t("imported.file.save", { name })} disabled={busy} onClick={() => void save()}>
        <DownloadIcon />
      </button>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** A name that is no path, and is none of the system's own. */
export function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, "_").replace(/^\.+/, "_").slice(-200);
}
