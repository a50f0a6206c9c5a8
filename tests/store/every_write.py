"""Every kind of write that the program has, each as something to do at a desk: a reviewer's folder and device.

The thing a reader would get wrong: a kind only looks for something to do and returns the write; nothing is written
before that is called, so that whoever calls it knows when the write begins.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from reviewkit.errors import NotAllowedError
from reviewkit.model import (
    Access,
    Answer,
    Fillable,
    LinkVerdict,
    Rating,
    Record,
    RecordId,
    ReportId,
    Route,
    Search,
    SearchId,
    Stage,
    Verdict,
)
from reviewkit.review import UNCLEAR, Review
from tests.making import REVIEWERS, article, export

Write = Callable[[], object]
_NOTE = "\n# A note: "


def say(*words: object) -> None:
    """Tell whoever started this process."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Desk:
    """A reviewer's folder and device, and the review as it is open there."""

    def __init__(self, place: Path, name: str, day: int = 0) -> None:
        self.name = name
        self.place = place
        self.folder = place / name / "review"
        self.state = place / name / "state"
        date = datetime.date(2026, 1, 1) + datetime.timedelta(days=day)
        self.now = lambda: f"{date}T{time.strftime('%H:%M:%S')}Z"
        self._review: Review | None = None

    @property
    def review(self) -> Review:
        """The review, opened when it is first asked for."""
        if self._review is not None:
            return self._review
        say("begin", "opening")
        begun = time.perf_counter()
        review = self.opened()
        say("done", "opening", time.perf_counter() - begun)
        return review

    def opened(self) -> Review:
        """The review, opened anew, which completes what a killed worker left; raises if its flow does not add up."""
        self.closed()
        self._review = Review.open(self.folder, reviewer=self.name, state=self.state, now=self.now)
        self._review.results.flow()
        return self._review

    def closed(self) -> None:
        """Let go of the review."""
        if self._review is not None:
            self._review.close()
            self._review = None

    def known(self) -> set[str]:
        """The ids of the events that the open review has."""
        return {event.id for event in self._review.session.state.events()} if self._review is not None else set()


# ------------------------------------------------------------------------------------------- the kinds of writes
# Each looks for something to do and returns the write itself; None if there is nothing to do.


def _opening(desk: Desk, chance: Random) -> Write:
    return desk.opened


def _importing(desk: Desk, chance: Random) -> Write:
    """A new export, or one again whose import was perhaps cut short."""
    exports = desk.place / "exports"
    there = sorted(exports.glob("*.ris"))
    path = exports / f"{chance.getrandbits(40):010x}.ris"
    if there and chance.random() < 0.2:
        path = chance.choice(there)
    else:
        arriving = export(path.with_suffix(".part"), chance.sample(range(600), chance.randint(2, 25)))
        with arriving.open("a", encoding="utf-8") as file:  # somebody else's paper with a known one's title
            file.write(article(chance.randrange(600), AU="Other, Sam", VL="", SP="", EP="", PY="1990"))
            file.write("TY  - JOUR\nXX\nER  - \n\n" * (chance.random() < 0.5))
        arriving.rename(path)
    file_id = hashlib.sha256(path.read_bytes()).hexdigest()
    search = _search(desk, chance)

    def write() -> None:
        desk.review.searches.import_file(path, search)
        say("imported", file_id)

    return write


def _search(desk: Desk, chance: Random) -> Search | SearchId:
    known = sorted(desk.review.session.state.searches())
    if known and chance.random() < 0.5:
        return chance.choice(known)
    return Search(f"Search {chance.getrandbits(20)}", chance.choice(list(Route)), ("ERIC",), date="2026-01-01")


def _by_hand(desk: Desk, chance: Random) -> Write:
    record = Record(RecordId(""), title=f"A paper found in a drawer {chance.getrandbits(30)}", year=2011)
    return partial(desk.review.searches.add_by_hand, record, Search("Drawers", Route.HAND))


