import type { Client } from "@connectrpc/connect";
import type { QueryClient } from "@tanstack/react-query";
import { t } from "../../common/i18n";
import { isCancelled, refusal, sentence } from "../../common/problem";
import type { FoundCharacter, FoundConversation, ImportProgress, ImportReport, ImportService, RunRequest, RunResponse } from "../../gen/pmm/mind/v1/importing_pb";
import { isMind } from "./ours";
import { patiently, sendFile } from "./upload";

/** What an archive was found to hold. */
export interface Found {
  report: ImportReport;
  conversations: FoundConversation[];
  characters: FoundCharacter[];
}

/** What of it shall come in; no ids to choose means all. */
export type Choice = Pick<RunRequest, "originalIds" | "excludedOriginalIds" | "conversationsOnly" | "withoutAttachments">;

export type Stage =
  | { at: "idle" }
  | { at: "mind"; file: File }
  | { at: "sending"; name: string; done: number; total: number }
  | { at: "looking"; name: string; progress: ImportProgress | undefined }
  | { at: "choosing"; name: string; found: Found }
  | { at: "running"; progress: ImportProgress | undefined; stopping: boolean }
  | { at: "done"; report: ImportReport };

interface State {
  stage: Stage;
  problem: string;
}

/** What a reload of the page must know to go on. */
type Kept = { requestId: string } | { uploadId: string; name: string };

const KEPT = "pmm.import";
const IDLE: Stage = { at: "idle" };

const jobs = new WeakMap<QueryClient, ImportJob>();

/** One archive on its way in. It goes on while the person looks at other screens. */
export class ImportJob {
  private state: State = { stage: IDLE, problem: "" };
  private readonly listeners = new Set<() => void>();
  private abort = new AbortController();
  private uploadId = "";
  private requestId = "";

  private constructor(
    private readonly imports: Client<typeof ImportService>,
    private readonly queries: QueryClient,
  ) {}

  /** The one of this session. */
  static of(imports: Client<typeof ImportService>, queries: QueryClient): ImportJob {
    let job = jobs.get(queries);
    if (!job) {
      job = new ImportJob(imports, queries);
      jobs.set(queries, job);
      void job.resume();
    }
    return job;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): State => this.state;

  /** Sends a file and looks at what it holds. */
  async choose(file: File): Promise<void> {
    const { name } = file;
    await this.trying(async (signal) => {
      if (await isMind(file)) {
        this.show({ at: "mind", file });
        return;
      }
      const sent = (done: number) => this.show({ at: "sending", name, done, total: file.size });
      sent(0);
      this.uploadId = (await sendFile(this.imports, file, sent, signal)).uploadId;
      keep({ uploadId: this.uploadId, name });
      await this.look(name, signal);
    });
  }

  private async look(name: string, signal: AbortSignal): Promise<void> {
    this.show({ at: "looking", name, progress: undefined });
    const report = await patiently(signal, async () => {
      const found: Pick<Found, "conversations" | "characters"> = { conversations: [], characters: [] };
      for await (const { part } of this.imports.dryRun({ uploadId: this.uploadId }, { signal })) {
        if (part.case === "progress") this.show({ at: "looking", name, progress: part.value });
        else if (part.case === "conversations") found.conversations.push(...part.value.conversations);
        else if (part.case === "characters") found.characters.push(...part.value.characters);
        else if (part.case === "report") return { ...found, report: part.value };
      }
      throw new Error(t("import.lost"));
    });
    this.show({ at: "choosing", name, found: report });
  }

  /** Takes in what was chosen. */
  async run(choice: Choice): Promise<void> {
    const before = this.state.stage;
    this.requestId = crypto.randomUUID();
    const request = { ...choice, uploadId: this.uploadId, requestId: this.requestId };
    keep({ requestId: this.requestId });
    await this.trying(async (signal) => {
      // The same request again joins the run, or answers its report.
      await this.follow(signal, () => this.imports.run(request, { signal }));
    });
    if (this.state.problem && this.uploadId && before.at === "choosing") {
      keep({ uploadId: this.uploadId, name: before.name });
      this.show(before, this.state.problem);
    }
  }

  private async watch(requestId: string, signal: AbortSignal): Promise<void> {
    this.requestId = requestId;
    try {
      await this.follow(signal, () => this.imports.watchImport({ requestId }, { signal }));
    } catch (error) {
      if (refusal(error)?.reason !== "IMPORT_NOT_FOUND") throw error;
      this.end(IDLE, t("import.lost"));
    }
  }

  private async follow(signal: AbortSignal, open: () => AsyncIterable<Pick<RunResponse, "part">>): Promise<void> {
    this.show({ at: "running", progress: undefined, stopping: false });
    await patiently(signal, async () => {
      for await (const { part } of open()) {
        if (part.case === "progress") this.show({ at: "running", progress: part.value, stopping: this.isStopping() });
        else if (part.case === "report") this.end({ at: "done", report: part.value });
      }
    });
    await this.queries.invalidateQueries();
  }

  private isStopping(): boolean {
    return this.state.stage.at === "running" && this.state.stage.stopping;
  }

  /** Ends what is under way: what was taken in stays. */
  async cancel(): Promise<void> {
    const { stage } = this.state;
    if (stage.at === "running") {
      this.show({ ...stage, stopping: true });
      await this.trying(async () => {
        await this.imports.cancelImport({ requestId: this.requestId });
      });
      return;
    }
    this.abort.abort();
    this.drop();
    this.end(IDLE);
  }

  /** Goes back to the beginning. */
  close(): void {
    this.drop();
    this.end(IDLE);
  }

  private drop(): void {
    if (this.uploadId) this.imports.dropUpload({ uploadId: this.uploadId }).catch(() => undefined);
    this.uploadId = "";
  }

  /** Goes on where this browser, or another one, has left it. */
  private async resume(): Promise<void> {
    const kept = recall();
    await this.trying(async (signal) => {
      if (kept && "uploadId" in kept) {
        this.uploadId = kept.uploadId;
        await this.look(kept.name, signal);
        return;
      }
      const running = kept?.requestId ?? (await this.imports.listImports({ pageSize: 1 }, { signal })).runningRequestId;
      if (running) await this.watch(running, signal);
    });
  }

  private async trying(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.abort.signal.aborted) this.abort = new AbortController();
    const { signal } = this.abort;
    try {
      await work(signal);
    } catch (error) {
      if (!isCancelled(error) && !signal.aborted) this.end(IDLE, sentence(error));
    }
  }

  private end(stage: Stage, problem = ""): void {
    keep(undefined);
    this.show(stage, problem);
  }

  private show(stage: Stage, problem = ""): void {
    this.state = { stage, problem };
    this.listeners.forEach((listener) => listener());
  }
}

function keep(kept: Kept | undefined): void {
  try {
    if (kept) sessionStorage.setItem(KEPT, JSON.stringify(kept));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // A window that refuses it forgets the archive on a reload; the mind does not.
  }
}

function recall(): Kept | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Kept | null) ?? undefined;
  } catch {
    return undefined;
  }
}
