import type { ImportedFile } from "../../gen/pmm/mind/v1/imported_talk_pb";

/** A larger picture is shown as a file. */
const LARGEST = 32_000_000n;

const TYPES: [RegExp, string][] = [
  [/^89504e470d0a1a0a/, "image/png"],
  [/^ffd8ff/, "image/jpeg"],
  [/^47494638/, "image/gif"],
  [/^52494646.{8}57454250/, "image/webp"],
  [/^.{8}66747970(61766966|61766973)/, "image/avif"],
  [/^424d/, "image/bmp"],
];

/** Whether it is worth looking whether a file is a picture: its type or name says so, or nothing says anything. Drawings that are programs (SVG) are files. */
export function mayBePicture({ stored, size, mediaType, name }: ImportedFile): boolean {
  if (!stored || (size ?? 0n) > LARGEST || /svg/i.test(mediaType)) return false;
  if (mediaType) return mediaType.startsWith("image/");
  return !/\.\w+$/.test(name) || /\.(png|jpe?g|gif|webp|avif|bmp|dat)$/i.test(name);
}

/** What kind of picture begins with these bytes; empty if none that is known. */
export function pictureType(bytes: Uint8Array): string {
  const begin = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return TYPES.find(([pattern]) => pattern.test(begin))?.[1] ?? "";
}
