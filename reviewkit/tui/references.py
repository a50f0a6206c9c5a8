"""The references of a list as people read them: a line each, and the one under the cursor in full.

The thing a reader would get wrong: where a reference stands (known, new) is what was found out about it; the mark
before it is what a person wants to become of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from reviewkit.review import ListStanding, Wish
from reviewkit.text import line
from reviewkit.tui.widgets.pair import compared
from reviewkit.tui.words import ACCENT, BOLD, DIM, counted, cut, padded, right, source, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Record
    from reviewkit.review import Listed, ListProposal, Meant

MARKS = {Wish.OPEN: " ", Wish.TAKE: "✓", Wish.LEAVE: "–"}
_STANDING = 15
_SAID = {
    ListStanding.KNOWN: "in the review",
    ListStanding.LIKELY: "maybe here",
    ListStanding.UNREADABLE: "unreadable",
    ListStanding.TAKEN: "taken before",
}
_COUNTED = {
    ListStanding.KNOWN: "in the review",
    ListStanding.LIKELY: "to be compared",
    ListStanding.NEW: "new",
    ListStanding.UNREADABLE: "unreadable",
    ListStanding.TAKEN: "taken before",
}
START = (
    "Paste the list of references here, all of it at once: any style, with page heads and broken lines.",
    "Or press p to take it from the report's attached full text, or a to type.",
    "Nothing is written before t; what you paste is kept on this device until then.",
)


def is_open(one: Listed) -> bool:
    """Return whether nobody has said anything of a reference that could be taken or left."""
    return one.wish is Wish.OPEN and one.standing is not ListStanding.TAKEN


def row(one: Listed, width: int) -> str:
    """Return a reference in a line: its number, mark, where it stands, its text."""
    head = f"{right(str(one.number), 4)} {MARKS[one.wish]} "
    standing = padded(_standing(one), _STANDING) if width >= 56 else ""
    return f"{head}{standing}{padded(line(one.printed), max(0, width - len(head) - len(standing)))}"


def _standing(one: Listed) -> str:
    if one.standing is ListStanding.LIKELY:
        return f"{_SAID[one.standing]}: {one.meant[0].score}"
    if one.standing is not ListStanding.NEW:
        return _SAID[one.standing]
    if one.score is not None:
        return f"Crossref: {one.score}"
    if one.offered:
        return f"Crossref? {one.offered[0][1]}"
    if one.record.doi is not None:
        return "new, with DOI"
    return "found nowhere" if one.asked else "new"


def sentence(proposal: ListProposal) -> str:
    """Return how many references there are and where they stand."""
    counts = ", ".join(f"{number} {_COUNTED[standing]}" for standing, number in proposal.counted.items())
    aside = f" {counted(len(proposal.aside), 'other line')} set aside." if proposal.aside else ""
    cut_ = f" Only {line(proposal.cut)}." if proposal.cut else ""
    return f"{counted(len(proposal.references), 'reference')}: {counts}.{aside}{cut_}"


def progress(proposal: ListProposal) -> str:
    """Return how many wait for a word, and how many are to be taken."""
    left = sum(map(is_open, proposal.references))
    return f"{left} open    {len(proposal.confirmed)} to take"


def useless(proposal: ListProposal | None, one: Listed | None) -> set[str]:
    """Return the keys that do nothing with a reference of a list."""
    if proposal is None or one is None:
        return {"y", "n", "1-9", "x", "e", "o", "c", "l", "t"}
    choices = len(one.meant) + len(one.offered)
    works = {
        "yx": one.standing is not ListStanding.TAKEN,
        "n": choices and one.standing is not ListStanding.TAKEN,
        "t": proposal.confirmed,
        "c": any(other.is_sure and is_open(other) for other in proposal.references),
        "eo": one.standing is not ListStanding.TAKEN,
    }
    return {key for some, can in works.items() if not can for key in some} | ({"1-9"} if choices < 2 else set())


def in_full(one: Listed, meant: Sequence[Record], width: int) -> list[Content | str]:
    """Return a reference as printed, how it was read, and what it may be; `meant` are the records of these reports."""
    said: list[Content | str] = [Content.styled(advice(one), BOLD), line(one.printed)]
    if one.standing is not ListStanding.UNREADABLE and not meant:
        said.append(Content.styled(f"read as: {_as_read(one.record)}", DIM))
    if one.standing is ListStanding.NEW and one.score is not None:
        said.append(Content.styled(f"As Crossref has it, which fits by {one.score} of 100.", DIM))
    choices = [*(_of_review(other) for other in one.meant), *(_of_crossref(*other) for other in one.offered)]
    if choices:
        said += ["", *(_choice(number, words) for number, words in enumerate(choices, 1))]
    for other in meant[:1]:
        bare = replace(other, abstract="", types=())  # which no list of references prints
        said += ["", compared(one.record, bare, width, heads=("as printed", "in the review"))]
    return said


def _as_read(record: Record) -> str:
    doi = f" · {record.doi}" if record.doi else ""
    return f"{title(record)} · {source(record)}{doi}"


def _of_review(other: Meant) -> str:
    return f"in the review: {line(other.title)} ({other.year or 'n.d.'}), {other.score}: {line(other.why)}"


def _of_crossref(record: Record, score: int) -> str:
    return f"at Crossref: {title(record)} ({record.year or 'n.d.'}) {record.doi or ''}, {score}"


def _choice(number: int, words: str) -> Content:
    return Content.assemble((f"{number} ", f"{BOLD} {ACCENT}"), cut(words, 600))


def advice(one: Listed) -> str:
    """Return what a person can say of a reference."""
    match one.standing:
        case ListStanding.TAKEN:
            return "It was taken from this list before."
        case ListStanding.UNREADABLE:
            return "Too little could be read: mend it with e, or x leaves it as text."
        case ListStanding.LIKELY:
            return "Is it one of these? y the first, a digit another, n none of them."
        case ListStanding.KNOWN:
            return "It is in the review: y takes it as known, n says that it is another."
        case _ if one.offered:
            return "Is it one of these? y the first, a digit another, n take it as it was read."
        case _ if one.asked and one.score is None:
            return "Found nowhere: y takes it as it was read, x leaves it as text."
        case _:
            return "It is new: y takes it as it was read, x leaves it as text."


def taken_words(proposal: ListProposal) -> str:
    """Return what taking would do."""
    chosen = [one for one in proposal.references if one.wish is Wish.TAKE]
    known = sum(one.standing is ListStanding.KNOWN for one in chosen)
    rest = [one for one in proposal.references if one.wish is not Wish.TAKE and one.standing is not ListStanding.TAKEN]
    unsaid = sum(map(is_open, rest))
    open_ = f", {unsaid} of them not looked at yet" if unsaid else ""
    return (
        f"{known} known already, {len(chosen) - known} new. {len(rest)} stay as text{open_}; they can be taken later."
    )
