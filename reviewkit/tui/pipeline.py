"""What home tells, as lines of text: the next step, the numbers of the pipeline, and where else one can go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from reviewkit.review import StageCount
from reviewkit.text import block, line
from reviewkit.tui import keys
from reviewkit.tui.words import ACCENT, BOLD, DIM, counted, cut, padded, right, when

if TYPE_CHECKING:
    import datetime

    from reviewkit.model import Reviewer
    from reviewkit.review import Home

_NARROW = 60
_LABEL = 19
_Column = tuple[str, int, Callable[[StageCount], int]]
"""Its word, its width, and its number of a stage."""
_NUMBERS: tuple[tuple[int, _Column], ...] = (
    (0, ("reports", 8, lambda count: count.reports)),
    (1, ("settled", 9, lambda count: count.settled)),
    (4, ("in", 6, lambda count: count.included)),
    (4, ("out", 6, lambda count: count.excluded)),
    (2, ("unsettled", 10, lambda count: count.unsettled)),
)
"""In their order; where there is no room, those of the greatest number before them go first."""


def elsewhere(width: int) -> list[Content | str]:
    """Return the places that the key line has no room for, with their keys."""
    rows: list[list[str | tuple[str, str]]] = []
    room = 0
    for key in keys.of("home"):
        if key.hidden and len(key.keys) == 1:
            size = len(f"  {key.label} {key.words}")
            if size > room:
                rows.append([])
                room = width - 2
            room -= size
            rows[-1] += ["  ", (key.label, f"{ACCENT}"), (f" {key.words}", DIM)]
    return ["", *(Content.assemble(*row) for row in rows)]


def step_line(sentence: str, width: int, *, chosen: bool) -> Content:
    """Return the next step, with the key that does it."""
    mark = ("› " if chosen else "  ", ACCENT)
    text, go = line(sentence), "  ⏎ go there"
    if cell_len(text) <= width - 14:
        text = padded(text, width - 14)
    elif width < _NARROW:  # the key line says it too
        go = ""
    else:
        go = f"\n{go}"
    click = Style.from_meta({"@click": "screen.choose(0)"})
    return Content.assemble(mark, (text, BOLD), (go if chosen else "", ACCENT)).stylize(click)


def pipeline(home: Home, width: int, cursor: int) -> tuple[list[Content | str], int]:
    """Return the numbers of the review, a line each, and which line is marked; `cursor` is the stage, from 1."""
    before = [*_identified(home, width), ""]
    rows = [*before, *_stages(home, width, cursor), *_not_read(home), _included(home)]
    marked = len(before) + cursor if cursor <= len(home.stages) else len(rows)
    return [*rows, *_coding(home, width, cursor)], marked if cursor else 0


def _identified(home: Home, width: int) -> list[Content | str]:
    found: list[Content | str] = []
    longest = max((cell_len(line(label)) for label, _ in home.identified), default=0)
    room = max(1, min(width - 25, max(44, longest)))
    for number, (label, records) in enumerate(home.identified):
        first = "Identified" if number == 0 else ""
        found.append(f"  {first:<14}{padded(line(label), room)}{right(f'{records:,}', 8)}")
    if not home.identified:
        found.append(Content.assemble("  Identified    ", ("nothing yet", DIM)))
    apart = "    " if width >= _NARROW else "  "
    found.append(f"  {'Duplicates':<14}{home.linked:,} linked{apart}{home.uncertain:,} uncertain")
    if home.odds:
        found.append(
            f"  {'At odds':<14}{counted(home.odds, 'pair')}{apart}d, then c{': one paper or two?' * (width >= _NARROW)}"
        )
    if home.newer_rules:
        found.append(f"  {'Newer rules':<14}d, then n: what they would change")
    if home.arriving:
        found.append(f"  {'Arriving':<14}{counted(home.arriving, 'import')} not complete here yet, not counted")
    return found


def _stages(home: Home, width: int, cursor: int) -> list[Content | str]:
    columns = _columns(home, width)
    heads = "".join(right(cut(word, size - 1), size) for word, size, _ in columns)
    found: list[Content | str] = [Content.styled(" " * (2 + _LABEL) + heads, DIM)]
    for number, count in enumerate(home.stages, 1):
        here = number == cursor
        label = count.stage.words
        cells = "".join(right(f"{of(count):,}", size) for _, size, of in columns)
        text = f"{f'{label[0].upper()}{label[1:]}':<{_LABEL}}{cells}"
        row = Content.assemble(("› " if here else "  ", ACCENT), (text, BOLD if here else ""))
        found.append(row.stylize(Style.from_meta({"@click": f"screen.choose({number})"})))
    return found


def _not_read(home: Home) -> list[Content | str]:
    number = sum(count.not_read for count in home.stages)
    return [f"  {'Not read':<{_LABEL}}{right(f'{number:,}', _NUMBERS[0][1][1])}  since screening was stopped"] * bool(
        number
    )


def _coding(home: Home, width: int, cursor: int) -> list[Content | str]:
    """Return how far the coding is, in the columns of the stages; it is no stage, so nothing goes in or out there."""
    count = home.coding
    if count is None:
        return []
    numbers = {"settled": count.coded, "unsettled": count.unsettled}
    by_name = {_named(home, name): number for name, number in count.finished.items()}
    cells = "".join(
        right(f"{number:,}" if (number := numbers.get(word, by_name.get(word))) is not None else "", size)
        for word, size, _ in _columns(home, width)
    )
    here = cursor > len(home.stages)
    text = f"{'Extraction':<{_LABEL}}{cells}".rstrip()
    row = Content.assemble(("› " if here else "  ", ACCENT), (text, BOLD if here else ""))
    return [row.stylize(Style.from_meta({"@click": f"screen.choose({len(home.stages) + 1})"}))]


def _columns(home: Home, width: int) -> list[_Column]:
    """Return the numbers of a stage that fit a width."""
    who = list(home.stages[0].decided) if home.stages else []
    room = width - 2 - _LABEL
    fixed = [column for _, column in _NUMBERS]
    column = max(6, min(11, (room - sum(size for _, size, _ in fixed)) // max(1, len(who))))
    own: list[tuple[int, _Column]] = [
        (0 if name == home.reviewer else 3, (_named(home, name), column, partial(_decided, name))) for name in who
    ]
    columns = [_NUMBERS[0], *own, *_NUMBERS[1:]]
    while sum(size for _, (_, size, _) in columns) > room and len(columns) > 1:
        columns.remove(max(columns, key=lambda one: one[0]))
    return [column for _, column in columns]


def _named(home: Home, name: Reviewer) -> str:
    return "you" if name == home.reviewer else line(name)


def _decided(name: Reviewer, count: StageCount) -> int:
    return count.decided[name]


def _included(home: Home) -> Content:
    pending = f"    {counted(home.pending, 'report')} pending" if home.pending else ""
    return Content.assemble(
        f"  {'Included':<{_LABEL}}", (right(f"{home.included:,}", _NUMBERS[0][1][1]), BOLD), (pending, DIM)
    )


def heard(home: Home, now: datetime.datetime) -> list[Content | str]:
    """Return sentences on the others and on the folder."""
    said: list[Content | str] = []
    for name, time in home.heard:
        last = f"was last heard {when(time, now)}" if time else "has not been heard from yet"
        said.append(Content.styled(f"  {line(name)} {last}.", DIM))
    if home.faults:
        first = f"  {counted(len(home.faults), 'line or file', 'lines or files')} of the folder could not be read (?):"
        said += [first, f"    {cut(line(block(home.faults[0])), 200)}"]
    return said
