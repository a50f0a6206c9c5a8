from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.errors import NotAllowedError
from reviewkit.model import LinkVerdict, Removal, Search, Stage, Status, Verdict
from tests.making import article, export, sync, two_devices
from tests.review.editing import edit, switch_on

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review

TITLE = Stage.TITLE_ABSTRACT
RULE = "timeframe"


def world(tmp: Path, articles: int = 6) -> tuple[Review, Review]:
    """Articles of 2000 to 2005; three of them are before 2003, which the rule asks for, and one says no year."""
    ada, grace = two_devices(tmp, articles)
    path = tmp / "undated.ris"
    path.write_text(article(50, PY=""), encoding="utf-8")
    ada.searches.import_file(path, ada.searches.counts()[0].id)
    sync(ada, grace)
    edit("screening.toml", '"year", from = 2000 }', '"year", from = 2003 }', ada, grace)
    return ada, grace


def removed(review: Review) -> int:
    return len(review.results.flow().total.get(f"removed.{RULE}", ()))


def events(review: Review) -> int:
    return len(list(review.session.state.events()))


def test_a_rule_proposes_and_removes_nothing_until_it_is_switched_on_by_name(tmp_path: Path) -> None:
    ada, grace = world(tmp_path)
    before = events(ada)
    proposed = {one.id: len(one.found) for one in ada.rules.proposals()}
    assert proposed == {"timeframe": 3, "publication_type": 0, "language": 0}
    assert len(ada.rules.dry_run(RULE).found) == 3
    with pytest.raises(NotAllowedError, match="not switched on") as refused:
        ada.rules.run(RULE)
    assert 'rules = ["timeframe"]' in refused.value.remedy
    switch_on(RULE, ada, grace)
    assert (events(ada), removed(ada)) == (before, 0)  # switching it on removes nothing either
    assert ada.rules.hints() == ['The rule "timeframe" is switched on and has not been run yet.']


