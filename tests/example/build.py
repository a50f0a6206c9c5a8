"""Make the worked example in data/ by driving the real program, command by command, as two reviewers at two devices.

    python -m tests.example.build [FOLDER]

FOLDER holds criteria/ and gets data/searches, data/records and data/journal anew. Who decides what is invented here, so
that the numbers come out as the reference case publishes them: 143 / 47 / 19 / 18, 15 / 15 / 7 / 6 and 1 / 1 / 1 / 1.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from reviewkit.cli import run
from reviewkit.text import folded
from tests.example import coding
from tests.example.exports import STAND_IN, Article, ebsco, nbib, plain, shelf

ROOT = Path(__file__).parents[2]
ONE, TWO = "reviewer 1", "reviewer 2"
STAGES = ("title_abstract", "full_text")
TA_REASONS = ("immigrant_families", "level", "empirical", "population")
FT_REASONS = ("immigrant_families", "empirical", "level", "population", "publication_type")


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a report: the stage at which it is excluded, if any, and why."""

    out_at: str = ""
    reason: str = ""


class Desk:
    """A reviewer at a device of their own."""

    def __init__(self, folder: Path, state: Path, name: str) -> None:
        self.folder, self.state, self.name = folder, state / name, name
        self.run("reviewer", name)

    def run(self, *arguments: str) -> str:
        """Run one command of the program and return what it prints; stop at the first that fails."""
        os.environ["REVIEWKIT_STATE"] = str(self.state)
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = run(["--review", str(self.folder), *arguments])
        if code:
            sys.exit(f"reviewkit {' '.join(arguments)}\nended with {code}:\n{out.getvalue()}")
        return out.getvalue()

    def decide(self, report: str, stage: str, verdict: str, *reasons: str, note: str = "") -> None:
        """Decide on a report."""
        given = [part for reason in reasons if reason for part in ("--reason", reason)]
        self.run("decide", report, verdict, "--stage", stage, *given, *(["--note", note] if note else []))

    def resolve(self, report: str, stage: str, verdict: str, reason: str = "", note: str = "") -> None:
        """Settle a conflict together."""
        given = ["--reason", reason] if reason else []
        noted = ["--note", note] if note else []
        self.run("resolve", report, verdict, "--stage", stage, *given, "--by", ONE, "--by", TWO, *noted)


def write_exports(place: Path) -> dict[str, Path]:
    """Write the four exports and return where they are."""
    found = shelf()
    texts = {
        "eric.nbib": nbib(found.eric),
        "academic-search-premier.ris": ebsco(found.ebsco, found.ebsco_stand_ins),
        "ancestry.ris": plain(found.ancestry, found.ancestry_stand_in),
        "hand-search.ris": plain(found.hand),
    }
    for name, text in texts.items():
        (place / name).write_bytes(text.encode())
    return {name: place / name for name in texts}


def fates() -> dict[str, Fate]:
    """The fate of every report by its folded title: included unless said otherwise."""
    found = shelf()
    documents = [one for one in (*found.ebsco, *found.eric, *found.ancestry) if one.note == STAND_IN]
    cited = {one.title for one in found.ancestry}
    fate: dict[str, Fate] = {}
    from_databases = [one for one in dict.fromkeys(documents) if one.title not in cited]
    for number, one in enumerate(from_databases):
        late = "" if 2000 <= one.year <= 2018 else "timeframe"
        if number == 0:
            fate[folded(one.title)] = Fate("quality", "reliability")
        elif number < 29:
            fate[folded(one.title)] = Fate("full_text", FT_REASONS[number % len(FT_REASONS)])
        else:
            fate[folded(one.title)] = Fate("title_abstract", late or TA_REASONS[number % len(TA_REASONS)])
    for number, one in enumerate(one for one in found.ancestry if one.note == STAND_IN):
        fate[folded(one.title)] = Fate("full_text", FT_REASONS[number % 4]) if number else Fate("quality", "coherence")
    return fate


