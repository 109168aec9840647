import { Code, ConnectError } from "@connectrpc/connect";
import { type ConverseRequest, Outcome } from "../gen/pmm/mind/v1/mind_pb";
import type { FakeMesh } from "./fakeMesh";
import { REMOTE } from "./fakeModels";

/** Talk of which nothing is kept, by a mesh in memory: an answer, or first the question whether it may leave. */
export class FakeUnrecorded {
  readonly asked: ConverseRequest[] = [];
  /** Whether the connection ends before an answer. */
  lost = false;

  constructor(private readonly mesh: FakeMesh) {}

  async *converse(request: ConverseRequest) {
    this.asked.push(request);
    const { modelId } = this.mesh;
    yield { part: { case: "started" as const, value: { modelId, attemptId: request.requestId } } };
    if (this.lost) throw new ConnectError("gone", Code.Unavailable);
    if (modelId === REMOTE && !this.mesh.allowed.has(request.requestId)) {
      const wouldSend = [{ role: "user", text: request.act.case === "say" ? request.act.value.text : "" }];
      const failure = { reason: "CONSENT_REQUIRED", host: "api.openai.com", purpose: "chat", dataClasses: ["message"], wouldSend };
      yield { part: { case: "finished" as const, value: { outcome: Outcome.FAILED, failure } } };
      return;
    }
    yield { part: { case: "opened" as const, value: { modelId, locality: "proved" } } };
    yield { part: { case: "text" as const, value: this.mesh.answer } };
    yield { part: { case: "finished" as const, value: { outcome: Outcome.ANSWERED } } };
  }
}
