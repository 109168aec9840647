import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb";
import { type PullModelResponse, PullModelResponseSchema, PullProgress_Phase } from "../../gen/pmm/provider/v1/provider_pb";
import { advance, begin, breakOff, progressWords, secondsLeft } from "./pull";

const WISH = { modelId: "ollama:llama3.1:8b", url: "" };
const GB = 1_000_000_000;

function progress(done: number, fraction = done / 4.7, phase = PullProgress_Phase.DOWNLOADING): PullModelResponse["part"] {
  const value = { phase, doneBytes: BigInt(Math.round(done * GB)), totalBytes: BigInt(4.7 * GB), fraction };
  return create(PullModelResponseSchema, { part: { case: "progress", value } }).part;
}

it("says how much is there and how long it takes, once that can be told", () => {
  let pull = advance(begin(WISH, "a"), progress(0.6), 0);
  expect(progressWords(pull, 1_000)).toBe("0.6 of 4.7 GB");
  pull = advance(pull, progress(2.1), 100_000);
  // The speed of the last seconds counts, and the first piece is too old.
  expect(progressWords(pull, 100_000)).toBe("2.1 of 4.7 GB");
  pull = advance(pull, progress(2.2), 107_000);
  expect(progressWords(pull, 107_000)).toBe("2.2 of 4.7 GB, about 3 minutes left");
  pull = advance(pull, progress(4.6), 110_000);
  expect(progressWords(pull, 110_000)).toBe("4.6 of 4.7 GB, less than a minute left");
});

it("takes a silence into account", () => {
  const pull = advance(advance(begin(WISH, "a"), progress(1), 0), progress(2), 10_000);
  expect(secondsLeft(pull, 10_000)).toBeCloseTo(27);
  expect(secondsLeft(pull, 20_000)).toBeCloseTo(54);
});

it("never goes back, also where it goes on", () => {
  const stopped = advance(advance(begin(WISH, "a"), progress(2.1), 0), progress(1.9), 1);
  expect(stopped).toMatchObject({ done: 2.1 * GB, fraction: 2.1 / 4.7 });
  const onward = advance(begin(WISH, "b", stopped), progress(0), 2);
  expect(onward).toMatchObject({ attemptId: "b", state: "running", done: 2.1 * GB, fraction: 2.1 / 4.7 });
});

it("says before and after the download what is going on", () => {
  expect(progressWords(begin(WISH, "a"), 0)).toBe("Asking what belongs to it…");
  const checking = advance(begin(WISH, "a"), progress(4.7, 0.999, PullProgress_Phase.VERIFYING), 0);
  expect(progressWords(checking, 0)).toBe("Checking what was downloaded. This can take some minutes…");
});

it("asks where a consent is wanting, and fails otherwise", () => {
  const value = { reason: "CONSENT_REQUIRED", domain: "provider.pmm", metadata: { host: "registry.ollama.ai" } };
  const wanting = new ConnectError("no consent", Code.PermissionDenied, undefined, [{ desc: ErrorInfoSchema, value }]);
  expect(breakOff(begin(WISH, "a"), wanting)).toMatchObject({ state: "asking", host: "registry.ollama.ai" });
  expect(breakOff(begin(WISH, "a"), new ConnectError("away", Code.Unavailable))).toMatchObject({ state: "failed" });
});
