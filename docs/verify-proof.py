#!/usr/bin/env python3
"""Checks a proof or a signature of a mind: python3 verify-proof.py FILE PUBLIC-KEY.pem. Needs nothing but Python 3.
FILE is what "pmm prove" or "pmm sign" wrote. Exit code 0: it holds, 1: it does not, 2: it could not be checked.
See file-format.md; slow and simple on purpose."""
import base64, hashlib, json, re, sys

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def unbase64(text):
    return base64.b64decode(text, validate=True)

# Ed25519 (RFC 8032, section 5.1), points as (x, y) on the curve.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
def add(a, b):
    t = D * a[0] * b[0] * a[1] * b[1] % P
    return ((a[0] * b[1] + b[0] * a[1]) * pow(1 + t, -1, P) % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P)
def times(n, point):
    sum_ = (0, 1)
    while n:
        sum_, point, n = add(sum_, point) if n & 1 else sum_, add(point, point), n >> 1
    return sum_
def point(data):
    y = int.from_bytes(data, "little") & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    assert y < P and x * x % P == square, "key or signature: no point of the curve"
    return (P - x if x & 1 != data[31] >> 7 else x, y)
def is_signed(key, text, signature):
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    base = point(bytes([0x58]) + bytes([0x66]) * 31)
    return len(signature) == 64 and s < L and times(s, base) == add(point(signature[:32]), times(h, point(key)))

def head_of(note, key):
    """Origin, size and root of a signed note; every signature that names the key must be the key's."""
    text, signatures = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 :]
    *lines, end = signatures.split("\n")
    assert end == "" and all(re.fullmatch("\u2014 [^\\s+]+ [A-Za-z0-9+/]+=*", line) for line in lines), "a signature line that is none"
    origin, size, root = text.split("\n")[:3]
    key_id = sha(origin.encode(), b"\n\x01", key)[:4]
    own = [unbase64(line.split(" ")[2]) for line in lines if line.startswith("\u2014 " + origin + " ")]
    own = [signature[4:] for signature in own if signature[:4] == key_id]
    if not own:
        sys.exit(print("UNKNOWN: not signed by this key", file=sys.stderr) or 2)
    assert all(is_signed(key, text.encode(), signature) for signature in own), "the signature does not fit"
    return origin, int(size), unbase64(root)

def event_hash(line):
    """The seal of an event, shown as a line of an export; a part that is not shown has a commitment."""
    event, parts = json.loads(line), []
    for part in ("content", "meta"):
        value, salt = event[part], unbase64(event[part + "_salt"] or "")
        assert value is None or len(salt) == 16, "salt"
        parts.append(event.get(part + "_commitment", "-") if value is None else sha(b"pmm/%s/1\n" % part.encode(), salt, value.encode()).hex())
    assert re.fullmatch("[a-z][a-z0-9_.]{0,63}", event["kind"]) and all(re.fullmatch("-|[0-9a-f]{64}", p) for p in parts), "form"
    sealed = f"pmm/event/1\n{event['id']}\n{round(event['ts'] * 1000)}\n{event['kind']}\n{parts[0]}\n{parts[1]}\n{event['prev_hash'] or '-'}\n"
    return event["id"], sha(sealed.encode())

def walk(at, last, old, new, path):
    """Up from a node to the roots of the older and the newer tree (RFC 9162, sections 2.1.3.2 and 2.1.4.2)."""
    for node in path:
        assert last > 0, "too many hashes"
        if at & 1 or at == last:
            old, new = sha(b"\1", node, old), sha(b"\1", node, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = sha(b"\1", new, node)
        at, last = at >> 1, last >> 1
    assert last == 0, "too few hashes"
    return old, new

def main(text, pem):
    der = base64.b64decode("".join(pem.split("-----")[2].split()))
    assert der[:12].hex() == "302a300506032b6570032100" and len(der) == 44, "the key is not an Ed25519 public key"
    key, (first, _, rest) = der[12:], text.partition("\n")
    if first not in ("c2sp.org/tlog-proof@v1", "pmm/consistency-proof/1"):
        origin, size, root = head_of(text, key)
        return f"SIGNED: {size} events of {origin}\nroot {root.hex()}"
    proof, _, note = rest.partition("\n\n")
    (_, one), (_, two), *path = [line.split(" ") if i < 2 else unbase64(line) for i, line in enumerate(proof.split("\n"))]
    origin, size, root = head_of(note, key)
    if first.startswith("c2sp"):
        event, hash_ = event_hash(unbase64(one))
        assert 1 <= event == int(two) + 1 <= size, "index"
        leaf = sha(b"\0", hash_)
        assert walk(event - 1, size - 1, leaf, leaf, path)[1] == root, "the hashes do not lead to the root"
        return f"PROVED: event {event} is one of {size} of {origin}\nhash {hash_.hex()}\nroot {root.hex()}"
    old, old_root = int(one), unbase64(two)
    assert 1 <= old <= size, "sizes"
    path = [old_root] + path if old & (old - 1) == 0 else path
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    assert old < size or len(path) <= 1 and old_root == root, "the roots differ"
    assert old == size or walk(at, last, path[0], path[0], path[1:]) == (old_root, root), "the hashes do not lead to the roots"
    return f"PROVED: {size} events of {origin} continue {old}\nold root {old_root.hex()}\nroot {root.hex()}"

try:
    print(main(open(sys.argv[1], encoding="utf-8", newline="\n").read(), open(sys.argv[2]).read()))
except (OSError, IndexError) as problem:
    sys.exit(print(f"usage: verify-proof.py FILE PUBLIC-KEY.pem ({problem})", file=sys.stderr) or 2)
except (AssertionError, KeyError, TypeError, ValueError) as problem:
    sys.exit(print(f"DOES NOT HOLD: {problem}") or 1)
