"""A program of the person's own, in Python, with the token of role "other": it appends a note, lists, and talks.

Usage: client.py LEDGER_ADDRESS LEDGER_TOKEN_FILE MIND_ADDRESS MIND_TOKEN_FILE
Through the published port both addresses and both files are the same.
"""
import sys
import uuid

import grpc
from pmm.ledger.v1 import ledger_pb2, ledger_pb2_grpc
from pmm.mind.v1 import mind_pb2, mind_pb2_grpc

ledger_address, ledger_token, mind_address, mind_token = sys.argv[1:]


def bearer(path):
    with open(path, encoding="ascii") as file:
        return (("authorization", "Bearer " + file.read().strip()),)


def refused(call, code):
    try:
        list(call()) if code is None else call()
    except grpc.RpcError as error:
        return error.code()
    return None


ledger = ledger_pb2_grpc.LedgerServiceStub(grpc.insecure_channel(ledger_address))
mind = mind_pb2_grpc.ConversationServiceStub(grpc.insecure_channel(mind_address))
as_other = {"metadata": bearer(ledger_token), "timeout": 20}
text = "A note from Python " + str(uuid.uuid4())


def append(kind):
    draft = ledger_pb2.EventDraft(kind=kind, content=text, meta_json='{"program":"client.py"}')
    return ledger.AppendEvents(
        ledger_pb2.AppendEventsRequest(events=[draft], request_id=str(uuid.uuid4())), **as_other)


def check(name, holds):
    print(("ok   " if holds else "FAIL ") + name)
    if not holds:
        sys.exit(1)


stored = append("note").events[0]
check("a note is appended and returned as stored", stored.content == text and len(stored.hash) == 64)
for kind in ("user_message", "consent_granted", "no_such_kind"):
    check(f"kind {kind} is refused",
          refused(lambda: append(kind), kind) in (grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.INVALID_ARGUMENT))
notes = ledger.ListEvents(
    ledger_pb2.ListEventsRequest(kinds=["note"], order=ledger_pb2.ORDER_NEWEST_FIRST), **as_other).events
check("the note is listed first", notes[0].event_id == stored.event_id and notes[0].content == text)
check("exporting is refused",
      refused(lambda: ledger.ExportLedger(ledger_pb2.ExportLedgerRequest(), **as_other), None)
      == grpc.StatusCode.PERMISSION_DENIED)

request = mind_pb2.ConverseRequest(request_id=str(uuid.uuid4()))
request.say.text = "Remember that my cat Miau is eleven years old"
parts = list(mind.Converse(request, metadata=bearer(mind_token), timeout=60))
check("the mind answers a message",
      parts[0].WhichOneof("part") == "started"
      and parts[-1].finished.outcome == mind_pb2.OUTCOME_ANSWERED
      and any(part.text for part in parts))
stranger = (("authorization", "Bearer nonsense"),)
check("a wrong token is refused",
      refused(lambda: ledger.GetLedgerInfo(ledger_pb2.GetLedgerInfoRequest(), metadata=stranger, timeout=20), 1)
      == grpc.StatusCode.UNAUTHENTICATED)