def _mending(desk: Desk, chance: Random) -> Write | None:
    """An entry that could not be read, mended, or the own repair of one taken back."""
    entries = desk.review.repairs.entries()
    if not entries:
        return None
    entry = chance.choice(entries)
    if desk.name in entry.by and chance.random() < 0.3:
        return partial(desk.review.repairs.take_back, entry.id)
    text = article(chance.randrange(600), N1=f"mended {chance.getrandbits(30)}")
    return partial(desk.review.repairs.repair, entry.id, text)


def _filling(desk: Desk, chance: Random) -> Write:
    word = f"kites {chance.getrandbits(30)}"
    return partial(desk.review.filling.fill, chance.choice(_reports(desk)), Fillable.KEYWORDS, [word])


def _correcting(desk: Desk, chance: Random) -> Write:
    search = chance.choice(sorted(desk.review.session.state.searches()))
    return partial(desk.review.searches.correct, search, Search(f"Corrected {chance.getrandbits(20)}"))


def _criteria(desk: Desk, chance: Random) -> Write:
    """A person saves the criteria; the next write carries their text into the history."""
    path = desk.folder / "criteria" / "review.toml"
    text = path.read_text(encoding="utf-8").partition(_NOTE)[0]
    draft = path.with_suffix(f".{desk.name}")
    draft.write_text(f"{text}{_NOTE}{chance.getrandbits(40)} {'word ' * chance.randrange(8000)}\n", encoding="utf-8")
    draft.replace(path)
    correct = _correcting(desk, chance)
    return lambda: (desk.review.refresh(), correct())


def _comparing(desk: Desk, chance: Random) -> Write | None:
    return None if desk.review.duplicates.is_complete() else desk.review.duplicates.compare


def _linking(desk: Desk, chance: Random) -> Write:
    """A pair that waits, or any two records."""
    pairs = [(pair.a, pair.b) for pair in desk.review.duplicates.waiting()]
    records = sorted(desk.review.session.state.origins())
    a, b = chance.choice(pairs) if pairs and chance.random() < 0.7 else chance.sample(records, 2)
    return partial(desk.review.duplicates.link, a, b, chance.choice(list(LinkVerdict)))


def _splitting(desk: Desk, chance: Random) -> Write | None:
    reports = [one for one in desk.review.session.state.reports().values() if len(one.records) > 1]
    return partial(desk.review.groups.split, chance.choice(chance.choice(reports).records)) if reports else None


def _joining(desk: Desk, chance: Random) -> Write | None:
    reports = _reports(desk)
    return partial(desk.review.groups.join, *chance.sample(reports, 2)) if len(reports) > 1 else None


def _deciding(stage: Stage, desk: Desk, chance: Random) -> Write | None:
    queue = desk.review.screening.queue(stage)
    if not queue:
        return None
    verdict = chance.choice([*Verdict, Verdict.INCLUDE, Verdict.INCLUDE])
    report, why = chance.choice(queue[:5]), _reasons(stage, verdict)
    write = partial(desk.review.screening.decide, report, stage, verdict, why)
    return _if_allowed(write) if stage is Stage.QUALITY else write


def _reasons(stage: Stage, verdict: Verdict) -> tuple[str, ...]:
    reason = "clarity" if stage is Stage.QUALITY else "language"
    return (reason,) if verdict is Verdict.EXCLUDE else ()


INSTRUMENT = """
excludes = true
threshold = "What is not clear leaves."
scale = ["yes", "no"]
designs = ["survey"]
[[criterion]]
id = "clarity"
name = "clarity"
designs = ["survey"]
"""


def _if_allowed(write: Write) -> Write:
    """What a colleague did, taken in as the write begins, may have left nothing to do."""

    def tried() -> None:
        with contextlib.suppress(NotAllowedError):
            write()

    return tried


