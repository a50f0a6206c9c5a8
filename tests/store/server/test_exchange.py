"""Two reviewers who meet on a server instead of in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NetworkError
from reviewkit.history import KEPT_BACK, is_kept_back
from reviewkit.model import LinkVerdict, RecordId, Route, Search, Stage, Undo, Verdict
from reviewkit.store.codec import KINDS
from reviewkit.store.server.kinds import GATES
from tests.making import decide_all, export, make_review, open_review
from tests.test_fold import summary

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review
    from tests.postgres import Base, Postgres

TA = Stage.TITLE_ABSTRACT


class Team:
    """Reviewers who take turns in one process, each with the own address and password."""

    def __init__(self, base: Base, tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.base, self.tmp, self._monkeypatch = base, tmp, monkeypatch
        self.reviews: dict[str, Review] = {}

    def be(self, name: str) -> None:
        self._monkeypatch.setenv("REVIEWKIT_DATABASE", self.base.url_of(name))
        self._monkeypatch.setenv("PGPASSWORD", self.base.passwords[name])

    def at(self, name: str, seed: int) -> Review:
        folder = self.tmp / f"{name} {seed}" / "review"
        self.reviews[f"{name} {seed}"] = review = open_review(make_review(folder), name, seed)
        return review

    def meet(self, *names: str) -> None:
        for name in names or (*self.reviews, *self.reviews):
            self.be(name.split()[0])
            self.reviews[name].server.meet()


@pytest.fixture
def team(base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    return Team(base, tmp_path, monkeypatch)


def two(team: Team, articles: int = 3) -> tuple[Review, Review]:
    """Ada and Grace at their own folders, after Ada imported some articles."""
    ada, grace = team.at("Ada", 1), team.at("Grace", 2)
    ada.searches.import_file(export(team.tmp / "first.ris", range(articles)), Search("ERIC", Route.DATABASE, ("ERIC",)))
    team.meet()
    return ada, grace


def test_two_who_meet_on_a_server_come_to_the_same_as_in_a_folder(team: Team) -> None:
    ada, grace = two(team)
    assert (grace.session.folder / "data/searches/first.ris").read_bytes() == (team.tmp / "first.ris").read_bytes()
    first, second, third = grace.screening.queue(TA)
    decide_all(ada, TA)
    grace.screening.decide(first, TA, Verdict.EXCLUDE)
    grace.screening.decide(second, TA, Verdict.INCLUDE)
    team.meet()
    assert [vote.reviewer for vote in grace.screening.view(first, TA).votes] == ["Ada", "Grace"]
    assert not grace.screening.view(third, TA).votes
    grace.screening.decide(third, TA, Verdict.INCLUDE)
    grace.screening.resolve(first, TA, Verdict.INCLUDE, by=["Ada", "Grace"])
    team.meet()
    assert summary(ada.session.state) == summary(grace.session.state)
    assert ada.faults() == grace.faults() == []
    for review in (ada, grace):
        assert [finding for finding in review.integrity.check() if finding.severity.value == "error"] == []


def test_of_what_one_has_not_decided_on_nothing_is_on_ones_device(team: Team) -> None:
    ada, grace = two(team)
    decide_all(ada, TA, Verdict.EXCLUDE)
    ada.screening.tag(ada.screening.view(grace.screening.queue(TA)[0], TA).report.id, ["odd"])
    team.meet()
    kinds = {type(event.body) for event in grace.session.state.events() if event.actor == "Ada"}
    assert not any(is_kept_back(event.body) for event in grace.session.state.events() if event.actor == "Ada"), kinds
    assert grace.home().stages[0].decided == {"Ada": 3, "Grace": 0}
    assert [one for one in grace.integrity.check() if one.severity.value == "error"] == []


def test_a_decision_on_a_report_of_several_records_lets_both_see_each_other(team: Team) -> None:
    """Also where the records were joined only after one of the two had decided."""
    ada, grace = two(team)
    a, b, _ = grace.screening.queue(TA)
    ada.screening.decide(b, TA, Verdict.INCLUDE)
    team.meet()
    grace.duplicates.link(RecordId(a), RecordId(b), LinkVerdict.SAME)
    grace.screening.decide(a, TA, Verdict.INCLUDE)
    team.meet()
    assert summary(ada.session.state) == summary(grace.session.state)
    assert len(ada.screening.view(a, TA).votes) == 2


def test_taking_back_closes_again_what_comes_later(team: Team) -> None:
    ada, grace = two(team)
    first, *_ = grace.screening.queue(TA)
    ada.screening.decide(first, TA, Verdict.INCLUDE)
    team.meet()
    ada.screening.undo()
    team.meet()
    grace.screening.decide(first, TA, Verdict.EXCLUDE)
    team.meet()
    assert not any(is_kept_back(one.body) for one in ada.session.state.events() if one.actor == "Grace")
    again = ada.screening.decide(first, TA, Verdict.INCLUDE)
    assert again.body.blind  # type: ignore[union-attr]  # it is the decision just written
    team.meet()
    ada.screening.undo()
    changed = ada.screening.decide(first, TA, Verdict.EXCLUDE)
    assert not changed.body.blind  # type: ignore[union-attr]  # it is the decision just written


def test_work_goes_on_without_the_server_and_nothing_is_lost_or_doubled(team: Team, postgres: Postgres) -> None:
    ada, grace = two(team)
    postgres.stop("immediate")
    decide_all(ada, TA)
    with pytest.raises(NetworkError, match="cannot be reached"):
        team.meet("Ada 1")
    postgres.start()
    decide_all(grace, TA)
    team.meet()
    team.meet()
    with team.base.connect() as owner:
        row = owner.execute(
            "SELECT count(*), count(DISTINCT id) FROM reviewkit.event WHERE kind = 'decision'"
        ).fetchone()
    assert row == (6, 6)
    assert summary(ada.session.state) == summary(grace.session.state)


def test_every_kind_has_its_gate_and_the_fold_knows_which_are_kept_back() -> None:
    assert {KINDS[name] for name, gate in GATES.items() if gate is not None} == {*KEPT_BACK, Undo}
    assert GATES.keys() == KINDS.keys()