def test_a_run_has_a_box_of_its_own_and_is_undone_as_a_whole_by_anybody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, grace = world(tmp_path)
    switch_on(RULE, ada, grace)
    ada.rules.run(RULE)
    sync(ada, grace)
    assert (removed(grace), len(grace.screening.queue(TITLE))) == (3, 4)
    flow = grace.results.flow().total
    assert len(flow["identified"]) == len(flow["removed"]) + len(flow["screened"]) == 7
    said = "7 records identified, 0 removed as duplicates, 3 marked as ineligible by automation tools (timeframe 3), 4"
    document, files = grace.results.write_flow()
    assert any(said in sentence for sentence in grace.results.sentences(document))
    markdown, table, _ = (path.read_text(encoding="utf-8") for path in files)
    assert said in markdown
    assert table.splitlines()[0].startswith(
        ",Records identified,Duplicate records removed,Records marked as ineligible by automation tools,Results,"
    )
    assert table.splitlines()[-1].startswith("Total,7,0,3,4,")
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "grace" / "state of Grace 2"))
    assert run(["--review", str(grace.session.folder), "--as", "Grace", "flow", "--why", "removed.timeframe"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert grace.rules.put_back(RULE) == 3
    sync(ada, grace)
    assert (removed(ada), len(ada.screening.queue(TITLE))) == (0, 7)
    assert ada.rules.hints() == []
    with pytest.raises(NotAllowedError, match="removed nothing"):
        ada.rules.put_back(RULE)


def test_without_a_run_the_table_is_as_it_was(tmp_path: Path) -> None:
    ada, _ = world(tmp_path)
    _, files = ada.results.write_flow()
    assert files[1].read_text(encoding="utf-8").startswith(",Results,")
    assert "automation" not in files[0].read_text(encoding="utf-8")


def test_another_run_adds_what_is_new_puts_back_what_fails_no_more_and_writes_nothing_for_nothing(
    tmp_path: Path,
) -> None:
    ada, grace = world(tmp_path)
    switch_on(RULE, ada, grace)
    ada.rules.run(RULE)
    before = events(ada)
    ada.rules.run(RULE)
    assert (events(ada), ada.rules.hints()) == (before, [])
    ada.searches.import_file(export(tmp_path / "second.ris", range(20, 23)), Search("EBSCO"))
    assert ada.rules.hints() == [
        'Records have come or the criterion has changed since the rule "timeframe" was run: run it again.'
    ]
    edit("screening.toml", '"year", from = 2003 }', '"year", from = 2002 }', ada, grace)
    found = ada.rules.dry_run(RULE)
    assert (len(found.found), len(found.new), len(found.released)) == (3, 1, 1)
    ada.rules.run(RULE)
    assert (removed(ada), ada.rules.hints()) == (3, [])


def test_a_changed_fact_is_noticed_and_another_change_of_the_criteria_is_not(tmp_path: Path) -> None:
    ada, _ = world(tmp_path)
    switch_on(RULE, ada)
    ada.rules.run(RULE)
    edit("screening.toml", "Published in 2000 or later.", "Published since 2003.", ada)
    assert ada.rules.hints() == []
    edit("screening.toml", '"year", from = 2003 }', '"year", from = 2001 }', ada)
    assert [hint.partition(" since")[0] for hint in ada.rules.hints()] == [
        "Records have come or the criterion has changed"
    ]


def test_switched_off_again_what_was_removed_stays_out_and_is_hinted_at(tmp_path: Path) -> None:
    ada, _ = world(tmp_path)
    switch_on(RULE, ada)
    ada.rules.run(RULE)
    edit("screening.toml", 'rules = ["timeframe"]\n', "", ada)
    assert removed(ada) == 3
    assert "no longer switched on" in ada.rules.hints()[0]
    assert [finding.what for finding in ada.integrity.check() if finding.kind == "rule"] == ada.rules.hints()
    assert ada.rules.put_back(RULE) == 3


def test_all_records_of_a_report_go_and_one_that_a_later_link_adds_brings_it_back(tmp_path: Path) -> None:
    ada, _ = world(tmp_path)
    switch_on(RULE, ada)
    first, second, *_ = sorted(ada.session.state.reports())
    ada.duplicates.link(
        ada.session.state.reports()[first].kept, ada.session.state.reports()[second].kept, LinkVerdict.SAME
    )
    ada.rules.run(RULE)
    assert len(ada.session.state.removals()[RULE]) >= 3
    report = ada.session.state.report_of(first)
    assert report is not None
    assert ada.screening.view(report.id, TITLE).status is Status.REMOVED
    undated = next(one for one in ada.screening.queue(TITLE))
    ada.duplicates.link(report.kept, ada.session.state.reports()[undated].kept, LinkVerdict.SAME)
    merged = ada.session.state.report_of(first)
    assert merged is not None
    assert ada.screening.view(merged.id, TITLE).status is Status.PENDING


def test_what_people_have_settled_stays_and_is_told(tmp_path: Path) -> None:
    ada, grace = world(tmp_path)
    report = ada.rules.dry_run(RULE).found[0]
    for review in (ada, grace):
        review.screening.decide(report, TITLE, Verdict.INCLUDE)
    sync(ada, grace)
    switch_on(RULE, ada, grace)
    found = ada.rules.run(RULE)
    assert (len(found.found), found.settled, removed(ada)) == (3, (report,), 2)
    assert report in ada.screening.queue(Stage.FULL_TEXT)


@pytest.mark.parametrize("reviewer", ["Ada", "Grace"])
def test_a_rule_shows_nothing_of_a_vote_that_a_colleague_alone_has_cast(tmp_path: Path, reviewer: str) -> None:
    seen = []
    for number, verdict in enumerate((None, Verdict.INCLUDE, Verdict.EXCLUDE)):
        ada, grace = world(tmp_path / str(number))
        switch_on(RULE, ada, grace)
        one, other = (ada, grace) if reviewer == "Ada" else (grace, ada)
        for report in one.rules.dry_run(RULE).found[:2] if verdict else ():
            other.screening.decide(report, TITLE, verdict, note="mine")  # type: ignore[arg-type]
        sync(ada, grace)
        before = one.rules.proposals()
        one.rules.run(RULE)
        reports = sorted(one.session.state.reports())
        views = [one.screening.view(report, TITLE) for report in reports]
        assert sum(view.status is Status.REMOVED for view in views) == 3
        shown = (before, one.rules.proposals(), views, one.reports.rows(), one.exporting.as_csv("removed.timeframe"))
        seen.append(repr(shown))
    assert seen[0] == seen[1] == seen[2]
    assert "mine" not in seen[1]


def test_a_removed_report_is_listed_as_such_with_the_rule_and_waits_for_nobody(tmp_path: Path) -> None:
    ada, _ = world(tmp_path)
    switch_on(RULE, ada)
    ada.rules.run(RULE)
    rows = [row for row in ada.reports.rows() if row.status is Status.REMOVED]
    assert [row.reasons for row in rows] == [(RULE,)] * 3
    assert ada.home().stages[0].left == 4
    assert ada.home().pending == 4


def test_the_event_names_its_records_by_file(tmp_path: Path) -> None:
    ada, _ = world(tmp_path)
    switch_on(RULE, ada)
    ada.rules.run(RULE)
    [event] = [event for event in ada.session.state.events() if isinstance(event.body, Removal)]
    assert event.subject == RULE
    assert [ordinals for _, ordinals in event.body.records] == [(1, 2, 3)]  # type: ignore[union-attr]


def test_a_rule_that_is_none_is_refused(tmp_path: Path) -> None:
    ada, _ = world(tmp_path)
    for rule in ("topic", "colour"):
        with pytest.raises(NotAllowedError, match="no criterion with a fact"):
            ada.rules.dry_run(rule)
