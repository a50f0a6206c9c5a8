"""How good and how quick the ranking is, beside ASReview's. `python -m tests.bench.ranking [--help]`

Both replay the same labelled sets from the same two records each, learn anew after the same number of records, and
stop at the last relevant one; the figures are ours for both. ASReview wants other versions of pandas and rispy than the
optional dependencies `bench`, so it is not among them (an environment with `pip install asreview --editable .` runs
this); where it is not installed, its default (ELAS u4) is rebuilt from its published parameters, and that is said above
the table.

What the ranking was tuned on: the three sets wilson_2019 (here), ADHD and AtypicalAntipsychotics (Cohen et al. 2006),
seeds 0 to 9. Sets that are given by path are only measured. The interval of a mean difference is mean ± 1.96 standard
errors over all pairs of set and seed; seeds of one set resemble each other, so every set has its own row, too.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reviewkit import ranking
from reviewkit.model import Record, RecordId
from reviewkit.review.labelled import labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.ranking import Measures

    Replay = Callable[["Replayed", int, int], tuple[Measures, float]]
    """From a set, a seed and an interval to measures and CPU seconds, vectorising included."""

HERE = f"{Path(__file__).parents[1] / 'data' / 'screening' / 'wilson_2019.csv.gz'}:included"
SHOWN = ("wss95", "recall10", "loss")
BETTER = {"wss95": 1, "recall10": 1, "loss": -1}
"""Whether more is better."""
TARGETS = {10_000: 0.3, 50_000: 2.0}
"""Seconds in which a ranking of so many reports should be made anew."""
SENTENCES = 9
"""Of a made-up abstract."""


class Replayed:
    """A set whose labels are known."""

    def __init__(self, place: str) -> None:
        """Read `path:label column`."""
        path, _, label = place.rpartition(":")
        self.name = Path(path).name.partition(".")[0]
        known = labelled(Path(path), label, {})
        self.records, self.relevant = known.records, np.array(known.relevant)

    def measured(self, places: Any) -> Measures:
        """Return the measures of a replay."""
        return ranking.measures([int(place) for place in places], len(self.records) - 2)


def _ours(chosen: Replayed, seed: int, interval: int) -> tuple[Measures, float]:
    began = time.process_time()
    made = ranking.features(chosen.records)
    places = ranking.places(made, chosen.relevant, ranking.drawn(chosen.relevant, seed), interval)
    return chosen.measured(places), time.process_time() - began


def _asreview(chosen: Replayed, seed: int, interval: int) -> tuple[Measures, float]:
    import pandas as pd
    from asreview import ActiveLearningCycle
    from asreview.models.models import get_ai_config
    from asreview.simulation.simulate import Simulate

    priors = ranking.drawn(chosen.relevant, seed)
    texts = pd.DataFrame([{"title": one.title, "abstract": one.abstract} for one in chosen.records])
    began = time.process_time()
    cycle = ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
    cycle.n_query = interval
    simulate = Simulate(texts, pd.Series(chosen.relevant.astype(int)), [cycle], print_progress=False)
    simulate.label(priors)
    simulate.review()
    seconds = time.process_time() - began
    read = simulate._results["record_id"].to_numpy(dtype=int)[2:]
    return chosen.measured(np.flatnonzero(chosen.relevant[read]) + 1), seconds


def _rebuilt(chosen: Replayed, seed: int, interval: int) -> tuple[Measures, float]:
    """ELAS u4: tf-idf of words and pairs, a linear SVM with C = 0.11, and a balance of 9.8."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    began = time.process_time()
    texts = [f"{one.title} {one.abstract}" for one in chosen.records]
    rows = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_df=0.95).fit_transform(texts)

    def score(read: Any, relevant: Any) -> Any:
        weights = np.where(relevant, 1.0, relevant.sum() / (9.8 * (~relevant).sum()))
        machine = LinearSVC(C=0.11).fit(rows[read], relevant, sample_weight=weights * len(read) / weights.sum())
        return machine.decision_function(rows)

    priors = ranking.drawn(chosen.relevant, seed)
    places = ranking.replayed(score, chosen.relevant, priors, interval)
    return chosen.measured(places), time.process_time() - began


