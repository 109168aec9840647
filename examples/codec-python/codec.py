#!/usr/bin/env python3
"""An isolated codec for PMM: OpenAI chat completions, in Python. Serves pmm.provider.v1.CodecService on a Unix socket.

It sees prompts and answers, and has neither a network nor a key. Usage: codec.py SOCKET
"""

import base64
import json
import os
import signal
import sys
from concurrent import futures

import grpc

from pmm.provider.v1 import codec_pb2, codec_pb2_grpc, provider_pb2

ROLES = {
    provider_pb2.ROLE_SYSTEM: "system",
    provider_pb2.ROLE_USER: "user",
    provider_pb2.ROLE_ASSISTANT: "assistant",
    provider_pb2.ROLE_TOOL: "tool",
}
FINISHES = {
    "stop": provider_pb2.Finish.REASON_STOP,
    "length": provider_pb2.Finish.REASON_LENGTH,
    "content_filter": provider_pb2.Finish.REASON_FILTERED,
    "tool_calls": provider_pb2.Finish.REASON_TOOL_CALLS,
}
ERRORS = {
    400: "BAD_REQUEST",
    401: "KEY_REJECTED",
    402: "QUOTA_EXHAUSTED",
    403: "KEY_REJECTED",
    404: "MODEL_NOT_FOUND",
    429: "RATE_LIMITED",
    503: "OVERLOADED",
}
LONGEST_MESSAGE = 8 << 20
LONGEST_LINE = 2 << 20


def encode(request):
    """The HTTP call that asks a prompt. The host is not ours to say, and the key is put in later."""
    body = {
        "model": request.provider_model,
        "stream": True,
        "stream_options": {"include_usage": True},
        "messages": [turn_of(turn) for turn in request.turns],
    }
    if request.tools:
        body["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": json.loads(tool.parameters_json),
                },
            }
            for tool in request.tools
        ]
    if request.max_tokens:
        body["max_completion_tokens" if request.official else "max_tokens"] = request.max_tokens
    if request.HasField("temperature"):
        body["temperature"] = request.temperature
    if request.HasField("seed"):
        body["seed"] = request.seed
    return codec_pb2.EncodeResponse(
        method="POST",
        path="/chat/completions",
        headers={"content-type": "application/json", "accept": "text/event-stream"},
        body=json.dumps(body).encode(),
        key_header="authorization",
        key_prefix="Bearer ",
    )


def turn_of(turn):
    message = {"role": ROLES[turn.role], "content": turn.text}
    if turn.images:
        message["content"] = [{"type": "text", "text": turn.text}] if turn.text else []
        for image in turn.images:
            url = f"data:{image.media_type};base64,{base64.b64encode(image.data).decode()}"
            message["content"].append({"type": "image_url", "image_url": {"url": url}})
    if turn.tool_calls:
        message["tool_calls"] = [
            {"id": call.call_id, "type": "function", "function": {"name": call.name, "arguments": call.arguments or "{}"}}
            for call in turn.tool_calls
        ]
    if turn.tool_call_id:
        message["tool_call_id"] = turn.tool_call_id
    return message


