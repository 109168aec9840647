import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { useClient } from "../../common/api";
import { Problem } from "../../common/Problem";
import { t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { BUILTIN_VOICE } from "../../common/models";
import { ConversationService, type Mind } from "../../gen/pmm/mind/v1/mind_pb";
import { TemplateService } from "../../gen/pmm/mind/v1/template_pb";
import { useSession } from "../session/SessionGate";
import { Steps, Way } from "./Steps";

/** What ends a sentence or a quotation: the name is said in quotation marks, as only so any word is taken for one. */
const NOT_IN_NAMES = /[.!?"“”‘’«»]/;

/** The name of the mind, and the character it begins with. */
export function Character({ mind, back, next }: { mind: Mind; back(): void; next(): void }) {
  const templates = useClient(TemplateService);
  const conversations = useClient(ConversationService);
  const queries = useQueryClient();
  const { ready } = useSession();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string>();
  const { data, error } = useQuery({
    queryKey: [...keys.mind, "templates"],
    queryFn: async ({ signal }) => (await templates.listTemplates({}, { signal })).templates,
    enabled: ready,
  });
  const applied = data?.find((each) => each.applied)?.templateId;
  const templateId = chosen ?? applied ?? data?.at(0)?.templateId;
  const write = useMutation({
    mutationFn: async () => {
      const called = name.trim();
      if (NOT_IN_NAMES.test(called)) throw new Error(t("welcome.name.odd", { name: called }));
      if (templateId && templateId !== applied) await templates.applyTemplate({ templateId, requestId: crypto.randomUUID() });
      if (!mind.name && called) {
        // Said like anything else, and heard by the built-in voice: no word of it leaves this device.
        const act = { case: "say" as const, value: { text: t("welcome.say.name", { name: called }) } };
        for await (const _ of conversations.converse({ act, modelId: BUILTIN_VOICE, requestId: crypto.randomUUID() }));
      }
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.mind });
      await queries.invalidateQueries({ queryKey: keys.conversations });
      next();
    },
  });
  function submit(event: SubmitEvent) {
    event.preventDefault();
    write.mutate();
  }
  return (
    <form className="welcome-form" onSubmit={submit}>
      {mind.name ? (
        <p>{t("welcome.named", { name: mind.name })}</p>
      ) : (
        <label className="field">
          <span>{t("welcome.name")}</span>
          <input autoComplete="off" maxLength={40} placeholder="Echo" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
      )}
      <fieldset className="ways">
        <legend>{t("welcome.character")}</legend>
        {data?.map((each) => (
          <Way
            key={each.templateId}
            name="template"
            title={tCode("welcome.template", each.templateId, "welcome.template", { title: each.title })}
            lead={tCode("welcome.manner", each.templateId, "welcome.manner", { character: each.character })}
            chosen={each.templateId === templateId}
            choose={() => setChosen(each.templateId)}
          />
        ))}
      </fieldset>
      {data && <Sample templateIds={data.map((each) => each.templateId)} chosen={templateId} name={mind.name || name.trim() || t("welcome.sample.name")} />}
      <Problem error={error ?? write.error} />
      <Steps back={back} next={() => write.mutate()} busy={write.isPending} />
    </form>
  );
}

/** How a mind of each character may answer, in words that are there already: nothing is asked or written. All take their room, so that choosing moves nothing. */
function Sample({ templateIds, chosen, name }: { templateIds: string[]; chosen: string | undefined; name: string }) {
  return (
    <figure className="sample">
      <figcaption className="small quiet">{t("welcome.sample")}</figcaption>
      <p className="sample-question">{t("welcome.sample.question")}</p>
      <div className="sample-answers" role="status">
        {templateIds.map((templateId) => (
          <p key={templateId} className={templateId === chosen ? "shown" : undefined} aria-hidden={templateId !== chosen}>
            <b>{name}</b> {tCode("welcome.sample", templateId, "welcome.sample.blank")}
          </p>
        ))}
      </div>
    </figure>
  );
}
