import { create } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Code, type ConnectRouter } from "@connectrpc/connect";
import { type Event, EventSchema } from "../gen/pmm/ledger/v1/ledger_pb";
import { CommitmentService } from "../gen/pmm/mind/v1/commitment_pb";
import { ContextService, Summarized_Result } from "../gen/pmm/mind/v1/context_pb";
import { Feedback, GrowthService, type Step, StepSchema, Step_Figure } from "../gen/pmm/mind/v1/growth_pb";
import { MemoryService, MemoryStep_Kind } from "../gen/pmm/mind/v1/memories_pb";
import { type Commitment, CommitmentFiguresSchema, CommitmentSchema, Commitment_State, type Memory, MemorySchema, Memory_State, Mention_Relation, type Mind, MindSchema, MindService, Phase_Step, Stage } from "../gen/pmm/mind/v1/mind_pb";
import { AutonomySchema, Autonomy_State, type Reflected, ReflectedSchema, Reflected_Result, ReflectionService } from "../gen/pmm/mind/v1/reflection_pb";
import { TemplateService } from "../gen/pmm/mind/v1/template_pb";
import type { FakeMesh } from "./fakeMesh";
import { refused } from "./refused";

const HOUR = 3_600_000;

const isDueBefore = ({ state, dueTime }: Commitment, time: Timestamp) =>
  state === Commitment_State.OPEN && dueTime !== undefined && dueTime.seconds < time.seconds;

/** One beginning for all that is told of a mind, so that what is said to be of one time is. */
const BEGUN = Date.now();
const inHours = (hours: number) => timestampFromDate(new Date(BEGUN + hours * HOUR));

const TEMPLATES = [
  { templateId: "companion", title: "Companion", character: "You are a companion: you notice how the person is, remember what matters to them, and come back to it without being asked." },
  { templateId: "coach", title: "Coach", character: "You are a coach: you ask what the person wants to reach, look for the next small step, and ask later how it went." },
  { templateId: "blank", title: "Blank", character: "" },
];

/** What a mind in memory is, has promised, keeps and does by itself. */
export class FakeMind {
  itself: Mind = create(MindSchema, {
    name: "Echo",
    stage: Stage.S2,
    messageCount: 3281n,
    traits: [
      { name: "openness", score: 0.8 },
      { name: "conscientiousness", score: 0.58 },
      { name: "extraversion", score: 0.5 },
      { name: "agreeableness", score: 0.72 },
      { name: "neuroticism", score: 0.34 },
    ],
  });
  /** What waits for the person's word, by its event. */
  memories = new Map<bigint, Memory>();
  commitments = new Map<string, Commitment>();
  steps: Step[] = [];
  /** Every how many steps of a life a chart is given; all, unless told. */
  thinning = 1;
  events = new Map<bigint, Event>();
  autonomy = create(AutonomySchema, { state: Autonomy_State.OFF, tokensPerDay: 20_000n, waitingReason: "off" });
  /** How the next reflection ends. */
  reflected: Reflected = create(ReflectedSchema, { result: Reflected_Result.NOTHING, message: "Nothing came of it." });
  feedback: { answerEventId: bigint; feedback: Feedback }[] = [];
  /** The character that was chosen. */
  template = "";
  /** How many messages a summary stands for. */
  summarized = 0;

  constructor(private readonly mesh: FakeMesh) {}

