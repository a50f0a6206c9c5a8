"""The lines of a study's sheet as they are filled in: of an appraisal, or the fields of a codebook.

The thing a reader would get wrong: a digit means an answer, not a line; which there are depends on the line. What was
given to a line is a tuple of its answers everywhere here; there is none while the line is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from textual.content import Content

from reviewkit.review import DESIGN, NOT_APPLICABLE, OVERALL, UNCLEAR, answered
from reviewkit.text import block, line
from reviewkit.tui.words import ACCENT, BOLD, DIM, cut, padded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.geometry import Size

    from reviewkit.model import Appraisal, Rating, Settled
    from reviewkit.review import Quality, QualityCriterion
    from reviewkit.tui.widgets.listing import Listing

_OPEN, _BY_RULE = "—", "by rule"
"""Shown where there is no answer yet."""
BESIDES = {UNCLEAR: "m", NOT_APPLICABLE: "x"}
"""What a criterion may be besides the scale, with its key in the table."""
_WIDE, _BELOW = 120, 16
"""Columns from which the text stands beside the lines, and rows that the list leaves to all else."""
_MOST = 20_000
"""Characters of a quotation or note that are shown."""
Given = tuple[str, ...]
"""What was answered on a line."""


class Rests(Protocol):
    """What an answer rests on; a rating, or what was noted of a field."""

    @property
    def quotation(self) -> str:
        """A passage."""

    @property
    def page(self) -> str:
        """Where it stands."""

    @property
    def note(self) -> str:
        """What was thought."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet."""

    id: str
    name: str
    answers: tuple[str, ...] = ()
    """In the order of the digits; none where a rule gives the answer."""
    guidance: str = ""
    asks_evidence: bool = False
    besides: tuple[str, ...] = ()
    """What it may be besides, each in the words of the key that says so."""
    several: bool = False
    """More than one of the answers can be given."""
    typed: str = ""
    """What is written instead of chosen: `number` or `text`."""

    @property
    def is_criterion(self) -> bool:
        """Return whether it is rated, rather than said of the whole study."""
        return self.id not in (DESIGN, OVERALL)

    @property
    def unanswered(self) -> str:
        """Return what stands in place of an answer."""
        return _OPEN if self.is_asked else _BY_RULE

    @property
    def is_asked(self) -> bool:
        """Return whether somebody has to answer."""
        return bool(self.answers or self.typed)

    @property
    def every_answer(self) -> tuple[str, ...]:
        """Return the answers, those besides the scale last."""
        return (*self.answers, *self.besides)


def rows(instrument: Quality, criteria: Sequence[QualityCriterion]) -> list[Row]:
    """Return the lines of an instrument, the criteria being those that a study is rated on."""
    about = "Which of the designs is it? The criteria follow from it."
    found = [Row(DESIGN, "design", instrument.designs, about)]
    found += [Row(one.id, one.name, instrument.scale, one.guidance, one.evidence, (*BESIDES,)) for one in criteria]
    if instrument.judgements:
        by_rule = instrument.judgement_by == "rule"
        found.append(Row(OVERALL, "overall", () if by_rule else instrument.judgements, instrument.threshold))
    return found


def answers(given: Appraisal | Settled | None) -> dict[str, Given]:
    """Return the answers that were given, by the id of their line."""
    return {row: (value,) for row, value in (answered(given) if given is not None else {}).items()}


def with_answer(row: Row, given: Given, value: str) -> Given:
    """Return what is given on a line after one more answer; where several can be, a second time takes it off."""
    if not row.several or value not in row.answers:
        return (value,)
    wanted = {*given} ^ {value}
    return tuple(one for one in row.answers if one in wanted)


def said(given: Given) -> str:
    """Return what was answered, in one line."""
    return "; ".join(map(line, given))


def ratings(given: Appraisal | Settled | None) -> Mapping[str, Rating]:
    """Return the ratings that were given, by criterion."""
    return {one.criterion: one for one in given.ratings} if given is not None else {}


