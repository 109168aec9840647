import { type MessageInitShape, create, toBinary } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, type Transport, createRouterTransport } from "@connectrpc/connect";
import { LedgerService, Order, RedactEventsRequestSchema } from "../gen/pmm/ledger/v1/ledger_pb";
import {
  type ConverseRequest,
  ConversationService,
  FailureSchema,
  GetTraceResponse_Confirmation,
  type Message,
  MessageSchema,
  NoteSchema,
  Outcome,
  Phase_Step,
} from "../gen/pmm/mind/v1/mind_pb";
import { ConsentSchema, ConsentService, Consent_Scope, Consent_State, LeaveOfflineRequestSchema, Locality, NetworkMode, NetworkService, OllamaService, ModelCheck_State, PullProgress_Phase, type TotalSchema, type PullModelRequest, type PullModelResponseSchema } from "../gen/pmm/provider/v1/provider_pb";
import { DoorService, SessionService } from "../gen/pmm/ui/v1/ui_pb";
import { AttachmentService } from "../gen/pmm/mind/v1/imported_talk_pb";
import { FakeCopies } from "./fakeCopies";
import { FakeLedger } from "./fakeLedger";
import { FakeImports } from "./fakeImports";
import { FakeMind } from "./fakeMind";
import { FakeModels, REMOTE } from "./fakeModels";
import { FakeUnrecorded } from "./fakeUnrecorded";
import { FakeSearch } from "./fakeSearch";
import { refused } from "./refused";

const ANSWER = `Last March you planted tomatoes and the late frost took them. You told me you’d rather lose a week than the seedlings, so we settled on this:

- start them indoors in the **second week of April**
- beans go straight in the ground after 10 May

I also said I would remind you to order seed potatoes. That’s still open, so: this is your reminder.

\`\`\`sh
pmm verify --deep mind.db
\`\`\`

| Bed | What | When |
|---|---|---|
| 1 | Tomatoes | 14 May |
| 2 | Beans | 10 May |

See [the almanac](https://example.org/almanac?very=long&address=1) and ![a bed](https://evil.example/pixel.png?q=secret). <img src=x onerror=alert(1)>`;

/** A mesh in memory: enough of it to use the page, and for its tests. */
export class FakeMesh {
  messages: Message[] = [];
  modelId = "ollama:llama3.1";
  /** What a switch to another model waits for. */
  swapping: Promise<void> | undefined;
  offline = false;
  private asked: Uint8Array[] = [];
  private confirmed = false;
  allowed = new Set<string>();
  consents: { host: string; scope: Consent_Scope; state: Consent_State }[] = [];
  title = "The garden in spring";
  /** Milliseconds between pieces of an answer. */
  pace = 0;
  answer = ANSWER;
  knownToken = true;
  /** The services that do not answer at the moment. */
  away: string[] = [];
  private nextId = 3275n;
  /** What was downloaded so far, by model, in steps of ten. */
  downloaded = new Map<string, number>();
  /** Fails the next download half way with this reason and these words. */
  pullFails: { reason: string; message: string } | undefined;
  /** How the Ollama of this device is found. */
  ollama = ModelCheck_State.READY;
  /** The messages whose branches were asked to be shown. */
  selected: bigint[] = [];
  /** Whether the next answer says that its model is another one than it was. */
  drifted = false;
  /** Whether the model did nothing but answer. */
  plainTrace = true;
  readonly models = new FakeModels(this);
  readonly mind = new FakeMind(this);
  readonly imports = new FakeImports(this);
  readonly copies = new FakeCopies(this);
  readonly search = new FakeSearch(this);
  readonly ledger = new FakeLedger();
  forgotten: bigint[] = [];
  /** The titles of earlier conversations, with how many days ago they were. */
  earlier: [title: string, days: number][] = [];
  /** What left the device, by day. */
  totals: MessageInitShape<typeof TotalSchema>[] = [];
  /** The titles of conversations of which nobody knows when they were. */
  undated: string[] = [];
  /** The files of imported talk, by event and place, in pieces; each reading is noted. */
  readonly files = new Map<string, Uint8Array[]>();
  readonly filesRead: string[] = [];
  readonly unrecorded = new FakeUnrecorded(this);
  private live = new Map<string, AbortController>();

  event(): bigint {
    return this.nextId++;
  }

