"""Compares an archive with what was exported of it after an import, with nothing but Python's own library.

python3 roundtrip.py ARCHIVE EXPORT prints each difference, and ends with 1 if there is any. Both are read into the same
canonical trees: of ChatGPT, whose export is conversations.json again, every message with all that it holds; of others,
whose export is the document of docs/conversation-export.md, every message with its parent, role, time and parts.
"""

import collections
import decimal
import hashlib
import json
import re
import sys
import zipfile

from trees import forest, micros

LONE = re.compile("[\ud800-\udfff]")
differences = []


def differs(what, where, want, got):
    if want != got:
        differences.append(f"{what} of {where}: {str(want)[:400]!r} (exported: {str(got)[:400]!r})")


def clean(text):
    return LONE.sub("\ufffd", text).replace("\0", "\ufffd")


def bare(value):
    """Without what says nothing: null, empty lists, objects and strings."""
    if isinstance(value, dict):
        inner = {key: bare(each) for key, each in value.items()}
        return {key: each for key, each in inner.items() if each not in (None, "", [], {})}
    if isinstance(value, list):
        return [each for each in map(bare, value) if each not in (None, "", [], {})]
    if isinstance(value, str):
        return clean(value)
    return number(value)


def exact(value):
    """With all that says nothing, too."""
    if isinstance(value, dict):
        return {key: exact(each) for key, each in value.items()}
    if isinstance(value, list):
        return list(map(exact, value))
    return clean(value) if isinstance(value, str) else number(value)


def number(value):
    if isinstance(value, bool):
        return str(value)
    return decimal.Decimal(value) if isinstance(value, int) else value


def documents(path):
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in sorted(archive.namelist()):
                if member.startswith(("conversations", "memories", "projects")) and "asset" not in member:
                    yield from entries(archive.read(member).decode("utf-8"))
    else:
        with open(path, encoding="utf-8", newline="") as file:
            yield from entries(file.read())


def entries(text):
    if text.startswith("\ufeff"):
        yield [json.loads(line) for line in text[1:].splitlines() if line.strip()]
        return
    data = json.loads(text, parse_float=decimal.Decimal)
    if isinstance(data, str):
        data = json.loads(data)
    if isinstance(data, list) and data and "prev_hash" in data[0]:
        yield data
    else:
        yield from data if isinstance(data, list) else [data]


# ChatGPT: all of it, but for what the reader mends and says so.

def chatgpt(path):
    talks, shells = {}, []
    for entry in documents(path):
        if "mapping" not in entry:
            shells.append(json.dumps(bare(entry), sort_keys=True, default=str))
            continue
        above, messages, parents = {}, {}, {}
        for key, node in entry["mapping"].items():
            for child in node.get("children") or []:
                above[child] = min(above.get(child, key), key)
        for key, node in entry["mapping"].items():
            parents[key] = node.get("parent") or above.get(key)
            message = node.get("message") or {}
            messages[key] = bare({**message, "id": None, "create_time": None})
            messages[key]["content"] = exact(message.get("content"))
            messages[key]["is without metadata"] = message.get("metadata", {}) is None
            messages[key]["who speaks"] = (message.get("author") or {}).get("name")
            messages[key]["micros"] = micros(message.get("create_time"))
            messages[key]["time"] = str(message.get("create_time"))
            model = (message.get("metadata") or {}).get("model_slug")
            if (message.get("author") or {}).get("role") == "assistant":
                messages[key].setdefault("metadata", {})["model_slug"] = model or entry.get("default_model_slug")
        parents = forest(parents, {key: message["micros"] for key, message in messages.items()})
        rest = bare({**entry, "mapping": None, "id": None, "conversation_id": None})
        for time in ("create_time", "update_time"):
            rest[time] = str(entry.get(time))
        rest["is_archived"] = str(bool(entry.get("is_archived")))
        talks[entry.get("conversation_id") or entry.get("id")] = (rest, parents, messages)
    return talks, sorted(shells)