  /** A mind that has lived a while: something of everything. */
  live(): void {
    Object.assign(this.itself, {
      ias: 0.714,
      gas: 0.462,
      throughEventId: 3281n,
      modelSwitchCount: 2,
      memoryCount: 3,
      proposedMemoryCount: 2,
      createTime: inHours(-83 * 24),
      commitments: create(CommitmentFiguresSchema, { opened: 14, closed: 8, expired: 3, open: 3, success: 8 / 11 }),
    });
    this.promised("101", "Remind you to order seed potatoes in early spring", Commitment_State.OPEN, { dueTime: inHours(-30), overdue: true });
    this.promised("102", "Ask how the Lisbon interview went", Commitment_State.OPEN, { dueTime: inHours(30) });
    this.promised("103", "Suggest one poem each Sunday, and never the same poet twice in a row unless you ask for more of them", Commitment_State.OPEN, { expireTime: inHours(24 * 20) });
    this.promised("104", "I'll look up when the ferries run.", Commitment_State.PROPOSED);
    this.promised("105", "Re-read your sister’s letter with you", Commitment_State.CLOSED, { evidenceEventId: 3200n });
    this.promised("106", "Stop using the word “delve”", Commitment_State.EXPIRED);
    this.kept(40n, "I live in Porto", Memory_State.KEPT, { speaker: "person", attribute: "home" });
    this.kept(41n, "My sister is called Ana", Memory_State.KEPT, { speaker: "person" });
    this.kept(42n, "You would rather lose a week than the seedlings", Memory_State.KEPT);
    this.kept(50n, "The person lives in Lisbon", Memory_State.PROPOSED, { contradictsEventIds: [40n] });
    this.kept(51n, "You have a bad back", Memory_State.PROPOSED);
    this.step({ trait: "openness", before: 0.775, after: 0.8, reason: "reflection", causes: [3101n, 3104n, 3120n] });
    this.step({ trait: "agreeableness", before: 0.71, after: 0.72, reason: "kind", causes: [3090n] });
    this.step({ trait: "neuroticism", before: 0.355, after: 0.34, reason: "calm", causes: [3050n, 3061n, 3077n] });
    this.step({ trait: "conscientiousness", before: 0.6, after: 0.58, reason: "expired", causes: [2990n] });
    this.step({ trait: "openness", before: 0.75, after: 0.775, reason: "low_novelty", causes: [2900n, 2905n, 2910n, 2915n, 2920n, 2925n, 2930n] });
    this.step({ figure: Step_Figure.STAGE, before: 1, after: 2, reason: "stage_changed", causes: [2890n] });
    this.step({ figure: Step_Figure.IAS, before: 0.684, after: 0.714, reason: "assistant_message", causes: [3100n] });
    this.step({ figure: Step_Figure.GAS, before: 0.347, after: 0.462, reason: "commitment_closed", causes: [3099n] });
    this.happened(3101n, "user_message", "I’m going to try the garden again this spring.", { conversation_id: "garden" });
    this.happened(3060n, "reflection", "I answer faster than I listen.\nThe garden matters to you more than the harvest.", {
      cause: "autonomy",
      changes: 2,
      observations: [
        { subject: "mind", cited_event_ids: [3041, 3043] },
        { subject: "person", cited_event_ids: [3101] },
      ],
    });
    this.itself.modelDigest = "sha256:46e0c10c039e019119339687c3c1757cc81b9da49709a3b3924863ba87ca666e";
    this.happened(2800n, "model_selected", "", { from: { model_id: "builtin:voice" }, to: { model_id: "ollama:llama3.1" } });
    for (let answer = 0n; answer < 3n; answer++) {
      this.happened(3102n + answer, "assistant_message", "Start them indoors in the second week of April. ".repeat(8), { model_id: "ollama:llama3.1", elapsed_ms: 4200, first_token_ms: 900 });
    }
    this.reflected = create(ReflectedSchema, { result: Reflected_Result.WRITTEN, eventId: 3060n, message: "It is in the ledger." });
  }

