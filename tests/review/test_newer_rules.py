"""Newer rules show what they would change, and change it when they are told to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.model import Comparison, Draft, Link, LinkOrigin, LinkVerdict, Route, Search, Stage, Verdict
from tests.making import article, export, sync, two_devices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reviewkit.model import RecordId
    from reviewkit.review import Review

STAGE = Stage.TITLE_ABSTRACT
OLD = "0"


def compared_by(review: Review, rules: str, links: Iterable[Link]) -> None:
    """Let all that is here have been compared by other rules, which said this."""
    done = Comparison(tuple(review.session.state.imports()), rules, asked=True)
    review.session.write([*(Draft(link.a, replace(link, rules=rules)) for link in links), Draft("", done)])


def same(a: RecordId, b: RecordId) -> Link:
    first, second = sorted((a, b))
    return Link(first, second, LinkVerdict.SAME, LinkOrigin.RULE, 95, ("same title",))


def grouped(review: Review) -> set[tuple[RecordId, ...]]:
    return {report.records for report in review.session.state.reports().values()}


def old_review(tmp_path: Path) -> tuple[Review, Review, tuple[RecordId, ...], tuple[RecordId, ...]]:
    """Twins that the older rules did not see, and two papers that these took for one."""
    ada, grace = two_devices(tmp_path, articles=3)
    path = tmp_path / "twins.ris"
    path.write_text(article(50, DO="10.1234/x") + article(50, DO="10.1234/x"))
    ada.searches.import_file(path, Search("Scopus", Route.DATABASE))
    twins = next(group for group in grouped(ada) if len(group) == 2)
    one, other, _ = sorted(group[0] for group in grouped(ada) if len(group) == 1)
    compared_by(ada, OLD, [same(one, other)])
    sync(ada, grace)
    return ada, grace, twins, (one, other)


def test_newer_rules_change_nothing_by_themselves_also_where_something_is_imported(tmp_path: Path) -> None:
    ada, grace, twins, pair = old_review(tmp_path)
    for review in (ada, grace):
        assert review.newer_rules.exist()
        assert review.duplicates.is_complete()
        assert {twins[:1], twins[1:], pair} < grouped(review)
    before = grouped(ada)
    ada.searches.import_file(export(tmp_path / "more.ris", [1, 60]), Search("Update", Route.DATABASE))
    assert twins not in grouped(ada)
    assert [len(group) for group in grouped(ada) if set(pair) < set(group)] == [3]
    assert len(grouped(ada)) == len(before) + 1


def test_what_would_change_is_shown_with_what_was_decided_on_first(tmp_path: Path) -> None:
    ada, grace, twins, pair = old_review(tmp_path)
    ada.screening.decide(ada.reports.find(twins[0]), STAGE, Verdict.INCLUDE)
    sync(ada, grace)
    found = ada.newer_rules.changes()
    assert [(change.words, change.decided) for change in found.changes] == [
        ("would be one", True),
        ("would be parted", False),
    ]
    assert [piece.records for piece in found.changes[0].before] == [twins[:1], twins[1:]]
    assert "same DOI" in found.changes[0].reasons
    assert [piece.records for piece in found.changes[1].after] == [pair[:1], pair[1:]]
    assert [change.decided for change in grace.newer_rules.changes().changes] == [False, False]


def test_once_asked_for_they_hold_at_every_device_and_a_persons_word_stays(tmp_path: Path) -> None:
    ada, grace, twins, pair = old_review(tmp_path)
    ada.duplicates.link(pair[0], pair[1], LinkVerdict.SAME)
    foreseen = ada.newer_rules.changes()
    assert [change.words for change in foreseen.changes] == ["would be one"]
    assert ada.newer_rules.apply() > 0
    sync(ada, grace)
    for review in (ada, grace):
        assert {twins, pair} < grouped(review)
        assert not review.newer_rules.exist()
        assert review.newer_rules.changes().changes == ()
        assert review.newer_rules.apply() == 0


def test_what_newer_rules_are_unsure_of_is_counted_and_shown(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=2)
    path = tmp_path / "doubt.ris"
    path.write_text(article(0, AU="Other, Sam", VL="", SP="", EP="", DO="10.1234/y"))
    ada.searches.import_file(path, Search("Scopus", Route.DATABASE))
    waiting = ada.duplicates.waiting()
    one, other = sorted(group[0] for group in grouped(ada))[:2]
    unsure = replace(same(one, other), verdict=LinkVerdict.UNCERTAIN, score=60)
    compared_by(ada, OLD, [unsure])
    assert [(pair.a, pair.b) for pair in ada.duplicates.waiting()] == [(one, other)]
    found = ada.newer_rules.changes()
    assert {(pair.a.id, pair.b.id) for pair in found.uncertain} == {(p.a, p.b) for p in waiting} - {(one, other)}
    assert found.no_longer == 1 - len({(one, other)} & {(p.a, p.b) for p in waiting})
    ada.newer_rules.apply()
    assert ada.duplicates.waiting() == waiting


def test_rules_older_than_those_that_hold_offer_nothing(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=2)
    compared_by(ada, "99999", [])
    assert not ada.newer_rules.exist()
    assert ada.newer_rules.changes().rules == dedup.RULES
