"""The server followed by a thread: told by it of what is new, sending what was written here, waiting while it is gone.

The thread writes into the database on the device, as another program of this device would, and nowhere else; whoever
holds the folded state notices as it notices a journal. A notification is only a reason to look: what it says is not
read, since anybody who can connect can send one.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from typing import TYPE_CHECKING

from reviewkit.errors import NetworkError, ReviewkitError
from reviewkit.store.server.connection import connected

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.store.server.address import Address
    from reviewkit.store.server.connection import Connection
    from reviewkit.store.server.exchange import Exchange

_GATHER, _LONGEST_GATHER = 0.2, 3.0
"""Seconds between two rounds, more where a round takes long: many small ones by twenty people would cost the server and
the hand on the keys more than they bring."""
_SHARE = 5
"""A round rests so many times as long as it took."""
_ANYWAY = 30.0
"""Seconds after which a round is made though nobody said that there is anything new."""
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 5.0
"""Seconds between two tries."""


class Live:
    """A thread that keeps this device and the server level."""

    def __init__(self, exchange: Exchange, to: Address, reviewer: Callable[[], str | None]) -> None:
        """Begin at `start`; `reviewer` tells who works here."""
        self.exchange = exchange
        self._to = to
        self._reviewer = reviewer
        self._asked, self._ask = socket.socketpair()
        self._ask.setblocking(False)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)
        self.fault: ReviewkitError | None = None
        """Why the server cannot be reached, or refuses; None while it answers."""
        self.rounds = 0

    def start(self) -> None:
        """Begin, without waiting for anything."""
        self._thread.start()

    def wake(self) -> None:
        """Have a round made: something was written."""
        with contextlib.suppress(BlockingIOError):  # it has been asked very often while the server was away
            self._ask.send(b".")

    def stop(self, seconds: float = 5.0) -> None:
        """End after the round that is going on, at the latest after some seconds; what was not sent waits."""
        self._stopping.set()
        self.wake()
        self._thread.join(seconds)

    def _run(self) -> None:
        wait = _FIRST_WAIT
        while not self._stopping.is_set():
            try:
                with connected(self._to) as connection:
                    connection.execute("LISTEN reviewkit")
                    while True:
                        last, begun = self._stopping.is_set(), time.monotonic()
                        self.exchange.round(connection, self._reviewer())
                        self.fault, wait = None, _FIRST_WAIT
                        self.rounds += 1
                        if last:
                            return
                        self._wait_for_news(connection, _SHARE * (time.monotonic() - begun))
            except ReviewkitError as error:
                self.fault = error
                if not isinstance(error, NetworkError) or error.status is not None:
                    wait = _ANYWAY  # a person has to do something first
            self._rest(wait)
            wait = min(wait * 2, max(wait, _LONGEST_WAIT))

    def _wait_for_news(self, connection: Connection, rest: float) -> None:
        """Return once the server or this device has something new, or some time has passed; not before a rest."""
        self._stopping.wait(min(max(rest, _GATHER), _LONGEST_GATHER))
        with selectors.DefaultSelector() as selector:
            selector.register(connection.fileno(), selectors.EVENT_READ)
            selector.register(self._asked, selectors.EVENT_READ)
            ready = selector.select(_ANYWAY)
        if any(key.fileobj is self._asked for key, _ in ready):
            self._asked.recv(4096)
        for _ in connection.notifies(timeout=0):
            pass

    def _rest(self, seconds: float) -> None:
        """Wait before the next try; what is written meanwhile waits too."""
        until = time.monotonic() + seconds
        while not self._stopping.is_set() and (left := until - time.monotonic()) > 0:
            self._stopping.wait(left)
