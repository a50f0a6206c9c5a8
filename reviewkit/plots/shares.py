"""The included studies by one field of the codebook: of each answer how many studies have it, as bars.

The thing a reader would get wrong: the axis begins at 0 and ends a little above the longest bar, not at 100 %; and
where a study can have several of the choices, the percentages add up to more than 100, which is said below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.flow.diagram.layout import SMALLEST, WIDTH, Line, Rectangle
from reviewkit.flow.diagram.terminal import columns_taken
from reviewkit.flow.table import Column, Table, counted
from reviewkit.plots.nouns import Plot
from reviewkit.plots.parts import EDGE, LEADING, SIZE, Sheet, chunks, filled, fitted, numbered, padded
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.extraction.summaries import Share, Summary
    from reviewkit.flow.diagram.layout import Drawing

FILL = "#9ecae1"
"""Light enough for black letters, dark enough to be seen on white in grey."""
_LABEL, _RIGHT = 170.0, 66.0
_HEAD, _STEP, _BAR = 13.0, 21.0, 13.0
_A_PAGE = 25
_ENDS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Where an axis may end; each can be parted in four."""
_CELLS = 30


def field_bars(summary: Summary, notes: Sequence[str] = (), columns: int = 78) -> Plot:
    """Return the plot of a field with choices, in their order; `columns` of its text."""
    title = f"Included studies: {line(summary.field.name)}"
    below = [*_own_notes(summary), *notes]
    return Plot(
        f"field_{summary.field.id}",
        title,
        tuple(_drawings(summary, title, below)),
        (_table(summary, title, below),),
        _text(summary, below, columns),
    )


def _own_notes(summary: Summary) -> list[str]:
    """Return what the percentages are of, and why they may exceed 100."""
    one = summary.answered == 1
    of = f"Percentages are of the {summary.answered} {'study' if one else 'studies'} with an answer."
    left = (
        [f"{summary.open} without an answer {'is' if summary.open == 1 else 'are'} not counted."]
        if summary.open
        else []
    )
    return [" ".join([of, *left]), *([summary.note] if summary.note else [])]


# ------------------------------------------------------------------------------------------------- the picture


def _drawings(summary: Summary, title: str, notes: Sequence[str]) -> Iterator[Drawing]:
    shares = {str(place): one for place, one in enumerate(summary.shares)}
    end = axis_end(max([one.share for one in summary.shares], default=0))
    runs = chunks(list(shares), _A_PAGE)
    for number, run in enumerate(runs, 1):
        sheet = Sheet()
        sheet.band(summary.field.name, _HEAD)
        top = sheet.y
        for place in run:
            _draw(sheet, shares[place], end)
        _axis(sheet, top, end)
        sheet.notes(notes)
        said = [f"{line(shares[place].value)}: {_counted(shares[place])}." for place in run]
        yield sheet.drawing(numbered(title, number, len(runs)), "\n".join([*said, *notes]))


def axis_end(longest: float) -> float:
    """Return the share at which an axis ends."""
    return next((end for end in _ENDS if longest <= end), _ENDS[-1])


def _ends() -> tuple[float, float]:
    return EDGE + _LABEL, WIDTH - EDGE - _RIGHT


def _draw(sheet: Sheet, one: Share, end: float) -> None:
    left, right = _ends()
    middle = sheet.y + _STEP / 2
    lines = fitted(one.value, _LABEL - 6, SIZE, 2)
    for place, words in enumerate(lines):
        sheet.say(words, EDGE, middle + SIZE * LEADING * (place - (len(lines) - 1) / 2))
    long = (right - left) * one.share / end
    if one.n:
        sheet.rectangles.append(Rectangle(left, middle - _BAR / 2, long, _BAR, FILL))
    sheet.say(_counted(one), left + long + 4, middle)
    sheet.y += _STEP


def _counted(one: Share) -> str:
    return f"{one.n} ({one.share:.1%})"


def _axis(sheet: Sheet, top: float, end: float) -> None:
    left, right = _ends()
    sheet.y += 3
    sheet.lines.append(Line(((left, top), (left, sheet.y), (right, sheet.y))))
    for quarter in range(5):
        x = left + (right - left) * quarter / 4
        sheet.lines.append(Line(((x, sheet.y), (x, sheet.y + 3))))
        sheet.say(f"{100 * end * quarter / 4:g}%", x, sheet.y + 8, SMALLEST, centred=True)
    sheet.say("Share of the studies", EDGE, sheet.y + 8, SMALLEST)
    sheet.y += 15


# ------------------------------------------------------------------------------------------------- table and text


def _table(summary: Summary, title: str, notes: Sequence[str]) -> Table:
    heads = (Column("Answer"), counted("n"), counted("of"), Column("%", numeric=True, share=True))
    of = summary.answered
    rows = tuple((line(one.value), one.n, of, one.share if of else None) for one in summary.shares)
    return Table(f"field_{summary.field.id}", title, heads, rows, notes=tuple(map(line, notes)))


def _text(summary: Summary, notes: Sequence[str], columns: int) -> str:
    widest = max([columns_taken(line(one.value)) for one in summary.shares], default=0) + 2
    ends = max([len(_counted(one)) for one in summary.shares], default=0) + 1
    room = min(widest, max(12, columns // 2))
    cells = max(4, min(_CELLS, columns - room - ends))
    most = max([one.n for one in summary.shares], default=0) or 1
    lines = [padded(one.value, room) + bar(one.n, most, cells) + _counted(one) for one in summary.shares]
    return "\n".join([*lines, "", *(filled(one, columns) for one in notes)]) + "\n"


def bar(number: int, most: int, cells: int) -> str:
    """Return a bar for a terminal with a blank behind it, the longest one of `cells`; nothing for 0."""
    return "█" * max(1, round(cells * number / most)) + " " if number else ""