def compare_chatgpt(archive, export):
    (wanted, shells), (got, other_shells) = chatgpt(archive), chatgpt(export)
    differs("the conversations", "the archive", sorted(wanted), sorted(got))
    differs("what is no conversation", "the archive", shells, other_shells)
    for id in set(wanted) & set(got):
        (rest, parents, messages), (rest2, parents2, messages2) = wanted[id], got[id]
        differs("the nodes", id, sorted(parents), sorted(parents2))
        for key in set(rest) | set(rest2):
            differs(key, id, rest.get(key), rest2.get(key))
        for node in set(parents) & set(parents2):
            differs("the parent", f"{id} {node}", parents[node], parents2[node])
            for key in set(messages[node]) | set(messages2[node]):
                differs(key, f"{id} {node}", messages[node].get(key), messages2[node].get(key))
    return len(wanted), sum(len(parents) for _, parents, _ in wanted.values())


# The others: (key, parent, role, micros, parts) of each message; a part is (type, words).

def claude(entry):
    nodes, last = [], None
    for message in entry["chat_messages"]:
        parts = []
        for block in message["content"]:
            if block["type"] == "text":
                parts.append(("text", block["text"]))
            elif block["type"] == "thinking":
                parts.append(("reasoning", block["thinking"]))
            elif block["type"] == "tool_use":
                parts.append(("tool_call", block["name"], json.dumps(block["input"], sort_keys=True)))
            elif block["type"] == "tool_result":
                parts.append(("tool_result", block["name"], block["content"]))
        if not parts and message["text"]:
            parts.append(("text", message["text"]))
        for file in message["attachments"]:
            parts.append(("file", file["file_name"], file["extracted_content"]))
        results = {part[0] for part in parts} == {"tool_result"}
        role = "assistant" if message["sender"] == "assistant" else "tool" if results else "person"
        parent = message.get("parent_message_uuid", last)
        nodes.append((message["uuid"], parent, role, micros(message["created_at"]), parts))
        last = message["uuid"]
    return nodes


def sillytavern(lines):
    nodes, last = [], None
    for number, line in enumerate(lines[1:]):
        role = "person" if line["is_user"] else "assistant"
        for swipe in line.get("swipes", []):
            if swipe != line["mes"]:
                nodes.append((f"{number} {swipe}", last, role, None, [("text", swipe)]))
        nodes.append((number, last, role, line["send_date"] * 1000, [("text", line["mes"])]))
        last = number
    return nodes


def ledger(rows, others):
    nodes, above, last = [], {}, None
    for row in rows:
        parent = above.get(row["prev_hash"], last) if row["prev_hash"] else last
        role = {"user_message": "person", "assistant_message": "assistant"}.get(row["kind"])
        if role:
            nodes.append((row["hash"], parent, role, micros(row["ts"]), [("text", row["content"])]))
            last = row["hash"]
        else:
            others["pmm." + row["kind"], row["content"]] += 1
        above[row["hash"]] = row["hash"] if role else parent
    return nodes


def linear(said):
    return [(number, number - 1 if number else None, *each) for number, each in enumerate(said)]


def activity(entry):
    when = micros(entry["time"])
    said = [("person", when, [("text", entry["title"].removeprefix("Prompted "))])]
    for item in entry.get("safeHtmlItem", []):
        said.append(("assistant", when, [("text", re.sub("<[^>]*>", " ", item["html"]))]))
    return linear(said)


def chunks(entry):
    said = [("system", None, [("context", entry["systemInstruction"]["text"])])]
    for chunk in entry["chunkedPrompt"]["chunks"]:
        kind = "reasoning" if chunk.get("isThought") else "text"
        said.append(({"user": "person", "model": "assistant"}[chunk["role"]], None, [(kind, chunk["text"])]))
    return linear(said)


def agent(entry):
    roles = {"user": "person", "assistant": "assistant", "system": "system"}
    kinds = {"system": "context"}
    return linear([(roles[each["role"]], micros(each.get("created_at")), [(kinds.get(each["role"], "text"), each["content"])]) for each in entry["messages"]])


