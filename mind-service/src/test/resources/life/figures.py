"""Works out what a mind is from its JSONL export, by docs/events.md and the rules that it names, and by nothing of ours.

    figures.py EXPORT.jsonl        prints one JSON object; "disagreements" lists events that do not follow from the words before them
"""
import json
import re
import sys

MARKER = re.compile(r"^([ \t]*)(COMMIT|CLOSE|REMEMBER|CLAIM|REFLECT):(.*)$")
TRAITS = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
BOUNDS = ((.35, .20), (.50, .35), (.70, .55), (.85, .75))


def clip(value, least=0.0):
    return min(1.0, max(least, value))


def same_words(text):
    """The form in which equal promises are equal: spaces, case and closing signs do not count."""
    return re.sub(r"[.!\s]+$", "", " ".join(text.split())).lower()


def is_object(text):
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def markers(answer):
    """Yields (name, words) of each line that is a marker, and (None, line) of each that only looks like one."""
    fence = None
    for line in answer.splitlines():
        edge = re.match(r"^ {0,3}(`{3,}|~{3,})(.*)$", line)
        if fence is None and edge:
            fence = edge.group(1)
        elif fence is not None:
            if edge and edge.group(1).startswith(fence) and not edge.group(2).strip():
                fence = None
        else:
            found = MARKER.match(line)
            if found:
                indent, name, words = found.group(1), found.group(2), found.group(3).strip()
                sound = not indent and words and not re.search(r"\|\s*(COMMIT|CLOSE|REMEMBER|CLAIM|REFLECT):", words)
                if sound and name in ("CLAIM", "REFLECT"):
                    sound = is_object(words)
                yield (name, words) if sound else (None, line)


