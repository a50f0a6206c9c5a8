"""The references of a list as a person decides on them: nouns, and what tells where each stands.

The thing a reader would get wrong: a reference that is like a report without being plainly that report is neither known
nor new; it cannot be taken before a person has said which. What a person has said holds against everything that is
found out about the reference afterwards.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reviewkit.citations.matching import SURE, ranked
from reviewkit.citations.reference import is_readable
from reviewkit.errors import NotAllowedError
from reviewkit.formats import ris
from reviewkit.model import Record, RecordId, ReportId, short_id

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reviewkit.citations.matching import Match
    from reviewkit.citations.nouns import Work
    from reviewkit.model import Report

_PRINTED = ", as printed: "
"""Between the number of a reference and its text, in the note that the export keeps it in."""
_NOTE = "N1"


class Standing(StrEnum):
    """What became of a reference so far."""

    KNOWN = "known"
    """The review has it."""
    LIKELY = "likely"
    """The review has something like it; a person has to say."""
    NEW = "new"
    UNREADABLE = "unreadable"
    """No record can be made of it: it stays as printed."""
    TAKEN = "taken"
    """It was taken from this list before."""


class Wish(StrEnum):
    """What a person wants to become of a reference."""

    OPEN = "open"
    TAKE = "take"
    LEAVE = "leave"
    """It stays as printed."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A report that a reference may mean."""

    report: ReportId
    record: RecordId
    """That stands for the report."""
    title: str
    year: int | None
    score: int
    """0 to 100."""
    why: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One reference of a list."""

    number: int
    """In the list, from 1."""
    printed: str
    """In one line, else as it stands there."""
    record: Record
    """What was read of it."""
    standing: Standing
    meant: tuple[Meant, ...] = ()
    """The likeliest first; of a known one the first is the one."""
    taken: RecordId | None = None
    """The record that came of it before."""
    offered: tuple[tuple[Record, int], ...] = ()
    """What Crossref has for it, with scores, where none is plainly the one."""
    asked: bool = False
    """Crossref was asked for it."""
    score: int | None = None
    """How well the work fits that it was taken for at Crossref, whose DOI and title it has then."""
    word: str | None = None
    """A person's: the record that it is, empty if it is none that is here; None while nobody has said."""
    wish: Wish = Wish.OPEN

    @property
    def is_sure(self) -> bool:
        """Return whether it can be taken without anybody looking at it: known for certain, or new with a DOI."""
        return self.standing is Standing.KNOWN or (self.standing is Standing.NEW and self.record.doi is not None)


@dataclass(frozen=True, slots=True)
class ListProposal:
    """What a list of references holds, before anything is written."""

    report: ReportId
    title: str
    """Of the report whose list it is."""
    source: str
    """`pasted`, or the file's name."""
    references: tuple[Listed, ...]
    aside: tuple[tuple[str, str], ...]
    """Every other piece of the text, with the reason why it is no reference."""
    cut: str = ""
    """What could not be read of a file, in words."""
    replaced: tuple[str, ...] = ()
    """Texts of references that a person has split, joined or changed."""

    @property
    def confirmed(self) -> tuple[int, ...]:
        """Return the numbers of those that a person wants to be taken."""
        return tuple(one.number for one in self.references if one.wish is Wish.TAKE)

    @property
    def counted(self) -> dict[Standing, int]:
        """Return how many stand where, in the order of `Standing`."""
        counts = Counter(one.standing for one in self.references)
        return {standing: counts[standing] for standing in Standing if counts[standing]}

    def ready(self) -> tuple[int, ...]:
        """Return the numbers of those that can be taken as they stand."""
        return tuple(one.number for one in self.references if one.standing in (Standing.KNOWN, Standing.NEW))


@dataclass(frozen=True, slots=True)
class TakenList:
    """What taking references came to: `identified` of them, of which `known` were known and `new` were not."""

    search: str
    listed: int
    identified: int
    known: int
    new: int
    left: int
    """Those that stay in the event as printed."""
    uncertain: int
    """New pairs that a person has to compare."""


LOOKED_UP = (Standing.NEW, Standing.LIKELY, Standing.UNREADABLE)
"""Those that an index can help with."""


def printed_of(record: Record) -> str:
    """Return the reference as printed, of a record that came of a list; empty for any other."""
    return next((value.partition(_PRINTED)[2] for tag, value in record.unmapped if tag == _NOTE), "")


def meaning(one: Listed, known: bool, place: int = 0) -> Listed:
    """Return a reference as a person sees it: the report at a place of those that it may mean is meant, or none is."""
    if one.standing not in (Standing.KNOWN, Standing.LIKELY, Standing.NEW) or (known and place >= len(one.meant)):
        return one
    if not known:
        return replace(one, standing=Standing.NEW, word="")
    first = one.meant[place]
    others = tuple(other for other in one.meant if other != first)
    return replace(one, standing=Standing.KNOWN, word=first.record, meant=(first, *others))