  /** What went before all that: twelve weeks of steps, promises and looking back. */
  liveLong(): void {
    const scores = new Map([["agreeableness", 0.71], ["openness", 0.75], ["neuroticism", 0.355], ["conscientiousness", 0.6]]);
    const ways = [["agreeableness", 0.02], ["openness", 0.025], ["neuroticism", -0.015], ["conscientiousness", 0.02]] as const;
    for (let at = 0; at < 36; at++) {
      const [trait, way] = ways[at % 4]!;
      const after = scores.get(trait)!;
      const before = after - (at % 5 === 4 ? -way : way);
      scores.set(trait, before);
      const eventId = BigInt(2700 - 40 * at);
      this.steps.push(create(StepSchema, { figure: Step_Figure.TRAIT, trait, before, after, reason: "kind", eventId, causeEventIds: [eventId - 1n], createTime: inHours(-230 - 48 * at) }));
    }
    let [ias, gas] = [0.684, 0.347];
    for (let at = 0; at < 120; at++) {
      const more = { eventId: BigInt(3098 - 20 * at), causeEventIds: [BigInt(3098 - 20 * at)], createTime: inHours(-200 - 14.5 * at) };
      const fifth = at % 5 === 0;
      this.steps.push(create(StepSchema, { figure: Step_Figure.IAS, before: ias - (fifth ? 0.028 : -0.0003), after: ias, reason: "assistant_message", ...more }));
      ias -= fifth ? 0.028 : -0.0003;
      const pulse = at % 9 === 0 ? 0.1 : at % 4 === 0 ? 0.06 : -0.02;
      this.steps.push(create(StepSchema, { figure: Step_Figure.GAS, before: Math.max(0, gas - pulse), after: gas, reason: pulse > 0.08 ? "commitment_closed" : "assistant_message", ...more }));
      gas = Math.max(0, gas - pulse);
    }
    for (let at = 0; at < 30; at++) this.happened(BigInt(400 + at * 80), "reflection", "The garden matters to you more than the harvest.", { cause: "autonomy" }, -70 - 90 * (29 - at) - (at % 3) * 40);
    const words = ["Remind you to water the beans", "Find the poem about the harbour", "Ask about your mother’s knee", "Look up the ferry times", "Keep the list of books", "Say when an answer is a guess", "Begin with the short version", "Ask before it changes the subject"];
    words.forEach((text, at) => {
      const closeEventId = BigInt(2000 + at);
      const kept = at % 3 !== 2;
      this.promised(`${90 - at}`, text, kept ? Commitment_State.CLOSED : Commitment_State.EXPIRED, { createTime: inHours(-300 - 190 * at), closeEventId });
      this.happened(closeEventId, kept ? "commitment_closed" : "commitment_expired", "", {}, -150 - 170 * at);
    });
    this.happened(1900n, "model_selected", "", { to: { model_id: "ollama:granite4:micro" } }, -900);
  }

  promised(commitmentId: string, text: string, state: Commitment_State, more: Partial<Commitment> = {}): void {
    const openEventId = BigInt(commitmentId);
    const commitment = create(CommitmentSchema, { commitmentId, text, state, openEventId, sourceEventId: 3101n, createTime: inHours(-70) });
    this.commitments.set(commitmentId, Object.assign(commitment, more));
  }

  kept(eventId: bigint, text: string, state: Memory_State, more: Partial<Memory> = {}): void {
    const memory = create(MemorySchema, { eventId, text, state, kept: state === Memory_State.KEPT, subject: "person", speaker: "mind", createTime: inHours(-90) });
    this.memories.set(eventId, Object.assign(memory, more));
  }

  happened(eventId: bigint, kind: string, content: string, meta: object, hours = -50): void {
    this.events.set(eventId, create(EventSchema, { eventId, kind, content, metaJson: JSON.stringify(meta), createTime: inHours(hours), hash: "9f3ca1d27be0" }));
  }

  private step({ causes, ...more }: { causes: bigint[]; before: number; after: number; reason: string; trait?: string; figure?: Step_Figure }): void {
    this.steps.push(create(StepSchema, { figure: Step_Figure.TRAIT, eventId: causes.at(-1)!, causeEventIds: causes, createTime: inHours(-50 - 20 * this.steps.length), ...more }));
  }

  private decide(id: bigint, state: Memory_State, text: string): Memory {
    const memory = this.memories.get(id);
    if (!memory) throw refused("MEMORY_NOT_FOUND", "no memory", Code.NotFound);
    return Object.assign(memory, { state, text: text || memory.text });
  }

  private promise(id: string, more: Partial<Commitment> = {}): { commitment: Commitment } {
    const commitment = this.commitments.get(id);
    if (!commitment) throw refused("COMMITMENT_NOT_FOUND", "no promise", Code.NotFound);
    return { commitment: Object.assign(commitment, more) };
  }

