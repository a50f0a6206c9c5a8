"""What undo brings back."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.model import LinkVerdict, Stage, Status, Verdict
from reviewkit.review import Review
from tests.making import decide_all, exchange, open_review, sync, two_devices

STAGE = Stage.TITLE_ABSTRACT


def own(review: Review, report: str) -> Verdict | None:
    view = review.screening.view(review.reports.find(report), STAGE)
    return view.own.verdict if view.own else None


def test_undoing_a_change_after_an_undone_settlement_brings_the_decision_back(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    report = min(ada.session.state.reports())
    ada.screening.decide(report, STAGE, Verdict.INCLUDE)
    grace.screening.decide(report, STAGE, Verdict.EXCLUDE)
    sync(ada, grace)
    ada.screening.resolve(report, STAGE, Verdict.INCLUDE, by=("Ada", "Grace"))
    ada.screening.undo()
    ada.screening.decide(report, STAGE, Verdict.EXCLUDE)
    ada.screening.undo()
    assert own(ada, report) is Verdict.INCLUDE
    assert ada.screening.view(report, STAGE).status is Status.CONFLICT


def test_undoing_a_decision_on_merged_reports_brings_both_back(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    first, second, _ = sorted(ada.session.state.reports())
    for report in (first, second):
        ada.screening.decide(report, STAGE, Verdict.INCLUDE)
    ada.duplicates.link(ada.reports.record(first), ada.reports.record(second), LinkVerdict.SAME)
    ada.screening.decide(first, STAGE, Verdict.EXCLUDE)
    ada.screening.undo()
    assert own(ada, first) is Verdict.INCLUDE
    ada.duplicates.link(ada.reports.record(first), ada.reports.record(second), LinkVerdict.DIFFERENT)
    assert (own(ada, first), own(ada, second)) == (Verdict.INCLUDE, Verdict.INCLUDE)


def test_undo_takes_back_only_what_was_done_on_this_device(tmp_path: Path) -> None:
    one, _ = two_devices(tmp_path)
    first, _, third = sorted(one.session.state.reports())
    one.screening.decide(first, STAGE, Verdict.INCLUDE)
    two = open_review(one.session.folder, "Ada", 6)
    two.screening.decide(third, STAGE, Verdict.EXCLUDE)
    two.screening.decide(first, STAGE, Verdict.EXCLUDE)
    two.screening.undo()
    two.screening.undo()
    assert (own(two, first), own(two, third)) == (Verdict.INCLUDE, None)
    assert two.screening.undo() is None


def test_an_adjudicator_decides_on_nothing_and_settles_only_what_is_not_their_own(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, STAGE)
    decide_all(grace, STAGE, Verdict.EXCLUDE)
    sync(ada, grace)
    criteria = ada.session.folder / "criteria/review.toml"
    text = criteria.read_text(encoding="utf-8")
    criteria.write_text(text.replace("\n[screening]", '\nadjudicator = "Mary"\n\n[screening]', 1), encoding="utf-8")
    mary = open_review(ada.session.folder, "Mary", 9)
    report = mary.screening.unsettled(STAGE)[0]
    assert mary.screening.queue(STAGE) == []
    with pytest.raises(NotAllowedError, match="adjudicates"):
        mary.screening.decide(report, STAGE, Verdict.INCLUDE)
    mary.screening.resolve(report, STAGE, Verdict.INCLUDE, by=("Mary",))
    assert mary.screening.view(report, STAGE).status is Status.INCLUDED


def test_a_journal_that_could_not_be_read_for_a_moment_is_read_at_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, STAGE)
    exchange(ada.session.folder, grace.session.folder)
    open_ = Path.open

    def locked(path: Path, *how: str, **more: str) -> object:
        if path.name.startswith("Ada@"):
            raise PermissionError(13, "Permission denied")
        return open_(path, *how, **more)  # type: ignore[call-overload]  # as it was called

    monkeypatch.setattr(Path, "open", locked)
    grace.refresh()
    assert "Permission denied" in str(grace.faults()[0])
    monkeypatch.undo()
    grace.refresh()
    assert grace.faults() == []
    assert grace.home().stages[0].decided[ada.session.acting()] == 3


def test_a_report_that_appraisal_would_exclude_counts_once_where_appraisal_excludes_nothing(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    for stage in (STAGE, Stage.FULL_TEXT):
        decide_all(ada, stage)
        decide_all(grace, stage)
        sync(ada, grace)
    for review in (ada, grace):
        decide_all(review, Stage.QUALITY, Verdict.EXCLUDE)
    sync(ada, grace)
    assert (ada.home().included, ada.home().pending) == (2, 0)
