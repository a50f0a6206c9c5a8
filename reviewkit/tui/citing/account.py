"""What came of all citation searches: the rounds with their indexes and overlap, and the ledger of the seeds.

The thing a reader would get wrong: identified are records, known and new are reports, so that two indexes that find one
paper have identified two, and it is new once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from reviewkit.model import RecordId
from reviewkit.text import line
from reviewkit.tui.citing.table import Column, Line, Part
from reviewkit.tui.words import ALARM, BOLD, DIM, counted, cut, lines, source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.review import CitationLedger, CitationRow, IndexCount, Overlap, RoundCount
    from reviewkit.tui.citing.choices import Known

_ROUNDS = (
    Column("round and index"),
    Column("seeds", 6, 3),
    Column("identified", 11, 2),
    Column("reports", 8, 1),
    Column("known", 7),
    Column("new", 7),
    Column("text", 6, 4),
)
_LEDGER = (
    Column("seed"),
    Column("index", 17, 3, left=True),
    Column("way", 9, 4, left=True),
    Column("listed", 7, 1),
    Column("known", 6, 2),
    Column("new", 6),
    Column("remark", 12),
)
_SHOWN = 30
"""Titles in a list of seeds."""
_MOST = 200
"""References left as text that are shown of a line."""
_LONGEST = 2_000
"""Characters of a reference as printed."""


# ------------------------------------------------------------------------------------------------- rounds


def rounds(known: Known) -> Part:
    """Return the section on the rounds."""
    ledger = known.ledger
    rows: list[Line] = []
    for one in ledger.rounds:
        rows.append(Line(_cells(f"Round {one.number}", one), partial(_round_words, one, known), one))
        rows += [
            Line(_cells(f"  {line(each.index)}, {each.direction}", each), partial(_index_words, each), each)
            for each in ledger.indexes
            if each.round == one.number
        ]
    rows += [_overlap(one) for one in ledger.overlaps]
    return Part(_complete(known), _ROUNDS, tuple(rows), frozenset({"⏎", "c", "t"}) if rows else frozenset())


def _cells(name: str, one: RoundCount | IndexCount) -> tuple[str, ...]:
    numbers = (one.seeds, one.records, one.reports, one.known, one.new, one.unresolved)
    return (name, *(f"{number:,}" for number in numbers))


def _complete(known: Known) -> str:
    """Say whether there is a next round."""
    rounds_, left = known.ledger.rounds, len(known.next)
    if not rounds_:
        return "No citations were followed yet. Search shows what can be asked."
    last = rounds_[-1]
    if left:
        more = f"{counted(left, 'report')} included since then {'waits' if left == 1 else 'wait'} to be followed"
        return f"{more}: {_of_round(last)} Search, Seeds takes them as the next round."
    if last.faults:
        lacking = counted(last.faults, "line")
        return f"Round {last.number} is not complete in {lacking} of the ledger: p, then s, asks again."
    if not last.new:
        return f"Round {last.number} added nothing new, and no included report is left to follow: this is the end."
    return f"{_of_round(last)} Those that you include at full text are the seeds of the next round."


def _of_round(one: RoundCount) -> str:
    return f"Round {one.number} added {counted(one.new, 'new report') if one.new else 'nothing new'}."


def _round_words(one: RoundCount, known: Known) -> Content:
    parts: list[Content | str] = [
        Content.styled(f"Round {one.number}: {', '.join(map(line, one.indexes))}", BOLD),
        _identified(one),
    ]
    if one.unresolved:
        parts.append(f"{counted(one.unresolved, 'reference')} left as text, for a person to take up from the ledger.")
    if one.faults:
        parts.append(Content.styled(f"{counted(one.faults, 'line')} of the ledger not complete.", ALARM))
    if one.unknown_seeds:
        without = f", {one.numberless:,} of them without a number to be asked by" if one.numberless else ""
        parts.append(f"No index knows {counted(len(one.unknown_seeds), 'seed')}{without}:")
        parts += [f"  {known.title(seed)}" for seed in one.unknown_seeds[:_SHOWN]]
    return lines(parts)


def _index_words(one: IndexCount) -> Content:
    parts: list[Content | str] = [
        Content.assemble((f"{line(one.index)}, {one.direction}", BOLD), (f"  round {one.round}", DIM)),
        _identified(one),
    ]
    if one.unknown:
        parts.append(f"{counted(one.unknown, 'seed is', 'seeds are')} not known there.")
    if one.numberless:
        parts.append(f"{counted(one.numberless, 'seed has', 'seeds have')} no number that it could be asked by.")
    if one.missing:
        parts.append(f"{counted(one.missing, 'more work')} it counts and did not give, or more than the limit.")
    if one.unresolved:
        parts.append(f"{counted(one.unresolved, 'reference')} left as text, for a person to take up from the ledger.")
    if one.faults:
        parts.append(Content.styled(f"Not complete for {counted(one.faults, 'seed')}.", ALARM))
    return lines(parts)


def _identified(one: RoundCount | IndexCount) -> str:
    found = f"identified {counted(one.records, 'record')} of {counted(one.reports, 'report')}"
    return f"{counted(one.seeds, 'seed')}: {found}, {one.known:,} known already, {one.new:,} new."


def _overlap(one: Overlap) -> Line:
    return Line((_found_by(one), "", "", f"{one.reports:,}"), partial(_overlap_words, one))


def _found_by(one: Overlap) -> str:
    names = " and ".join(map(line, one.indexes))
    return f"Only {names}" if len(one.indexes) == 1 else names


def _overlap_words(one: Overlap) -> Content:
    only = "Only " * (len(one.indexes) == 1)
    found = "has found" if only else "have both found" if len(one.indexes) == 2 else "have all found"
    names = " and ".join(map(line, one.indexes))
    what = f"{only}{names} {found} {counted(one.reports, 'report')}, in all rounds and directions."
    return Content(what)


# ------------------------------------------------------------------------------------------------- the ledger


def ledger(known: Known, *, only_open: bool) -> Part:
    """Return the section on the seeds, or only on what a person has to look after."""
    whole = known.ledger
    unknown = {seed for one in whole.rounds for seed in one.unknown_seeds}
    rows = [row for row in whole.rows if not only_open or is_open(row, row.seed in unknown)]
    found, before = [], ""
    for row in rows:
        first = row.seed != before  # the title stands once, the indexes below one another
        before = row.seed
        found.append(_ledger_line(row, known, first=first))
    keys = {"o"} | ({"⏎", "c", "r", "l", "t"} if found else set())
    return Part(_ledger_sentence(whole, len(rows), only_open=only_open), _LEDGER, tuple(found), frozenset(keys))


def is_open(row: CitationRow, unknown: bool) -> bool:
    """Return whether a line of the ledger leaves something to a person."""
    return row.incomplete or bool(row.unresolved) or unknown


def remark(row: CitationRow) -> str:
    """Return in a word or two what did not come as it should; empty if nothing."""
    if row.incomplete:
        return "incomplete"
    if row.numberless:
        return "no number"
    if row.listed is None:
        return "not known"
    return f"{len(row.unresolved):,} as text" if row.unresolved else ""


def _ledger_sentence(whole: CitationLedger, shown: int, *, only_open: bool) -> str:
    if not whole.rows:
        return "No citations were followed yet. Search shows what can be asked."
    if only_open:
        return f"{counted(shown, 'line')} with something left to a person; o shows all {len(whole.rows):,} again."
    seeds = len({row.seed for row in whole.rows})
    unknown = len({seed for one in whole.rounds for seed in one.unknown_seeds})
    left = sum(len(row.unresolved) for row in whole.rows)
    cut_ = sum(row.incomplete for row in whole.rows)
    parts = [f"{counted(cut_, 'line')} not complete"] if cut_ else []
    parts += [f"{counted(unknown, 'seed')} that no index knows"] if unknown else []
    parts += [f"{counted(left, 'reference')} left as text"] if left else []
    rest = f": {', '.join(parts)}. o shows only these." if parts else ". Nothing is left to a person."
    return f"{counted(seeds, 'seed')}{rest}"


def _ledger_line(row: CitationRow, known: Known, *, first: bool) -> Line:
    cells = (
        known.title(row.seed) if first else "",
        line(row.index),
        row.direction.value,
        "" if row.listed is None else f"{row.listed:,}",
        f"{row.known:,}",
        f"{row.new:,}",
        remark(row),
    )
    alarm = len(cells[-1]) if row.incomplete else 0
    return Line(cells, partial(_seed_words, row, known), row, RecordId(row.seed), alarm)


def _seed_words(row: CitationRow, known: Known) -> Content:
    """Return all that the indexes say of a seed, the line under the cursor first."""
    record = known.records.get(RecordId(row.seed))
    parts: list[Content | str] = [Content.styled(known.title(row.seed), BOLD)]
    if record is not None:
        parts.append(Content.styled(" · ".join(filter(None, (source(record), line(record.doi or "")))), DIM))
    parts += _row_words(row)
    others = [one for one in known.ledger.rows if one.seed == row.seed and one is not row]
    if all(one.listed is None for one in (row, *others)):
        parts.append("No index knows it: l takes its list of references by hand.")
    for one in others:
        parts += ["", *_row_words(one)]
    return lines(parts)


def _row_words(row: CitationRow) -> list[Content | str]:
    where = f"{line(row.index)}, {row.direction}: "
    if row.listed is None:
        said = "not asked" if row.fault else "does not know it"
    else:
        missing = f", {row.missing:,} not fetched" if row.missing else ""
        came = f"{counted(row.resolved, 'record')}{missing}"
        said = f"{row.listed:,} listed, {came}; {row.known:,} known, {row.new:,} new"
    parts: list[Content | str] = [f"{where}{said}."]
    if row.fault:
        why = f"Not complete: {line(row.fault)}"
        parts.append(Content.styled(why, ALARM) if row.incomplete else Content.styled(line(row.fault), DIM))
    if row.unresolved:
        parts.append(f"{counted(len(row.unresolved), 'reference')} left as text (l takes them up):")
        parts += _texts(row.unresolved[:_MOST])
    if len(row.unresolved) > _MOST:
        parts.append(f"  and {counted(len(row.unresolved) - _MOST, 'more')}: `reviewkit cited --unresolved` lists all")
    return parts


def _texts(texts: Sequence[str]) -> list[Content | str]:
    return [Content.styled(f"  {cut(line(text), _LONGEST)}", DIM) for text in texts]
