"""Reports, votes and times as people read them on a screen.

All text that came from outside (records, notes, names) passes through here on its way to a screen, and leaves it as
plain text without controls or markup: `Content` built here is never parsed for markup.
"""

from __future__ import annotations

import datetime
import unicodedata
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from reviewkit.highlight import parted
from reviewkit.model import NOTICES, Access, Fillable, Status, Verdict
from reviewkit.review import is_retracted
from reviewkit.text import block, line
from reviewkit.tui import marks as marks_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.errors import ReviewkitError
    from reviewkit.model import Record, Vote
    from reviewkit.review import CriterionView, FilledIn, ReportView
    from reviewkit.tui.marks import Marks

NO_TITLE = "(no title in the export)"
RETRACTED = "RETRACTED:"
NO_ABSTRACT = "No abstract in the export."
DIM = "dim"
BOLD = "bold"
ACCENT = "$accent"
ALARM = "bold $error"
"""Of what has to be looked into; words say it too."""
_LONGEST = 20_000
"""Characters of a text that are shown; nobody reads on, and wrapping more would hold up the keys."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

VERDICTS = {Verdict.INCLUDE: "include", Verdict.EXCLUDE: "exclude", Verdict.UNSURE: "unsure"}
STATUSES = {
    Status.PENDING: "open",
    Status.CONFLICT: "conflict",
    Status.INCLUDED: "included",
    Status.EXCLUDED: "excluded",
    Status.AWAITING: "awaiting",
    Status.NOT_RETRIEVED: "not retrieved",
    Status.REMOVED: "removed",
    Status.NOT_READ: "not read",
}
ACCESSES = {Access.RETRIEVED: "retrieved", Access.AWAITING: "awaiting", Access.NOT_RETRIEVED: "not retrieved"}
FACTS = {"met": ("✓ met", ""), "not met": ("✗ not met", BOLD), "unknown": ("? unknown", DIM)}


def cut(text: str, width: int) -> str:
    """Return a text in at most `width` columns, an ellipsis where something was cut."""
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, max(0, width - 1)).rstrip()}…" if width > 0 else ""


def padded(text: str, width: int) -> str:
    """Return a text in exactly `width` columns, cut or filled up."""
    fitted = set_cell_size(cut(text, width), max(0, width))
    return fitted + " " * (width - cell_len(fitted))  # a joiner alone is counted as a column there, and is none


def right(text: str, width: int) -> str:
    """Return a text in exactly `width` columns, at the right."""
    fitting = cut(text, width)
    return " " * (width - cell_len(fitting)) + fitting


def counted(number: int, one: str, several: str = "") -> str:
    """Return `1 record`, `2 records`."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}".replace(",", " ")


def title(record: Record) -> str:
    """Return the title in one line, and before it that the report was retracted, if anybody says so."""
    said = cut(line(record.title), _LONGEST) or NO_TITLE
    return f"{RETRACTED} {said}" if is_retracted(record) else said


def authors(record: Record, most: int = 3) -> str:
    """Return the family names of the first authors: `Norheim, Moser`, `Bell et al.`."""
    names = [line(name).partition(",")[0] for name in record.authors]
    return ", ".join(names) if len(names) <= most else f"{names[0]} et al."


def place(record: Record) -> str:
    """Return where it was published: `Journal 19(4), 535-551`."""
    numbers = line(record.volume) + (f"({line(record.issue)})" if record.issue.strip() else "")
    journal = " ".join(part for part in (line(record.journal), numbers) if part)
    return ", ".join(part for part in (journal, line(record.pages)) if part)


def source(record: Record) -> str:
    """Return authors, year and place in one line."""
    parts = (authors(record, most=8), str(record.year or ""), place(record))
    return cut(" · ".join(part for part in parts if part), _LONGEST)


def abstract(record: Record, marks: Marks = marks_.NONE, remedy: str = "") -> Content:
    """Return the abstract with its line breaks, the headings of a structured one on lines of their own.

    Says so if there is none, and the `remedy`.
    """
    whole = block(record.abstract).strip()
    if not whole:
        return Content.styled(f"{NO_ABSTRACT} {remedy}".strip(), DIM)
    text, headings = parted(whole[: _cut_at(whole, _LONGEST)])
    found = marks.on(text)
    for start, end in headings:
        found = found.stylize(BOLD, start, end)
    if len(whole) > _LONGEST:
        found += Content.styled(f"\n(the first {_LONGEST} of {len(whole)} characters)", DIM)
    return found


