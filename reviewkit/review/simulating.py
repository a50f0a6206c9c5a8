"""What a ranking would save, without a review: a labelled file is screened again and again from different beginnings.

The things a reader would get wrong: a blank label is no label, so such a record takes no part at all; and each seed
draws one relevant and one irrelevant record to start from, which are left out of all its figures.
"""

from __future__ import annotations

import gzip
import time
import zlib
from collections import Counter
from dataclasses import dataclass, fields
from io import BytesIO
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.errors import InputError, NotAllowedError
from reviewkit.review.exports import content
from reviewkit.store.folder import write_whole
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.formats import Export
    from reviewkit.model import Record
    from reviewkit.ranking import Features

INTERVAL = 10
"""Records read after which the ranking learns anew, unless said otherwise."""
SEEDS = 10
_LABELS = {
    **dict.fromkeys(("1", "1.0", "yes", "y", "true", "t", "include", "included", "relevant"), True),
    **dict.fromkeys(("0", "0.0", "no", "n", "false", "f", "exclude", "excluded", "irrelevant"), False),
    "not relevant": False,
}
_BLANK = frozenset(("", "na", "n/a", "nan", "none", "null", "-1", "-1.0"))
"""Labels that say nothing; ASReview writes -1."""
_UNDERSTOOD = (
    "Relevant is written as yes, 1, true, include or relevant; irrelevant as no, 0, false, exclude or irrelevant; a "
    "blank cell is a record that is not labelled."
)
_PICTURES = ("svg", "png")
_SMALL = 500
"""Records up to which reading everything is quicker than being sure of what one has not read."""


@dataclass(frozen=True, slots=True)
class SeedResult:
    """One replay; the measures are defined in `reviewkit.ranking.Measures`."""

    seed: int
    wss95: float
    recall10: float
    atd: float
    atd_norm: float
    loss: float
    seconds: float
    """CPU time of this replay alone and of making the features, which is done once for all seeds."""


@dataclass(frozen=True, slots=True)
class AtBest:
    """What a perfect ranking would leave to read, before one could say that 95 % are found, with 95 % confidence."""

    read: int
    saved: float
    """Share of the records that need not be read."""
    small: bool
    """Whether there are so few records that reading everything is the better plan."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """A file screened again, once for each seed."""

    file: str
    records: int
    """That have a label, the two to start from included."""
    relevant: int
    interval: int
    seeds: tuple[SeedResult, ...]
    mean: Mapping[str, float]
    at_best: AtBest
    notes: tuple[str, ...]
    """What was left out, and what makes the figures doubtful, in words."""
    curves: tuple[tuple[int, ...], ...]
    """For each seed the places, from 1, at which the relevant records were read."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """The records of a file that somebody has judged."""

    records: tuple[Record, ...]
    relevant: tuple[bool, ...]
    notes: tuple[str, ...]


def simulation(
    path: Path, label: str, seeds: int = SEEDS, interval: int = INTERVAL, columns: Mapping[str, str] | None = None
) -> Simulation:
    """Return what reading the likely ones first would have come to on a labelled file, also one packed by gzip.

    `label` names the column (of a tagged format, the tag) that says which records are relevant; `columns` is as in
    `formats.read`. Raises InputError for a file that cannot be read, a column that is not there or not of labels, and
    too few labels.
    """
    from reviewkit import ranking

    known = labelled(path, label, columns or {})
    began = time.process_time()
    made = ranking.features(known.records)
    making = time.process_time() - began
    done = [_replay(made, known.relevant, seed, interval, making) for seed in range(seeds)]
    results = tuple(result for result, _ in done)
    names = [field.name for field in fields(SeedResult) if field.name != "seed"]
    mean = {name: sum(getattr(result, name) for result in results) / len(results) for name in names}
    found = sum(known.relevant)
    best = at_best(len(known.records), found)
    notes = (*known.notes, *_doubts(known.records, made))
    curves = tuple(curve for _, curve in done)
    return Simulation(str(path), len(known.records), found, interval, results, mean, best, notes, curves)


def at_best(records: int, relevant: int) -> AtBest:
    """Return what even a perfect ranking would leave to read of so many records."""
    from reviewkit.ranking import least_read

    read = least_read(records, relevant)
    return AtBest(read, 1 - read / records, records <= _SMALL)


def _replay(
    made: Features, labels: Sequence[bool], seed: int, interval: int, making: float
) -> tuple[SeedResult, tuple[int, ...]]:
    import numpy as np

    from reviewkit import ranking

    began = time.process_time()
    relevant = np.array(labels)
    priors = ranking.drawn(relevant, seed)
    curve = tuple(map(int, ranking.places(made, relevant, priors, interval)))
    seconds = time.process_time() - began + making
    found = ranking.measures(curve, len(relevant) - len(priors))
    return SeedResult(seed, found.wss95, found.recall10, found.atd, found.atd_norm, found.loss, seconds), curve


def write_picture(done: Simulation, out: Path) -> None:
    """Write the recall curves as SVG or PNG, by the file's ending. Raises NotAllowedError, StorageError."""
    from reviewkit.ranking.picture import picture

    kind = out.suffix.lower().removeprefix(".")
    if kind not in _PICTURES:
        raise NotAllowedError(
            f'"{out.name}" is no kind of picture that is drawn', remedy="Give --picture a name in .svg or .png."
        )
    write_whole(out, picture(done.curves, done.records - 2, kind))


