"""Two reviewers who meet on a server instead of in a folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NetworkError, NotAllowedError
from reviewkit.history import KEPT_BACK, is_kept_back
from reviewkit.model import Draft, LinkVerdict, RecordId, Reviewer, Search, Stage, Undo, Verdict
from reviewkit.review import begin_from_server
from reviewkit.review.server import Server
from reviewkit.store.codec import KINDS
from reviewkit.store.server import setup
from reviewkit.store.server.kinds import GATES
from tests.making import REVIEW_ID, decide_all, export, open_review, sync, two_devices
from tests.store.server.team import Team
from tests.test_fold import summary

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres import Base, Postgres

TA = Stage.TITLE_ABSTRACT


@pytest.fixture
def team(base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    return Team(base, tmp_path, monkeypatch)


def test_two_who_meet_on_a_server_come_to_the_same_as_in_a_folder(team: Team) -> None:
    ada, grace = team.two()
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
    ada, grace = team.two()
    decide_all(ada, TA, Verdict.EXCLUDE)
    ada.screening.tag(ada.screening.view(grace.screening.queue(TA)[0], TA).report.id, ["odd"])
    team.meet()
    kinds = {type(event.body) for event in grace.session.state.events() if event.actor == "Ada"}
    assert not any(is_kept_back(event.body) for event in grace.session.state.events() if event.actor == "Ada"), kinds
    assert grace.home().stages[0].decided == {"Ada": 3, "Grace": 0}
    assert [one for one in grace.integrity.check() if one.severity.value == "error"] == []


def test_a_decision_on_a_report_of_several_records_lets_both_see_each_other(team: Team) -> None:
    """Also where the records were joined only after one of the two had decided."""
    ada, grace = team.two()
    a, b, _ = grace.screening.queue(TA)
    ada.screening.decide(b, TA, Verdict.INCLUDE)
    team.meet()
    grace.duplicates.link(RecordId(a), RecordId(b), LinkVerdict.SAME)
    grace.screening.decide(a, TA, Verdict.INCLUDE)
    team.meet()
    assert summary(ada.session.state) == summary(grace.session.state)
    assert len(ada.screening.view(a, TA).votes) == 2


def test_taking_back_closes_again_what_comes_later(team: Team) -> None:
    ada, grace = team.two()
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


def test_what_a_colleague_had_read_unseen_is_completed_after_a_stop(team: Team) -> None:
    ada, grace = team.two()
    first, second, _ = grace.screening.queue(TA)
    ada.screening.decide(first, TA, Verdict.EXCLUDE)
    grace.screening.decide(second, TA, Verdict.INCLUDE)
    team.meet()
    ada.stopping.stop("enough", against_rule=True)
    assert ada.screening.queue(TA) == []
    team.meet()
    assert (ada.screening.queue(TA), grace.screening.queue(TA)) == ([second], [first])
    assert not ada.screening.view(second, TA).votes
    for review in (ada, grace):
        count = review.home().stages[0]
        assert (count.reports, count.not_read) == (2, 1)


def test_work_goes_on_without_the_server_and_nothing_is_lost_or_doubled(team: Team, postgres: Postgres) -> None:
    ada, grace = team.two()
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


def test_a_folder_goes_to_a_server_and_back_and_loses_nothing(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tags, notes to oneself and what was written in another's name included; a second time changes nothing."""
    ada, grace = two_devices(tmp_path, 4)
    decide_all(ada, TA, Verdict.EXCLUDE)
    grace.screening.tag(grace.screening.queue(TA)[0], ["odd"])
    grace.screening.decide(grace.screening.queue(TA)[1], TA, Verdict.INCLUDE, note="mine")
    ada.session.write([Draft("s9", Search("theirs"))], as_reviewer=Reviewer("Grace"))
    sync(ada, grace)
    monkeypatch.setenv("REVIEWKIT_DATABASE", base.url)
    sent = ada.server.push()
    assert (sent.sent, sent.files) == (ada.session.store.events(), 2)
    assert ada.server.push().sent == 0
    back = tmp_path / "back" / "review"
    assert begin_from_server(back, "")
    third = open_review(back, "Grace", 3)
    found, kept_back = third.server.pull()
    assert (found.received, kept_back) == (sent.sent, 0)
    again = open_review(shutil.copytree(back, tmp_path / "again" / "review"), "Ada", 4)
    assert summary(again.session.state) == summary(ada.session.state)
    for below in ("data/journal", "data/records", "data/searches"):
        for path in (ada.session.folder / below).glob("[!.]*"):
            assert (back / below / path.name).read_bytes() == path.read_bytes()
    monkeypatch.setenv("REVIEWKIT_DATABASE", base.url_of("Grace"))
    monkeypatch.setenv("PGPASSWORD", base.passwords["Grace"])
    with pytest.raises(NotAllowedError, match="only the owner"):
        grace.server.push()


def test_a_device_that_goes_on_after_a_push_by_the_owner_sends_only_what_is_new(team: Team) -> None:
    ada = team.at("Ada", 1)
    ada.searches.import_file(export(team.tmp / "first.ris", range(3)), Search("ERIC"))
    team.be("")
    ada.server.push()
    decide_all(ada, TA)
    team.be("Ada")
    found = ada.server.meet()
    assert found is not None
    assert found.faults == []
    with team.base.connect() as owner:
        there = owner.execute("SELECT count(*) FROM reviewkit.event").fetchone()
    assert there == (ada.session.store.events(),)


def test_a_server_put_back_from_an_older_copy_gets_again_what_it_lost(team: Team, postgres: Postgres) -> None:
    ada, grace = team.two()
    with postgres.owner() as owner:
        owner.execute(f"CREATE DATABASE {team.base.name}_old TEMPLATE {team.base.name}")
        decide_all(ada, TA)
        decide_all(grace, TA)
        team.meet()
        owner.execute(f"DROP DATABASE {team.base.name} WITH (FORCE)")
        owner.execute(f"ALTER DATABASE {team.base.name}_old RENAME TO {team.base.name}")
    with team.base.connect() as own:
        setup.close_doors(own, REVIEW_ID)
    for review in (ada, grace):
        review.server = Server(review.session)  # as the next program starts
    team.meet()
    with team.base.connect() as own:
        there = own.execute("SELECT count(*) FROM reviewkit.event WHERE kind = 'decision'").fetchone()
    assert there == (6,)
    assert ada.faults() == grace.faults() == []
