"""How often the rule for stopping misses its target, and what it saves. `python -m tests.bench.stopping [--help]`

Every seed replays a whole screening: in the order of a ranking until a run of reports brings nothing relevant (or with
a share of random picks from the beginning), then in random order, and after each single report it is asked whether one
may stop. A miss is a stop with less than the target found. Besides the rule (`drawn`) the two published tests are put
to the same screenings: that of the last stretch, taken for random whatever it was (`ranked`), and that of the random
phase (`phase`), whose p is right for one look and is looked at after every report here. The interval of a share of
misses is Clopper & Pearson's.

Rankings: `good` and `poor` are noise around the truth, `stragglers` puts a tenth of the relevant reports last of all,
`none` is no ranking. A labelled set, given as `path:label column`, is ranked as `reviewkit simulate` does it.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reviewkit.screening.stopping import Reading, chance, chance_if_ranked, least_missed

HERE = f"{Path(__file__).parents[1] / 'data' / 'screening' / 'wilson_2019.csv.gz'}:included"
DRY = 50
"""Reports in a row without a relevant one after which people read on in random order."""
SHAPES = ((300, 15), (300, 60), (1000, 20), (1000, 100))
"""Reports, and how many of them are relevant."""
_SEPARATION = {"good": 2.5, "poor": 1.0, "stragglers": 2.5, "none": 0.0}
Test = Callable[[Sequence[Reading], int, int], float]


@dataclass(frozen=True)
class Stop:
    """Where a test would have stopped a screening."""

    read: float
    """Share of the reports."""
    missed: bool


def ranked(kind: str, reports: int, relevant: int, seed: int) -> list[bool]:
    """Return whether each report is relevant, in the order of a made-up ranking."""
    generator = np.random.default_rng(seed)
    truth = np.arange(reports) < relevant
    score = generator.normal(size=reports) + _SEPARATION[kind] * truth
    if kind == "stragglers":
        score[: max(1, relevant // 10)] = -9
    return [bool(one) for one in truth[np.argsort(-score)]]


def screening(order: Sequence[bool], share: int, seed: int) -> list[Reading]:
    """Return a whole screening: `share` of 100 are random picks; after `DRY` in a row for nothing, all are."""
    generator = np.random.default_rng([seed, 1])
    left, dry = list(range(len(order))), 0
    read: list[Reading] = []
    while left:
        drawn = dry >= DRY or len(read) * share // 100 < (len(read) + 1) * share // 100
        one = left.pop(int(generator.integers(len(left))) if drawn else 0)
        read.append(Reading(order[one], drawn))
        dry = DRY if dry >= DRY else 0 if order[one] else dry + 1
    return read


def stop(read: Sequence[Reading], test: Test, target: int, error: float) -> Stop:
    """Return where a test first lets one stop, asked after each report.

    As long as nothing relevant comes, p only falls, so that the place is looked for by halves.
    """
    hits = [place for place, one in enumerate(read, 1) if one.relevant]

    def lets(place: int) -> bool:
        return test(read[:place], len(read) - place, target) <= error

    for first, last in zip([1, *hits], [*(hit - 1 for hit in hits), len(read)], strict=True):
        if last >= first and lets(last):
            place = first + bisect_left(range(first, last), True, key=lets)
            found = sum(hit <= place for hit in hits)
            return Stop(place / len(read), len(hits) >= least_missed(found, target))
    return Stop(1.0, missed=False)


def phase(read: Sequence[Reading], unread: int, target: int) -> float:
    """Return the published p of the random phase, the reports drawn without a break up to now."""
    size = next((number for number, one in enumerate(reversed(read)) if not one.drawn), len(read))
    before = list(read[: len(read) - size])
    # One stretch only: what was read before it is taken out of the pool, with what it would need to be found.
    found, found_before = (sum(one.relevant for one in part) for part in (read, before))
    return hypergeometric(
        found - found_before, len(read) + unread - len(before), least_missed(found, target) - found_before, size
    )


def hypergeometric(most: int, pool: int, relevant: int, size: int) -> float:
    """Return the chance of at most so many relevant ones in a random sample of a pool."""
    from scipy.stats import hypergeom

    return float(hypergeom.cdf(most, pool, relevant, size)) if relevant <= pool else 0.0


TESTS: dict[str, Test] = {"drawn": chance, "ranked": chance_if_ranked, "phase": phase}


def _row(name: str, runs: Sequence[Sequence[Reading]], tests: Sequence[str], target: int, error: float) -> str:
    cells = []
    for test in tests:
        stops = [stop(read, TESTS[test], target, error) for read in runs]
        misses = sum(one.missed for one in stops)
        low, high = interval(misses, len(stops))
        read = sum(one.read for one in stops) / len(stops)
        cells.append(f"{misses / len(stops):6.3f} ({low:.3f} to {high:.3f}) {1 - read:6.3f}")
    return f"{name:<34}" + " | ".join(cells)


def interval(misses: int, runs: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Clopper & Pearson 1934)."""
    from scipy.stats import beta

    low = float(beta.ppf(0.025, misses, runs - misses + 1)) if misses else 0.0
    return low, float(beta.ppf(0.975, misses + 1, runs - misses)) if misses < runs else 1.0


def _of_set(place: str, seeds: int) -> list[list[bool]]:
    """Return whole orders of a labelled set, one a seed, ranked and learned anew after every 50."""
    from reviewkit import ranking
    from reviewkit.review.labelled import labelled

    path, _, label = place.rpartition(":")
    known = labelled(Path(path), label, {})
    made, relevant = ranking.features(known.records), np.array(known.relevant)
    orders = []
    for seed in range(seeds):
        priors = ranking.drawn(relevant, seed)
        places = set(map(int, ranking.places(made, relevant, priors, 50)))
        orders.append([at in places for at in range(1, len(relevant) - len(priors) + 1)])
    return orders


def main() -> None:
    """Print the table."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("sets", nargs="*", default=[HERE], help="path:label column")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--rankings", type=int, default=5, help="of a set; each is followed by seeds / rankings draws")
    parser.add_argument("--target", type=int, default=95)
    parser.add_argument("--confidence", type=int, default=95)
    parser.add_argument("--tests", nargs="*", default=list(TESTS), choices=list(TESTS))
    asked = parser.parse_args()
    error = 1 - asked.confidence / 100
    head = " | ".join(f"{test + ': missed (95 % interval) saved':<29}" for test in asked.tests)
    print(f"{asked.seeds} seeds, target {asked.target} %, confidence {asked.confidence} %\n{'':<34}{head}")
    began = time.process_time()
    for kind in _SEPARATION:
        for reports, relevant in SHAPES:
            for share in (0, 10):
                runs = [screening(ranked(kind, reports, relevant, seed), share, seed) for seed in range(asked.seeds)]
                name = f"{kind} {reports}/{relevant} share {share}"
                print(_row(name, runs, asked.tests, asked.target, error), flush=True)
    for one in asked.sets:
        orders = _of_set(one, asked.rankings)
        runs = [screening(orders[seed % asked.rankings], 0, seed) for seed in range(asked.seeds)]
        print(_row(Path(one.rpartition(":")[0]).name[:30], runs, asked.tests, asked.target, error), flush=True)
    print(f"{time.process_time() - began:.0f} s CPU")


if __name__ == "__main__":
    main()
