#!/usr/bin/env python3
"""Writes talk.jsonl and questions.tsv from life.txt (hand-written) and smalltalk.txt (templates).

Deterministic: the same two files give the same bytes. Standard library only. Run it in this folder.
"""
import datetime as dt
import json
import pathlib
import random
import re

HERE = pathlib.Path(__file__).parent
SEED = 20260301
SMALL_TALK_CONVERSATIONS = 125
FIRST, LAST = dt.datetime(2023, 3, 5), dt.datetime(2026, 2, 26)
STEP = dt.timedelta(minutes=2)
NO_TAIL = {"after", "vague"}

SLOTS = {
    "friend": "Anna|Annika|Hannah|Anne-Marie|Petra|Sabine|Joana|Nora|Ute|Elena|Ines".split("|"),
    "man": "Markus|Dieter|Pascal|Bernd|Marc|Tobi|Rolf-Peter|Emil|Theo|Martin".split("|"),
    "city": "Basel|Lyon|Vienna|Kyoto|Oviedo|Munich|Colmar|Uppsala|Bilbao|Lisbon|Hamburg|Osaka".split("|"),
    "street": "Talstrasse|Goethestrasse|Lindenweg|Marktgasse|Rheinufer|rue du Moulin".split("|"),
    "weekday": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|"),
    "month": "January|February|March|April|May|June|July|August|September|October|November|December".split("|"),
    "veg": "leeks|carrots|fennel|pumpkin|spinach|quinces|almonds|lentils|mushrooms|aubergine".split("|"),
    "veg_de": "Lauch|Möhren|Fenchel|Kürbis|Spinat|Pilzen|Brokkoli".split("|"),
    "grain": "rice|oats|polenta|couscous|noodles|barley|rye".split("|"),
    "thing": "hedgehog|pillow|pullover|lamp|old atlas|teapot|wardrobe|telescope|basket|lantern|wooden octopus|barometer".split("|"),
    "ident": "parse_invoice_lines|test_vat_total|rate_limit|load_carriers|read_frame|nightly_export.sh|"
    "check_totals_v2|merge_suppliers|crc_table|billing_import|reconcile_day|max_retry_seconds".split("|"),
    "zhday": "一|二|四|六|日".split("|"),
}


def people(now):
    """Slots whose filling follows from the facts of the life at that time."""
    cats = ["Miso"] if now < dt.datetime(2025, 3, 20) else []
    cats += ["Pixel"] if now > dt.datetime(2023, 5, 7) else []
    cats += ["Mikado"] if now > dt.datetime(2025, 11, 24) else []
    halden = now > dt.datetime(2025, 1, 20)
    moved = now > dt.datetime(2024, 8, 26)
    return {
        "cat": cats,
        "kid": ["Zoë"],
        "boss": ["Ingrid"] if halden else ["Tobias"],
        "colleague": ["Ioana", "Anne", "Lara", "Mette"]
        if halden
        else ["Anne", "Katrin", "Hanna", "Judith", "Yasemin"],
        "town": ["Strasbourg"] if moved else ["Freiburg"],
    }


def fill(template, now, rng):
    values = {name: rng.choice(choices) for name, choices in {**SLOTS, **people(now)}.items()}
    second = lambda name: rng.choice([c for c in SLOTS[name] if c != values[name]])
    values["veg2"], values["ident2"] = second("veg"), second("ident")
    values["n"] = rng.randint(110, 990)
    values["n2"] = rng.randint(3, 49)
    values["price"] = rng.choice([35, 59, 80, 120, 145, 159, 219, 240, 285, 320, 412, 640, 900])
    values["temp"] = rng.choice([160, 175, 180, 200, 220, 230])
    values["hour"] = f"{rng.randint(7, 22)}:{rng.choice(['00', '15', '30', '45'])}"
    values["day"] = rng.randint(4, 28)
    values["phone"] = f"0{rng.choice([761, 388, 985])} 555 {rng.randint(1000, 9999):04d}"
    values["serial"] = f"{rng.choice(['WM', 'DZ', 'HX', 'KF', 'PB'])}-{rng.randint(10000, 99999)}"
    values["err"] = rng.choice(["E14", "E18", "E24", "ERR_CARRIER_4401", "ERR_TIMEOUT_31", "HTTP 503"])
    return [part.strip().format(**values) for part in template.split("|||")]


