"""A small review with every kind of event in it, as this version of the program writes it.

`python -m tests.review.past` writes it to tests/data/reviews/<version>/, once for each version whose journals differ
from those of the one before. What is there stays for ever: `test_past.py` opens each of them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from reviewkit.model import Access, LinkVerdict, Stage, Verdict
from reviewkit.review import Review
from tests.making import decide_all, export, sync, two_devices

PAST = Path(__file__).parents[1] / "data" / "reviews"
KEPT = ("criteria", "data/journal", "data/records", "data/searches")


def build(place: Path) -> Review:
    """Ada's copy of a review that she and Grace have taken to its included set."""
    ada, grace = two_devices(place, articles=8)
    search = ada.searches.counts()[0]
    ada.searches.correct(
        search.id, type(search.search)("ERIC", databases=("ERIC",), announced=9, note="one was missing")
    )
    again = export(place / "second.ris", [1, 2, 20])
    again.write_text(again.read_text(encoding="utf-8").replace("families", "famlies"), encoding="utf-8")
    grace.searches.import_file(again, type(search.search)("EBSCO", note="ü – “quoted”"))
    sync(ada, grace)
    one, other = sorted(grace.session.state.origins())[:2]
    grace.duplicates.link(one, other, LinkVerdict.DIFFERENT)
    sync(ada, grace)
    screen_titles(ada, grace)
    sync(ada, grace)
    read_texts(ada, grace)
    sync(ada, grace)
    return ada


def screen_titles(ada: Review, grace: Review) -> None:
    """Ada includes all but one, which she takes back first; Grace excludes two; they settle one of them."""
    first, second, third, *_ = ada.screening.queue(Stage.TITLE_ABSTRACT)
    ada.screening.decide(first, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE, ["language"], "taken back at once")
    ada.screening.undo()
    ada.screening.decide(second, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    decide_all(ada, Stage.TITLE_ABSTRACT, Verdict.UNSURE)
    for report in (second, third):
        grace.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE, note="zu früh")
    decide_all(grace, Stage.TITLE_ABSTRACT)
    sync(ada, grace)
    (conflict,) = grace.screening.unsettled(Stage.TITLE_ABSTRACT)
    grace.screening.resolve(conflict, Stage.TITLE_ABSTRACT, Verdict.INCLUDE, by=("Ada", "Grace"), note="read together")


def read_texts(ada: Review, grace: Review) -> None:
    """One text cannot be had, one is excluded for two reasons that they settle, the others are included."""
    first, second, *_ = ada.screening.queue(Stage.FULL_TEXT)
    reasons = [one.id for one in ada.screening.criteria(Stage.FULL_TEXT)]
    ada.screening.set_access(first, Access.NOT_RETRIEVED, "no library holds it")
    ada.screening.decide(second, Stage.FULL_TEXT, Verdict.EXCLUDE, reasons[:1])
    decide_all(ada, Stage.FULL_TEXT)
    grace.screening.decide(second, Stage.FULL_TEXT, Verdict.EXCLUDE, reasons[1:2])
    sync(ada, grace)
    decide_all(grace, Stage.FULL_TEXT)
    grace.screening.resolve(second, Stage.FULL_TEXT, Verdict.EXCLUDE, by=("Ada", "Grace"), reasons=reasons[1:2])


def main() -> None:
    """Write the review of this version, with its flow and included set as they were; refuses to replace one."""
    target = PAST / version("reviewkit").rpartition(".")[0]
    if target.exists():
        sys.exit(f"{target} is there; the past is not written anew")
    with tempfile.TemporaryDirectory() as temporary:
        review = build(Path(temporary))
        for below in KEPT:
            shutil.copytree(review.session.folder / below, target / below, ignore=shutil.ignore_patterns(".*"))
        review.results.write_flow()
        review.exporting.write(review.session.folder / "data/out/included.csv")
        shutil.copytree(review.session.folder / "data/out", target / "expected")


if __name__ == "__main__":
    main()