  private async *summarize(requestId: string) {
    yield { part: { case: "phase" as const, value: { step: Phase_Step.THINKING } } };
    await this.mesh.wait(20);
    if (this.mesh.modelId.startsWith("openai:") && !this.mesh.allowed.has(requestId)) {
      const failure = { reason: "CONSENT_REQUIRED", host: "api.openai.com", purpose: "summary", dataClasses: ["message"] };
      yield { part: { case: "summarized" as const, value: { result: Summarized_Result.FAILED, message: "api.openai.com is not allowed.", failure } } };
      return;
    }
    this.summarized = this.mesh.messages.length - 4;
    yield { part: { case: "summarized" as const, value: { result: Summarized_Result.WRITTEN, eventId: 4000n, messageCount: this.summarized } } };
  }

  private async *reflect(requestId: string) {
    yield { part: { case: "phase" as const, value: { step: Phase_Step.THINKING } } };
    await this.mesh.wait(20);
    const { failure } = this.reflected;
    const asks = failure?.reason === "CONSENT_REQUIRED" && !this.mesh.allowed.has(requestId);
    const value = failure && !asks ? create(ReflectedSchema, { result: Reflected_Result.NOTHING }) : this.reflected;
    yield { part: { case: "reflected" as const, value } };
  }

  serve(router: ConnectRouter, guard: () => void): void {
    router.service(MindService, {
      getMind: () => {
        guard();
        return { mind: { ...this.itself, modelId: this.mesh.modelId } };
      },
      listCommitments: ({ states, overdueOnly, dueBeforeTime }) => ({
        commitments: [...this.commitments.values()].filter((each) => (states.length === 0 || states.includes(each.state)) && (!overdueOnly || each.overdue) && (!dueBeforeTime || isDueBefore(each, dueBeforeTime))),
      }),
      listMemories: ({ proposed }) => ({
        memories: [...this.memories.values()].filter((each) => each.state === (proposed ? Memory_State.PROPOSED : Memory_State.KEPT)),
      }),
      findMentions: () => ({ mentions: [{ eventId: 60n, kind: "assistant_message", text: "I keep this", relation: Mention_Relation.WORDS }] }),
      selectModel: async ({ modelId }) => {
        await this.mesh.swapping;
        this.mesh.modelId = modelId;
        return { eventId: this.mesh.event() };
      },
    });
    router.service(TemplateService, {
      listTemplates: () => ({ templates: TEMPLATES.map((each) => ({ ...each, applied: each.templateId === this.template })) }),
      applyTemplate: ({ templateId }) => {
        this.template = templateId;
        return { eventId: this.mesh.event() };
      },
    });
    router.service(MemoryService, {
      getMemory: ({ memoryId }) => {
        const memory = this.memories.get(memoryId);
        if (!memory) throw refused("MEMORY_NOT_FOUND", "no memory", Code.NotFound);
        const contradictions = memory.contradictsEventIds.map((id) => this.memories.get(id)!);
        return { memory, contradictions, timeline: [{ eventId: memoryId, text: memory.text, kind: memory.kept ? MemoryStep_Kind.KEPT : MemoryStep_Kind.PROPOSED, createTime: inHours(-90) }] };
      },
      addMemory: ({ text }) => {
        const eventId = this.mesh.event();
        this.kept(eventId, text, Memory_State.KEPT, { speaker: "person" });
        return { memory: this.memories.get(eventId)! };
      },
      keepMemory: ({ memoryId, text }) => ({ memory: this.decide(memoryId, Memory_State.REPLACED, text) }),
      correctMemory: ({ memoryId, truth }) => {
        if (truth.case === "trueMemoryId") this.decide(truth.value, Memory_State.REPLACED, "");
        return { memory: this.decide(memoryId, Memory_State.REPLACED, truth.case === "text" ? truth.value : "") };
      },
      rejectMemory: ({ memoryId }) => {
        this.decide(memoryId, Memory_State.REJECTED, "");
        return { eventId: this.mesh.event() };
      },
      searchMemories: ({ query }) => ({ memories: [...this.memories.values()].filter((each) => each.kept && each.text.includes(query)) }),
      findForgettable: ({ wish }) => ({ asked: true, candidates: [{ eventId: wish.case === "memoryId" ? wish.value : 7n, kind: "memory_kept", text: "the key is under the mat" }] }),
    });
    router.service(CommitmentService, {
      getCommitment: ({ commitmentId }) => this.promise(commitmentId),
      getCommitmentFigures: () => ({
        healthText: "At risk: 73 % of those that ended were kept, and 1 is overdue.",
        figures: [
          { name: "closed", value: 8, definition: "promises that were kept: an event shows it, or somebody said so" },
          { name: "success", value: 8 / 11, definition: "kept / (kept + expired)" },
          { name: "life_span_median", definition: "events from a promise's opening to its closing" },
        ],
      }),
      confirmCommitment: ({ commitmentId }) => this.promise(commitmentId, { state: Commitment_State.OPEN }),
      rejectCommitment: ({ commitmentId }) => this.promise(commitmentId, { state: Commitment_State.REJECTED }),
      closeCommitment: ({ commitmentId }) => this.promise(commitmentId, { state: Commitment_State.CLOSED, overdue: false }),
      snoozeCommitment: ({ commitmentId, untilTime }) => this.promise(commitmentId, { dueTime: untilTime!, overdue: false }),
    });
    router.service(ContextService, {
      summarizeConversation: ({ requestId }) => this.summarize(requestId),
      getGauge: ({ draft }) => ({
        modelId: this.mesh.modelId,
        windowKnown: true,
        counted: true,
        messageCount: this.mesh.messages.length,
        verbatimCount: Math.min(60, this.mesh.messages.length),
        summarizableCount: Math.max(0, this.mesh.messages.length - 4 - this.summarized),
        leftOut: this.mesh.messages.length > 60 ? [`${this.mesh.messages.length - 60} earlier messages of this conversation have no room.`] : [],
        window: {
          windowTokens: 8192,
          answerTokens: 1024,
          freeTokens: 5000 - 30 * Math.min(60, this.mesh.messages.length) - draft.length,
          shares: [
            { section: "frame", tokens: 420 },
            { section: "memory", tokens: 260 },
            { section: "commitment", tokens: 88 },
            { section: "recall", tokens: 1400 },
            { section: "turn", tokens: 30 * Math.min(60, this.mesh.messages.length) },
            { section: "message", tokens: draft.length },
          ],
        },
      }),
    });
    router.service(GrowthService, {
      listSteps: ({ figures, pageSize, pageToken, maxPoints }) => {
        const all = this.steps.filter((each) => figures.length === 0 || figures.includes(each.figure));
        if (maxPoints > 0) return { steps: all.filter((_, at) => at % this.thinning === 0 || at === all.length - 1), totalCount: BigInt(all.length) };
        const end = Number(pageToken) + (pageSize || 50);
        return { steps: all.slice(Number(pageToken), end), nextPageToken: end < all.length ? `${end}` : "" };
      },
      giveFeedback: ({ answerEventId, feedback, withdraw }) => {
        if (withdraw) {
          this.feedback = this.feedback.filter((each) => each.answerEventId !== answerEventId || each.feedback !== feedback);
          return { eventId: this.mesh.event(), steps: [{ figure: Step_Figure.TRAIT, trait: "agreeableness", before: 0.73, after: 0.72, reason: "withdrawn" }] };
        }
        this.feedback.push({ answerEventId, feedback });
        if (feedback !== Feedback.KIND) return { eventId: this.mesh.event(), whyUnmoved: "The same feedback moves it at most once in five exchanges." };
        return { eventId: this.mesh.event(), steps: [{ figure: Step_Figure.TRAIT, trait: "agreeableness", before: 0.72, after: 0.73, reason: "kind" }] };
      },
    });
    router.service(ReflectionService, {
      getAutonomy: () => ({ autonomy: this.autonomy }),
      setAutonomy: ({ state, quietHours, tokensPerDay }) => {
        if (state !== Autonomy_State.UNSPECIFIED) this.autonomy.state = state;
        if (quietHours !== undefined) this.autonomy.quietHours = quietHours;
        if (tokensPerDay !== undefined) this.autonomy.tokensPerDay = tokensPerDay;
        this.autonomy.waitingReason = state === Autonomy_State.PAUSED ? "paused" : "exchanges";
        this.autonomy.missingExchanges = 1;
        return { eventId: this.mesh.event(), autonomy: this.autonomy };
      },
      reflect: ({ requestId }) => this.reflect(requestId),
    });
  }
}