def read_smalltalk():
    topics, topic = {}, None
    for line in (HERE / "smalltalk.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            topic = topics.setdefault(line[3:], [])
        elif "|||" in line:
            topic.append(line)
    return topics


def read_life():
    """The conversations as lists of messages, and the questions in file order."""
    conversations, questions, keys = [], [], {}
    for number, line in enumerate((HERE / "life.txt").read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if line.startswith("@ "):
            start = dt.datetime.strptime(line[2:], "%Y-%m-%d %H:%M")
            conversations.append({"start": start, "messages": [], "tail": True})
        elif re.match(r"[PM]( \w+)?\| ", line):
            head, text = line.split("| ", 1)
            messages = conversations[-1]["messages"]
            message = {
                "at": conversations[-1]["start"] + STEP * len(messages),
                "who": "person" if head[0] == "P" else "mind",
                "text": text,
            }
            messages.append(message)
            if len(head) > 1:
                if head[2:] in keys:
                    raise ValueError(f"life.txt line {number}: label {head[2:]} is used twice")
                keys[head[2:]] = message
        elif line.startswith("? "):
            head, text = line[2:].split("| ", 1)
            category, lang, delay = head.split()
            conversations[-1]["tail"] &= category not in NO_TAIL
            question = {"category": category, "lang": lang, "delay": delay, "text": text, "stale": []}
            question["evidence"] = [conversations[-1]["messages"][-1]]
            questions.append(question)
        elif line.startswith("= "):
            questions[-1]["evidence"] = line[2:].split()
        elif line.startswith("! "):
            questions[-1]["stale"] = line[2:].split()
        else:
            raise ValueError(f"life.txt line {number}: expected @, P, M, ?, = or !, got: {line}")
    by_key = lambda entry: keys[entry] if isinstance(entry, str) else entry
    for question in questions:
        question["evidence"] = [by_key(entry) for entry in question["evidence"]]
        question["stale"] = [by_key(entry) for entry in question["stale"]]
        amount, unit = int(question["delay"][1:-1]), question["delay"][-1]
        delay = dt.timedelta(days=amount) if unit == "d" else dt.timedelta(minutes=amount)
        question["at"] = max(message["at"] for message in question["evidence"]) + delay
    return conversations, questions


class SmallTalk:
    """Exchanges from the templates: no sentence of the person comes twice."""

    AGAIN = {
        "de": ("Wie schon gesagt: ", "Noch einmal: ", "Immer noch: "),
        "es": ("Como te decía: ", "Otra vez: ", "Lo mismo que antes: "),
        "fr": ("Comme je le disais : ", "Encore une fois : ", "Toujours pareil : "),
        "ja": ("前にも言いましたが、", "もう一度言うと、", "やはり、"),
        "zh": ("我说过:", "再说一次:", "还是那句话:"),
        "en": (
            *("As I said before: ", "I still think so: ", "As last time: ", "Once more: ", "You know it: "),
            *("That again. ", "I have nothing better: ", "It has not changed: ", "My old answer: ", "Yes, well. "),
        ),
    }

    def __init__(self, rng):
        self.rng, self.topics, self.waiting, self.said = rng, read_smalltalk(), {}, set()

    def pick(self, topics):
        """One topic, the likelier the more templates it has."""
        return self.rng.choices(topics, [len(self.topics[topic]) for topic in topics])[0]

    def exchanges(self, topic, count, start):
        """The next templates of the topic, which is reshuffled only once all of them were used."""
        messages = []
        for _ in range(10 * count):
            if len(messages) == 2 * count:
                break
            if not self.waiting.get(topic):
                self.waiting[topic] = self.rng.sample(self.topics[topic], len(self.topics[topic]))
            person, mind = fill(self.waiting[topic].pop(), start, self.rng)
            if person in self.said:
                continue
            answers = [mind, *(opening + mind for opening in self.AGAIN.get(topic, self.AGAIN["en"]))]
            answer = next((candidate for candidate in answers if candidate not in self.said), mind)
            self.said |= {person, answer}
            for who, text in (("person", person), ("mind", answer)):
                messages.append({"at": start + STEP * len(messages), "who": who, "text": text})
        return messages


def add_smalltalk(conversations, rng):
    talk = SmallTalk(rng)
    topics = talk.topics
    english = [topic for topic in topics if len(topic) > 2]
    foreign = [topic for topic in topics if len(topic) == 2]
    taken = {conversation["start"].date() for conversation in conversations}
    for conversation in conversations:
        if conversation["tail"] and rng.random() < 0.6:
            start = conversation["messages"][-1]["at"] + STEP
            conversation["messages"] += talk.exchanges(talk.pick(english), rng.randint(1, 3), start)
    days = (LAST - FIRST).days
    made = 0
    while made < SMALL_TALK_CONVERSATIONS:
        start = FIRST + dt.timedelta(days=rng.randrange(days), minutes=rng.randrange(7 * 60, 23 * 60))
        if start.date() in taken:
            continue
        taken.add(start.date())
        messages = []
        if rng.random() < 0.12:
            messages += talk.exchanges(talk.pick(foreign), rng.randint(1, 2), start)
        else:
            for topic in {talk.pick(english): True, talk.pick(english): True}:
                at = start + STEP * len(messages)
                messages += talk.exchanges(topic, rng.randint(2, 4), at)
        conversations.append({"start": start, "messages": messages})
        made += 1


def iso(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    conversations, questions = read_life()
    add_smalltalk(conversations, random.Random(SEED))
    conversations.sort(key=lambda conversation: conversation["start"])
    number = 0
    with open(HERE / "talk.jsonl", "w", encoding="utf-8", newline="\n") as out:
        for index, conversation in enumerate(conversations, 1):
            for message in conversation["messages"]:
                number += 1
                message["id"] = f"m{number:04d}"
                row = {
                    "id": message["id"],
                    "conversation": f"c{index:03d}",
                    "ts": iso(message["at"]),
                    "who": message["who"],
                    "text": message["text"],
                }
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    with open(HERE / "questions.tsv", "w", encoding="utf-8", newline="\n") as out:
        out.write("id\tcategory\tlang\tts\tquestion\tevidence\tstale\n")
        for index, question in enumerate(questions, 1):
            ids = lambda messages: " ".join(message["id"] for message in messages)
            row = (f"q{index:03d}", question["category"], question["lang"], iso(question["at"]), question["text"])
            out.write("\t".join(row + (ids(question["evidence"]), ids(question["stale"]))) + "\n")


if __name__ == "__main__":
    main()
