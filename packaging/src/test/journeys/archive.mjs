// An archive as ChatGPT gives it, of any number of conversations; the last one has an edited question, a remembered thing, a picture and what the answer was made with.
import { crc32, deflateSync } from "node:zlib";

const BEGAN = 1_672_567_200;
const DAY = 86_400;

export function archive(count) {
  const talks = Array.from({ length: count }, (_, i) => talk(`talk-${i}`, `Old talk ${i + 1}`, 0, [
    said(`q-${i}`, null, "user", `How deep is well ${i + 1}?`),
    said(`a-${i}`, `q-${i}`, "assistant", `Well ${i + 1} is ${i + 3} metres deep.`),
  ]));
  const sails = talk("sails", "Sails and storms", DAY, [
    remembered("memory", null, "Sails a blue boat on Sundays."),
    said("q1", "memory", "user", "When do I reef?"),
    node("q2", "memory", "user", { content_type: "multimodal_text", parts: [PICTURE, "When should I reef the mainsail?"] }, { metadata: { attachments: [{ id: "file-sail", name: "sail.png", mime_type: "image/png" }] } }),
    said("a1", "q1", "assistant", "When you first think of it."),
    node("t2", "q2", "assistant", { content_type: "thoughts", thoughts: [{ summary: "Wind", content: "Gusts come before the rain." }] }),
    node("c2", "t2", "assistant", { content_type: "code", language: "python", text: "print(9 * 2)" }, { recipient: "python" }),
    node("r2", "c2", "tool", { content_type: "execution_output", text: "18" }, { author: { role: "tool", name: "python" } }),
    node("a2", "r2", "assistant", { content_type: "text", parts: ["At **18 knots**, and before the gust."] }, {
      metadata: { model_slug: "gpt-4", citations: [{ start_ix: 3, end_ix: 15, metadata: { title: "Reefing in time", url: "https://sails.example/reef" } }] },
    }),
  ]);
  return zip({ "conversations.json": Buffer.from(JSON.stringify([sails, ...talks])), "file-sail-sail.png": picture() });
}

const PICTURE = { content_type: "image_asset_pointer", asset_pointer: "file-service://file-sail", size_bytes: 1 };

function talk(id, title, after, nodes) {
  const began = BEGAN + after;
  const mapping = {};
  for (const node of nodes) {
    node.message.create_time = began + 1;
    mapping[node.id] = { ...node, children: nodes.filter((each) => each.parent === node.id).map((each) => each.id) };
  }
  return { id, conversation_id: id, title, create_time: began, update_time: began + 60, current_node: nodes.at(-1).id, mapping };
}

function said(id, parent, role, text) {
  return node(id, parent, role, { content_type: "text", parts: [text] });
}

function remembered(id, parent, text) {
  return node(id, parent, "assistant", { content_type: "model_editable_context", model_set_context: text });
}

function node(id, parent, role, content, more = {}) {
  return { id, parent, message: { id, author: { role }, content, metadata: { model_slug: "gpt-4" }, ...more } };
}

/** A sail before the sky. */
function picture(width = 240, height = 160) {
  const rows = Array.from({ length: height }, (_, y) => [0, ...Array.from({ length: width }, (_, x) => (x > 60 && x - 60 < y ? [250, 246, 236] : [90, 140 + y / 4, 190])).flat()]);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    return Buffer.concat([number(data.length, true), body, number(crc32(body), true)]);
  };
  const head = Buffer.concat([number(width, true), number(height, true), Buffer.from([8, 2, 0, 0, 0])]);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.from(rows.flat()))), chunk("IEND", Buffer.alloc(0))]);
}

/** Members as they are, one behind the other. */
function zip(members) {
  const files = [];
  const directory = [];
  let at = 0;
  for (const [name, data] of Object.entries(members)) {
    const facts = Buffer.concat([Buffer.from([20, 0, 0, 8, 0, 0, 0, 0, 33, 0]), number(crc32(data)), number(data.length), number(data.length), Buffer.from([name.length, 0, 0, 0])]);
    const file = Buffer.concat([Buffer.from("504b0304", "hex"), facts, Buffer.from(name), data]);
    files.push(file);
    directory.push(Buffer.concat([Buffer.from("504b01021400", "hex"), facts, Buffer.alloc(10), number(at), Buffer.from(name)]));
    at += file.length;
  }
  const list = Buffer.concat(directory);
  const count = Buffer.from([files.length, 0]);
  return Buffer.concat([...files, list, Buffer.from("504b050600000000", "hex"), count, count, number(list.length), number(at), Buffer.alloc(2)]);
}

function number(value, bigEnd = false) {
  const bytes = Buffer.alloc(4);
  if (bigEnd) bytes.writeUInt32BE(value);
  else bytes.writeUInt32LE(value);
  return bytes;
}
