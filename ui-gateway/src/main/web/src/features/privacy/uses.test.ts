import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { Locality, type Total, TotalSchema } from "../../gen/pmm/provider/v1/provider_pb";
import { usesOf } from "./uses";

const NOW = new Date(2026, 10, 23, 9);

function total(day: string, host: string, calls: number, locality = Locality.REMOTE): Total {
  return create(TotalSchema, { day, host, calls, locality, refused: 1 });
}

it("counts the days since the last use, and nothing that stayed here or was refused", () => {
  const uses = usesOf([total("2026-11-23", "127.0.0.1:11434", 9, Locality.PROVED), total("2026-11-20", "a", 0), total("2026-11-11", "a", 2), total("2026-11-11", "b", 1), total("2026-10-25", "a", 4)], NOW);
  expect(uses).toMatchObject({ quiet: 12, calls: 7, used: 2 });
  expect(uses.days).toHaveLength(30);
  expect(uses.days[0]!.day).toBe("2026-10-25");
  expect(uses.days[17]).toEqual({ day: "2026-11-11", calls: 3, uses: [{ host: "a", calls: 2 }, { host: "b", calls: 1 }] });
});

it("knows days without any use, and a use today", () => {
  expect(usesOf([], NOW)).toMatchObject({ quiet: undefined, calls: 0, hosts: [] });
  expect(usesOf([total("2026-11-23", "a", 1)], NOW).quiet).toBe(0);
});

it("gives four destinations a colour of their own, and of more the busiest three", () => {
  const of = (hosts: string[]) => usesOf(hosts.map((host, at) => total("2026-11-23", host, 9 - at)), NOW).hosts;
  expect(of(["a", "b", "c", "d"]).map(({ host }) => host)).toEqual(["a", "b", "c", "d"]);
  expect(of(["a", "b", "c", "d", "e"])).toEqual([{ host: "a", calls: 9 }, { host: "b", calls: 8 }, { host: "c", calls: 7 }, { host: "", calls: 11 }]);
});
