import { bytes, number } from "../../common/format";
import { type MessageId, t } from "../../common/i18n";
import type { ImportCounts, ImportProgress } from "../../gen/pmm/mind/v1/importing_pb";

function counted(id: MessageId, count: bigint): string {
  return t(id, { count: Number(count), shown: number(count) });
}

export function events(count: bigint): string {
  return counted("import.count.events", count);
}

function conversations(counts: ImportCounts): string[] {
  return some(["import.count.conversations", counts.conversations], ["import.count.messages", counts.messages]);
}

export function messages(count: bigint): string {
  return counted("import.count.messages", count);
}

/** How much was read so far. */
export function talked({ conversationCount, messageCount }: ImportProgress): string {
  return some(["import.count.conversations", conversationCount], ["import.count.messages", messageCount]).join(", ");
}

/** All that is no conversation. */
export function others(counts: ImportCounts): string[] {
  return some(
    ["import.count.memories", counts.memories],
    ["import.count.profiles", counts.profiles],
    ["import.count.characters", counts.characters],
    ["import.count.records", counts.records],
  );
}

/** Files only where there is nothing else: they have a line of their own. */
export function everything(counts: ImportCounts): string {
  const all = [...conversations(counts), ...some(["import.count.empty", counts.emptyConversations]), ...others(counts)];
  return all.length > 0 || counts.attachments === 0n ? all.join(", ") : files(counts);
}

/** "12 files, 34 MB" */
export function files({ attachments, attachmentBytes }: ImportCounts): string {
  return sized(attachments, attachmentBytes);
}

export function unused({ unusedFiles, unusedBytes }: ImportCounts): string {
  return sized(unusedFiles, unusedBytes);
}

function sized(count: bigint, size: bigint): string {
  return t("import.files", { count: Number(count), shown: number(count), size: bytes(size) });
}

export function missingFiles({ missingAttachments }: ImportCounts): string {
  return counted("import.files.missing", missingAttachments);
}

export function branches({ branchPoints }: ImportCounts): string {
  return counted("import.branches", branchPoints);
}

function some(...counts: [MessageId, bigint][]): string[] {
  return counts.filter(([, count]) => count > 0n).map(([id, count]) => counted(id, count));
}