  said(text: string, fromPerson: boolean, more: Partial<Message> = {}): Message {
    const message = create(MessageSchema, {
      eventId: this.event(),
      parentEventId: this.messages.at(-1)?.eventId ?? 0n,
      fromPerson,
      text,
      createTime: timestampFromDate(new Date()),
      outcome: fromPerson ? Outcome.UNSPECIFIED : Outcome.ANSWERED,
      modelId: fromPerson ? "" : this.modelId,
      elapsedMs: fromPerson ? 0n : 4200n,
    });
    Object.assign(message, more);
    message.siblingEventIds = more.siblingEventIds ?? [message.eventId];
    this.messages.push(message);
    return message;
  }

  private async *converse(request: ConverseRequest, signal: AbortSignal) {
    const { act } = request;
    if (request.offRecord) return yield* this.unrecorded.converse(request);
    const conversationId = request.conversationId || "garden";
    const named = act.case === "say" ? /^Your name is "?([^"]+)"?$/.exec(act.value.text) : null;
    if (named) this.mind.itself.name = named[1]!;
    let kept = "";
    if (act.case === "edit" || act.case === "continue") {
      const at = this.messages.findIndex((message) => message.eventId === act.value.eventId);
      if (act.case === "continue") kept = this.messages[at]!.text;
      this.messages = this.messages.slice(0, at);
    } else if (act.case === "regenerate" || act.case === "retry") {
      const at = this.messages.findIndex((message) => message.eventId === act.value.eventId);
      this.messages = this.messages.slice(0, at + 1);
    }
    const question = act.case === "say" || act.case === "edit" ? this.said(act.value.text, true) : this.messages.at(-1)!;
    const abort = new AbortController();
    this.live.set(request.requestId, abort);
    const ended = () => signal.aborted || abort.signal.aborted;
    yield { part: { case: "started" as const, value: { conversationId, userEventId: question.eventId, modelId: this.modelId, attemptId: request.requestId } } };
    yield { part: { case: "phase" as const, value: { step: Phase_Step.READING, memoryCount: 14 } } };
    await this.wait(4);
    yield { part: { case: "phase" as const, value: { step: Phase_Step.THINKING } } };
    await this.wait(8);
    if (this.modelId === REMOTE && !this.allowed.has(request.requestId) && !this.allowed.has(conversationId)) {
      const failure = create(FailureSchema, {
        reason: "CONSENT_REQUIRED",
        message: "no consent for api.openai.com",
        host: "api.openai.com",
        purpose: "chat",
        dataClasses: ["message", "memory"],
        wouldSend: [
          { role: "system", text: "You are Echo. You are warm and curious." },
          { role: "user", text: question.text },
        ],
      });
      const failed = this.said("", false, { switchedFromModelId: "ollama:llama3.1", outcome: Outcome.FAILED, failure: create(FailureSchema, { ...failure, wouldSend: [] }) });
      yield { part: { case: "finished" as const, value: { outcome: Outcome.FAILED, outcomeEventId: failed.eventId, failure } } };
      return;
    }
    yield { part: { case: "opened" as const, value: { modelId: this.modelId, locality: "proved" } } };
    let text = kept;
    for (const piece of this.answer.match(/\S+\s*/g) ?? []) {
      if (ended()) break;
      text += piece;
      yield { part: { case: "text" as const, value: piece } };
      await this.wait(1);
    }
    const outcome = ended() ? Outcome.STOPPED : Outcome.ANSWERED;
    const driftEventId = this.drifted ? this.event() : 0n;
    this.drifted = false;
    const done = this.said(text, false, { outcome, parentEventId: question.eventId, driftEventId });
    if (outcome === Outcome.ANSWERED) {
      done.notes = [create(NoteSchema, { eventId: this.event(), kind: "commitment_closed", text: "Remind you to order seed potatoes in early spring" })];
      done.siblingEventIds = [done.eventId, done.eventId + 1000n];
    }
    yield { part: { case: "finished" as const, value: { outcome, outcomeEventId: done.eventId, promptTokens: 1204, answerTokens: 160 } } };
  }

  private async *pull({ modelId, url, attemptId }: PullModelRequest, signal: AbortSignal): AsyncGenerator<MessageInitShape<typeof PullModelResponseSchema>> {
    yield { part: { case: "space", value: { neededBytes: 4_700_000_000n } } };
    const host = url ? new URL(url).hostname : "registry.ollama.ai";
    if (!this.allowed.has(attemptId)) throw refused("CONSENT_REQUIRED", `no consent for ${host}`, Code.PermissionDenied, { host, purpose: "pull" });
    const at = (phase: PullProgress_Phase, step: number) => ({
      part: { case: "progress" as const, value: { phase, doneBytes: BigInt(step) * 470_000_000n, totalBytes: 4_700_000_000n, fraction: step / 10 } },
    });
    yield { part: { case: "progress", value: { phase: PullProgress_Phase.STARTING } } };
    for (let step = this.downloaded.get(modelId) ?? 0; step <= 10; step++) {
      await this.wait(20);
      if (signal.aborted) throw new ConnectError("gone", Code.Canceled);
      this.downloaded.set(modelId, step);
      yield at(PullProgress_Phase.DOWNLOADING, step);
      const fault = this.pullFails;
      if (fault && step === 5) {
        this.pullFails = undefined;
        throw refused(fault.reason, fault.message, Code.FailedPrecondition);
      }
    }
    yield at(PullProgress_Phase.VERIFYING, 10);
    await this.wait(40);
    yield { part: { case: "done", value: { model: { modelId, name: modelId.slice(7), sizeBytes: 4_700_000_000n, locality: url ? Locality.REMOTE : Locality.PROVED } } } };
  }

  wait(steps: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.pace * steps));
  }

  /** As the gateway does: confirmed, and for exactly this request. */
  requireStepUp(headers: Headers, request: Uint8Array): void {
    const same = this.asked.some((each) => each.join() === request.join());
    if (headers.get("pmm-step-up") !== "step" || !this.confirmed || !same) throw new ConnectError("step up first", Code.FailedPrecondition);
  }

  transport(): Transport {
    const now = (): Timestamp => timestampFromDate(new Date());
    const guard = () => {
      if (!this.knownToken) throw new ConnectError("no session", Code.Unauthenticated);
    };
    return createRouterTransport((router) => {
      const { service } = router;
      this.mind.serve(router, guard);
      this.models.serve(router);
      this.imports.serve(router);
      this.search.serve(router);
      service(DoorService, {
        exchangeLoginCode: ({ code }) => {
          if (code !== "good") throw new ConnectError("not valid", Code.Unauthenticated);
          this.knownToken = true;
          return { sessionToken: "token", sessionId: "s1" };
        },
        createChallenge: () => {
          throw new ConnectError("unknown browser", Code.Unauthenticated);
        },
      });
      service(SessionService, {
        getMesh: () => {
          guard();
          return { sessionId: "s1", version: "0.1.0", services: ["ledger", "mind", "provider", "ui"].map((each) => ({ service: each, serving: !this.away.includes(each) })) };
        },
        listSessions: () => ({
          sessions: [
            { sessionId: "s1", userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140", createTime: now(), lastSeenTime: now(), live: true },
            { sessionId: "s2", userAgent: "Mozilla/5.0 (Macintosh; Mac OS X) Firefox/130", createTime: now(), lastSeenTime: timestampFromDate(new Date(Date.now() - 7_200_000)), remembered: true },
          ],
        }),
        revokeSession: () => ({}),
        rememberBrowser: () => ({ browserId: "b1" }),
        beginStepUp: ({ request, furtherRequests }) => {
          this.asked = [request, ...furtherRequests];
          this.confirmed = false;
          return { stepUpId: "step" };
        },
        confirmStepUp: ({ mindName }) => {
          if (mindName !== "Echo") throw new ConnectError("another name", Code.InvalidArgument);
          this.confirmed = true;
          return {};
        },
      });
      service(OllamaService, {
        listSuggestedModels: () => ({
          memoryBytes: 17_000_000_000n,
          models: [
            { modelId: "ollama:granite4:micro", title: "Granite 4 Micro", maker: "IBM", license: "Apache 2.0", summary: "Small and quick, good at following instructions.", sizeBytes: 2_100_000_000n, memoryBytes: 4_000_000_000n, fits: true },
            { modelId: "ollama:llama3.1:8b", title: "Llama 3.1 8B", maker: "Meta", license: "Llama 3.1 Community", summary: "Talks well about most things.", sizeBytes: 4_700_000_000n, memoryBytes: 8_000_000_000n, fits: true },
            { modelId: "ollama:qwen3:32b", title: "Qwen 3 32B", maker: "Alibaba", license: "Apache 2.0", summary: "Thinks before it answers.", sizeBytes: 20_000_000_000n, memoryBytes: 24_000_000_000n, fits: false },
          ],
        }),
        findModels: () => ({
          state: this.ollama,
          message: this.ollama === ModelCheck_State.READY ? "" : "Ollama is not on this device. Get it from ollama.com, then look again.",
          models: this.ollama !== ModelCheck_State.READY ? [] : [
            { name: "llama3.1:latest", modelId: "ollama:llama3.1", added: true, sizeBytes: 4_900_000_000n, parameterSize: "8.0B", quantization: "Q4_K_M", digestBefore: "b".repeat(64) },
            { name: "granite4:micro", modelId: "ollama:granite4:micro", sizeBytes: 2_100_000_000n, parameterSize: "3.4B", quantization: "Q4_K_M" },
            { name: "gpt-oss:120b-cloud", modelId: "ollama:gpt-oss:120b-cloud", sizeBytes: 384n, locality: Locality.REMOTE, remoteHost: "ollama.com" },
          ],
        }),
        pullModel: (request, context) => this.pull(request, context.signal),
      });
      service(ConversationService, {
        converse: (request, context) => this.converse(request, context.signal),
        stopAnswer: ({ attemptId }) => {
          const live = this.live.get(attemptId);
          live?.abort();
          return { stopped: live !== undefined };
        },
        listConversations: ({ archived, pageToken }) => {
          if (archived) return {};
          const all = [
            { conversationId: "garden", title: this.title, updateTime: now(), messageCount: this.messages.length },
            { conversationId: "lisbon", title: "Before the interview in Lisbon, what to read", updateTime: now() },
            ...this.earlier.map(([title, days]) => ({ conversationId: title, title, updateTime: timestampFromDate(new Date(Date.now() - days * 86_400_000)) })),
            ...this.undated.map((title) => ({ conversationId: title, title, imported: true })),
          ];
          const end = Number(pageToken) + 50;
          return { conversations: all.slice(Number(pageToken), end), nextPageToken: end < all.length ? `${end}` : "" };
        },
        getConversation: ({ conversationId, pageSize, beforeEventId }) => {
          guard();
          if (conversationId === "gone") throw refused("CONVERSATION_NOT_FOUND", "conversation_id: gone is not known", Code.NotFound);
          const all = conversationId === "garden" ? this.messages : [];
          const end = beforeEventId === 0n ? all.length : all.findIndex((message) => message.eventId === beforeEventId);
          const start = Math.max(0, end - (pageSize || 50));
          return { conversation: { conversationId, title: this.title }, messages: all.slice(start, end), hasMore: start > 0 };
        },
        selectBranch: ({ eventId }) => {
          this.selected.push(eventId);
          return {};
        },
        renameConversation: ({ title }) => {
          this.title = title;
          return {};
        },
        getTrace: ({ eventId, prompt }) => ({
          eventId,
          modelId: this.modelId,
          modelDigest: "sha256:46e0c10c039e019119339687c3c1757cc81b9da49709a3b3924863ba87ca666e",
          locality: "proved",
          promptTokens: 1204,
          answerTokens: 160,
          elapsedMs: 4200n,
          outcome: Outcome.ANSWERED,
          confirmation: GetTraceResponse_Confirmation.CONFIRMED,
          ...(this.plainTrace ? {} : { reasoningBytes: 2200n, finishReason: "TOOL_CALLS", toolCalls: [{ name: "look_up" }, { name: "commit" }], promptCut: true }),
          sources: [
            { eventId: 2104n, section: "memory", text: "Frost killed all twelve tomato plants.", fromPerson: true, createTime: timestampFromDate(new Date(2026, 2, 14)), score: 7.42 },
            { eventId: 2377n, section: "recall", text: "Beans after the ice saints, 10 May.", createTime: timestampFromDate(new Date(2026, 3, 2)), score: 5.1 },
            { eventId: 3001n, section: "commitment", text: "Remind about seed potatoes", createTime: now() },
            { eventId: 3275n, section: "turn", text: "I’m going to try the garden again this spring.", fromPerson: true, createTime: now() },
          ],
          traits: [{ name: "agreeableness", score: 0.72 }, { name: "openness", score: 0.8 }],
          prompt: prompt ? [{ role: "system", text: "You are Echo.\nYou are warm." }, { role: "user", text: "Where did we leave off?" }] : [],
        }),
      });
      const { files, filesRead, ledger } = this;
      service(AttachmentService, {
        readAttachment: async function* ({ eventId, index }) {
          const name = `${eventId}/${index}`;
          filesRead.push(name);
          for (const data of files.get(name) ?? []) yield { data };
        },
      });
      service(NetworkService, {
        getNetwork: () => ({ mode: this.offline ? NetworkMode.OFFLINE : NetworkMode.ASK, remoteCallsToday: this.allowed.size, hostsToday: this.allowed.size ? ["api.openai.com"] : [] }),
        goOffline: () => {
          this.offline = true;
          return {};
        },
        leaveOffline: (request, context) => {
          this.requireStepUp(context.requestHeader, toBinary(LeaveOfflineRequestSchema, request));
          this.offline = false;
          return {};
        },
        getTotals: () => ({ totals: this.totals }),
        listAttempts: () => ({
          attempts: [
            { eventId: 3120n, createTime: now(), host: "api.openai.com:443", purpose: "chat", modelId: REMOTE, locality: Locality.REMOTE, outcome: "refused", reason: "CONSENT_REQUIRED" },
            { eventId: 3101n, createTime: now(), host: "127.0.0.1:11434", purpose: "chat", modelId: "ollama:llama3.1", locality: Locality.PROVED, outcome: "done", sentBytes: 5120n, receivedBytes: 20480n },
          ],
        }),
      });
      service(ConsentService, {
        grantConsent: ({ host, boundTo, scope }) => {
          this.allowed.add(boundTo);
          this.consents.unshift({ host, scope, state: Consent_State.ACTIVE });
          return {};
        },
        denyConsent: ({ host }) => {
          this.consents.unshift({ host, scope: Consent_Scope.UNSPECIFIED, state: Consent_State.DENIED });
          return {};
        },
        revokeConsent: ({ consentId }) => {
          this.consents[Number(consentId) - 1]!.state = Consent_State.REVOKED;
          return {};
        },
        listConsents: () => ({
          consents: this.consents.map((each, index) => create(ConsentSchema, { ...each, consentId: BigInt(index + 1), purpose: "chat", dataClasses: ["message", "memory"], createTime: now() })),
        }),
      });
      service(LedgerService, {
        ...this.copies.serve(),
        redactEvents: (request, context) => {
          this.requireStepUp(context.requestHeader, toBinary(RedactEventsRequestSchema, request));
          const { eventIds, withMeta } = request;
          this.forgotten.push(...eventIds);
          if (withMeta) this.imports.forgot();
          return { redactionEventId: this.event() };
        },
        getEvent: ({ eventId }) => {
          const event = this.mind.events.get(eventId) ?? this.ledger.events[Number(eventId) - 1];
          if (!event) throw refused("NOT_FOUND", `no event ${eventId}`, Code.NotFound);
          return { event };
        },
        getEvents: ({ eventIds }) => ({ events: eventIds.map((eventId) => this.ledger.events[Number(eventId) - 1]!) }),
        listEvents: (request) => {
          if (this.ledger.events.length > 0) return this.ledger.list(request);
          const events = [...this.mind.events.values()].filter((event) => request.kinds.includes(event.kind)).sort((a, b) => Number(a.eventId - b.eventId));
          return { events: request.order === Order.NEWEST_FIRST ? events.reverse() : events };
        },
        searchEvents: (request) => this.ledger.search(request),
        getLedgerInfo: () => ({
          path: "/home/ada/.pmm/mind.db",
          sizeBytes: 4_812_800n,
          eventCount: this.ledger.events.length > 0 ? BigInt(this.ledger.events.length) : this.copies.eventCount,
          headHash: this.copies.headHash,
          backupDue: this.copies.due,
          ...(this.copies.signedThrough ? { signedHead: { eventCount: this.copies.signedThrough, keyFingerprint: "5b".repeat(32) } } : {}),
          ...(this.copies.noted ? { lastBackup: this.copies.noted } : {}),
          mindId: "0199a3f2-7b1e-7c55-9d2e-3f7a54f0a1c2",
          createTime: timestampFromDate(new Date(Date.now() - 83 * 86_400_000)),
          verifyTime: timestampFromDate(new Date(Date.now() - 120_000)),
        }),
        verifyLedger: async function* () {
          for (let checked = 0n; checked < 3281n; checked += 500n) {
            await new Promise((resolve) => setTimeout(resolve, 20));
            yield { part: { case: "progress" as const, value: { checkedCount: checked, eventCount: 3281n } } };
          }
          yield { part: { case: "result" as const, value: { ...ledger.verified(), checkedCount: 3281n, headHash: "9f3ca1d2", notes: ["Compared with the head seen at 17:04: extends it."] } } };
        },
        exportLedger: async function* () {
          yield { jsonl: new TextEncoder().encode('{"pmm":1}\n'), eventCount: 3281n, totalEventCount: 3281n };
        },
      });
    });
  }
}
