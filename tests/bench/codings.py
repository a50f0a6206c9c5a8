"""How long a review of many coded studies takes to list and to summarise.

    python -m tests.bench.codings [STUDIES] [FIELDS] [CODERS]

The studies are real reports in a real review, every coding an event of its coder, one finished coding a study and coder
with an answer to every field; the coders differ on one field in ten studies. Times are of a process of its own, as
people start the program, and of the processor, so that other work on the machine does not count.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reviewkit.model import Answer, Coding, Draft, Route, Search, Stage
from tests.bench.appraisals import RATERS, at
from tests.making import decide_all, export, make_review

CHOICES = ("first", "second", "third")
_SUMMARISE = """
import sys, time
from pathlib import Path
from reviewkit.review import Review
now = time.process_time
begun = now()
review = Review.open(Path(sys.argv[1]), reviewer="Ada", state=Path(sys.argv[2]))
opened = now()
summaries = review.coding_tables.summaries()
summarised = now()
again = review.coding_tables.summaries()
once_more = now()
review.coding_tables.as_markdown()
print(f"{opened - begun:.2f} s to open, {summarised - opened:.2f} s to summarise {len(summaries)} fields of "
      f"{summaries[0].answered} studies, {once_more - summarised:.2f} s once more, "
      f"{now() - once_more:.2f} s for all tables with the agreement")
"""


def made(place: Path, studies: int, fields: int, coders: int) -> Path:
    """A review whose studies are all coded by so many."""
    folder = make_review(place / "review")
    names = RATERS[:coders]
    review_toml = folder / "criteria" / "review.toml"
    text = review_toml.read_text(encoding="utf-8")
    listed = ", ".join(f'"{name}"' for name in names)
    review_toml.write_text(text.replace('reviewers = ["Ada", "Grace"]', f"reviewers = [{listed}]"), encoding="utf-8")
    (folder / "criteria" / "extraction.toml").write_text(
        "".join(
            f'[[field]]\nid = "f{number}"\nname = "Field {number}"\ndouble = true\n'
            f'kind = "{"several" if number % 3 else "one"}"\nchoices = {list(CHOICES)}\n'
            for number in range(fields)
        ),
        encoding="utf-8",
    )
    with at(place, names[0]) as review:
        review.searches.import_file(export(place / "all.ris", range(studies)), Search("ERIC", Route.DATABASE))
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        for name in names[:2]:
            with at(place, name) as review:
                decide_all(review, stage)
    for coder, name in enumerate(names):
        with at(place, name) as review:
            reports = sorted(review.session.state.reports())
            review.session.write(Draft(one, _coding(number, fields, coder)) for number, one in enumerate(reports))
    with at(place, names[0]) as review:
        review.session.remember()  # as the terminal UI does when it closes
    return folder


def _coding(study: int, fields: int, coder: int) -> Coding:
    answers = []
    for number in range(fields):
        differs = coder and not number and study % 10 == 5
        first = (study + number + differs) % len(CHOICES)
        values = CHOICES[: first + 1] if number % 3 else CHOICES[first : first + 1]
        answers.append(Answer(f"f{number}", tuple(values), page=str(study)))
    return Coding(tuple(answers), finished=True)


def main() -> None:
    """Make the review, then summarise it three times."""
    studies, fields, coders = (*map(int, sys.argv[1:]), *(2000, 40, 3)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as scratch:
        begun = time.perf_counter()
        folder = made(Path(scratch), studies, fields, coders)
        print(f"made in {time.perf_counter() - begun:.0f} s")
        for _ in range(3):
            subprocess.run([sys.executable, "-c", _SUMMARISE, str(folder), str(Path(scratch) / "state")], check=True)


if __name__ == "__main__":
    main()
