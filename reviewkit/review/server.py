"""The server of a review: bringing this device level with it once, following it, and what its owner does there.

The thing a reader would get wrong: the server does not know which records are one report. Whoever finishes a report
says of which records it consists, and says so again when records are joined later; `_Groups` sees to that.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reviewkit.errors import InputError, NetworkError, NotAllowedError
from reviewkit.model import Appraisal, Coding, Decision, Undo
from reviewkit.store.folder import journal_name, write_whole
from reviewkit.store.server import exchange as exchange_
from reviewkit.store.server import setup
from reviewkit.store.server.address import VARIABLE, Address, address, named
from reviewkit.store.server.connection import connected, hello
from reviewkit.store.server.exchange import Exchange, Exchanged
from reviewkit.store.server.live import Live

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from reviewkit.errors import ReviewkitError
    from reviewkit.model import Event, RecordId
    from reviewkit.review.session import Session
    from reviewkit.screening.outcome import Rules
    from reviewkit.store.server.setup import Handout, Person

_BRIEFLY = 3
"""Seconds that a command waits for a server that does not answer."""
_AWAY, _AWAY_SECONDS = "server_away", 60.0
"""How long a server that did not answer is not tried by commands."""
_CRITERIA = re.compile(r"\w[\w.-]*\.toml")


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """How things stand between this device and the server."""

    server: str
    """Host and database; empty without one."""
    reachable: bool
    why: str
    """Why it is not; empty if it is."""
    waiting: int
    """Events of this device that are not there yet."""
    finished: tuple[tuple[str, str, int], ...]
    """Who has finished how many reports at what: name, stage or `coding`, number. Never which."""
    people: tuple[Person, ...] = ()
    """Everybody there, for the owner of the server."""


class Server:
    """A review's place on a server."""

    def __init__(self, session: Session) -> None:
        """Work on a session; nothing is asked of a server yet."""
        self._session = session
        self._groups = _Groups(session)
        self._exchange: Exchange | None = None
        self._live: Live | None = None
        self._told: str | None = None
        session.wrote = self._wrote
        self._hear_of(exchange_.kept(session.store).read)

    # ---------------------------------------------------------------------------------------------- everybody

    @property
    def address(self) -> Address | None:
        """Return where the server is; None without one. Raises `InputError` for what is no address."""
        return address(self._session.criteria.review.database)

    def meet(self, seconds: int = _BRIEFLY) -> Exchanged | None:
        """Bring this device and the server level, and take in what came; None without a server.

        Raises `InputError`, `NetworkError`; then all stays here and waits.
        """
        to = self.address
        if to is None:
            return None
        self._groups.note_all()
        if self._exchange is None:
            session = self._session
            self._exchange = Exchange(session.store, session.folder, session.criteria.review.id, to)
        found = self._exchange.once(self._session.reviewer, seconds)
        self._session.refresh()
        if self._groups.note_all():  # records were joined elsewhere, which may let through more
            self._exchange.once(self._session.reviewer, seconds)
            self._session.refresh()
        self._hear_of(self._exchange.read)
        return found

    def _hear_of(self, read: Sequence[str]) -> None:
        """Let the state know what has been read though a stage was stopped before it."""
        state = self._session.state
        if state.read_elsewhere != frozenset(read):
            state.read_elsewhere = frozenset(read)
            self._session.news += 1

    def meet_if_possible(self) -> str:
        """Meet, and return why that could not be as a sentence; a server that was away a moment ago is not tried."""
        store, now = self._session.store, time.time()
        try:
            if self.address is None or now - float(store.fact(_AWAY) or 0) < _AWAY_SECONDS:
                return ""
            self.meet()
        except (InputError, NetworkError) as error:
            store.remember(_AWAY, str(now if isinstance(error, NetworkError) and error.status is None else 0))
            return f"All is safe on this device, but not on the server: {error}"
        return ""

    def waiting(self) -> int:
        """Return how many events of this device are not known to be on the server yet; 0 without one."""
        store = self._session.store
        known = exchange_.kept(store)
        return max(0, store.lookup.last_seq(store.device) - known.sent) if self._has_server() else 0

    def _has_server(self) -> bool:
        return bool(self._session.criteria.review.database or os.environ.get(VARIABLE))

    def follow(self) -> None:
        """Keep level with the server from now on, in a thread. Raises `InputError`, `NetworkError`."""
        to, session = self.address, self._session
        if to is None or self._live is not None:
            return
        self._groups.note_all()
        self._live = Live(
            Exchange(session.store, session.folder, session.criteria.review.id, to), to, lambda: session.reviewer
        )
        self._live.start()

    def leave(self) -> None:
        """Follow the server no longer."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    @property
    def fault(self) -> ReviewkitError | None:
        """Return why the server that is followed cannot be reached; None if it can, or is not followed."""
        return self._live.fault if self._live is not None else None

    def news(self) -> str:
        """Return a sentence when the server went or came back since the last time this was asked; else nothing."""
        if self._live is None:
            return ""
        self._hear_of(self._live.exchange.read)
        if self._groups.note_all():
            self._live.wake()
        now, before = (self.fault.what if self.fault is not None else ""), self._told
        self._told = now
        if now and now != before:
            return f"Offline: {now}. All you do is safe on this device and is sent later."
        return "The server can be reached again." if before and not now else ""

    def status(self) -> ServerStatus:
        """Return how things stand, having tried to reach the server. Raises `InputError` for a wrong address."""
        to, why, people = self.address, "", []
        if to is None:
            return ServerStatus("", False, "", 0, ())
        try:
            self.meet()
            with connected(to, _BRIEFLY) as connection:
                if hello(connection, self._session.criteria.review.id, to.shown).owner:
                    people = setup.people(connection)
        except NetworkError as error:
            why = str(error)
        progress = exchange_.kept(self._session.store).progress
        return ServerStatus(to.shown, not why, why, self.waiting(), tuple(progress), tuple(people))

    def _wrote(self, events: Sequence[Event]) -> None:
        if self._has_server():
            self._groups.note(events)
        if self._live is not None:
            self._live.wake()

    # ---------------------------------------------------------------------------------------------- its owner

    def set_up(self, url: str) -> list[Handout]:
        """Set the review up on a server, or bring it there to the present people and rules; returns what to hand out.

        All or nothing. Raises `InputError`, `NetworkError`, `NotAllowedError`.
        """
        to = self.at(url)
        review, told = self._session.criteria.review, settings(self._session.state.rules)
        with connected(to) as connection:
            return setup.set_up(connection, review.id, self._session.deciding(), told)

    def add(self, url: str, name: str) -> Handout:
        """Let a reviewer of the criteria in. Raises `UnknownReviewerError`, `NetworkError`, `NotAllowedError`."""
        known = self._session.known_reviewer(name)
        with connected(self.at(url)) as connection:
            return setup.add(connection, self._session.criteria.review.id, known)

    def rename(self, url: str, name: str, new: str) -> None:
        """Let a person write under a new name. Raises `NetworkError`, `NotAllowedError`."""
        with connected(self.at(url)) as connection:
            setup.rename(connection, self._session.criteria.review.id, name, new)

    def close(self, url: str, name: str) -> str:
        """Let a person in no longer; returns the role. Raises `NetworkError`, `NotAllowedError`."""
        with connected(self.at(url)) as connection:
            return setup.close(connection, self._session.criteria.review.id, name)

    def push(self, url: str = "") -> Exchanged:
        """Put all that this folder holds, in everybody's name, onto the server: as its owner.

        Raises `NetworkError`, `NotAllowedError` for somebody else.
        """
        self._session.refresh()
        to = self.at(url)
        with connected(to) as connection:
            said = hello(connection, self._session.criteria.review.id, to.shown)
            if not said.owner:
                raise NotAllowedError(
                    "only the owner of the server can put there what several people wrote",
                    remedy="Your own is sent by itself whenever the server can be reached.",
                )
            session = self._session
            return exchange_.push_all(connection, session.store, session.folder, self._groups.pairs(None))

    def pull(self, url: str = "") -> tuple[Exchanged, int]:
        """Bring all that one may see into this folder, journals too; returns also how many events are kept back.

        The folder is then as if it had been shared all along: as the owner of the server, with everything.
        """
        to, session = self.at(url), self._session
        found = Exchange(session.store, session.folder, session.criteria.review.id, to).once(session.reviewer)
        session.refresh()
        self._write_journals()
        histories = exchange_.kept(session.store).histories
        here = session.store.lookup.numbers()
        return found, sum(max(0, events - here.get(device, 0)) for device, (events, _) in histories.items())

    def at(self, url: str) -> Address:
        """Return where a command is to go: the address named, else the review's. Raises `InputError`."""
        to = named(url) if url else self.address
        if to is None:
            raise NotAllowedError(
                "this review has no server",
                remedy='Name one in criteria/review.toml: database = "postgresql://HOST/DATABASE".',
            )
        return to

    def _write_journals(self) -> None:
        """Write a journal for each person on each other device, in the order of its history."""
        session = self._session
        for actor, device in session.store.lookup.writers():
            name = journal_name(actor, device)
            if device != session.store.device:
                lines = (line for _, line in session.store.lookup.own_lines(device, [actor], 0, -1))
                write_whole(session.folder / name, (f"{line}\n".encode() for line in lines))


