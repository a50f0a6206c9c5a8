"""What a report claims of real small reviews: who decided, independently or not, what is open, what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.model import Route, Search, Stage, Verdict
from reviewkit.report import results
from reviewkit.report.selection import how_settled, who_decided
from tests.making import article, decide_all, export, sync, two_devices

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review

FIRST, SECOND = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT


def told(review: Review, stage: Stage) -> list[str]:
    """What the report says of a stage."""
    facts = review.reporting.facts()
    return [*who_decided(stage, facts.stages[stage]), *how_settled(stage, facts)]


def test_two_who_decided_unseen_are_called_independent(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, FIRST)
    decide_all(grace, FIRST)
    sync(ada, grace)
    assert told(ada, FIRST) == [
        "At title and abstract, two reviewers (Ada and Grace) decided on each of the 3 reports independently of each "
        "other.",
        "No disagreement at title and abstract had to be settled.",
    ]
    assert told(ada, SECOND) == []
    assert told(ada, FIRST) == told(grace, FIRST)


def test_one_who_looked_first_is_not_called_independent(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=1)
    (report,) = ada.session.state.reports()
    for one, share in ((ada, "0.0"), (grace, "0.0")):
        change(one, "1.0", share)
    ada.screening.decide(report, FIRST, Verdict.INCLUDE)
    sync(ada, grace)
    grace.screening.view(report, FIRST)
    change(grace, "0.0", "1.0")
    grace.screening.decide(report, FIRST, Verdict.INCLUDE)
    assert told(grace, FIRST)[0] == (
        "At title and abstract, 1 report was decided on by two reviewers (Ada and Grace): on 1 two or more decided, "
        "but not independently."
    )


def change(review: Review, old: str, new: str) -> None:
    path = review.session.folder / "criteria/review.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"dual_share = {old}", f"dual_share = {new}"), encoding="utf-8")
    review.refresh()


def test_where_one_decision_is_enough_nobody_is_said_to_have_checked_it(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    change(ada, "1.0", "0.0")
    decide_all(ada, FIRST, Verdict.EXCLUDE)
    assert told(ada, FIRST) == ["At title and abstract, one reviewer (Ada) decided on each of the 3 reports alone."]
    assert results.study_selection(ada.reporting.facts())[-1] == "No study met the criteria, so none is included."


def test_a_conflict_is_pending_until_it_is_settled(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    decide_all(ada, FIRST)
    decide_all(grace, FIRST, Verdict.EXCLUDE)
    sync(ada, grace)
    assert told(ada, FIRST)[1] == (
        "2 disagreements at title and abstract are not settled yet; those reports count as pending, neither included "
        "nor excluded."
    )
    report = min(ada.session.state.reports())
    ada.screening.resolve(report, FIRST, Verdict.EXCLUDE, by=("Ada", "Grace"))
    assert told(ada, FIRST)[1:] == [
        "1 disagreement at title and abstract was settled by consensus.",
        "1 disagreement at title and abstract is not settled yet; that report counts as pending, neither included nor "
        "excluded.",
    ]
    assert results.study_selection(ada.reporting.facts())[-1] == (
        "No study is included so far; one report is still open, so that this is not final."
    )


def test_every_number_of_every_table_has_as_many_records_behind_it(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    export(tmp_path / "second.ris", range(2, 8))
    ada.searches.import_file(tmp_path / "second.ris", Search("Others", Route.DATABASE, ("PsycInfo",)))
    export(tmp_path / "third.ris", range(7, 9))
    ada.searches.import_file(tmp_path / "third.ris", Search("References", Route.CITATION))
    sync(ada, grace)
    for one in (ada, grace):
        for number, report in enumerate(sorted(one.screening.queue(FIRST))):
            reasons, verdict = (("topic",), Verdict.EXCLUDE) if number % 3 == 0 else ((), Verdict.INCLUDE)
            one.screening.decide(report, FIRST, verdict, reasons)
    sync(ada, grace)
    asked = 0
    for name in ("search_results", "by_route", "by_database", "reasons"):
        table = ada.results.flow_table(name)
        for row, boxes in zip(table.rows, table.boxes, strict=True):
            for value, box in zip(row, boxes, strict=True):
                if box:
                    asked += 1
                    assert len(ada.results.why(box)) == int(str(value).partition(" + ")[0]), box
    assert asked > 60


def test_near_misses_are_those_of_full_text_with_their_reasons(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    for review in (ada, grace):
        decide_all(review, FIRST)
    sync(ada, grace)
    for review in (ada, grace):
        decide_all(review, SECOND, Verdict.EXCLUDE, ("language",))
    sync(ada, grace)
    facts = ada.reporting.facts()
    assert (facts.near_misses, facts.unexplained) == (2, 0)
    first, _ = facts.tables["near_misses"].rows
    assert first[:3] == (
        "AuthorAa (2000). How families and schools talk about apples. Journal of Apples 1, 1-15",
        "full text",
        "English",
    )


def test_the_page_lists_what_is_open_unless_it_is_blind(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=3)
    known, *_ = sorted(ada.session.state.reports())
    for review in (ada, grace):
        review.screening.decide(known, FIRST, Verdict.EXCLUDE)
    sync(ada, grace)
    whole, blind = ada.reporting.page(), ada.reporting.page(blind=True)
    assert "talk about rivers" in whole
    assert "talk about rivers" not in blind
    assert "talk about apples" in blind
    assert "2 that are still undecided are left out." in blind
    assert whole == ada.reporting.page()


def test_hostile_records_reach_every_document_as_text(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=1)
    title = "<script>alert(1)</script> =1+1 | `x` \u202eevil"
    (tmp_path / "odd.ris").write_text(article(70, TI=title), encoding="utf-8")
    ada.searches.import_file(tmp_path / "odd.ris", Search("<b>Hand</b>\x1b[31m"))
    sync(ada, grace)
    for stage, verdict in ((FIRST, Verdict.INCLUDE), (SECOND, Verdict.EXCLUDE)):
        for review in (ada, grace):
            decide_all(review, stage, verdict, ("language",) if stage is SECOND else ())
        sync(ada, grace)
    page = ada.reporting.page()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>" not in page
    assert "<b>Hand" not in page
    files, left = ada.reporting.write()
    assert left > 0
    assert {path.name for path in files} == {
        *(f"{name}.{ending}" for name in ("manuscript", "checklists", "appendix") for ending in ("md", "docx")),
        "tables.xlsx",
    }
    text = (ada.session.folder / "data/out/report/appendix.md").read_text(encoding="utf-8")
    assert "\\<script\\>alert(1)" in text
    assert "\x1b" not in text


def test_the_same_folder_gives_the_same_bytes_on_both_devices(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, FIRST)
    decide_all(grace, FIRST)
    sync(ada, grace)
    both = [{path.name: path.read_bytes() for path in review.reporting.write()[0]} for review in (ada, grace)]
    assert both[0] == both[1]


@pytest.mark.parametrize("name", ["page.txt", "nowhere/page.html"])
def test_a_page_that_cannot_be_written_says_why(tmp_path: Path, name: str) -> None:
    ada, _ = two_devices(tmp_path, articles=1)
    with pytest.raises(NotAllowedError):
        ada.reporting.write_page(tmp_path / name)
    with pytest.raises(NotAllowedError, match="there is no folder"):
        ada.reporting.write(tmp_path / "nowhere")