def next_open(shown: Sequence[Row], is_open: Callable[[Row], bool], cursor: int = -1) -> int:
    """Return the number of the next line that is open, or the one there is, the first if there is none."""
    behind = (number for number in range(cursor + 1, len(shown)) if is_open(shown[number]))
    return next(behind, max(0, cursor))


def no_answer(row: Row, number: int) -> str:
    """Return why a line has no answer of that number."""
    if row.typed:
        return f"A {row.typed} is written here: Enter."
    if not row.answers:
        return "The judgement follows from the ratings, by the rule in criteria/quality.toml."
    return f"There is no answer {number} here: the digits are 1 to {len(row.answers)}."


def has_evidence(rating: Rests | None) -> bool:
    """Return whether a rating rests on a passage or a page."""
    return rating is not None and bool(rating.quotation.strip() or rating.page.strip())


# ------------------------------------------------------------------------------------------------- shown


def in_line(row: Row, given: Given, width: int, behind: str = "") -> str:
    """Return a line: its name, its answer, and what there is room for behind."""
    name = min(30, max(14, width // 3))
    room = max(16, width // 5) if behind else width
    shown = f"{padded(line(row.name), name)}  {padded(said(given) or row.unanswered, room)}  {behind}"
    return cut(shown.rstrip(), width)


def in_short(rating: Rests | None, row: Row) -> str:
    """Return in one line what a rating rests on, or that it has to rest on something."""
    if rating is None or not has_evidence(rating):
        needs = "evidence is asked for (e)" if row.asks_evidence else ""
        return " ".join(part for part in (needs, line(rating.note) if rating is not None else "") if part)
    page = f"p. {line(rating.page)}  " if rating.page.strip() else ""
    return f"{page}{f'“{line(rating.quotation)}”' if rating.quotation.strip() else ''}"


def offered(row: Row, given: Given, key: Callable[[str], str]) -> Content:
    """Return the answers of a line with their keys, those given marked and bold; `key` words a key of the table."""
    digits = [str(number) if number <= 9 else "⏎" for number in range(1, len(row.answers) + 1)]
    pairs = [*zip(digits, row.answers, strict=True)]
    if row.typed:
        pairs.append(("⏎", f"{'another' if row.answers else 'write the'} {row.typed}"))
    pairs += [(key(one), one) for one in row.besides]
    return Content("   ").join(_with_key(letter, answer, given=answer in given) for letter, answer in pairs)


def _with_key(letter: str, answer: str, *, given: bool) -> Content:
    mark, style = ("✓ ", BOLD) if given else ("", "")
    return Content.assemble((letter, f"{BOLD} {ACCENT}"), f" {mark}", (line(answer), style))


def resting_on(rating: Rests | None, who: str = "") -> list[Content | str]:
    """Return what a rating rests on, whole."""
    if rating is None:
        return []
    name = f"{line(who)}: " if who else ""
    page = f"p. {line(rating.page)}" if rating.page.strip() else ""
    quotation = f"“{cut(block(rating.quotation).strip(), _MOST)}”" if rating.quotation.strip() else ""
    said = " ".join(part for part in (quotation, page) if part)
    note = cut(block(rating.note).strip(), _MOST)
    found: list[Content | str] = [Content.assemble((name, DIM), said)] if said else []
    return [*found, *([Content.assemble((f"{name}note: ", DIM), note)] if note else [])]


def asked(row: Row, given: Given, key: Callable[[str], str], what: str = "") -> list[Content | str]:
    """Return a line's name with the answer it has, and what can be answered; `what` says whose answer it is."""
    head = Content.assemble((line(row.name), BOLD), f"   {what}{said(given) or row.unanswered}")
    return [head, *([offered(row, given, key)] if row.is_asked else [])]


def guidance(row: Row) -> list[Content | str]:
    """Return what a line asks."""
    return [Content.styled(line(row.guidance), DIM)] if row.guidance.strip() else []


def fit(listing: Listing, count: int, size: Size) -> None:
    """Give the list of lines the room there is: a column of its own, or what the text below it leaves."""
    listing.styles.height = "1fr" if size.width >= _WIDE else max(3, min(count, size.height - _BELOW))