# ---------------------------------------------------------------------------------------------- reading


def labelled(path: Path, label: str, columns: Mapping[str, str]) -> Labelled:
    """Return the records that have a label; arguments and errors are those of `simulation`."""
    data = _unpacked(content(path), path)
    export, column = _read(data, str(path), label, columns)
    said = [_label_of(record, column) for record in export.records]
    _refuse_odd(said, str(path), column)
    known = [(record, _LABELS[word]) for record, word in zip(export.records, said, strict=True) if word not in _BLANK]
    _refuse_few(known, len(export.records) - len(known), str(path), column)
    records, relevant = zip(*known, strict=True)
    notes = tuple(_left_out(len(export.records) - len(known), export))
    return Labelled(records, relevant, notes)


def _unpacked(data: bytes, path: Path) -> bytes:
    """Return what is in a file packed by gzip, and any other as it is."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.open(BytesIO(data)) as packed:
            whole = packed.read(formats.LARGEST + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise InputError("this gzip file is damaged", where=str(path), remedy="Download or pack it again.") from error
    formats.refuse_large(len(whole), str(path))
    return whole


def _read(data: bytes, name: str, label: str, columns: Mapping[str, str]) -> tuple[Export, str]:
    """Return the file as read, with the labels among what no field holds, and the column's name as written there."""
    table = formats.columns(data, name)
    if not table:
        export = formats.read(data, name, columns)
        return export, _called(label, dict.fromkeys(tag for one in export.records for tag, _ in one.unmapped), name)
    column = _called(label, table, name)
    plain = not columns and not table[column]
    return formats.read(data, name, None if plain else {**columns, column: ""}), column


def _called(label: str, known: Mapping[str, object], name: str) -> str:
    """Return the column as the file writes it. Raises InputError, with what columns there are, if it has none such."""
    for column in known:
        if column.strip().casefold() == label.strip().casefold():
            return column
    listed = ", ".join(line(column) for column in list(known)[:40]) or "none"
    raise InputError(
        f'there is no column "{line(label)}"; the columns are {listed}',
        where=name,
        remedy="Name with --label the column that says which records are relevant.",
    )


def _label_of(record: Record, column: str) -> str:
    wanted = column.strip().casefold()
    words = (value for tag, value in record.unmapped if tag.strip().casefold() == wanted)
    return next(words, "").strip().strip("\"'.").casefold()


def _refuse_odd(said: Sequence[str], name: str, column: str) -> None:
    odd = Counter(word for word in said if word not in _LABELS and word not in _BLANK)
    if odd:
        shown = ", ".join(f'"{line(word)[:40]}" ({number})' for word, number in odd.most_common(5))
        raise InputError(f'"{line(column)}" holds what is no label: {shown}', where=name, remedy=_UNDERSTOOD)


def _refuse_few(known: Sequence[tuple[Record, bool]], blank: int, name: str, column: str) -> None:
    """Refuse a set in which nothing is left to find, or nothing to tell it from, behind the two to start from."""
    relevant = sum(label for _, label in known)
    irrelevant = len(known) - relevant
    if relevant >= 2 and irrelevant >= 2:
        return
    why = "A simulation starts from one of each kind, and needs another of each. "
    if relevant and not irrelevant and blank:
        why = "Write 0 or no where a record was read and is not relevant: a blank cell is taken for not labelled. "
    raise InputError(
        f'"{line(column)}" says of {relevant} records that they are relevant, of {irrelevant} that they are not, '
        f"and nothing of {blank}",
        where=name,
        remedy=why + _UNDERSTOOD,
    )


def _left_out(blank: int, export: Export) -> Iterator[str]:
    if blank:
        yield f"{blank} of {len(export.records)} records have no label and are left out."
    if export.rejections:
        first = export.rejections[0]
        where = f"the first in line {first.line}: {line(first.reason)}"
        yield f"{len(export.rejections)} entries cannot be read and are left out; {where}."


def _doubts(records: Sequence[Record], made: Features) -> Iterator[str]:
    """Tell what makes the ranking a poor one."""
    bare = sum(not record.abstract for record in records)
    if bare == len(records):
        yield "No record has an abstract: titles are all that is learned from, so expect less than with abstracts."
    elif bare:
        yield f"{bare} of {len(records)} records have no abstract and are ranked by their titles."
    if not made.shared.shape[1]:
        yield "No word tells some records from others, so they are read in the order of the file."
