#!/usr/bin/env python3
"""Checks an export (JSON lines) of a mind: python3 verify.py export.jsonl. Needs nothing but Python 3.
Exit code 0: whole, 1: broken (the first bad line is named), 2: could not be checked. See file-format.md."""
import base64, hashlib, json, re, sys

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def commitment(event, part):
    value, salt, kept = event[part], event[part + "_salt"], event.get(part + "_commitment")
    if value is None:
        assert salt is None, f"{part}: a salt without a value"
        assert kept is None or re.fullmatch("[0-9a-f]{64}", kept), f"{part}: commitment malformed"
        return kept or "-"
    assert kept is None, f"{part}: there and yet forgotten"
    salt = base64.b64decode(salt or "", validate=True)
    assert len(salt) == 16, f"{part}: salt of {len(salt)} bytes, expected 16"
    return sha(b"pmm/%s/1\n" % part.encode(), salt, value.encode()).hex()
def add_leaf(tree, event_hash):  # RFC 6962: [(leaves, root)], largest first
    node = (1, sha(b"\0", event_hash))
    while tree and tree[-1][0] == node[0]:
        node = (2 * node[0], sha(b"\1", tree.pop()[1], node[1]))
    tree.append(node)

def merkle_root(tree):
    root = tree[-1][1] if tree else sha()
    for _, left in reversed(tree[:-1]):
        root = sha(b"\1", left, root)
    return root

def main(lines):
    prev, count, blobs, tree, forgotten, named = "-", 0, set(), [], set(), set()
    for number, line in enumerate(lines, 1):
        try:
            event = json.loads(line)
            if "blob" in event:
                assert sha(base64.b64decode(event["bytes"])).hex() == event["blob"], "blob: other bytes"
                blobs.add(event["blob"])
            elif "checkpoint" not in event:
                ts_ms, meta = round(event["ts"] * 1000), json.loads(event["meta"] or "{}")
                assert event["v"] == 1 and event["id"] == count + 1, f"id {event['id']}, expected {count + 1}"
                assert event["ts"] == ts_ms / 1000 and re.fullmatch("[a-z][a-z0-9_.]{0,63}", event["kind"]), "time or kind"
                assert (event["prev_hash"] or "-") == prev, f"link: prev_hash is not {prev}"
                text = f"pmm/event/1\n{event['id']}\n{ts_ms}\n{event['kind']}\n{commitment(event, 'content')}\n{commitment(event, 'meta')}\n{prev}\n"
                assert sha(text.encode()).hex() == event["hash"], "hash: the event is not what was sealed"
                assert set(meta.get("blobs", [])) <= blobs, "blob: missing"
                forgotten |= {(event["id"], part) for part in ("content", "meta") if part + "_commitment" in event}
                if event["kind"] == "redaction":
                    named |= {(item["event"], item["part"]) for item in meta.get("forgets", [])}
                prev, count = event["hash"], count + 1
                add_leaf(tree, bytes.fromhex(prev))
        except (AssertionError, KeyError, TypeError, ValueError, AttributeError) as problem:
            sys.exit(print(f"BROKEN at line {number}, after event {count}: {problem}") or 1)
    if forgotten - named:
        sys.exit(print(f"BROKEN: forgotten without an event that says so: {sorted(forgotten - named)}") or 1)
    print(f"WHOLE: {count} events, {len(forgotten)} parts forgotten\nhead {prev}\nroot {merkle_root(tree).hex()}")

try:
    main(open(sys.argv[1], encoding="utf-8", newline="\n"))
except (OSError, IndexError) as problem:
    sys.exit(print(f"usage: verify.py export.jsonl ({problem})", file=sys.stderr) or 2)
