"""Stopping: what the figures tell, who may stop, what is not read then, and how it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.errors import NotAllowedError
from reviewkit.model import Order, Search, Stage, Status, Verdict
from tests.making import export, sync, two_devices
from tests.review.editing import edit

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import ReportId
    from reviewkit.review import Review

TITLE = Stage.TITLE_ABSTRACT
WHY = "enough is found"


def world(tmp: Path, articles: int = 8, *, rule: str = "target = 90\nconfidence = 80\n") -> tuple[Review, Review]:
    ada, grace = two_devices(tmp, articles)
    edit("review.toml", "# What the rows of the", f"[stopping]\n{rule}\n# What the rows of the", ada, grace)
    return ada, grace


def read(review: Review, number: int, *, relevant: int = 0) -> list[ReportId]:
    """Decide on the next reports of one's own order; every eighth is relevant until enough are."""
    own = review.ordering.queue(TITLE)[:number]
    for place, report in enumerate(own):
        review.screening.decide(
            report, TITLE, Verdict.INCLUDE if place in range(0, 8 * relevant, 8) else Verdict.EXCLUDE
        )
    return own


def status(review: Review, report: ReportId) -> Status:
    return review.screening.view(report, TITLE).status


def boxes(review: Review) -> tuple[int, int]:
    """How many are not read, and how many wait."""
    total = review.results.flow().total
    return len(total.get("title_abstract.not_read", ())), len(total.get("title_abstract.pending", ()))


def test_the_rule_is_met_by_random_picks_and_both_see_the_same_figures(tmp_path: Path) -> None:
    ada, grace = world(tmp_path, 60)
    for review in (ada, grace):
        review.ordering.choose(TITLE, Order.RANDOM)
        read(review, 52, relevant=4)
    before = ada.stopping.figures()
    assert (before.settled, before.open, before.unread, before.met) == (0, 52, 8, False)
    sync(ada, grace)
    found = ada.stopping.figures()
    assert found == grace.stopping.figures()
    assert (found.settled, found.relevant, found.drawn, found.drawn_relevant) == (52, 4, 52, 4)
    assert (found.since_last, found.places, found.small, found.stated_late) == (27, (1, 9, 17, 25), True, False)
    assert found.left is not None
    assert (found.left.left, found.left.low) == (0, 0)
    assert found.met == (found.chance <= 0.2) == (found.recall >= 90)
    assert [one.met for one in found.conditions] == [True, True, None, True, True, False, None, None]


def test_without_random_picks_or_a_stated_rule_one_stops_against_it_and_that_is_recorded(tmp_path: Path) -> None:
    ada, grace = world(tmp_path)
    read(ada, 3)
    with pytest.raises(NotAllowedError, match="nothing was drawn at random"):
        ada.stopping.stop(WHY)
    with pytest.raises(NotAllowedError, match="reason"):
        ada.stopping.stop(" ", against_rule=True)
    edit("review.toml", "[stopping]\ntarget = 90\nconfidence = 80\n", "", ada)
    with pytest.raises(NotAllowedError, match="states no rule"):
        ada.stopping.stop(WHY)
    ada.stopping.stop(WHY, against_rule=True)
    stopped = ada.stopping.figures().stopped
    assert stopped is not None
    assert (stopped.by, stopped.reason, stopped.not_read) == (("Ada",), WHY, 5)
    assert dict(stopped.figures)["rule"] == "not stated"
    with pytest.raises(NotAllowedError, match="not stopped"):
        grace.stopping.go_on()


def test_what_nobody_has_read_leaves_the_queues_and_what_anybody_has_read_is_completed(tmp_path: Path) -> None:
    ada, grace = world(tmp_path)
    [one] = read(ada, 1)
    [*_, unknown_to_ada] = grace.screening.queue(TITLE)
    grace.screening.decide(unknown_to_ada, TITLE, Verdict.EXCLUDE)
    ada.stopping.stop(WHY, against_rule=True)
    assert (boxes(ada), ada.screening.queue(TITLE), ada.home().pending) == ((7, 1), [], 1)
    sync(ada, grace)
    for review, own, hidden in ((ada, unknown_to_ada, one), (grace, one, unknown_to_ada)):
        assert review.screening.queue(TITLE) == [own]
        assert (status(review, own), boxes(review)) == (Status.PENDING, (6, 2))
        assert hidden not in review.screening.queue(TITLE)
    assert [row.status for row in ada.reports.rows()].count(Status.NOT_READ) == 6
    assert (ada.home().stages[0].reports, ada.home().stages[0].not_read) == (2, 6)
    assert len(ada.exporting.records("not_read")) == 6
    assert not [finding for finding in ada.integrity.check() if finding.severity == "error"]


