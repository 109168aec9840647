import { type MessageInitShape, create, toBinary } from "@bufbuild/protobuf";
import { Code, type ConnectRouter } from "@connectrpc/connect";
import { type CompareRequest, CompareService } from "../gen/pmm/mind/v1/compare_pb";
import { IdentityProbe_Kind, IdentityService } from "../gen/pmm/mind/v1/identity_pb";
import { Phase_Step } from "../gen/pmm/mind/v1/mind_pb";
import { AddRemoteModelRequestSchema, Api, HashKind, Locality, type Model, ModelCheck_State, type ModelDraft, ModelSchema, ModelService } from "../gen/pmm/provider/v1/provider_pb";
import type { FakeMesh } from "./fakeMesh";
import { refused } from "./refused";

export const REMOTE = "openai:gpt-4.1";

/** The added models of a mesh in memory, and what each would say. */
export class FakeModels {
  private readonly all = new Map<string, Model>();
  /** How the models proved local are found. */
  found = ModelCheck_State.READY;
  foundMessage = "";
  /** What the next identity check has changed, in thousandths. */
  drift = 0;
  checked = 0;
  /** What was asked of several models at once, by the model. */
  compared: string[] = [];
  /** When each of these questions was asked. */
  askTimes: CompareRequest["askTime"][] = [];

  constructor(private readonly mesh: FakeMesh) {
    this.put({ modelId: "ollama:llama3.1", locality: Locality.PROVED, url: "http://127.0.0.1:11434", api: Api.OLLAMA, providerModel: "llama3.1", hashKind: HashKind.MANIFEST });
    this.put({ modelId: "local:mistral-small", locality: Locality.DECLARED, url: "http://127.0.0.1:8080", codecName: "quiet", api: Api.OPENAI });
    this.put({ modelId: REMOTE, locality: Locality.REMOTE, url: "https://api.openai.com/v1", api: Api.OPENAI, keyHint: "9f3c" });
    this.put({ modelId: "ollama:big", locality: Locality.REMOTE, url: "http://192.0.2.7:11434", api: Api.OLLAMA });
  }

  /** The ids of those that were added since the beginning. */
  get added(): string[] {
    return [...this.all.keys()].slice(4);
  }

  get(modelId: string): Model | undefined {
    return this.all.get(modelId);
  }

  put(model: MessageInitShape<typeof ModelSchema>): Model {
    const made = create(ModelSchema, model);
    this.all.set(made.modelId, made);
    return made;
  }

  private add(draft: ModelDraft, locality: Locality, replace: boolean): Model {
    const { modelId, url, api, key } = draft;
    if (this.all.has(modelId) && !replace) throw refused("MODEL_EXISTS", `${modelId} is another model already`, Code.AlreadyExists);
    const usual = { openai: "https://api.openai.com/v1", anthropic: "https://api.anthropic.com", ollama: "http://127.0.0.1:11434" }[modelId.split(":")[0]!] ?? "";
    return this.put({ modelId, url: url || usual, api, keyHint: key.slice(-4), locality });
  }

  private find(modelId: string): Model {
    const model = this.all.get(modelId);
    if (!model) throw refused("MODEL_NOT_FOUND", `no model ${modelId}`, Code.NotFound);
    return model;
  }

  private asks(modelId: string, boundTo: string): boolean {
    return this.get(modelId)?.locality === Locality.REMOTE && !this.mesh.allowed.has(boundTo);
  }

