"""What a file of another program says, as values, before anybody has looked at which reports it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewkit.model import Record, Stage, Verdict


@dataclass(frozen=True, slots=True)
class Label:
    """What one person says of one entry of the file."""

    name: str
    """Who, as the file calls them; what holds the decision (`included`) where the file names nobody."""
    verdict: Verdict | None
    """None where nothing is decided."""
    reasons: tuple[str, ...] = ()
    """In the file's words."""
    note: str = ""
    stage: Stage | None = None
    """None where the file does not say."""
    fault: str = ""
    """Why this is no decision although something stands there; empty if nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the file: how to find its report, and what is said of it."""

    line: int
    """Where the entry begins, from 1."""
    record: Record
    """What the entry tells of its paper; its id stands for nothing."""
    report: str = ""
    """Our own short id, where the file came from here."""
    labels: tuple[Label, ...] = ()
    tags: tuple[str, ...] = ()
    """Words that the file puts on the paper without saying whose."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that could not be read."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Labels:
    """One file as read: every entry of it is a row or unread."""

    program: str
    """`Rayyan`, `Covidence`, `ASReview`, `spreadsheet` or `reviewkit`."""
    rows: tuple[Row, ...]
    unread: tuple[Unread, ...] = ()
    named: bool = True
    """The names are people's."""
    team: bool = False
    """What stands there is where the whole team ended up, not what one person said."""
    remarks: tuple[str, ...] = ()
    """What a reader of this kind of file would get wrong, a sentence each."""
