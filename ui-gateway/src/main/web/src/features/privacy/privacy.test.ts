import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { VerifyResultSchema, VerifyResult_Verdict } from "../../gen/pmm/ledger/v1/ledger_pb";
import { browserName } from "./browserName";
import { fileName } from "./useExport";
import { verdict } from "./useVerify";

it("ends a verification in one line", () => {
  const whole = create(VerifyResultSchema, { verdict: VerifyResult_Verdict.WHOLE, checkedCount: 3281n, headHash: "9f3ca1d2" });
  expect(verdict(whole)).toMatchObject({ good: true, outcome: "3,281 events checked, and nothing was changed. Last hash 9f3c a1d2." });
  const broken = create(VerifyResultSchema, {
    verdict: VerifyResult_Verdict.BROKEN,
    intactThroughEventId: 11n,
    fault: { eventId: 12n, message: "The content is not what was stored." },
  });
  expect(verdict(broken)).toMatchObject({
    good: false,
    outcome: "Something was changed at event 12: The content is not what was stored. Everything up to event 11 is intact.",
  });
});

it("names an export after the mind and the day", () => {
  expect(fileName("Écho & Co", new Date(2026, 0, 5), "jsonl")).toBe("écho-co-2026-01-05.jsonl");
  expect(fileName("", new Date(2026, 0, 5), "jsonl")).toBe("mind-2026-01-05.jsonl");
});

it("names a browser as its owner would", () => {
  expect(browserName("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0")).toBe("Edge on Linux");
  expect(browserName("curl/8")).toBeUndefined();
});