  private async *check(requestId: string, modelId: string) {
    const questions: [IdentityProbe_Kind, string, string][] = [
      [IdentityProbe_Kind.NAME, "What is your name?", "I am Echo."],
      [IdentityProbe_Kind.MEMORY, "Finish the sentence: “I live in …”", "You live in Porto."],
      [IdentityProbe_Kind.TONE, "How do you go about things?", "Carefully, and I say when I am not sure."],
    ];
    for (let question = 1; question <= questions.length; question++) {
      yield { part: { case: "progress" as const, value: { question, questions: questions.length, phase: { step: Phase_Step.THINKING } } } };
      await this.mesh.wait(10);
      if (!this.asks(modelId, requestId)) continue;
      const failure = { reason: "CONSENT_REQUIRED", host: "api.openai.com", purpose: "identity_check", dataClasses: ["message", "memory"] };
      yield { part: { case: "check" as const, value: { modelId, failure } } };
      return;
    }
    this.checked++;
    const change = this.checked > 1 ? this.drift : undefined;
    const probes = questions.map(([kind, text, answer], at) => ({
      kind,
      question: text,
      answer: at === 1 && change ? "I do not know." : answer,
      scoreMilli: at === 1 && change ? 0 : 1000,
      ...(change === undefined ? {} : { changeMilli: at === 1 ? 3 * change : 0 }),
    }));
    const scoreMilli = Math.round(probes.reduce((sum, probe) => sum + probe.scoreMilli, 0) / probes.length);
    const drift = change === undefined ? {} : { drift: { eventId: 1n, modelId: "builtin:voice", changeMilli: change } };
    yield { part: { case: "check" as const, value: { eventId: this.mesh.event(), modelId, scoreMilli, probes, ...drift } } };
  }

  private async *compare({ question, models, askTime }: CompareRequest) {
    this.askTimes.push(askTime);
    for (const [index, { modelId, attemptId }] of models.entries()) {
      yield { index, part: { case: "phase" as const, value: { step: Phase_Step.THINKING } } };
      await this.mesh.wait(20);
      if (this.asks(modelId, attemptId)) {
        const failure = { reason: "CONSENT_REQUIRED", host: "api.openai.com", purpose: "compare", dataClasses: ["message", "memory"], wouldSend: [{ role: "user", text: question }], bodyToken: "body" };
        yield { index, part: { case: "end" as const, value: { finishReason: "ERROR", failure } } };
        continue;
      }
      this.compared.push(modelId);
      yield { index, part: { case: "speaker" as const, value: { modelId, locality: "proved" } } };
      for (const word of `${modelId} says: ${this.mesh.answer.split("\n")[0]}`.split(" ")) {
        yield { index, part: { case: "text" as const, value: `${word} ` } };
        await this.mesh.wait(1);
      }
      yield { index, part: { case: "end" as const, value: { finishReason: "STOP", promptTokens: 812, answerTokens: 64, elapsedMs: 4200n, firstTokenMs: 900n } } };
    }
  }

  serve(router: ConnectRouter): void {
    router.service(ModelService, {
      listModels: () => ({ models: [...this.all.values()] }),
      addModel: ({ model, replace }) => ({ model: this.add(model!, model!.modelId.startsWith("local:") ? Locality.DECLARED : Locality.PROVED, replace) }),
      addRemoteModel: (request, context) => {
        this.mesh.requireStepUp(context.requestHeader, toBinary(AddRemoteModelRequestSchema, request));
        return { model: this.add(request.model!, Locality.REMOTE, request.replace) };
      },
      removeModel: ({ modelId }) => {
        this.find(modelId);
        this.all.delete(modelId);
        return {};
      },
      testModel: async ({ modelId, attemptId }) => {
        this.find(modelId);
        await this.mesh.wait(20);
        if (this.asks(modelId, attemptId)) throw refused("CONSENT_REQUIRED", "api.openai.com is not allowed", Code.PermissionDenied, { host: "api.openai.com", purpose: "test", data_classes: "none", body_token: "body" });
        return { text: "Hello, good to meet you.", finish: { elapsed: { seconds: 1n, nanos: 200_000_000 } } };
      },
      checkModels: ({ modelId }) => ({ checks: [{ modelId: this.find(modelId).modelId, state: this.found, message: this.foundMessage }] }),
    });
    router.service(IdentityService, { checkIdentity: ({ requestId, modelId }) => this.check(requestId, modelId) });
    router.service(CompareService, { compare: (request) => this.compare(request) });
  }
}
