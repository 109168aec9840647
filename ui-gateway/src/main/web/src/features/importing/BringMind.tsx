import { create } from "@bufbuild/protobuf";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { LONG_CALL, useClient } from "../../common/api";
import { bytesOf, number } from "../../common/format";
import { CheckIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { useMind } from "../../common/mesh";
import { isCancelled, refusal, sentence } from "../../common/problem";
import { go } from "../../common/route";
import { LedgerService } from "../../gen/pmm/ledger/v1/ledger_pb";
import { BringMindRequestSchema, type BringMindResponse, ImportService } from "../../gen/pmm/mind/v1/importing_pb";
import { useStepUp } from "../session/useStepUp";
import { Bar } from "./Bar";
import { sendFile, type Upload } from "./upload";
import "./words";

/** A mind that was chosen: it takes the place of the one that lives here, once its name was typed. */
export function BringMind({ file, leave }: { file: File; leave(): void }) {
  const mind = useMind();
  const ledger = useClient(LedgerService);
  const imports = useClient(ImportService);
  const queries = useQueryClient();
  const stepUp = useStepUp(mind?.name ?? "");
  const [sent, setSent] = useState<number>();
  const [problem, setProblem] = useState("");
  const [done, setDone] = useState<BringMindResponse>();
  const abort = useRef<AbortController>(undefined);
  const upload = useRef<Upload>(undefined);
  useEffect(
    () => () => {
      abort.current?.abort();
      if (upload.current) imports.dropUpload({ uploadId: upload.current.uploadId }).catch(() => undefined);
    },
    [imports],
  );

  async function begin() {
    const { signal } = (abort.current = new AbortController());
    setProblem("");
    try {
      upload.current ??= await sendFile(imports, file, setSent, signal);
      const { uploadId, sha256 } = upload.current;
      const { eventCount, headHash } = await ledger.getLedgerInfo({}, { signal });
      const request = create(BringMindRequestSchema, { uploadId, expectedHeadHash: headHash, name: file.name, sha256 });
      stepUp.ask({
        method: ImportService.method.bringMind,
        requests: [request],
        title: t("bring.title", { name: file.name }),
        consequence: `${eventCount > 0n ? t("bring.kept", { count: number(eventCount) }) : t("bring.first")} ${t("bring.hash", { sha256 })}`,
        run: async (options) => {
          try {
            setDone(await imports.bringMind(request, { ...options, ...LONG_CALL }));
          } catch (error) {
            const reason = refusal(error)?.reason;
            // A mind-service that was restarted has dropped what it had.
            if (reason === "UPLOAD_NOT_FOUND") upload.current = undefined;
            throw reason === "HEAD_MOVED" || reason === "UPLOAD_NOT_FOUND" ? new Error(t("bring.moved")) : error;
          }
          await queries.invalidateQueries();
        },
      });
    } catch (error) {
      if (!isCancelled(error)) setProblem(sentence(error));
    } finally {
      setSent(undefined);
    }
  }

  if (done) {
    return (
      <div className="import-work">
        <p className="outcome good" role="status">
          <CheckIcon />
          {t("bring.done", { count: number(done.eventCount) })}
        </p>
        {done.keptPath && <p className="small">{t("bring.done.kept", { path: done.keptPath })}</p>}
        {done.forgottenAgainCount > 0 && <p className="small">{t("bring.done.forgotten", { count: done.forgottenAgainCount })}</p>}
        {done.forgottenUnknown && <p className="small">{t("bring.done.unknown")}</p>}
        <p className="small quiet">{t("bring.done.also")}</p>
        <div className="row">
          <button className="button primary" onClick={() => go({ screen: "chat", conversationId: "" })}>
            {t("bring.talk")}
          </button>
        </div>
      </div>
    );
  }
  return (
    <div className="import-work">
      <p>{t("bring.what", { name: file.name })}</p>
      {sent !== undefined && <Bar label={t("import.sending", { name: file.name })} detail={bytesOf(sent, file.size)} done={sent} total={file.size} />}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        <button className="button primary" disabled={sent !== undefined} onClick={() => void begin()}>
          {t("bring.begin")}
        </button>
        <button className="button" onClick={leave}>
          {t("import.another")}
        </button>
      </div>
      {stepUp.dialog}
    </div>
  );
}
