// A mesh in a home of its own, and a scripted model server beside it.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../../..");
const product = join(root, "packaging/target/pmm");

export class Mesh {
  static async start() {
    const home = await mkdtemp(join(tmpdir(), "pmm-journey-"));
    const mesh = new Mesh(home, await freePort());
    await mesh.pmm("start", "--no-open");
    return mesh;
  }

  /** The page's port stays the same when the gateway is started again: a browser knows it by that. */
  constructor(home, uiPort) {
    this.home = home;
    this.environment = { ...process.env, PMM_HOME: home, PMM_UI_PORT: String(uiPort) };
    for (const service of ["LEDGER", "MIND", "PROVIDER"]) this.environment[`PMM_${service}_PORT`] = "0";
  }

  async pmm(...words) {
    const { stdout } = await promisify(execFile)(join(product, "bin/pmm"), words, { env: this.environment });
    return stdout.trim();
  }

  /** An address that lets one browser in. */
  loginUrl() {
    return this.pmm("open", "--print");
  }

  /** The events of one kind, oldest first. */
  async events(kind) {
    const out = await this.pmm("events", "list", "--kind", kind, "--json");
    return JSON.parse(out).events ?? [];
  }

  async stop() {
    await this.pmm("stop");
    await rm(this.home, { recursive: true, force: true });
  }
}

/** Below the ports that systems lend to outgoing connections, as one could take it before the gateway listens. */
function freePort() {
  return new Promise((found) => {
    const probe = createServer().on("error", () => found(freePort()));
    probe.listen(10_000 + Math.floor(Math.random() * 22_768), "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

/** A model server that answers by script; see ScriptedServer. */
export class ScriptedModels {
  static async start() {
    const target = join(root, "provider-gateway/target");
    const tests = (await readdir(target)).find((file) => /^provider-gateway-.*-tests\.jar$/.test(file));
    if (!tests) throw new Error(`no tests jar in ${target} (expected: one, made by ./build)`);
    const classpath = [join(target, tests), join(product, "lib/*")].join(":");
    const child = spawn(join(process.env.JAVA_HOME, "bin/java"), ["-cp", classpath, "pmm.provider.scripted.ScriptedServer"]);
    const port = await new Promise((found, failed) => {
      child.stdout.on("data", (chunk) => {
        const match = /port=(\d+)/.exec(chunk);
        if (match) found(match[1]);
      });
      child.on("exit", (code) => failed(new Error(`the scripted server ended with ${code}`)));
    });
    return new ScriptedModels(child, `http://127.0.0.1:${port}`);
  }

  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  /** Adds a model that this server plays. */
  async add(mesh, modelId, script) {
    const key = join(mesh.home, "key");
    await writeFile(key, "sk-journey-0123456789abcdef", { mode: 0o600 });
    const api = modelId.startsWith("local:") ? ["--api", "openai"] : [];
    await mesh.pmm("model", "add", modelId, ...api, "--url", `${this.url}/v1`, "--name", `scripted${script}`, "--key-file", key, "--yes");
  }

  /** How many requests have arrived. */
  async requestCount() {
    const report = await (await fetch(`${this.url}/control/requests`)).json();
    return (report.requests ?? report).length;
  }

  /** How many readers have left in mid-answer. */
  async leftCount() {
    return (await fetch(`${this.url}/control/left`)).json();
  }

  stop() {
    this.child.kill();
  }
}

/** A model that promises and notices something in each answer, and looks back on the first event it is shown. */
export class ThoughtfulModel {
  static async start() {
    const server = createHttpServer(async (request, response) => {
      let body = "";
      for await (const piece of request) body += piece;
      const piece = { id: "1", object: "chat.completion.chunk", created: 1, model: "thoughtful" };
      const send = (choice) => response.write(`data: ${JSON.stringify({ ...piece, choices: [{ index: 0, finish_reason: null, delta: {}, ...choice }] })}\n\n`);
      response.writeHead(200, { "content-type": "text/event-stream" });
      send({ delta: { role: "assistant", content: thoughts(JSON.parse(body).messages) } });
      send({ finish_reason: "stop" });
      response.end("data: [DONE]\n\n");
    });
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    return new ThoughtfulModel(server);
  }

  constructor(server) {
    this.server = server;
  }

  add(mesh) {
    const url = `http://127.0.0.1:${this.server.address().port}/v1`;
    return mesh.pmm("model", "add", "local:thoughtful", "--api", "openai", "--url", url, "--name", "thoughtful", "--yes");
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function thoughts(messages) {
  const words = messages.map((message) => message.content).join("\n");
  if (!words.includes("You look back on recent talk")) {
    return "Gladly.\nCOMMIT: go through the seed list with you tomorrow\nREMEMBER: The person has a garden";
  }
  const event = Number(/\[(\d+)\]/.exec(messages.at(-1).content)[1]);
  return JSON.stringify({ observations: [{ text: "I make promises about the garden gladly.", subject: "mind", events: [event] }] });
}
