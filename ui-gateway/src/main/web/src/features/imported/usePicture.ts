import { useQuery } from "@tanstack/react-query";
import type { Client } from "@connectrpc/connect";
import { useEffect, useState } from "react";
import { useClient } from "../../common/api";
import { AttachmentService, type ImportedFile } from "../../gen/pmm/mind/v1/imported_talk_pb";
import { pictureType } from "./picture";

/** A picture's address in this page, once it is wanted and here; null if the file is none. */
export function usePicture(file: ImportedFile, wanted: boolean): { url: string | null; error: unknown; retry(): void } {
  const attachments = useClient(AttachmentService);
  const { data, error, refetch } = useQuery({
    queryKey: ["picture", String(file.eventId), file.index],
    queryFn: ({ signal }) => read(attachments, file, signal),
    enabled: wanted,
    staleTime: Infinity,
  });
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!data) return;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  return { url: data === null ? null : url, error, retry: () => void refetch() };
}

/** What is no picture is not read to its end. */
async function read(attachments: Client<typeof AttachmentService>, { eventId, index }: ImportedFile, signal: AbortSignal): Promise<Blob | null> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const { data } of attachments.readAttachment({ eventId, index }, { signal })) {
    parts.push(new Uint8Array(data));
    if (parts.length === 1 && pictureType(data) === "") return null;
  }
  return parts.length === 0 ? null : new Blob(parts, { type: pictureType(parts[0]!) });
}