def fate_of(row: dict[str, object], known: dict[str, Fate], kept: frozenset[str]) -> Fate:
    """The fate of a report as the program lists it; the genuine EBSCOhost entries are off the subject."""
    record = row["record"]
    assert isinstance(record, dict)
    title = folded(record["title"])
    if title in kept:
        return Fate()
    if title in known:
        return known[title]
    if row["report"]["route"] == "citation":  # type: ignore[index]
        return Fate("full_text", "immigrant_families")
    return Fate("title_abstract", "timeframe" if (record["year"] or 0) > 2018 else "immigrant_families")


def screen(one: Desk, two: Desk, stage: str, route: str) -> None:
    """Have both decide on all that waits at a stage, each alone, then settle what differs."""
    known = fates()
    kept = frozenset(folded(article.title) for article in included())
    rows = [row for row in json.loads(one.run("reports", "--json")) if row["report"]["route"] == route]
    waiting = {item["report"] for item in json.loads(one.run("queue", "--stage", stage, "--json"))}
    todo = [(row["report"]["id"], fate_of(row, known, kept)) for row in rows if row["report"]["id"] in waiting]
    out = [(report, fate) for report, fate in todo if fate.out_at == stage]
    stay = [(report, fate) for report, fate in todo if fate.out_at != stage]
    for number, (report, fate) in enumerate(out):
        _exclude(one, two, stage, report, fate.reason, number)
    for number, (report, _) in enumerate(stay):
        _include(one, two, stage, report, number)


def _exclude(one: Desk, two: Desk, stage: str, report: str, reason: str, number: int) -> None:
    other = next(name for name in FT_REASONS if name != reason)
    if number % 12 == 5:
        one.decide(report, stage, "exclude", reason)
        two.decide(report, stage, "include", note="close to the question")
        one.resolve(report, stage, "exclude", reason, "read together; the criterion is not met")
    elif stage == "full_text" and number % 12 == 8:
        one.decide(report, stage, "exclude", reason)
        two.decide(report, stage, "exclude", other)
        two.resolve(report, stage, "exclude", reason, "the first criterion that fails is the reason")
    else:
        one.decide(report, stage, "exclude", reason)
        two.decide(report, stage, "exclude", reason)


def _include(one: Desk, two: Desk, stage: str, report: str, number: int) -> None:
    if number % 13 == 6:
        one.decide(report, stage, "exclude", "immigrant_families", note="immigration is not reported")
        two.decide(report, stage, "include", note="home language used as proxy")
        two.resolve(report, stage, "include", note="a home language other than the majority's counts")
    elif stage == "title_abstract" and number % 7 == 3:
        one.decide(report, stage, "unsure", note="no abstract")
        two.decide(report, stage, "include")
    else:
        one.decide(report, stage, "include")
        two.decide(report, stage, "include")


QUANTITATIVE = frozenset(
    {"calzada", "chang", "doge", "durand", "hachfeld", "huntsinger", "mcwayne", "turney"}
)  # by the first author; of the two by Durand, the one of 2011
MIXED = frozenset({"shor", "zhang"})
CRITERIA = {
    "quantitative": ("validity", "reliability", "generalizability"),
    "qualitative": ("trustworthiness", "coherence", "transferability", "application"),
}
CRITERIA["mixed methods"] = (*CRITERIA["quantitative"], *CRITERIA["qualitative"])


def appraise(one: Desk, two: Desk) -> None:
    """Have both rate every study that waits, each alone, then settle what differs. All ratings are invented."""
    rows = {row["report"]["id"]: row for row in json.loads(one.run("reports", "--json"))}
    waiting = [item["report"] for item in json.loads(one.run("queue", "--stage", "quality", "--json"))]
    known = fates()
    kept = frozenset(folded(one.title) for one in included())
    todo = [(report, rows[report]["record"], fate_of(rows[report], known, kept)) for report in waiting]
    for number, (report, record, fate) in enumerate(todo):
        failing = fate.reason if fate.out_at == "quality" else ""
        kind = design(record, failing)
        first, second = (_ratings(kind, failing, number, rater) for rater in (0, 1))
        for desk, ratings in ((one, first), (two, second)):
            desk.run("appraise", report, "--design", kind, *_rates(ratings), "--finish")
        if first != second:
            note = "read together; " + ("the criterion is not met" if failing else "the milder reading holds")
            one.run("settle", report, *_rates(first), "--note", note, "--by", ONE, "--by", TWO)