class Life:
    def __init__(self):
        self.name = self.person = ""
        self.open, self.finished = {}, {"closed": 0, "expired": 0}
        self.opened = 0
        self.kept, self.proposed = {}, {}
        self.traits = dict.fromkeys(TRAITS, 0.5)
        self.ias = self.gas = 0.0
        self.pulses, self.named_at = 0, None
        self.window, self.openings, self.stage = [], [], 0
        self.model, self.switches, self.messages = "builtin:voice", 0, 0
        self.expected, self.attempt = None, None
        self.disagreements = []

    def take(self, event):
        meta = event["meta"]
        text = event["content"]
        kind = event["kind"]
        if kind in ("user_message", "assistant_message", "generation_stopped") and "source" not in meta:
            self.messages += 1
        if self.expected is not None and meta.get("attempt_id") != self.attempt:
            self.settle()
        act = getattr(self, "on_" + kind, None)
        if act:
            act(event["id"], meta, text)

    # What a model's words should lead to, from its words alone.

    def on_assistant_message(self, at, meta, text):
        self.pulses += 1
        self.ias = clip(self.ias * 0.9995)
        self.gas = clip(self.gas * 0.986)
        if self.named_at is not None and (self.pulses - self.named_at) % 5 == 0:
            self.ias = clip(self.ias + 0.03)
        self.window = (self.window + [(self.ias, self.gas)])[-10:]
        self.openings = [(words, pulse) for words, pulse in self.openings if self.pulses - pulse < 20]
        self.restage()
        if meta["model_id"] == "builtin:voice":
            return
        self.attempt = meta["attempt_id"]
        self.expected = {"opened": [], "closed": [], "proposed": [], "malformed": 0, "refused": 0}
        open_words = {same_words(words) for words in self.open.values()}
        open_ids = set(self.open)
        for name, words in markers(text):
            if name is None:
                self.expected["malformed"] += 1
            elif name == "COMMIT" and same_words(words) not in open_words:
                open_words.add(same_words(words))
                self.expected["opened"].append(words)
            elif name == "CLOSE":
                number = words.lstrip("#")
                if number.isdigit() and int(number) in open_ids:
                    open_ids.discard(int(number))
                    open_words.discard(same_words(self.open[int(number)]))
                    self.expected["closed"].append(int(number))
                else:
                    self.expected["malformed"] += 1
            elif name == "CLAIM":
                self.expected["refused"] += json.loads(words)["text"] == "I am Bob."
            elif name == "REMEMBER" and not self.standing(words):
                self.expected["proposed"].append(words)
        self.seen = {"opened": [], "closed": [], "proposed": [], "malformed": 0, "refused": 0}
        self.answered = at

    def settle(self):
        if self.expected != self.seen:
            self.disagreements.append({"answer": self.answered, "expected": self.expected, "seen": self.seen})
        self.expected = None

    def see(self, what, value):
        if self.expected is not None:
            self.seen[what].append(value)

    # What followed, event by event.

    def on_marker_malformed(self, at, meta, text):
        if self.expected is not None:
            self.seen["malformed"] += 1

    def on_claim_refused(self, at, meta, text):
        self.ias, self.gas = clip(self.ias - 0.005), clip(self.gas - 0.005)
        if self.expected is not None:
            self.seen["refused"] += 1

    def on_commitment_opened(self, at, meta, text):
        self.see("opened", text)
        self.open[at] = text
        self.opened += 1
        words = same_words(text)
        if words not in [said for said, _ in self.openings]:
            self.openings.append((words, self.pulses))
            self.gas = clip(self.gas + 0.07 * (1 + 0.2 * (self.traits["openness"] - 0.5)))

    def on_commitment_closed(self, at, meta, text):
        self.see("closed", meta["commitment_id"])
        if self.open.pop(meta["commitment_id"], None) is not None:
            self.finished["closed"] += 1
            if meta.get("evidence_event_ids") or meta.get("evidence_offsets"):
                self.gas = clip(self.gas + 0.12 * (1 + 0.3 * (self.traits["conscientiousness"] - 0.5)))

    def on_commitment_expired(self, at, meta, text):
        if self.open.pop(meta["commitment_id"], None) is not None:
            self.finished["expired"] += 1

    def on_memory_proposed(self, at, meta, text):
        self.see("proposed", text)
        self.proposed[at] = text

    def standing(self, text):
        return [(held, at) for held in (self.kept, self.proposed) for at, words in held.items() if same_words(words) == same_words(text)]

    def keep(self, at, text, *ended):
        for memory in ended:
            self.kept.pop(memory, None)
            self.proposed.pop(memory, None)
        for held, other in self.standing(text):
            del held[other]
        self.kept[at] = text

    def on_memory_kept(self, at, meta, text):
        self.keep(at, text, meta.get("proposal_id"))
        if meta.get("name_at"):
            start, length = meta["name_at"]
            self.person = text[start:start + length]

    def on_memory_corrected(self, at, meta, text):
        self.keep(at, text, meta["memory_id"], meta.get("true_memory_id"))

    def on_memory_rejected(self, at, meta, text):
        self.kept.pop(meta["memory_id"], None)
        self.proposed.pop(meta["memory_id"], None)

    def on_name_adopted(self, at, meta, text):
        if text != self.name:
            if self.named_at is not None and self.pulses - self.named_at <= 5:
                self.ias = clip(self.ias - 0.08)
            self.named_at = self.pulses
        self.name = text

    def on_trait_changed(self, at, meta, text):
        step = min(0.05, max(-0.05, meta["delta"]))
        self.traits[meta["trait"]] = clip(self.traits[meta["trait"]] + step, 0.01)
        if not meta.get("cause_event_ids") and not meta.get("cause_offsets"):
            self.disagreements.append({"trait_changed": at, "causes": None})

    def on_stage_changed(self, at, meta, text):
        if meta["to"] != self.stage:
            self.disagreements.append({"stage_changed": at, "says": meta["to"], "is": self.stage})

    def on_model_selected(self, at, meta, text):
        self.switches += meta["to"]["model_id"] != self.model
        self.model = meta["to"]["model_id"]

    def restage(self):
        if len(self.window) < 3:
            return
        ias = sum(row[0] for row in self.window) / len(self.window)
        gas = sum(row[1] for row in self.window) / len(self.window)
        while self.stage < 4 and self.reaches(self.stage + 1, ias, gas, 0.03):
            self.stage += 1
        while self.stage > 0 and not self.reaches(self.stage, ias, gas, -0.03):
            self.stage -= 1

    @staticmethod
    def reaches(stage, ias, gas, margin):
        by_ias, by_gas = ias >= BOUNDS[stage - 1][0] + margin, gas >= BOUNDS[stage - 1][1] + margin
        return by_ias or by_gas if stage == 1 else by_ias and by_gas

    def figures(self):
        if self.expected is not None:
            self.settle()
        return {
            "name": self.name, "person_name": self.person, "model_id": self.model, "model_switches": self.switches,
            "messages": self.messages, "opened": self.opened, "open": len(self.open), **self.finished,
            "memories": sorted(self.kept), "proposed_memories": sorted(self.proposed), "ias": self.ias, "gas": self.gas,
            "stage": self.stage, "traits": self.traits, "disagreements": self.disagreements,
        }


def main():
    life = Life()
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if "kind" in row:
                meta = row.get("meta")
                row["meta"] = json.loads(meta) if isinstance(meta, str) else meta or {}
                row["content"] = row.get("content")
                row["id"] = int(row["id"])
                life.take(row)
    json.dump(life.figures(), sys.stdout)


main()