def _appraising(desk: Desk, chance: Random) -> Write | None:
    """The next thing to say of a study; what is all said is finished."""
    appraising = desk.review.appraising
    queue = appraising.queue()
    if not queue:
        return None
    report = chance.choice(queue[:5])
    own = appraising.view(report).own
    if own is None or not own.design:
        return _if_allowed(partial(appraising.set_design, report, "survey"))
    if own.finished or (own.ratings and chance.random() < 0.6):
        return _if_allowed(partial(appraising.finish, report))
    return _if_allowed(partial(appraising.rate, report, "clarity", chance.choice(("yes", "no", UNCLEAR))))


def _settling_ratings(desk: Desk, chance: Random) -> Write | None:
    appraising = desk.review.appraising
    waiting = appraising.unsettled()
    rating = Rating("clarity", chance.choice(("yes", "no")))
    if not waiting:
        return None
    return _if_allowed(partial(appraising.settle, chance.choice(waiting), "survey", [rating]))


def _coding(desk: Desk, chance: Random) -> Write | None:
    """The next answer on a study, that it is finished, what is settled, or a passage, a code or a memo."""
    coding = desk.review.coding
    queue, waiting = coding.queue(), coding.unsettled()
    if waiting:
        report = chance.choice(waiting)
        return _if_allowed(partial(coding.settle, report, [Answer(one, ()) for one in coding.view(report).differing]))
    if not queue or chance.random() < 0.4:
        return _quoting(desk, chance)
    report = chance.choice(queue[:5])
    view = coding.view(report)
    if view.own is not None and view.own.answers and chance.random() < 0.2:
        return _if_allowed(partial(coding.clear, report, view.own.answers[0].field))
    given = {one.field for one in view.own.answers} if view.own is not None else set()
    left = [field for field in view.fields if field.id not in given]
    if not left:
        return _if_allowed(partial(coding.finish, report))
    field = chance.choice(left)
    values = (chance.choice(field.choices),) if field.choices and chance.random() < 0.8 else ()
    return _if_allowed(partial(coding.answer, report, field.id, values, page="3"))


def _quoting(desk: Desk, chance: Random) -> Write | None:
    coding = desk.review.coding
    studies = coding.studies()
    if not studies:
        return None
    report, known = chance.choice(studies).id, [one.id for one in coding.codes()]
    marks = [one.quotation.mark for one in coding.view(report).quotations]
    code = chance.choice(known) if known else ""
    acts: list[Write] = [
        partial(coding.new_code, f"code {chance.randrange(50)}"),
        partial(coding.quote, report, f"passage {chance.randrange(50)}", codes=[code] * bool(code)),
        partial(coding.quote, report, "changed", mark=chance.choice(marks) if marks else ""),
        partial(coding.unquote, report, chance.choice(marks) if marks else ""),
        partial(coding.merge, code, known[0] if known else ""),
        partial(coding.drop, code),
        partial(coding.memo, chance.choice([report, "review", *known]), "a thought", own=chance.random() < 0.5),
    ]
    return _if_allowed(chance.choice(acts))


def _undoing(desk: Desk, chance: Random) -> Write:
    return desk.review.screening.undo


def _settling(desk: Desk, chance: Random) -> Write | None:
    screening = desk.review.screening
    waiting = [(one, stage) for stage in Stage for one in screening.unsettled(stage)]
    if not waiting:
        return None
    report, stage = chance.choice(waiting)
    verdict = chance.choice((Verdict.INCLUDE, Verdict.EXCLUDE))
    write = partial(screening.resolve, report, stage, verdict, by=REVIEWERS, reasons=_reasons(stage, verdict))
    return _if_allowed(write) if stage is Stage.QUALITY else write


def _passing_on(desk: Desk, chance: Random) -> Write | None:
    """A conflict goes to the adjudicator, or comes back."""
    meeting = desk.review.meeting
    waiting = [(one.report, stage) for stage in Stage for one in meeting.waiting(stage)]
    return partial(meeting.pass_on, *chance.choice(waiting)) if waiting else None


