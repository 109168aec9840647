import { type MessageInitShape, create, toBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Code, type ConnectRouter } from "@connectrpc/connect";
import { BringMindRequestSchema, type DryRunResponseSchema, FoundConversationSchema, ImportPhase, type ImportReport, ImportReportSchema, ImportService, ImportState, type RunRequest, type RunResponseSchema } from "../gen/pmm/mind/v1/importing_pb";
import type { FakeMesh } from "./fakeMesh";
import { refused } from "./refused";

const SIZE = 45_200_000n;
const STEPS = 10;

interface Running {
  part: NonNullable<MessageInitShape<typeof RunResponseSchema>["part"]>;
}

/** Imports of a mesh in memory: every file is an archive of ChatGPT, unless it cannot be read. */
export class FakeImports {
  talks = 120;
  reports: ImportReport[] = [];
  asked: RunRequest[] = [];
  uploaded = 0;
  /** The size of the mind that has come in the place of this one. */
  brought = 0;
  /** The words with which the next archive is refused. */
  unreadable = "";
  /** What each import has brought. */
  imported = [4001n, 4002n];
  private running: { requestId: string; cancelled: boolean; step: number } | undefined;

  constructor(private readonly mesh: FakeMesh) {}

  private found(): MessageInitShape<typeof ImportReportSchema> {
    const counts = {
      conversations: BigInt(this.talks),
      messages: BigInt(this.talks * 14),
      messagesByRole: { person: BigInt(this.talks * 7), assistant: BigInt(this.talks * 7) },
      branchPoints: 31n,
      memories: 12n,
      profiles: 1n,
      attachments: 48n,
      attachmentBytes: 34_000_000n,
      missingAttachments: 3n,
      unusedFiles: 2n,
      unusedBytes: 12_000n,
    };
    return {
      format: "chatgpt",
      formatTitle: "ChatGPT",
      archiveBytes: SIZE,
      name: "chatgpt-export.zip",
      found: counts,
      added: counts,
      firstTime: timestampFromDate(new Date(2023, 0, 4)),
      lastTime: timestampFromDate(new Date(2026, 9, 30)),
      unusedFileNames: ["user.json", "chat.html"],
      oddities: { parent_missing: 2n },
      remarks: [
        { kind: "parent_missing", place: "Moving house", detail: "message 7f: its parent 3c is not in the archive" },
        { kind: "chain", place: "echo.db", detail: "12 rows in a whole chain, by digest rule C (since November 2025)" },
      ],
      notReadCount: 2n,
      unreadable: [
        { place: "conversations-003.json, entry 41", title: "Recipes", why: "It ends in the middle of a text." },
        { place: "conversations-007.json, entry 2", why: "It is larger than 48 MB, which no conversation is." },
      ],
    };
  }

  private async *dryRun(): AsyncGenerator<MessageInitShape<typeof DryRunResponseSchema>> {
    if (this.unreadable) throw refused("ARCHIVE_UNREADABLE", this.unreadable, Code.InvalidArgument);
    for (let step = 0; step <= STEPS; step += 2) {
      yield { part: { case: "progress", value: { phase: ImportPhase.READING, readBytes: (SIZE * BigInt(step)) / 10n, totalBytes: SIZE, conversationCount: BigInt(step * 12), messageCount: BigInt(step * 160) } } };
      await this.mesh.wait(5);
    }
    yield {
      part: {
        case: "conversations",
        value: {
          conversations: Array.from({ length: this.talks }, (_, i) =>
            create(FoundConversationSchema, {
              originalId: `talk-${i}`,
              title: i % 9 === 4 ? "" : `${["Raised beds and frost", "A letter to my sister", "Why the sky is blue", "Moving house in March"][i % 4]}, ${i + 1}`,
              createTime: timestampFromDate(new Date(2023, 0, 4 + i * 7)),
              messageCount: 14n,
              newMessageCount: i % 11 === 3 ? 0n : 14n,
              attachmentBytes: i % 5 === 0 ? 1_400_000n : 0n,
            }),
          ),
        },
      },
    };
    yield { part: { case: "report", value: this.found() } };
  }

  private async *run(requestId: string): AsyncGenerator<Running> {
    this.running ??= { requestId, cancelled: false, step: 0 };
    const { running } = this;
    for (; running.step <= STEPS && !running.cancelled; running.step++) {
      const step = BigInt(running.step);
      yield { part: { case: "progress", value: { phase: ImportPhase.IMPORTING, readBytes: (SIZE * step) / 10n, totalBytes: SIZE, conversationCount: step * 12n, messageCount: step * 160n, addedEventCount: step * 170n } } };
      await this.mesh.wait(10);
    }
    const report = create(ImportReportSchema, {
      ...this.found(),
      importId: requestId,
      state: ImportState.REPORTED,
      cancelled: running.cancelled,
      addedEventCount: 1700n,
      eventId: 5000n,
      createTime: timestampFromDate(new Date()),
    });
    this.running = undefined;
    this.reports.unshift(report);
    yield { part: { case: "report", value: report } };
  }

  /** An import that another tab has begun. */
  begin(requestId: string): void {
    this.running = { requestId, cancelled: false, step: 0 };
  }

  cutShort(): void {
    const createTime = timestampFromDate(new Date(Date.now() - 86_400_000 * 9));
    this.reports.push(create(ImportReportSchema, { importId: "cut", state: ImportState.CUT_SHORT, format: "claude", formatTitle: "Claude", addedEventCount: 480n, createTime }));
  }

  /** Whose events were forgotten is undone. */
  forgot(): void {
    for (const report of this.reports) report.undone = true;
  }

  serve(router: ConnectRouter): void {
    router.service(ImportService, {
      createUpload: () => ({ uploadId: "upload" }),
      uploadPart: ({ offset, data }) => {
        this.uploaded = Number(offset) + data.length;
        return { receivedBytes: BigInt(this.uploaded) };
      },
      finishUpload: () => ({}),
      dropUpload: () => ({}),
      dryRun: () => this.dryRun(),
      run: (request) => {
        this.asked.push(request);
        return this.run(request.requestId);
      },
      watchImport: ({ requestId }) => {
        const done = this.reports.find((report) => report.importId === requestId);
        if (this.running?.requestId === requestId) return this.run(requestId);
        if (!done) throw refused("IMPORT_NOT_FOUND", "not known", Code.NotFound);
        return reported(done);
      },
      cancelImport: () => {
        if (this.running) this.running.cancelled = true;
        return { wasUnderWay: this.running !== undefined };
      },
      bringMind: (request, context) => {
        this.mesh.requireStepUp(context.requestHeader, toBinary(BringMindRequestSchema, request));
        if (request.expectedHeadHash !== this.mesh.copies.headHash) throw refused("HEAD_MOVED", "the last event has another hash", Code.Aborted);
        this.brought = this.uploaded;
        return { eventCount: 412n, headHash: "ab".repeat(32), keptPath: "/home/ada/.pmm/mind.db.replaced-1" };
      },
      listImports: () => ({ reports: this.reports, runningRequestId: this.running?.requestId ?? "" }),
      listImportedEvents: () => ({ eventIds: this.imported, wordsOnlyEventIds: [4002n] }),
    });
  }
}

async function* reported(report: ImportReport): AsyncGenerator<Running> {
  yield { part: { case: "report", value: report } };
}
