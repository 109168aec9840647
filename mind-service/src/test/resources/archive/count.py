"""Counts what an archive holds with nothing but Python's own library: python3 count.py FILE prints JSON."""

import collections
import decimal
import json
import sys
import zipfile

from trees import forest, micros

ROLES = {"user": "PERSON", "assistant": "ASSISTANT", "system": "SYSTEM", "tool": "TOOL"}
counts = collections.Counter()
once = set()
times = []


def tree(parents, ages):
    parents = forest(parents, ages)
    counts["leaves"] += len(set(parents) - set(parents.values()))


def first_time(kind, key):
    if key not in once:
        once.add(key)
        counts[kind] += 1


# ChatGPT

def chatgpt_says(content):
    if not content:
        return False
    kind = content.get("content_type")
    if kind in ("text", "multimodal_text"):
        return any(part for part in content.get("parts") or [] if part is not None)
    known = {"code": "text", "execution_output": "text", "thoughts": "thoughts", "reasoning_recap": "content"}
    return bool(content.get(known[kind])) if kind in known else True


def chatgpt(entry):
    if "mapping" not in entry:
        counts["ArchivedRecord"] += 1
        return
    counts["ArchivedConversation"] += 1
    parents, ages, above = {}, {}, {}
    for key, node in entry["mapping"].items():
        for child in node.get("children") or []:
            above[child] = key
        message = node.get("message") or {}
        parents[key] = node.get("parent")
        ages[key] = micros(message.get("create_time"))
        if ages[key] is not None:
            times.append(ages[key])
        content = message.get("content") or {}
        context = content.get("content_type", "").endswith("_editable_context")
        if content.get("content_type") == "user_editable_context":
            first_time("ArchivedProfile", (content["user_profile"], content["user_instructions"]))
        if content.get("content_type") == "model_editable_context":
            for memory in content["model_set_context"].split("\n\n"):
                first_time("ArchivedMemory", memory.split("]. ")[1])
        role = ROLES.get((message.get("author") or {}).get("role"), "OTHER")
        counts["SYSTEM" if context else role if chatgpt_says(content) else "placeholder"] += 1
    tree({key: parent or above.get(key) for key, parent in parents.items()}, ages)


# The others: each entry says what it is by its fields.

def chain(entries):
    """Counts (id, parent, time, role) in a tree."""
    counts["ArchivedConversation"] += 1
    ages = {node: age for node, _, age, _ in entries}
    times.extend(age for age in ages.values() if age is not None)
    for _, _, _, role in entries:
        counts[role] += 1
    tree({node: parent for node, parent, _, _ in entries}, ages)


def claude(entry):
    entries, last = [], None
    for message in entry["chat_messages"]:
        kinds = {block["type"] for block in message["content"]}
        role = {"human": "TOOL" if kinds == {"tool_result"} and not message["attachments"] else "PERSON", "assistant": "ASSISTANT"}
        parent = message.get("parent_message_uuid", last)
        entries.append((message["uuid"], parent, micros(message["created_at"]), role[message["sender"]]))
        last = message["uuid"]
    chain(entries)


def claude_memory(entry):
    for text in [entry["conversations_memory"], *entry["project_memories"].values()]:
        blocks = [line for block in text.split("\n\n") for line in (block.split("\n") if block.startswith("- ") else [block])]
        counts["ArchivedMemory"] += sum(1 for block in blocks if block.strip() and not block.startswith("**"))
    counts["ArchivedRecord"] += 1  # the account


def sillytavern(lines):
    entries, last = [], None
    for number, line in enumerate(lines[1:]):
        role = "PERSON" if line["is_user"] else "ASSISTANT"
        for swipe in line.get("swipes", []):
            if swipe != line["mes"]:
                entries.append((f"{number} {swipe}", last, None, role))
        entries.append((str(number), last, line["send_date"] * 1000, role))
        last = str(number)
    chain(entries)


def ledger(rows):
    entries, above, last = [], {}, None
    for row in rows:
        parent = above.get(row["prev_hash"], last) if row["prev_hash"] else last
        role = {"user_message": "PERSON", "assistant_message": "ASSISTANT"}.get(row["kind"])
        if role:
            entries.append((row["hash"], parent, micros(row["ts"]), role))
            last = row["hash"]
        else:
            counts["ArchivedRecord"] += 1
        above[row["hash"]] = row["hash"] if role else parent
    chain(entries)


def linear(said):
    chain([(number, number - 1 if number else None, age, role) for number, (age, role) in enumerate(said)])


def other(entry):
    if "mapping" in entry or entry.get("id", "").startswith("g-p-"):
        chatgpt(entry)
    elif "chat_messages" in entry:
        claude(entry)
    elif "conversations_memory" in entry:
        claude_memory(entry)
    elif "prompt_template" in entry:
        counts["ArchivedProfile"] += 1
        counts["ArchivedRecord"] += 1 + len(entry["docs"])
    elif "safeHtmlItem" in entry:
        linear([(micros(entry["time"]), "PERSON"), (micros(entry["time"]), "ASSISTANT")])
    elif entry.get("title", "").startswith("Prompted "):
        linear([(micros(entry["time"]), "PERSON")])
    elif "header" in entry:
        counts["ArchivedRecord"] += 1
    elif "chunkedPrompt" in entry:
        roles = {"user": "PERSON", "model": "ASSISTANT"}
        linear([(None, "SYSTEM")] + [(None, roles[chunk["role"]]) for chunk in entry["chunkedPrompt"]["chunks"]])
    elif "agents" in entry:
        for agent in entry["agents"]:
            linear([(micros(message.get("created_at")), ROLES[message["role"]]) for message in agent["messages"]])
        counts["ArchivedMemory"] += len(entry["blocks"])
        counts["ArchivedRecord"] += len(entry["agents"]) + len(entry["tools"])


def read(text):
    if text.startswith("\ufeff"):
        sillytavern([json.loads(line) for line in text[1:].splitlines() if line.strip()])
        return
    data = json.loads(text, parse_float=decimal.Decimal)
    if isinstance(data, str):
        data = json.loads(data)
    entries = data if isinstance(data, list) else [data]
    if entries and "prev_hash" in entries[0]:
        ledger(entries)
        return
    for entry in entries:
        other(entry)


path = sys.argv[1]
if zipfile.is_zipfile(path):
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.startswith(("conversations", "memories", "projects")) and "asset" not in member:
                read(archive.read(member).decode("utf-8"))
else:
    with open(path, encoding="utf-8", newline="") as file:
        read(file.read())
if times:
    counts["first"], counts["last"] = min(times), max(times)
print(json.dumps(counts))
