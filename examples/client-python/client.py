"""A program of your own: it leaves a note, talks, lists what happened, and checks each seal itself.

It reaches only the one published port, with the token of role "other", which may read, talk and leave notes: no more.
Usage: client.py WORDS...   (the home is PMM_HOME, else ~/.pmm)
"""
import hashlib
import os
import pathlib
import sys
import uuid

import grpc
from pmm.ledger.v1 import ledger_pb2, ledger_pb2_grpc
from pmm.mind.v1 import mind_pb2, mind_pb2_grpc

door = pathlib.Path(os.environ.get("PMM_HOME") or pathlib.Path.home() / ".pmm") / "run" / "ui"
channel = grpc.insecure_channel((door / "address").read_text().strip())
rights = {"metadata": (("authorization", "Bearer " + (door / "token.other").read_text().strip()),), "timeout": 60}
ledger = ledger_pb2_grpc.LedgerServiceStub(channel)
mind = mind_pb2_grpc.ConversationServiceStub(channel)


def append(text):
    """The request id makes a retry harmless: the same id is stored once."""
    draft = ledger_pb2.EventDraft(kind="note", content=text, meta_json='{"program":"client.py"}')
    request = ledger_pb2.AppendEventsRequest(events=[draft], request_id=str(uuid.uuid4()))
    return ledger.AppendEvents(request, **rights).events[0]


def chat(words):
    request = mind_pb2.ConverseRequest(request_id=str(uuid.uuid4()))
    request.say.text = words
    for part in mind.Converse(request, **rights):
        if part.text:
            yield part.text


def events():
    page = ""
    while True:
        answer = ledger.ListEvents(ledger_pb2.ListEventsRequest(page_size=500, page_token=page), **rights)
        yield from answer.events
        page = answer.next_page_token
        if not page:
            return


def commitment(event, part, value):
    if not event.HasField(value):
        return "-"
    return hashlib.sha256(f"pmm/{part}/1\n".encode() + getattr(event, part + "_salt") + getattr(event, value).encode()).hexdigest()


def verify():
    """The formula of docs/file-format.md. What was forgotten is held by the link alone."""
    before, count = "", 0
    for event in events():
        if event.prev_hash != before:
            return f"event {event.event_id} does not follow the one before it"
        if not event.content_forgotten and not event.meta_forgotten:
            milliseconds = event.create_time.seconds * 1000 + event.create_time.nanos // 1_000_000
            text = "\n".join([
                "pmm/event/1", str(event.event_id), str(milliseconds), event.kind, commitment(event, "content", "content"),
                commitment(event, "meta", "meta_json"), event.prev_hash or "-", ""])
            if hashlib.sha256(text.encode()).hexdigest() != event.hash:
                return f"event {event.event_id} is not what was sealed"
        before, count = event.hash, count + 1
    return f"{count} events, and nothing was changed"


noted = append("A note from Python")
print(f"noted as event {noted.event_id}, sealed {noted.hash[:12]}")
print("".join(chat(" ".join(sys.argv[1:]) or "What do you remember?")))
for event in list(events())[-5:]:
    print(event.event_id, event.kind, event.content[:60].replace("\n", " "))
print(verify())
