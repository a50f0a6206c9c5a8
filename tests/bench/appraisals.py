"""How long a review of many appraised studies takes to open and to list them.

    python -m tests.bench.appraisals [STUDIES] [RATERS]

The studies are real reports in a real review, every rating written as an event by its rater, one finished appraisal a
study and rater. Opening is measured in a process of its own, as people start the program.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reviewkit.model import Rating, Route, Search, Stage
from reviewkit.review import Review
from tests.making import decide_all, export, make_review

RATERS = ("Ada", "Grace", "Edith", "Mary", "Rosa")
INSTRUMENT = Path(__file__).parents[2] / "criteria" / "quality.toml"
_OPEN = """
import sys, time
from pathlib import Path
from reviewkit.review import Review
begun = time.perf_counter()
review = Review.open(Path(sys.argv[1]), reviewer="Ada", state=Path(sys.argv[2]))
opened = time.perf_counter()
studies = review.appraising.studies()
listed = time.perf_counter()
review.appraising.queue()
print(f"{opened - begun:.2f} s to open, {listed - opened:.2f} s for {len(studies)} studies with "
      f"{sum(len(one.raters) for one in studies)} appraisals, {time.perf_counter() - listed:.2f} s for the queue")
"""


@contextlib.contextmanager
def at(place: Path, name: str) -> Iterator[Review]:
    """The review as a rater has it open, all on one device."""
    review = Review.open(place / "review", reviewer=name, state=place / "state")
    try:
        yield review
    finally:
        review.close()


def made(place: Path, studies: int, raters: int) -> Path:
    """A review whose studies are all appraised by so many."""
    folder = make_review(place / "review")
    names = RATERS[:raters]
    review_toml = folder / "criteria" / "review.toml"
    text = review_toml.read_text(encoding="utf-8")
    listed = ", ".join(f'"{name}"' for name in names)
    review_toml.write_text(text.replace('reviewers = ["Ada", "Grace"]', f"reviewers = [{listed}]"), encoding="utf-8")
    (folder / "criteria" / "quality.toml").write_text(
        INSTRUMENT.read_text(encoding="utf-8").replace("excludes = true", "excludes = false"), encoding="utf-8"
    )
    with at(place, names[0]) as review:
        review.searches.import_file(export(place / "all.ris", range(studies)), Search("ERIC", Route.DATABASE))
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        for name in names[:2]:
            with at(place, name) as review:
                decide_all(review, stage)
    ratings = [Rating(one, "met") for one in ("trustworthiness", "coherence", "transferability", "application")]
    for name in names:
        with at(place, name) as review:
            for report in sorted(review.session.state.reports()):
                review.appraising.fill(report, design="qualitative", ratings=ratings)
                review.appraising.finish(report)
    with at(place, names[0]) as review:
        review.session.remember()  # as the terminal UI does when it closes
    return folder


def main() -> None:
    """Make the review, then open it three times."""
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    raters = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as scratch:
        begun = time.perf_counter()
        folder = made(Path(scratch), studies, raters)
        print(f"made in {time.perf_counter() - begun:.0f} s")
        for _ in range(3):
            subprocess.run([sys.executable, "-c", _OPEN, str(folder), str(Path(scratch) / "state")], check=True)


if __name__ == "__main__":
    main()