class Answer:
    """Reads one answer, however the network has cut it. Each method returns the events that it makes known."""

    def __init__(self):
        self.status, self.headers, self.held, self.finish, self.over = 200, {}, b"", None, False

    def head(self, head):
        self.status, self.headers = head.status, dict(head.headers)
        return []

    def bytes(self, chunk):
        if self.over:
            return []
        self.held += chunk
        if not 200 <= self.status < 300 or self.held.lstrip()[:1] == b"{":
            return []  # One document, to be read at its end.
        *lines, self.held = self.held.split(b"\n")
        if len(self.held) > LONGEST_LINE:
            return [self.failed("MALFORMED", "A line of the answer is longer than 2 MiB.")]
        return [event for line in lines for event in self.line(line)]

    def end(self):
        if self.over:
            return []
        if not 200 <= self.status < 300:
            return [self.refused()]
        if self.held.lstrip()[:1] == b"{":
            return self.chunk(self.held) + self.ended()
        return self.line(self.held) + self.ended()

    def ended(self):
        if self.over:
            return []
        if self.finish is None:
            return [self.failed("CUT_OFF", "The connection ended before the answer did.")]
        self.over = True
        return [codec_pb2.CodecEvent(ended=self.finish)]

    def line(self, line):
        if self.over or not line.startswith(b"data:"):
            return []  # Comments, blank lines, and whatever follows the end.
        data = line[len(b"data:") :].strip()
        if data == b"[DONE]":
            if self.finish is None:
                self.finish = provider_pb2.Finish.REASON_UNSPECIFIED
            return self.ended()
        return self.chunk(data)

    def chunk(self, data):
        try:
            node = json.loads(data)
        except ValueError:
            node = None
        if not isinstance(node, dict):
            return [self.failed("MALFORMED", "A piece of the answer is no JSON object.")]
        if node.get("error"):
            return [self.failed("PROVIDER_FAILED", message(node), 200)]
        events = []
        choice = (node.get("choices") or [{}])[0]
        delta = choice.get("delta") or choice.get("message") or {}
        reasoning = delta.get("reasoning_content") or delta.get("reasoning")
        if reasoning:
            events.append(codec_pb2.CodecEvent(reasoning=clean(reasoning)))
        if delta.get("content"):
            events.append(codec_pb2.CodecEvent(text=clean(delta["content"])))
        for position, call in enumerate(delta.get("tool_calls") or []):
            function = call.get("function") or {}
            events.append(
                codec_pb2.CodecEvent(
                    tool_call=provider_pb2.ToolCallDelta(
                        index=call.get("index", position),
                        call_id=call.get("id") or "",
                        name=function.get("name") or "",
                        arguments=clean(function.get("arguments") or ""),
                    )
                )
            )
        if choice.get("finish_reason"):
            self.finish = FINISHES.get(choice["finish_reason"], provider_pb2.Finish.REASON_UNSPECIFIED)
        usage = node.get("usage")
        if usage:
            events.append(
                codec_pb2.CodecEvent(
                    usage=provider_pb2.Usage(
                        prompt_tokens=usage.get("prompt_tokens", -1), answer_tokens=usage.get("completion_tokens", -1)
                    )
                )
            )
        return events

    def refused(self):
        try:
            said = message(json.loads(self.held))
        except ValueError:
            said = f"The provider answered with status {self.status}."
        event = self.failed(ERRORS.get(self.status, "PROVIDER_FAILED"), said, self.status)
        wait = self.headers.get("retry-after", "")
        if wait.isascii() and wait.isdigit():
            event.failed.retry_after.seconds = min(int(wait), 86400)
        return event

    def failed(self, kind, said, status=0):
        self.over = True
        return codec_pb2.CodecEvent(
            failed=provider_pb2.ProviderError(
                type=provider_pb2.ProviderError.Type.Value("TYPE_" + kind), message=clean(said), http_status=status
            )
        )


def clean(text):
    """Strings of JSON may hold half a character, those of the contract may not."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def message(node):
    error = node.get("error") if isinstance(node, dict) else None
    said = error.get("message") if isinstance(error, dict) else error
    return said if isinstance(said, str) else "The provider reported an error."


class Codec(codec_pb2_grpc.CodecServiceServicer):
    def Describe(self, request, context):
        return codec_pb2.DescribeResponse(contract=1, api=provider_pb2.API_OPENAI, name="codec-python", version="1")

    def Encode(self, request, context):
        return encode(request)

    def Decode(self, requests, context):
        answer = Answer()
        for request in requests:
            part = request.WhichOneof("part")
            events = answer.end() if part == "end" else getattr(answer, part)(getattr(request, part))
            yield codec_pb2.DecodeResponse(sequence=request.sequence, events=events)


def main(socket):
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=8), options=[("grpc.max_receive_message_length", LONGEST_MESSAGE)]
    )
    codec_pb2_grpc.add_CodecServiceServicer_to_server(Codec(), server)
    os.umask(0o077)
    if os.path.exists(socket):
        os.unlink(socket)
    server.add_insecure_port("unix:" + os.path.abspath(socket))
    server.start()
    signal.signal(signal.SIGTERM, lambda *_: server.stop(1))
    print("codec-python: serving at", socket, file=sys.stderr, flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: codec.py SOCKET")
    main(sys.argv[1])
