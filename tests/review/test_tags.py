from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Search, Stage
from reviewkit.review import Filter
from tests.making import export, sync, two_devices

if TYPE_CHECKING:
    from pathlib import Path

TITLE = Stage.TITLE_ABSTRACT


def test_tags_are_ones_own_and_the_last_said_counts(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, 3)
    first, second, _ = ada.screening.queue(TITLE)
    ada.screening.tag(first, ["Ask Grace", " methods ", ""])
    ada.screening.tag(first, ["methods", "sample"])
    ada.screening.tag(second, ["methods"])
    grace.screening.tag(first, ["hers"])
    sync(ada, grace)
    assert ada.screening.view(first, TITLE).tags == ("methods", "sample")
    assert grace.screening.view(first, TITLE).tags == ("hers",)
    assert ada.screening.tags_used() == {"methods": 2, "sample": 1}
    assert [row.report.id for row in ada.reports.rows(Filter(tag="sample"))] == [first]
    assert ada.reports.rows(Filter(tag="hers")) == []


def test_the_same_tags_again_are_no_act_and_undo_brings_the_former_back(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, 1)
    (report,) = ada.screening.queue(TITLE)
    ada.screening.tag(report, ["one"])
    assert ada.screening.tag(report, ["ONE"]) is None
    ada.screening.tag(report, [])
    assert ada.screening.tags_used() == {}
    ada.screening.undo()
    assert ada.screening.view(report, TITLE).tags == ("one",)
    ada.screening.undo()
    assert ada.screening.view(report, TITLE).tags == ()


def test_terms_are_those_of_the_strategy_and_of_every_query(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, 1)
    before = ada.terms.searched()
    query = 'TI parent* AND "home language" NOT nurse'
    ada.searches.import_file(export(tmp_path / "more.ris", [7]), Search("EBSCO", query=query))
    assert [term for term in ada.terms.searched() if term not in before] == ["parent*", "home language"]
