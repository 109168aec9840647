import { create } from "@bufbuild/protobuf";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useClient } from "../../common/api";
import { duration } from "../../common/format";
import { CheckIcon } from "../../common/icons";
import { Problem } from "../../common/Problem";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { refusal } from "../../common/problem";
import { type Failure, FailureSchema } from "../../gen/pmm/mind/v1/mind_pb";
import { ModelCheckSchema, ModelCheck_State, ModelService, type TestModelResponse } from "../../gen/pmm/provider/v1/provider_pb";
import { ConsentCard } from "../chat/ConsentCard";

/** Asks a model for one sentence, with none of the person's words. */
export function TestModel({ modelId, mindName }: { modelId: string; mindName: string }) {
  const models = useClient(ModelService);
  const queries = useQueryClient();
  const test = useMutation({
    mutationFn: (attemptId: string) => models.testModel({ modelId, attemptId }, { timeoutMs: 300_000 }),
    onSuccess: () => queries.setQueryData(["check", modelId], create(ModelCheckSchema, { modelId, state: ModelCheck_State.READY })),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.network }),
  });
  const { mutate } = test;
  useEffect(() => mutate(crypto.randomUUID()), [mutate]);
  const wanting = consentWanting(test.error);
  return (
    <div role="status" className="model-test">
      {test.isPending && (
        <p className="small quiet status">
          <span className="dots" aria-hidden="true" />
          {t("test.asking")}
        </p>
      )}
      {test.data && (
        <p className="outcome good">
          <CheckIcon />
          <span>{resultWords(test.data)}</span>
        </p>
      )}
      {wanting ? (
        <ConsentCard failure={wanting} outcomeEventId={0n} conversationId="" modelId={modelId} name={mindName} retry={mutate} />
      ) : (
        <Problem error={test.error} />
      )}
      {!test.isPending && !wanting && (
        <button className="button small start" onClick={() => mutate(crypto.randomUUID())}>
          {t("test.again")}
        </button>
      )}
    </div>
  );
}

function resultWords({ text, finish }: TestModelResponse): string {
  const { elapsed } = finish ?? {};
  const ms = elapsed ? Number(elapsed.seconds) * 1000 + Math.round(elapsed.nanos / 1e6) : 0;
  return t("test.answered", { time: duration(ms), text: text.trim() });
}

/** What the person would have to allow, where that is all that is missing. */
export function consentWanting(error: unknown): Failure | undefined {
  const info = error ? refusal(error) : undefined;
  if (info?.reason !== "CONSENT_REQUIRED") return undefined;
  const { host = "", purpose = "", data_classes: classes = "", body_token: bodyToken = "" } = info.metadata;
  return create(FailureSchema, { reason: info.reason, host, purpose, dataClasses: classes.split(/[,\s]+/).filter(Boolean), bodyToken });
}