def _access(desk: Desk, chance: Random) -> Write | None:
    reports = [one for one in _reports(desk) if desk.review.reports.stage(one) is Stage.FULL_TEXT]
    if not reports:
        return None
    access = chance.choice([*Access, Access.RETRIEVED, Access.RETRIEVED])
    return partial(desk.review.screening.set_access, chance.choice(reports), access, "asked the author")


def _reports(desk: Desk) -> list[ReportId]:
    return sorted(desk.review.session.state.reports())


def _backup(desk: Desk, chance: Random) -> Write:
    return desk.review.keeping.backup


def _restoring(desk: Desk, chance: Random) -> Write | None:
    names = [one.name for one in desk.review.keeping.backups()]
    if not names:
        return None

    stays_open = chance.random() < 0.5

    def write() -> None:
        if not stays_open:
            desk.closed()
        Review.restore(desk.folder, chance.choice(names), state=desk.state, now=desk.now)
        if stays_open:
            desk.review.refresh()

    return write


def _rebuilding(desk: Desk, chance: Random) -> Write:
    """The database is lost and made anew from the folder, as a new device."""
    lost = desk.review.session.database

    def write() -> None:
        desk.closed()
        lost.rename(desk.place / f"lost-{chance.getrandbits(40):010x}")
        Review.open(desk.folder, reviewer=desk.name, state=desk.state, now=desk.now).close()

    return write


def _reviewer(desk: Desk, chance: Random) -> Write:
    return partial(desk.review.session.remember_reviewer, desk.name)


def _outputs(desk: Desk, chance: Random) -> Write:
    review, path = desk.review, desk.folder / "data/out/included.csv"
    return lambda: (review.results.write_flow(), review.exporting.write(path))


def _archiving(desk: Desk, chance: Random) -> Write:
    return desk.review.keeping.archive


def _repairing(desk: Desk, chance: Random) -> Write:
    return desk.review.integrity.repair


def _syncing(desk: Desk, chance: Random) -> Write:
    other = next(name for name in REVIEWERS if name != desk.name)
    return partial(desk.review.sync, desk.place / other / "review")


KINDS: dict[str, tuple[int, Callable[[Desk, Random], Write | None]]] = {
    "opening": (2, _opening),
    "import": (10, _importing),
    "record by hand": (4, _by_hand),
    "mended entry": (4, _mending),
    "filled in": (4, _filling),
    "corrected search": (3, _correcting),
    "criteria": (4, _criteria),
    "comparison": (6, _comparing),
    "link": (5, _linking),
    "split": (3, _splitting),
    "join": (3, _joining),
    "title and abstract": (16, partial(_deciding, Stage.TITLE_ABSTRACT)),
    "full text": (10, partial(_deciding, Stage.FULL_TEXT)),
    "quality": (6, partial(_deciding, Stage.QUALITY)),
    "appraisal": (8, _appraising),
    "settled appraisal": (4, _settling_ratings),
    "coding": (8, _coding),
    "undo": (5, _undoing),
    "resolution": (8, _settling),
    "passed on": (3, _passing_on),
    "access": (5, _access),
    "backup": (5, _backup),
    "restore": (4, _restoring),
    "lost database": (1, _rebuilding),
    "reviewer": (2, _reviewer),
    "outputs": (5, _outputs),
    "archive": (2, _archiving),
    "repair": (3, _repairing),
    "sync": (10, _syncing),
}
"""How often each comes relative to the others, and what it does."""
FIRST = {
    "mended entry": ("import", "import"),
    "sync": ("import", "criteria"),
    "outputs": ("title and abstract",),
    "undo": ("full text", "title and abstract"),
    "settled appraisal": ("appraisal",) * 4,
}
"""What is done before a kind that is aimed at, so that it has something to do."""
