import { create, toBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Code, type ServiceImpl } from "@connectrpc/connect";
import { Sha256 } from "../common/sha256";
import { type Copy, CopySchema, type LedgerService, RestoreSnapshotRequestSchema, type Snapshot, SnapshotSchema } from "../gen/pmm/ledger/v1/ledger_pb";
import type { FakeMesh } from "./fakeMesh";
import { refused } from "./refused";

const HOUR = 3_600_000;

/** The copies of a mind in memory: its snapshots, and what is remembered of copies elsewhere. */
export class FakeCopies {
  eventCount = 3281n;
  headHash = "9f3ca1d27be04c6f8d6a5b20cc0e9a7741d7e5a99d3fbb1e2c87b02e5a99d3fb";
  due = false;
  /** The last event that is signed; 0 if none is. */
  signedThrough = 0n;
  noted: Copy | undefined;
  /** Whether another event comes between the question and the restore. */
  busy = false;
  /** What a copy of the mind is made of. */
  bytes = new TextEncoder().encode("SQLite format 3 with a mind in it");
  snapshots: Snapshot[] = [90 * 24, 26, 3, 2, 1].map((hours, at) => made(hours, 2900n + 90n * BigInt(at)));

  constructor(private readonly mesh: FakeMesh) {}

  serve(): Partial<ServiceImpl<typeof LedgerService>> {
    const { bytes } = this;
    const copy = () => create(CopySchema, { eventCount: this.eventCount, root: "ab".repeat(32), headHash: this.headHash });
    return {
      listSnapshots: () => ({ snapshots: this.snapshots }),
      createSnapshot: () => {
        const snapshot = made(0, this.eventCount);
        this.snapshots.push(snapshot);
        return { snapshot };
      },
      restoreSnapshot: (request, context) => {
        this.mesh.requireStepUp(context.requestHeader, toBinary(RestoreSnapshotRequestSchema, request));
        if (this.busy || request.expectedHeadHash !== this.headHash) throw refused("HEAD_MOVED", "the last event has another hash", Code.Aborted);
        const snapshot = this.snapshots.find(({ name }) => name === request.name)!;
        this.snapshots.push(made(0, this.eventCount));
        this.eventCount = snapshot.eventCount + 1n;
        return { throughEventId: snapshot.eventCount, eventCount: this.eventCount, keptPath: "/home/ada/.pmm/mind.db.abandoned-1", forgottenAgainCount: 2 };
      },
      copyLedger: async function* () {
        yield { data: bytes.slice(0, 10), sizeBytes: BigInt(bytes.length) };
        yield { data: bytes.slice(10), sizeBytes: BigInt(bytes.length) };
        yield { sizeBytes: BigInt(bytes.length), copy: copy(), sha256: new Sha256().update(bytes).hex() };
      },
      noteCopy: ({ copy: noted }) => {
        this.noted = create(CopySchema, { ...noted!, createTime: timestampFromDate(new Date()) });
        this.due = false;
        return {};
      },
    };
  }
}

function made(hoursAgo: number, eventCount: bigint): Snapshot {
  const time = new Date(Date.now() - hoursAgo * HOUR);
  return create(SnapshotSchema, { name: `mind-${time.getTime()}-${eventCount}.db`, createTime: timestampFromDate(time), eventCount, sizeBytes: eventCount * 1460n });
}