class _Groups:
    """Which other records an event finishes besides its subject: those of the same report, or of the same study."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._as_of: object = None
        self._reports: object = None

    def note_all(self) -> bool:
        """Note it of all own events, if records were joined or parted since the last time; returns if any is new."""
        me, state = self._session.reviewer, self._session.state
        now = (id(state.reports()), state.study_links())
        if now == self._as_of or me is None:
            return False
        self._as_of, self._reports = now, state.reports()  # held, so that its id is nobody else's
        names = [me, *(old for old, new in state.rules.renamed.items() if new == me)]
        return self._session.store.note_about(self.pairs(names))

    def note(self, events: Iterable[Event]) -> None:
        """Note it of events that were just written."""
        finishing = ((one.id, one.subject, not isinstance(one.body, Decision)) for one in events if _finishes(one))
        self._session.store.note_about(self._beside(finishing))

    def pairs(self, names: Sequence[str] | None) -> list[tuple[str, str]]:
        """Return it of all events of some people, or of everybody's, as (event, record)."""
        state = self._session.state
        alone = all(len(one.records) == 1 for one in state.reports().values()) and not state.study_links()
        return [] if alone else list(self._beside(self._session.store.lookup.finishing(names)))

    def _beside(self, events: Iterable[tuple[str, str, bool]]) -> Iterator[tuple[str, str]]:
        for event, subject, of_study in events:
            for record in self._records(subject, of_study=of_study):
                if record != subject:
                    yield event, record

    def _records(self, subject: str, *, of_study: bool) -> Iterator[RecordId]:
        state = self._session.state
        report = state.report_of(subject)
        if report is not None:
            for one in state.reports_of_study(report) if of_study else (report,):
                yield from one.records


