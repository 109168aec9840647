import type { Client } from "@connectrpc/connect";
import { isAway, refusal } from "../../common/problem";
import type { ImportService } from "../../gen/pmm/mind/v1/importing_pb";
import { Sha256 } from "../../common/sha256";

const PART = 1 << 20;
const PAUSE_MS = 1000;
/** A mind that was restarted has dropped what it had: so often it is sent from its start. */
const STARTS = 3;

type Imports = Client<typeof ImportService>;

/** What is with the mind as a whole. */
export interface Upload {
  uploadId: string;
  sha256: string;
}

/** Sends a file to the mind in parts, patiently where the mesh is away. */
export async function sendFile(imports: Imports, file: File, sent: (bytes: number) => void, signal: AbortSignal): Promise<Upload> {
  for (let start = 1; ; start++) {
    try {
      return await send(imports, file, sent, signal);
    } catch (error) {
      if (refusal(error)?.reason !== "UPLOAD_NOT_FOUND" || start === STARTS) throw error;
    }
  }
}

async function send(imports: Imports, file: File, sent: (bytes: number) => void, signal: AbortSignal): Promise<Upload> {
  const options = { signal };
  const { uploadId } = await patiently(signal, () => imports.createUpload({ name: file.name, sizeBytes: BigInt(file.size) }, options));
  try {
    const hash = new Sha256();
    for (let at = 0; at < file.size; ) {
      sent(at);
      const data = new Uint8Array(await file.slice(at, at + PART).arrayBuffer());
      hash.update(data);
      // The same part again changes nothing: what had arrived of it is answered.
      const { receivedBytes } = await patiently(signal, () => imports.uploadPart({ uploadId, offset: BigInt(at), data }, options));
      at = Number(receivedBytes);
    }
    sent(file.size);
    const sha256 = hash.hex();
    await patiently(signal, () => imports.finishUpload({ uploadId, sha256 }, options));
    return { uploadId, sha256 };
  } catch (error) {
    imports.dropUpload({ uploadId }).catch(() => undefined);
    throw error;
  }
}

/** Tries again as long as the mesh cannot be reached. */
export async function patiently<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isAway(error) || signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
