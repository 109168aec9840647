"""Counts what an archive holds with nothing but Python's own library: python3 count.py FILE prints JSON."""

import collections
import datetime
import decimal
import json
import sys
import zipfile

ROLES = {"user": "PERSON", "assistant": "ASSISTANT", "system": "SYSTEM", "tool": "TOOL"}
counts = collections.Counter()
once = set()
times = []


def micros(value):
    if value is None:
        return None
    try:
        return int((decimal.Decimal(str(value)) * 1000000).to_integral_value(decimal.ROUND_FLOOR))
    except decimal.InvalidOperation:
        pass
    try:
        read = datetime.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
        return int((read - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) / datetime.timedelta(microseconds=1))
    except ValueError:
        return None


def tree(parents, ages):
    """Leaves of a forest in which the earliest of each cycle has no parent."""
    parents = {node: parent if parent in parents else None for node, parent in parents.items()}
    for start in list(parents):
        path, at = [], start
        while at is not None and at not in path and len(path) < 50:
            path.append(at)
            at = parents[at]
        if at in path:
            cycle = path[path.index(at):]
            parents[min(cycle, key=lambda node: (ages[node] is None, ages[node], node))] = None
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


def read(name, text):
    data = json.loads(text, parse_float=decimal.Decimal)
    for entry in data if isinstance(data, list) else [data]:
        if "mapping" in entry or name.startswith("conversations"):
            chatgpt(entry)


path = sys.argv[1]
if zipfile.is_zipfile(path):
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.startswith("conversations"):
                read(member, archive.read(member).decode("utf-8"))
else:
    with open(path, encoding="utf-8") as file:
        read("conversations", file.read())
counts["first"], counts["last"] = min(times), max(times)
print(json.dumps(counts))
