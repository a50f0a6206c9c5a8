"""Covidence's lists as CSV: the columns are the same in all, so which list it is stands in the file's name alone.

`review_1_irrelevant_csv_...`, `..._screen_...`, `..._select_...` (full text), `..._excluded_...`, `..._included_...`; a
note `Exclusion reason: wrong population; ` also gives the excluded list away. Sources: support.covidence.org, "Tagging"
(tags and notes are exported with the lists), and lists that reviews have published.
The thing a reader would get wrong: a list says where the team ended up after conflicts were settled. Who voted what is
in no export of Covidence but its table of inter-rater reliability, which names no references.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats.entry import Entry
from reviewkit.model import Stage, Verdict
from reviewkit.switching import source as source_
from reviewkit.switching.marks import marks
from reviewkit.switching.nouns import Label, Labels, Row
from reviewkit.text import block, line

if TYPE_CHECKING:
    from reviewkit.model import Record
    from reviewkit.switching.source import Source

_NUMBER = "Covidence #"
_YEAR = {"Published Year": "year"}
_REASON = re.compile(r"Exclusion reason:\s*([^;]*?)\s*(?:;\s*|$)", re.IGNORECASE)
_TA_IN, _TA_OUT = (Stage.TITLE_ABSTRACT, Verdict.INCLUDE), (Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
_LISTS: dict[str, tuple[tuple[Stage, Verdict], ...]] = {
    "irrelevant": (_TA_OUT,),
    "screen": (),
    "select": (_TA_IN,),
    "excluded": (_TA_IN, (Stage.FULL_TEXT, Verdict.EXCLUDE)),
    "included": (_TA_IN, (Stage.FULL_TEXT, Verdict.INCLUDE)),
}
LISTS = tuple(_LISTS)
"""What the lists are called, in the order of a review's progress."""
_NAME = "Covidence"


def is_covidence(found: Source) -> bool:
    """Return whether a table bears Covidence's numbers."""
    return _NUMBER in found.columns


def labels(found: Source, name: str, list_: str = "") -> Labels:
    """Return what a list says; `list_` names it where the file's name does not. Raises InputError if nothing does."""
    which = list_ or _named(name) or _by_reasons(found)
    if which not in _LISTS:
        raise InputError(
            "nothing tells which of Covidence's lists this is",
            where=name,
            remedy=f"Say so: {', '.join(LISTS)} (select is the full texts not decided on yet).",
        )
    rows = tuple(_row(found, entry, _LISTS[which]) for entry in found.entries)
    remark = f"This is Covidence's list {which}: where the team ended up, not how each person voted."
    return Labels(_NAME, rows, found.unread, named=False, team=True, remarks=(remark,))


def _named(name: str) -> str:
    words = re.split(r"[^a-z]+", name.casefold())
    found = [one for one in LISTS if one in words]
    return found[0] if len(found) == 1 else ""


def _by_reasons(found: Source) -> str:
    return "excluded" if any(_REASON.search(dict(entry.pairs).get("Notes", "")) for entry in found.entries) else ""


def _row(found: Source, entry: Entry, decided: tuple[tuple[Stage, Verdict], ...]) -> Row:
    cells = source_.cells(entry)
    written = cells.get("Notes", "")
    reasons = tuple(dict.fromkeys(line(reason) for reason in _REASON.findall(written) if reason.strip()))
    own = marks(written).report
    note = "" if own else block(_REASON.sub("", written)).strip().strip(";").strip()
    own_labels = tuple(
        Label(
            _NAME, verdict, reasons if _is_end(stage, verdict) else (), note if _is_end(stage, verdict) else "", stage
        )
        for stage, verdict in decided
    )
    tags = tuple(dict.fromkeys(tag for part in cells.get("Tags", "").split(";") if (tag := line(part))))
    return Row(entry.line, _paper(found, entry), own, own_labels or (Label(_NAME, None),), tags)


def _is_end(stage: Stage, verdict: Verdict) -> bool:
    """Return whether a decision is what the list is about, and not merely how a report got there."""
    return (stage, verdict) != _TA_IN


def _paper(found: Source, entry: Entry) -> Record:
    pairs = ((_YEAR.get(column, column), value) for column, value in entry.pairs)
    return source_.paper(found, Entry.of(entry.line, entry.raw, pairs), frozenset({"Notes"}))
