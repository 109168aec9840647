import { Code, createClient, createRouterTransport } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { ImportService } from "../../gen/pmm/mind/v1/importing_pb";
import { refused } from "../../testing/refused";
import { Sha256 } from "../../common/sha256";
import { sendFile } from "./upload";

/** Bytes that are the same each time. */
function bytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
}

async function hex(data: Uint8Array<ArrayBuffer>): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", data)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

it("digests in parts what the browser digests at once", async () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_003]) {
    const data = bytes(length);
    const hash = new Sha256();
    for (let at = 0; at < length; at += 777) hash.update(data.subarray(at, at + 777));
    expect(hash.hex(), `${length} bytes`).toBe(await hex(data));
  }
});

it("goes on after the mesh was away, and begins again after the mind has dropped all", async () => {
  const data = bytes(2_500_000);
  let stored = new Uint8Array(0);
  let created = 0;
  let calls = 0;
  let digest = "";
  const transport = createRouterTransport(({ service }) => {
    service(ImportService, {
      createUpload: () => {
        stored = new Uint8Array(0);
        return { uploadId: `upload-${++created}` };
      },
      uploadPart: ({ uploadId, offset, data: part }) => {
        calls++;
        if (calls === 2) throw refused("LEDGER_AWAY", "away", Code.Unavailable);
        if (uploadId === "upload-1" && calls > 3) throw refused("UPLOAD_NOT_FOUND", "gone", Code.NotFound);
        expect(Number(offset)).toBe(stored.length);
        stored = Uint8Array.from([...stored, ...part]);
        return { receivedBytes: BigInt(stored.length) };
      },
      finishUpload: ({ sha256 }) => {
        digest = sha256;
        return {};
      },
      dropUpload: () => ({}),
    });
  });
  const seen: number[] = [];
  const upload = await sendFile(createClient(ImportService, transport), new File([data], "a.zip"), (at) => seen.push(at), new AbortController().signal);
  expect(upload).toEqual({ uploadId: "upload-2", sha256: await hex(data) });
  expect(digest).toBe(await hex(data));
  expect(stored.length).toBe(data.length);
  expect(seen.at(-1)).toBe(data.length);
});