def included() -> list[Article]:
    """The articles of the export that the reference case names."""
    found = shelf()
    return [
        one for part in (found.eric, found.ebsco, found.ancestry, found.hand) for one in part if one.note != STAND_IN
    ]


def design(record: dict[str, object], failing: str = "") -> str:
    """The design of a study; of a stand-in that fails on a criterion the first that is rated on it."""
    authors, year = record["authors"], record["year"]
    assert isinstance(authors, list)
    first = folded(str(authors[0]).partition(",")[0]) if authors else ""
    if failing:
        return next(design for design, criteria in CRITERIA.items() if failing in criteria)
    if first in QUANTITATIVE and (first, year) != ("durand", 2013):
        return "quantitative"
    return "mixed methods" if first in MIXED else "qualitative"


def _ratings(design: str, failing: str, number: int, rater: int) -> dict[str, str]:
    """What a rater gives: mostly the same, partly a step apart, and now and then one that only one sees fail."""
    found = {}
    for place, criterion in enumerate(CRITERIA[design]):
        value = "partly met" if (number * 3 + place) % 5 == 0 else "met"
        if rater and (number + 2 * place) % 9 == 4:
            value = "met" if value == "partly met" else "partly met"
        if rater and number % 13 == 6 and not place:
            value = "not met"
        if criterion == failing:
            value = "partly met" if rater and failing == "reliability" else "not met"
        found[criterion] = value
    return found


def _rates(ratings: dict[str, str]) -> list[str]:
    return [part for criterion, value in ratings.items() for part in ("--rate", f"{criterion}={value}")]


def settle_pairs(desk: Desk) -> None:
    """Look at the uncertain pairs: in the example each of them is one article in both databases."""
    for pair in json.loads(desk.run("pairs", "--json")):
        same = folded(pair["a"]["title"]) == folded(pair["b"]["title"])
        desk.run("link", pair["a"]["id"], pair["b"]["id"], "same" if same else "different")


def build(folder: Path, state: Path) -> None:
    """Carry the whole review through in a folder that holds criteria/."""
    one, two = Desk(folder, state, ONE), Desk(folder, state, TWO)
    exports = write_exports(state)
    one.run(
        *("import", str(exports["eric.nbib"]), "--search", "ERIC", "--database", "ERIC", "--platform", "eric.ed.gov"),
        *("--date", "2018-10-15", "--announced", "81", "--search-note", STAND_IN),
    )
    one.run(
        *("import", str(exports["academic-search-premier.ris"]), "--search", "Academic Search Premier"),
        *("--database", "Academic Search Premier", "--platform", "EBSCOhost", "--date", "2018-10-15"),
        *("--announced", "80", "--search-note", STAND_IN),
    )
    settle_pairs(one)
    for stage in STAGES:
        screen(one, two, stage, "database")
    two.run(
        "import", str(exports["ancestry.ris"]), "--search", "References of relevant articles", "--route", "citation"
    )
    one.run("import", str(exports["hand-search.ris"]), "--search", "Hand search", "--route", "hand")
    settle_pairs(two)
    for route in ("citation", "hand"):
        for stage in STAGES:
            screen(one, two, stage, route)
    appraise(one, two)
    coding.code(one, two)


def main() -> None:
    """Build the example beside its place, then put it there."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    with tempfile.TemporaryDirectory() as scratch:
        folder, state = Path(scratch) / "review", Path(scratch) / "state"
        shutil.copytree(target / "criteria", folder / "criteria")
        state.mkdir()
        build(folder, state)
        for part in ("searches", "records", "journal"):
            shutil.rmtree(target / "data" / part, ignore_errors=True)
            shutil.copytree(folder / "data" / part, target / "data" / part)


if __name__ == "__main__":
    main()