def archived(path):
    talks, others = [], collections.Counter()
    for entry in documents(path):
        if isinstance(entry, list):
            talks.append(ledger(entry, others) if "prev_hash" in entry[0] else sillytavern(entry))
        elif "chat_messages" in entry:
            nodes = claude(entry)
            if nodes:
                talks.append(nodes)
            else:
                others["empty_conversation", entry["name"]] += 1
        elif "conversations_memory" in entry:
            for text in [entry["conversations_memory"], *entry["project_memories"].values()]:
                for block in text.split("\n\n"):
                    for line in block.split("\n") if block.startswith("- ") else [block]:
                        if line.strip() and not line.startswith("**"):
                            others["memory", line.removeprefix("- ")] += 1
        elif "prompt_template" in entry:
            others["profile", entry["prompt_template"]] += 1
        elif "safeHtmlItem" in entry or entry.get("title", "").startswith("Prompted "):
            talks.append(activity(entry))
        elif "chunkedPrompt" in entry:
            talks.append(chunks(entry))
        elif "agents" in entry:
            talks.extend(map(agent, entry["agents"]))
            for block in entry["blocks"]:
                others["memory", block["value"]] += 1
    return talks, others


def words(part):
    if part["type"] == "file":
        return "file", part.get("name", ""), part.get("text", "")
    if part["type"] == "tool_call":
        return "tool_call", part["name"], json.dumps(json.loads(part["text"]), sort_keys=True)
    if part["type"] == "tool_result":
        return "tool_result", part["name"], part["text"]
    return part["type"], part["text"]


def exported(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    talks = []
    for talk in document["conversations"]:
        nodes = []
        for node in talk["nodes"]:
            if not node["parts"]:
                continue
            when = node.get("time", {}).get("micros")
            nodes.append((node["node_id"], node.get("parent_node_id"), node["role"], when, list(map(words, node["parts"]))))
        talks.append(nodes)
    return talks, collections.Counter((each["record"], each["text"]) for each in document["others"])


def canonical(nodes):
    """Every message by itself and by all that stands above it, so that names count for nothing."""
    parents = forest({node[0]: node[1] for node in nodes}, {node[0]: node[3] for node in nodes})
    by_key = {node[0]: node for node in nodes}
    names = {}

    def name(key):
        path = []
        while key is not None and key not in names:
            path.append(key)
            key = parents[key]
        for each in reversed(path):
            _, _, role, when, parts = by_key[each]
            text = [[" ".join(re.sub("(?m)^- ", "", clean(word)).split()) for word in part] for part in parts]
            said = json.dumps([role, when, text], sort_keys=True)
            above = names[parents[each]][0] if parents[each] is not None else ""
            names[each] = hashlib.sha256((above + said).encode()).hexdigest(), said
        return names[path[0]]

    return sorted(name(key) if key not in names else names[key] for key in by_key)


def compare_others(archive, export):
    (talks, others), (talks2, others2) = archived(archive), exported(export)
    wanted = collections.Counter(json.dumps(canonical(nodes)) for nodes in talks)
    got = collections.Counter(json.dumps(canonical(nodes)) for nodes in talks2)
    missing, more = list((wanted - got).elements()), list((got - wanted).elements())
    if missing or more:
        differs("the number of conversations", "the archive", len(talks), len(talks2))
        want = {tuple(each) for talk in missing for each in json.loads(talk)}
        have = {tuple(each) for talk in more for each in json.loads(talk)}
        for _, said in sorted(want - have)[:20]:
            differences.append("not exported as it was: " + said[:600])
        for _, said in sorted(have - want)[:20]:
            differences.append("exported, and not so in the archive: " + said[:600])
    for thing in others - others2:
        differences.append(f"not exported: {thing}")
    return len(talks), sum(map(len, talks))


def main(archive, export):
    is_chatgpt = any(isinstance(entry, dict) and ("mapping" in entry) for entry in documents(archive))
    counts = (compare_chatgpt if is_chatgpt else compare_others)(archive, export)
    print("%d conversations, %d messages, %d differences" % (*counts, len(differences)))
    for difference in differences[:60]:
        print(difference.encode("ascii", "backslashreplace").decode())
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