def _other() -> tuple[str, Replay]:
    try:
        import asreview
    except ImportError:
        return "ELAS u4, rebuilt from its parameters (ASReview is not installed)", _rebuilt
    return f"ASReview {asreview.__version__}, ELAS u4", _asreview


def _quality(sets: Sequence[Replayed], seeds: int, interval: int) -> None:
    name, other = _other()
    for run in (_ours, other):
        run(sets[0], 0, interval)  # what is loaded when first used is nobody's time
    print(f"{seeds} seeds, learned anew after every {interval} records; ours less {name}, better is above zero:\n")
    print("| set | " + " | ".join(f"{one}: ours, theirs, difference" for one in SHOWN) + " | CPU seconds | times |")
    print("| --- " * (len(SHOWN) + 3) + "|")
    gathered: list[np.ndarray[Any, Any]] = []
    for chosen in sets:
        runs = [(_ours(chosen, seed, interval), other(chosen, seed, interval)) for seed in range(seeds)]
        gathered.append(np.array([[_figures(*run) for run in pair] for pair in runs]))
        _row(f"{chosen.name} ({len(chosen.records)}, {chosen.relevant.sum()})", gathered[-1])
    _row("all", np.concatenate(gathered))


def _figures(found: Measures, seconds: float) -> list[float]:
    return [*(getattr(found, name) for name in SHOWN), seconds]


def _row(name: str, figures: np.ndarray[Any, Any]) -> None:
    """Print one row; `figures` is by seed, by tool, and by measure with the seconds last."""
    cells = []
    for place, measure in enumerate(SHOWN):
        ours, theirs = figures[:, 0, place], figures[:, 1, place]
        difference = BETTER[measure] * (ours - theirs)
        margin = 1.96 * difference.std(ddof=1) / len(difference) ** 0.5
        cells.append(f"{ours.mean():.4f}, {theirs.mean():.4f}, {difference.mean():+.4f} ± {margin:.4f}")
    ours, theirs = figures[:, 0, -1].mean(), figures[:, 1, -1].mean()
    print(f"| {name} | {' | '.join(cells)} | {ours:.2f}, {theirs:.2f} | {theirs / ours:.1f} |", flush=True)


def _made_up(number: int, real: Sequence[Record]) -> list[Record]:
    """Return reports of a real one's title and sentences from the abstracts of others."""
    generator = np.random.default_rng(1)
    sentences = [one for record in real for one in record.abstract.split(". ") if one]
    titles = generator.integers(len(real), size=number)
    abstracts = generator.integers(len(sentences), size=(number, SENTENCES))
    return [
        Record(RecordId(str(place)), title=real[title].title, abstract=". ".join(sentences[one] for one in chosen))
        for place, (title, chosen) in enumerate(zip(titles, abstracts, strict=True))
    ]


def _speed(sizes: Sequence[int], real: Sequence[Record]) -> None:
    print("\nProcessor time, of reports put together from the sentences of real ones:\n")
    print("| reports | decided | vectorise once, s | retrain and rerank, s | target, s |\n" + "| --- " * 5 + "|")
    for size in sizes:
        reports = _made_up(size, real)
        began = time.process_time()
        made = ranking.features(reports)
        vectorising = time.process_time() - began
        for share in (100, 10):
            decided = np.arange(0, size, share)
            relevant = decided % (share * 20) == 0
            took = []
            for _ in range(5):
                began = time.process_time()
                np.argsort(-ranking.scores(made, decided, relevant), kind="stable")
                took.append(time.process_time() - began)
            target = TARGETS.get(size, "")
            print(f"| {size:,} | {len(decided):,} | {vectorising:.1f} | {np.median(took):.3f} | {target} |", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = ArgumentParser(description="How good and how quick the ranking is.")
    parser.add_argument("sets", nargs="*", default=[HERE], metavar="FILE:LABEL", help="labelled sets")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--interval", type=int, default=10)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(TARGETS))
    wanted = parser.parse_args(arguments)
    sets = [Replayed(place) for place in wanted.sets]
    _quality(sets, wanted.seeds, wanted.interval)
    _speed(wanted.sizes, sets[0].records)
    return 0


if __name__ == "__main__":
    sys.exit(main())
