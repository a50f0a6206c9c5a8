"""A real HTTP server on this machine that does what a test tells it, misbehaviour included."""

from __future__ import annotations

import contextlib
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sends back."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    length: int | None = None
    """The Content-Length that is stated; None for the true one."""
    cut: int | None = None
    """How many bytes of the body are sent before the connection breaks."""
    drip: float = 0.0
    """Seconds before each byte."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came to the server."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: bytes
    at: float


class Server:
    """Answers by a function of what is asked, and remembers all that was."""

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        self.asked: list[Asked] = []
        self.answer = answer
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # the name that http.server looks up
                parts = urlsplit(self.path)
                size = int(self.headers.get("content-length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(size)
                asked = Asked(parts.path, dict(parse_qsl(parts.query)), headers, body, time.monotonic())
                owner.asked.append(asked)
                owner.send(self, owner.answer(asked))

            do_POST = do_GET  # noqa: N815  # the name that http.server looks up

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # clients that hang up are part of the tests

        self._server: socketserver.BaseServer = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @staticmethod
    def send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        handler.end_headers()
        sent = reply.body[: reply.cut]
        if reply.drip:
            for number in range(len(sent)):
                time.sleep(reply.drip)
                handler.wfile.write(sent[number : number + 1])
                handler.wfile.flush()
        else:
            handler.wfile.write(sent)
        if reply.cut is not None or reply.length is not None:
            handler.wfile.flush()
            handler.close_connection = True

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(self) -> None:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


@contextlib.contextmanager
def serving(answer: Callable[[Asked], Reply] | list[Reply]) -> Iterator[Server]:
    """A server that answers by a function, or with replies in turn, the last one for ever."""
    if isinstance(answer, list):
        replies = list(answer)
        server = Server(lambda _: replies.pop(0) if len(replies) > 1 else replies[0])
    else:
        server = Server(answer)
    server.serve()
    try:
        yield server
    finally:
        server.close()


class Clock:
    """A clock that only sleeping moves, so that no test waits."""

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self.now = start
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
