"""What tests need again and again: a small review on disk, exports, two reviewers at two devices."""

from __future__ import annotations

import itertools
import shutil
import uuid
from contextvars import ContextVar
from typing import TYPE_CHECKING

from reviewkit.model import Route, Search, Stage, Verdict
from reviewkit.review import Review, new_review

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

REVIEWERS = ("Ada", "Grace")
REVIEW_ID = "6f1e9b52-58a9-4b0b-9f0e-0a4f3f1a2b3c"


def article(number: int, **fields: str) -> str:
    """One RIS entry, plainly different from every other."""
    words = ("apples", "rivers", "violins", "glaciers", "ledgers", "kites", "orchards", "tunnels", "comets", "looms")
    topic = " ".join(words[int(digit)] for digit in str(number))
    tags = {
        "AU": f"Author{chr(65 + number % 26)}{chr(97 + number // 26 % 26)}, Kim",
        "TI": f"How families and schools talk about {topic}",
        "JO": f"Journal of {words[number % 10].title()}",
        "PY": str(2000 + number % 19),
        "VL": str(number % 40 + 1),
        "SP": str(number * 20 + 1),
        "EP": str(number * 20 + 15),
        "AB": f"An account of {topic} in kindergartens.",
        "LA": "English",
    } | fields
    return "TY  - JOUR\n" + "".join(f"{tag}  - {value}\n" for tag, value in tags.items() if value) + "ER  - \n\n"


def export(path: Path, numbers: Sequence[int]) -> Path:
    """An export with these articles."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(article(number) for number in numbers), encoding="utf-8")
    return path


def ids(seed: int = 0) -> Callable[[], str]:
    """Ids that are the same in every run; those of a device begin with its seed."""
    counter = itertools.count(1)
    return lambda: str(uuid.UUID(int=(seed << 80) + next(counter)))


def clock() -> Callable[[], str]:
    """A clock that goes on by a second at each look."""
    counter = itertools.count()
    return lambda: f"2026-05-03T{(n := next(counter)) // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}Z"


def make_review(folder: Path, title: str = "Families and schools") -> Path:
    """A new review of Ada and Grace, from the templates."""
    new_review(folder, identity=REVIEW_ID, title=title, reviewers=REVIEWERS)
    return folder


def open_review(folder: Path, reviewer: str, seed: int = 1, state: Path | None = None) -> Review:
    """The review as that reviewer opens it, at a device of their own unless told otherwise; ids and times repeat."""
    state = state or folder.parent / f"state of {reviewer} {seed}"
    return Review.open(folder, reviewer=reviewer, state=state, now=clock(), new_id=ids(seed))


def exchange(*folders: Path) -> None:
    """Bring every journal, record file and export of each folder into all the others, as a synchroniser does."""
    for source, target in itertools.permutations(folders, 2):
        for below in ("data/journal", "data/records", "data/searches"):
            for path in sorted((source / below).iterdir()):
                there = target / below / path.name
                if not there.exists() or there.stat().st_size < path.stat().st_size:
                    shutil.copy(path, there)


def two_devices(tmp: Path, articles: int = 3) -> tuple[Review, Review]:
    """Ada's and Grace's folders, each on a device of its own, after Ada imported some articles."""
    ada_folder = make_review(tmp / "ada" / "review")
    grace_folder = tmp / "grace" / "review"
    ada = open_review(ada_folder, "Ada", 1)
    ada.searches.import_file(export(tmp / "first.ris", range(articles)), Search("ERIC", Route.DATABASE, ("ERIC",)))
    shutil.copytree(ada_folder, grace_folder)
    return ada, open_review(grace_folder, "Grace", 2)


def by_folder(ada: Review, grace: Review) -> None:
    """Bring two level by what a synchroniser does with their folders."""
    exchange(ada.session.folder, grace.session.folder)
    ada.refresh()
    grace.refresh()


MEETING: ContextVar[Callable[[Review, Review], None]] = ContextVar("MEETING", default=by_folder)
"""How `sync` brings two level: `tests.store.server.test_same` has the same tests meet on a server."""


def sync(ada: Review, grace: Review) -> None:
    """Let both have what the other wrote."""
    MEETING.get()(ada, grace)


def decide_all(review: Review, stage: Stage, verdict: Verdict = Verdict.INCLUDE, reasons: Sequence[str] = ()) -> None:
    """Decide on everything that waits, in the same way."""
    for report in review.screening.queue(stage):
        review.screening.decide(report, stage, verdict, reasons)