def test_imports_after_the_stop_and_pilots_are_read_and_going_on_brings_all_back(tmp_path: Path) -> None:
    ada, grace = world(tmp_path)
    ada.stopping.stop(WHY, against_rule=True)
    sync(ada, grace)
    grace.searches.import_file(export(tmp_path / "later.ris", range(20, 23)), Search("Later"))
    assert (boxes(grace), len(grace.screening.queue(TITLE))) == ((8, 3), 3)
    named = next(row.report.id for row in grace.reports.rows() if row.status is Status.NOT_READ)
    grace.screening.decide(named, TITLE, Verdict.INCLUDE)
    assert boxes(grace) == (7, 4)
    assert grace.screening.undo() is not None
    assert boxes(grace) == (8, 3)
    assert grace.stopping.go_on("one is missing") == 8
    sync(ada, grace)
    assert (boxes(ada), len(ada.screening.queue(TITLE))) == ((0, 11), 11)
    ada.pilots.start("first", TITLE, size=2, seed=1)
    ada.stopping.stop(WHY, against_rule=True)
    assert (boxes(ada), len(ada.screening.queue(TITLE))) == ((9, 2), 2)


def test_of_two_stops_unknown_to_each_other_both_have_to_name_a_report(tmp_path: Path) -> None:
    ada, grace = world(tmp_path)
    ada.stopping.stop(WHY, against_rule=True)
    grace.searches.import_file(export(tmp_path / "later.ris", range(20, 22)), Search("Later"))
    grace.stopping.stop("no more time", against_rule=True)
    sync(ada, grace)
    stopped = ada.stopping.stopped()
    assert stopped is not None
    assert (stopped.by, stopped.not_read, boxes(grace)) == (("Ada", "Grace"), 8, (8, 2))
    assert grace.stopping.stopped() == stopped


def test_a_report_put_off_in_a_random_order_is_to_be_read_first(tmp_path: Path) -> None:
    ada, grace = world(tmp_path, rule="target = 50\nconfidence = 50\n")
    for review in (ada, grace):
        review.ordering.choose(TITLE, Order.RANDOM)
        skipped, *others = review.ordering.queue(TITLE)
        for report in others[:6]:
            review.screening.decide(report, TITLE, Verdict.EXCLUDE)
    sync(ada, grace)
    found = ada.stopping.figures()
    assert (found.put_off, found.unread, found.met) == (1, 2, False)
    assert "put off" in found.why_not()
    ada.screening.decide(skipped, TITLE, Verdict.EXCLUDE)
    assert ada.stopping.figures().put_off == 0


def test_picks_made_before_an_import_say_nothing_of_what_it_brought(tmp_path: Path) -> None:
    ada, grace = world(tmp_path)
    for review in (ada, grace):
        review.ordering.choose(TITLE, Order.RANDOM)
        read(review, 4)
    sync(ada, grace)
    assert ada.stopping.figures().drawn == 4
    ada.searches.import_file(export(tmp_path / "later.ris", range(20, 22)), Search("Later"))
    assert ada.stopping.figures().drawn == 0


def test_a_rule_changed_after_reading_began_is_a_deviation_and_is_told(tmp_path: Path) -> None:
    ada, _ = world(tmp_path)
    read(ada, 1)
    edit("review.toml", "target = 90", "target = 80", ada)
    assert ada.stopping.figures().stated_late
    assert [one.what for one in ada.protocol.deviations()[-1].amendments] == ["rule for stopping"]


def test_the_commands_tell_the_figures_stop_and_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ada, _ = world(tmp_path)
    read(ada, 2)
    at = ["--review", str(ada.session.folder), "--as", "Ada"]
    assert run([*at, "stopping", "--curve", str(tmp_path / "found.svg")]) == 0
    told = capsys.readouterr().out
    assert "Read by nobody            6" in told
    assert "reading all is quicker" in told
    assert (tmp_path / "found.svg").exists()
    assert run([*at, "stopping", "--curve", str(tmp_path / "found.png")]) != 0
    assert run([*at, "stop", "--reason", WHY]) != 0
    assert run([*at, "stop", "--go-on"]) != 0
    assert run([*at, "stop", "--reason", WHY, "--against-the-rule"]) == 0
    assert "the rule being not met: 6 reports not read" in capsys.readouterr().out
    assert run([*at, "report"]) == 0
    manuscript = ada.session.folder / "data/out/report/manuscript.md"
    assert "The reason given: Enough is found." in manuscript.read_text(encoding="utf-8")
    capsys.readouterr()
    assert run([*at, "flow", "--table", "by_route"]) == 0
    assert "Records not read after stopping" in capsys.readouterr().out
    assert run([*at, "stop", "--go-on"]) == 0
    assert "6 reports to be read again" in capsys.readouterr().out
