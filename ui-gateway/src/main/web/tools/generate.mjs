// Generates src/gen from the contracts with protoc and protoc-gen-es.
// protoc: $PROTOC, else the newest one that Maven has fetched for this machine.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const web = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const protos = resolve(web, "../../../../proto/src/main/proto");
const out = join(web, "src/gen");

function mavenProtoc() {
  const versions = join(process.env.MAVEN_REPO ?? join(homedir(), ".m2/repository"), "com/google/protobuf/protoc");
  if (!existsSync(versions)) return undefined;
  const newestFirst = readdirSync(versions).sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  return newestFirst
    .flatMap((version) => readdirSync(join(versions, version)).map((file) => join(versions, version, file)))
    .find((file) => file.endsWith(`${platform()}.exe`));
}

function platform() {
  const os = { darwin: "osx", win32: "windows" }[process.platform] ?? process.platform;
  const cpu = { x64: "x86_64", arm64: "aarch_64" }[process.arch] ?? process.arch;
  return `${os}-${cpu}`;
}

function runnable(protoc) {
  const copy = join(web, "node_modules/.cache/protoc");
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(protoc, copy);
  chmodSync(copy, 0o755);
  return copy;
}

function protoFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith(".proto"))
    .map((file) => relative(protos, file))
    .sort();
}

const protoc = process.env.PROTOC ?? mavenProtoc();
if (!protoc || !existsSync(protoc)) {
  console.error(`no protoc at ${protoc ?? "~/.m2"} (expected: PROTOC=/path/to/protoc, or one Maven run of the module proto)`);
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
execFileSync(
  runnable(protoc),
  [
    `--plugin=protoc-gen-es=${join(web, "node_modules/.bin/protoc-gen-es")}`,
    `-I${protos}`,
    `-I${join(web, "tools/include")}`,
    `--es_out=${out}`,
    "--es_opt=target=ts",
    ...protoFiles(protos),
    "google/rpc/error_details.proto",
  ],
  { stdio: "inherit" },
);