def _cut_at(text: str, most: int) -> int:
    """Return where to cut a text so that no accent or joined emoji loses its base or its rest."""
    end = min(most, len(text))
    while 0 < end < len(text) and ("\u200d" in text[end - 1 : end + 1] or unicodedata.combining(text[end])):
        end -= 1
    return end


def reasons(given: Sequence[str], criteria: Sequence[CriterionView]) -> str:
    """Return reasons with their digits: `5 immigrant families, 3 English`."""
    numbered = {one.id: f"{number} {line(one.name)}" for number, one in enumerate(criteria, 1)}
    return ", ".join(numbered.get(reason, line(reason)) for reason in given)


def vote(cast: Vote, criteria: Sequence[CriterionView]) -> str:
    """Return a vote in one line: `exclude: 5 immigrant families “home language as proxy”`."""
    why = f": {reasons(cast.reasons, criteria)}" if cast.reasons else ""
    note = f" “{line(cast.note)}”" if cast.note else ""
    return f"{VERDICTS[cast.verdict]}{why}{note}"


def article(view: ReportView, *, heading: bool = True, marks: Marks = marks_.NONE, remedy: str = "") -> Content:
    """Return a report as it is read: title and source unless they stand elsewhere, abstract, where it came from.

    `remedy` says what can be done where there is no abstract.
    """
    record = view.record
    found = ", ".join(sorted({line(name) for name in view.sources if name}))
    keywords = cut("; ".join(line(word) for word in record.keywords), 600)
    below = [
        marks.on(keywords, DIM),
        Content.styled(line(record.doi or record.url), DIM),
        Content.styled(f"Found in {found}." if found else "", DIM),
        Content.styled(filled(view), DIM),
    ]
    first = [marks.on(title(record), BOLD), *retraction(view), Content.styled(source(record), DIM), Content("")]
    context = [part for part in below if part.plain]
    return lines([*(first if heading else ()), abstract(record, marks, remedy), *(["", *context] if context else ())])


def retraction(view: ReportView) -> list[Content]:
    """Return a line on who says that a report was retracted, and by what; none if it is only its own record."""
    said = [one for one in view.filled if one.field is Fillable.RETRACTION and one.values]
    return [Content.styled(f"{cut(line(one.values[0]), 200)} ({_whence(one)})", ALARM) for one in said]


def filled(view: ReportView) -> str:
    """Return what else of a report no record says, and where it is from: `Filled in: abstract (pasted, by Anna)`."""
    said = (f"{_field(one)} ({_whence(one)})" for one in view.filled if one.field is not Fillable.RETRACTION)
    whole = ", ".join(said)
    return f"Filled in: {whole}." if whole else ""


def _whence(one: FilledIn) -> str:
    return f"{line(one.source)}, by {line(one.by)}"


def _field(one: FilledIn) -> str:
    """Return the name of a field, with what it says if it stands nowhere else."""
    name = one.field.replace("_", " ")
    return f"{name}: {cut(line(one.values[0]), 200)}" if one.field in NOTICES and one.values else name


def when(time: str, now: datetime.datetime) -> str:
    """Return a UTC time as `today at 16:20`, `on Tuesday at 16:20`, `on 3 May 2024 at 16:20`, in the zone of `now`."""
    try:
        then = datetime.datetime.fromisoformat(time).astimezone(now.tzinfo)
    except ValueError:
        return "at a time that cannot be read"
    at = f"{then:%H:%M}"
    days = (now.date() - then.date()).days
    if days in (0, 1):
        return f"{'today' if days == 0 else 'yesterday'} at {at}"
    if 1 < days < 7:
        return f"on {_DAYS[then.weekday()]} at {at}"
    return f"on {then.day} {_MONTHS[then.month - 1]} {then.year} at {at}"


def day_words(day: str) -> str:
    """Return an ISO date as `Friday, 3 May 2024`."""
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError:
        return "on a day that cannot be read"
    return f"{_DAYS[date.weekday()]}, {date.day} {_MONTHS[date.month - 1]} {date.year}"


def trouble(error: ReviewkitError) -> Content:
    """Return an error as what, where and what to do about it."""
    parts = [Content.styled(block(error.what), BOLD)]
    if error.where:
        parts.append(Content.styled(line(error.where), DIM))
    if error.remedy:
        parts.append(Content(f"\n{block(error.remedy)}"))
    return Content("\n").join(parts)


def lines(parts: Iterable[Content | str]) -> Content:
    """Return parts below one another."""
    return Content("\n").join(parts)
