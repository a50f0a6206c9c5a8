"""What a ranking would save, without a review: a labelled file is screened again and again from different beginnings.

The thing a reader would get wrong: each seed draws one relevant and one irrelevant record to start from, which are left
out of all its figures, so that these are of two records fewer than the file has.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.review.labelled import labelled
from reviewkit.screening.saving import least_read
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.model import Record
    from reviewkit.ranking import Features

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


def simulation(
    path: Path, label: str, seeds: int, interval: int, columns: Mapping[str, str] | None = None
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
    notes = (*known.notes, *_doubts(known.records, made), *_repeated(seeds, found * (len(known.records) - found)))
    curves = tuple(curve for _, curve in done)
    return Simulation(str(path), len(known.records), found, interval, results, mean, best, notes, curves)


def at_best(records: int, relevant: int) -> AtBest:
    """Return what even a perfect ranking would leave to read of so many records."""
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

    write_whole(out, picture(done.curves, done.records - 2, picture_kind(out)))


def picture_kind(out: Path) -> str:
    """Return `svg` or `png`. Raises NotAllowedError for a file of another ending."""
    kind = out.suffix.lower().removeprefix(".")
    if kind not in _PICTURES:
        raise NotAllowedError(
            f'"{out.name}" is no kind of picture that is drawn', remedy="Give --picture a name in .svg or .png."
        )
    return kind


def _repeated(seeds: int, pairs: int) -> Iterator[str]:
    if seeds > pairs:
        yield f"There are only {pairs} pairs of records to start from, so some of the {seeds} seeds are alike."


def _doubts(records: Sequence[Record], made: Features) -> Iterator[str]:
    """Tell what makes the ranking a poor one."""
    bare = sum(not record.abstract for record in records)
    if bare == len(records):
        yield "No record has an abstract: titles are all that is learned from, so expect less than with abstracts."
    elif bare:
        yield f"{bare} of {len(records)} records have no abstract and are ranked by their titles."
    if not made.shared.shape[1]:
        yield "No word tells some records from others, so they are read in the order of the file."
