"""Numbers in print, held against their own arithmetic and against the events.

The thing a reader would get wrong: a number that does not add up is not thereby the wrong one of those in the sum. A
cause is named only where it accounts for the difference to the last unit, and as what would fit, not as what happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from reviewkit.flow.search_results import COLUMNS, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reviewkit.flow.search_results import SearchResults

Row = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """`eight (33%)` of 25: a number, the percentage printed beside it, and what it is a share of."""

    what: str
    number: int
    percent: Decimal
    """As printed: its decimals are those it was rounded to."""
    of: int


@dataclass(frozen=True, slots=True)
class InPrint:
    """What is in print."""

    source: str
    columns: tuple[str, ...] = COLUMNS
    rows: Mapping[str, Row] = field(default_factory=dict)
    """The table's numbers by the label of the row; None where the cell is empty."""
    diagram: Mapping[str, int] = field(default_factory=dict)
    """Numbers of the diagram by the keys in `BOXES`; a reason's is `reasons.<name>` or `other.reasons.<name>`."""
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A cell that differs."""

    where: str
    printed: str
    """`62`, or `nothing`."""
    expected: str
    by: str
    """What says so: `the rows add up to`, `the events add up to`."""
    cause: str = ""
    """What would account for it; empty where nothing does."""

    def sentence(self, source: str) -> str:
        """Return it in a sentence or two."""
        first = f"{self.where}: {source} prints {self.printed}, {self.by} {self.expected}."
        return f"{first} {self.cause}" if self.cause else first


BOXES = (
    *("identified", "databases", "registers", "duplicates", "automation", "other_reasons", "screened", "excluded"),
    *("sought", "not_retrieved", "assessed", "reports_excluded", "studies", "reports"),
    *("other.identified", "other.duplicates", "other.screened", "other.excluded", "other.sought"),
    *("other.not_retrieved", "other.assessed", "other.reports_excluded"),
    *("quality_excluded", "other.quality_excluded"),
    *("previous_studies", "previous_reports", "total_studies", "total_reports"),
)
"""What a diagram can be said to print; those beginning with `other` are of the column for other methods."""
_LEFT_OUT = frozenset(
    {
        *("registers", "automation", "other_reasons", "quality_excluded", "other.quality_excluded"),
        *("other.assessed", "other.reports_excluded", "other.duplicates"),
    }
)
"""What counts as nothing where a diagram does not print it."""
_SUMS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("identified", ("databases", "registers"), ()),
    ("screened", ("identified",), ("duplicates", "automation", "other_reasons")),
    ("sought", ("screened",), ("excluded",)),
    ("assessed", ("sought",), ("not_retrieved",)),
    ("other.screened", ("other.identified",), ("other.duplicates",)),
    ("other.sought", ("other.screened",), ("other.excluded",)),
    ("other.assessed", ("other.sought",), ("other.not_retrieved",)),
    (
        "reports",
        ("assessed", "other.assessed"),
        ("reports_excluded", "other.reports_excluded", "quality_excluded", "other.quality_excluded"),
    ),
    ("total_studies", ("previous_studies", "studies"), ()),
    ("total_reports", ("previous_reports", "reports"), ()),
)
"""A box, what is added up to it, and what is taken off."""


def findings(published: InPrint) -> list[Finding]:
    """Return each number in print that its own arithmetic contradicts."""
    return [*_table(published), *_diagram(published.diagram), *_shares(published.shares)]


def notes(published: InPrint) -> list[str]:
    """Return what several findings have in common."""
    wrong = [share for share in published.shares if not fits(share, share.of)]
    common = set.intersection(*(set(_that_fit(share)) for share in wrong)) if len(wrong) > 1 else set()
    nearest = sorted(common, key=lambda number: (abs(number - wrong[0].of), number))[:1]
    return [f"All {len(wrong)} percentages that do not fit what they are of fit {number}." for number in nearest]


# ------------------------------------------------------------------------------------------------- the table


def _table(published: InPrint) -> Iterator[Finding]:
    rows = {label: row for label, row in published.rows.items() if label.casefold() != TOTAL.casefold()}
    total = next((row for label, row in published.rows.items() if label.casefold() == TOTAL.casefold()), None)
    for label, row in rows.items():
        yield from _rising(label, row, rows, total, published.columns)
    for place, column in enumerate(published.columns):
        if total is not None and (printed := total[place]) is not None and rows:
            yield from _total(column, printed, {label: row[place] for label, row in rows.items()})


def _rising(
    label: str, row: Row, rows: Mapping[str, Row], total: Row | None, columns: Sequence[str]
) -> Iterator[Finding]:
    """Yield each cell that holds less than the one after it: no more can go on than there was."""
    for place in range(len(row) - 1):
        here, on = row[place], row[place + 1]
        if on is None or (here or 0) >= on:
            continue
        printed, cause = "nothing" if here is None else str(here), ""
        whole = sum(one[place] or 0 for one in rows.values())
        if here is None and total is not None and total[place] == whole:
            cause = f"The total of {whole} leaves it out; with it the total is {whole + on}."
        yield Finding(f"{label}, {columns[place].lower()}", printed, f"at least {on}", "what goes on from it is", cause)


def _total(column: str, printed: int, parts: Mapping[str, int | None]) -> Iterator[Finding]:
    numbers = [number for number in parts.values() if number is not None]
    whole = sum(numbers)
    if printed != whole:
        short = [label for label, number in parts.items() if number and number == whole - printed]
        cause = " ".join(f"It fits if {label} ({parts[label]}) is left out." for label in short)
        listed = f"{whole} ({' + '.join(map(str, numbers))})"
        yield Finding(f"{TOTAL}, {column.lower()}", str(printed), listed, "the rows add up to", cause)


# ------------------------------------------------------------------------------------------------- the diagram


def _diagram(printed: Mapping[str, int]) -> Iterator[Finding]:
    if "identified" not in printed and "databases" in printed:
        printed = {**printed, "identified": printed["databases"] + printed.get("registers", 0)}
    for box, plus, minus in _SUMS:
        needed = [box, *plus, *minus]
        if all(one in printed or (one in _LEFT_OUT and one != box) for one in needed):
            yield from _sum(printed, box, plus, minus)
    for prefix in ("", "other."):
        below = {name: number for name, number in printed.items() if name.startswith(f"{prefix}reasons.")}
        if below and f"{prefix}reports_excluded" in printed:
            yield from _sum(printed, f"{prefix}reports_excluded", tuple(below), ())
    if printed.get("studies", 0) > printed.get("reports", printed.get("studies", 0)):
        yield Finding("studies", str(printed["studies"]), f"at most {printed['reports']}", "their reports allow")


def _sum(printed: Mapping[str, int], box: str, plus: Iterable[str], minus: Iterable[str]) -> Iterator[Finding]:
    added = [printed[one] for one in plus if one in printed]
    taken = {one: printed[one] for one in minus if one in printed}
    whole = sum(added) - sum(taken.values())
    if printed[box] == whole:
        return
    over = [one for one, number in taken.items() if number and printed[box] - whole == number]
    cause = " ".join(f"It fits if {one} ({taken[one]}) is not taken off." for one in over)
    steps = " + ".join(map(str, added)) + "".join(f" - {number}" for number in taken.values())
    yield Finding(box, str(printed[box]), f"{whole} ({steps})", "the boxes before it come to", cause)


# ------------------------------------------------------------------------------------------------- percentages


def _shares(shares: Iterable[Share]) -> Iterator[Finding]:
    for share in shares:
        if not fits(share, share.of):
            near = _that_fit(share)[:1]
            cause = "".join(f"It fits {number} in place of {share.of}." for number in near)
            own = f"{_rounded(share)}%" if share.of else "no percentage"
            yield Finding(
                share.what, f"{share.number} ({share.percent}%)", own, f"{share.number} of {share.of} is", cause
            )


def fits(share: Share, of: int) -> bool:
    """Return whether a percentage is that of its number among `of`; halves may be rounded either way."""
    half = Fraction(1, 2 * 10 ** _decimals(share))
    return of > 0 and abs(Fraction(100 * share.number, of) - Fraction(share.percent)) <= half


def _decimals(share: Share) -> int:
    exponent = share.percent.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _rounded(share: Share) -> Decimal:
    exact = Decimal(100 * share.number) / share.of
    return exact.quantize(Decimal(1).scaleb(-_decimals(share)))


def _that_fit(share: Share) -> list[int]:
    """Return the numbers up to twice as large that the percentage fits, nearest first."""
    found = [of for of in range(max(share.number, 1), 2 * share.of + 1) if fits(share, of)]
    return sorted(found, key=lambda of: (abs(of - share.of), of))


# ------------------------------------------------------------------------------------------------- against the events


def differences(printed: SearchResults, published: Mapping[str, Row], source: str) -> list[str]:
    """Return a sentence for each cell in which a published table (row label to numbers) differs from the events'."""
    known = {row.label for row in printed.rows}
    return [
        *(f'{source} has a row "{label}" that the events do not have.' for label in published if label not in known),
        *(finding.sentence(source) for finding in against_table(printed, published)),
    ]


def against_table(printed: SearchResults, published: Mapping[str, Row]) -> list[Finding]:
    """Return each cell of the rows that both tables have in which the events add up to something else."""
    rows = {row.label: row for row in printed.rows}
    return [
        _event_finding(f"{label}, {column.lower()}", number, len(cell.reports))
        for label, numbers in published.items()
        if label in rows
        for column, cell, number in zip(COLUMNS, rows[label].cells, numbers, strict=False)
        if number != len(cell.reports)
    ]


def against_diagram(derived: Mapping[str, int], printed: Mapping[str, int]) -> list[Finding]:
    """Return each box in which the events add up to something else; reasons are people's words, so they are not."""
    return [
        _event_finding(box, number, derived[box])
        for box, number in printed.items()
        if box in derived and number != derived[box]
    ]


def _event_finding(where: str, printed: int | None, events: int) -> Finding:
    return Finding(where, "nothing" if printed is None else str(printed), str(events), "the events add up to")