def _finishes(event: Event) -> bool:
    return isinstance(event.body, Decision | Appraisal | Coding | Undo)


def settings(rules: Rules) -> dict[str, str]:
    """Return what a server has to know of the criteria to tell when something is over."""
    return {
        "decisions": str(rules.decisions),
        "dual_share": repr(rules.dual_share),
        "seed": str(rules.seed),
        "coders": str(rules.coders),
    }


def handed(one: Handout, url: str) -> tuple[str, ...]:
    """Return what a reviewer puts where: the address, and the line of ~/.pgpass."""
    parts = urlsplit(url)
    host, port, name = parts.hostname or "HOST", parts.port or 5432, parts.path.strip("/") or "DATABASE"
    return (
        f"REVIEWKIT_DATABASE=postgresql://{one.role}@{host}:{port}/{name}",
        f"a line in ~/.pgpass: {host}:{port}:{name}:{one.role}:{one.password}",
    )


def begin_from_server(folder: Path, url: str) -> bool:
    """Write the criteria that were noted last on a server into a folder that holds no review; False if it holds one.

    Raises `InputError`, `NetworkError`, `NotAllowedError`.
    """
    place = folder / "criteria"
    if (place / "review.toml").is_file():
        return False
    to = named(url) if url else address("")
    if to is None:
        raise NotAllowedError("this folder holds no review", remedy="Name the server with --at URL.")
    with connected(to) as connection:
        files = exchange_.criteria_there(connection)
    for name, text in files.items():
        if _CRITERIA.fullmatch(name):
            write_whole(place / name, text.encode())
    return True