def wished(one: Listed, wish: Wish) -> Listed:
    """Return a reference that a person wants to be taken, left, or looked at again. Raises `NotAllowedError`."""
    if wish is Wish.TAKE:
        _check(one)
    return replace(one, wish=wish) if one.standing is not Standing.TAKEN else one


def confirmed(proposal: ListProposal) -> ListProposal:
    """Return the proposal with all sure ones to be taken on which nobody has said anything."""
    return replace(
        proposal,
        references=tuple(
            replace(one, wish=Wish.TAKE) if one.is_sure and one.wish is Wish.OPEN else one
            for one in proposal.references
        ),
    )


def standing(one: Listed, found: Sequence[Match], others: Sequence[tuple[Report, Record]]) -> Listed:
    """Return a reference with the reports that it may mean, and where it stands by that and by a person's word."""
    meant = tuple(
        Meant(
            others[m.place][0].id,
            others[m.place][0].kept,
            others[m.place][1].title,
            others[m.place][1].year,
            m.score,
            m.why,
        )
        for m in found
    )
    if one.taken is not None:
        return replace(one, standing=Standing.TAKEN, meant=meant, wish=Wish.OPEN)
    if not is_readable(one.record):
        return replace(one, standing=Standing.UNREADABLE, meant=meant, wish=_unless_taken(one.wish))
    if one.word:
        said = [other for other in (*meant, *one.meant) if other.record == one.word][:1]
        rest = tuple(other for other in meant if other not in said)
        return replace(one, standing=Standing.KNOWN if said else _by_score(meant), meant=(*said, *rest))
    if one.word is not None:
        return replace(one, standing=Standing.NEW, meant=meant)
    now = _by_score(meant)
    return replace(one, standing=now, meant=meant, wish=_unless_taken(one.wish) if now is Standing.LIKELY else one.wish)


def _by_score(meant: Sequence[Meant]) -> Standing:
    sure = bool(meant) and meant[0].score >= SURE and (len(meant) == 1 or meant[1].score < meant[0].score)
    return Standing.KNOWN if sure else Standing.LIKELY if meant else Standing.NEW


def _unless_taken(wish: Wish) -> Wish:
    """Return the wish for a reference that cannot be taken as it stands now."""
    return Wish.OPEN if wish is Wish.TAKE else wish


def chosen(proposal: ListProposal, confirmed: Collection[int]) -> list[Listed]:
    """Return the references of these numbers. Raises `NotAllowedError`."""
    by_number = {one.number: one for one in proposal.references}
    for number in sorted(confirmed):
        one = by_number.get(number)
        if one is None:
            raise NotAllowedError(f"the list has no reference {number}, only 1 to {len(by_number)}")
        _check(one)
    if not confirmed:
        raise NotAllowedError("there is nothing to take", remedy="Name references by their numbers, or all of them.")
    return [by_number[number] for number in sorted(confirmed)]


def _check(one: Listed) -> None:
    """Raise `NotAllowedError` if a reference cannot be taken as it stands."""
    if one.standing is Standing.LIKELY:
        raise NotAllowedError(
            f"reference {one.number} may be {short_id(one.meant[0].record)}, which is here: somebody has to say",
            remedy=f"Say --same {one.number} if it is, --new {one.number} if it is not.",
        )
    if one.standing in (Standing.UNREADABLE, Standing.TAKEN):
        what = "was taken before" if one.standing is Standing.TAKEN else "cannot be read"
        raise NotAllowedError(f"reference {one.number} {what}", remedy="Leave it out.")


def entry(one: Listed, report: Report) -> str:
    """Return the RIS entry of a reference, with the reference as printed in a note; the same at any time."""
    note = f"{_NOTE}  - Reference {one.number} of {report.kept}{_PRINTED}{one.printed}\n"
    entry = ris.write(replace(one.record, types=()))
    return entry.removesuffix("ER  - \n") + note + "ER  - \n"


def looked_up(one: Listed, works: Sequence[Work]) -> Listed:
    """Return a reference with the DOI and title of the one work that it means, or with those that it may mean."""
    candidates = [Record(RecordId(""), work.title, work.authors, work.year, doi=work.doi) for work in works]
    found = tuple((candidates[match.place], match.score) for match in ranked(one.record, candidates))
    one = replace(one, asked=True, offered=found)
    sure = bool(found) and found[0][1] >= SURE and (len(found) == 1 or found[1][1] < found[0][1])
    return identified(one, 0) if sure else one


def identified(one: Listed, place: int) -> Listed:
    """Return a reference as the work at a place of those that Crossref has for it."""
    work, score = one.offered[place]
    read = replace(one.record, doi=work.doi, title=work.title, authors=work.authors or one.record.authors)
    return replace(one, record=replace(read, year=one.record.year or work.year), offered=(), score=score)
