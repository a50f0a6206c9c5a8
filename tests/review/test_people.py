"""Reviewers come and go: nobody's decisions are lost, and nothing gets stuck."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.criteria.review import review_of
from reviewkit.criteria.tables import File
from reviewkit.errors import NotAllowedError
from reviewkit.model import Resolution, Reviewer, Settlement, Stage, Status, Verdict
from reviewkit.screening.outcome import Rules
from tests.making import decide_all, exchange, open_review, sync, two_devices
from tests.store.test_store import journal
from tests.test_fold import summary

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review

TITLE, TEXT = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT
ADA, GRACE, LIN = Reviewer("Ada"), Reviewer("Grace"), Reviewer("Lin")


def team(review: Review, *names: str, extra: str = "") -> None:
    """Let criteria/review.toml list these reviewers, in the way people do it: with an editor."""
    path = review.session.folder / "criteria" / "review.toml"
    lines = path.read_text(encoding="utf-8").partition("\n[renamed]")[0].splitlines()
    listed = ", ".join(f'"{name}"' for name in names)
    lines = [f"reviewers = [{listed}]" if line.startswith("reviewers = ") else line for line in lines]
    path.write_text("\n".join([*lines, extra]) + "\n", encoding="utf-8")
    review.refresh()


def same_criteria(source: Review, *targets: Review) -> None:
    for target in targets:
        shutil.copy(source.session.folder / "criteria/review.toml", target.session.folder / "criteria/review.toml")
        target.refresh()


def test_who_leaves_keeps_the_decisions_and_who_joins_gets_what_lacks_one(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    decide_all(ada, TITLE)
    first, second, *_ = grace.screening.queue(TITLE)
    for report in (first, second):
        grace.screening.decide(report, TITLE, Verdict.INCLUDE)
    sync(ada, grace)
    team(grace, "Grace", "Lin")
    lin = open_review(grace.session.folder, "Lin", 3)
    assert lin.screening.queue(TITLE) == grace.screening.queue(TITLE)
    assert len(lin.screening.queue(TITLE)) == 2
    decide_all(lin, TITLE)
    grace.refresh()
    count = grace.home().stages[0]
    assert dict(count.decided) == {GRACE: 2, LIN: 2, ADA: 4}
    assert (count.settled, count.included) == (4, 4)
    assert [set(one.home().stages[0].decided) for one in (grace, lin)] == [{GRACE, LIN, ADA}] * 2


def test_numbers_and_exports_name_who_has_left(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    decide_all(ada, TITLE)
    grace.screening.decide(grace.screening.queue(TITLE)[0], TITLE, Verdict.INCLUDE)
    sync(ada, grace)
    team(grace, "Grace", "Lin")
    lin = open_review(grace.session.folder, "Lin", 3)
    decide_all(lin, TITLE)
    for one in (grace, lin):
        one.refresh()
        decide_all(one, TEXT)
    lin.refresh()
    rows = list(csv.DictReader(io.StringIO(lin.exporting.as_csv())))
    assert [row["title_abstract: Ada"] for row in rows] == ["include"] * 4
    assert sorted((row["title_abstract: Grace"], row["title_abstract: Lin"]) for row in rows) == sorted(
        [("include", ""), *[("", "include")] * 3]
    )
    notes = lin.results.document().notes
    assert [note.partition(":")[0] for note in notes] == [
        "Agreement of Ada and Grace at title and abstract",
        "Agreement of Ada and Lin at title and abstract",
    ]
    assert [note.rpartition("of ")[2][:9] for note in notes] == ["1 report ", "3 reports"]
    assert lin.results.agreement()[TITLE].decisions.n == 4


def test_a_column_of_somebody_who_left_is_there_only_with_votes_that_may_be_seen(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=3)
    decide_all(ada, TITLE)
    sync(ada, grace)
    team(grace, "Grace", "Lin")
    lin = open_review(grace.session.folder, "Lin", 3)
    assert "Ada" not in lin.exporting.as_csv("title_abstract.pending").splitlines()[0]


def test_a_conflict_with_somebody_who_left_is_settled_by_who_is_there_and_says_so(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    decide_all(ada, TITLE)
    decide_all(grace, TITLE, Verdict.EXCLUDE)
    sync(ada, grace)
    team(grace, "Grace", "Lin")
    first, second = grace.screening.unsettled(TITLE)
    lin = open_review(grace.session.folder, "Lin", 3)
    with pytest.raises(NotAllowedError):
        lin.screening.resolve(first, TITLE, Verdict.INCLUDE, by=("Lin",))
    lin.screening.resolve(first, TITLE, Verdict.INCLUDE, by=("Grace", "Lin"))
    grace.screening.resolve(second, TITLE, Verdict.INCLUDE, by=("Ada", "Grace"))
    lin.refresh()
    bodies = [event.body for event in lin.session.state.events() if isinstance(event.body, Resolution)]
    assert {(body.by, body.absent) for body in bodies} == {((GRACE, LIN), (ADA,)), ((GRACE,), (ADA,))}
    assert lin.home().stages[0].included == 2
    assert "resolution" not in {finding.kind for finding in lin.integrity.check()}
    for one in (lin, grace):
        one.refresh()
        decide_all(one, TEXT)
    lin.refresh()
    assert {row["title_abstract: settled by"] for row in csv.DictReader(io.StringIO(lin.exporting.as_csv()))} == {
        "consensus: Grace (absent: Ada)",
        "consensus: Grace, Lin (absent: Ada)",
    }


def test_a_conflict_of_two_who_both_left_is_settled_by_a_newcomer_or_the_adjudicator(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    decide_all(ada, TITLE)
    decide_all(grace, TITLE, Verdict.EXCLUDE)
    sync(ada, grace)
    first, second = grace.screening.unsettled(TITLE)
    team(grace, "Lin", "Mary")
    lin = open_review(grace.session.folder, "Lin", 3)
    body = lin.screening.resolve(first, TITLE, Verdict.EXCLUDE, by=("Ada", "Grace")).body
    assert isinstance(body, Resolution)
    assert (body.by, body.absent, body.how) == ((LIN,), (ADA, GRACE), Settlement.CONSENSUS)
    path = grace.session.folder / "criteria/review.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("# adjudicator =", "adjudicator ="), encoding="utf-8")
    hopper = open_review(grace.session.folder, "Grace Hopper", 4)
    settled = hopper.screening.resolve(second, TITLE, Verdict.INCLUDE, by=("Grace Hopper",)).body
    assert isinstance(settled, Resolution)
    assert (settled.how, settled.absent) == (Settlement.ADJUDICATION, ())


def test_among_those_who_are_all_still_here_a_consensus_names_them_all(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=1)
    decide_all(ada, TITLE)
    decide_all(grace, TITLE, Verdict.EXCLUDE)
    sync(ada, grace)
    (report,) = ada.screening.unsettled(TITLE)
    for by in (("Ada",), ("Grace",), ()):
        with pytest.raises(NotAllowedError, match="alone"):
            ada.screening.resolve(report, TITLE, Verdict.INCLUDE, by=by)


def test_the_last_one_left_is_told_that_a_second_decision_lacks(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=3)
    decide_all(ada, TITLE)
    team(ada, "Ada")
    sentence = ada.home().step.sentence
    assert "3 reports lack a second decision" in sentence
    assert "criteria/review.toml" in sentence


def test_the_device_of_who_left_still_opens_to_look_and_can_be_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, _ = two_devices(tmp_path)
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "ada" / "state of Ada 1"))
    monkeypatch.chdir(ada.session.folder)
    assert run(["reviewer", "Ada"]) == 0
    team(ada, "Grace", "Lin")
    assert run(["status"]) == 0
    assert run(["undo"]) == 1
    assert run(["reviewer", "Lin"]) == 0
    assert run(["queue"]) == 0


# ------------------------------------------------------------------------------------------------- other names


def test_a_mistyped_reviewer_is_mapped_and_goes_on_as_the_same_person(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=3)
    team(ada, "Adaa", "Grace")
    adaa = open_review(ada.session.folder, "Adaa", 5, state=tmp_path / "ada" / "state of Ada 1")
    adaa.session.remember_reviewer("Adaa")
    decide_all(adaa, TITLE)
    decide_all(grace, TITLE)
    exchange(ada.session.folder, grace.session.folder)
    team(ada, "Ada", "Grace", extra='[renamed]\n"Adaa" = "Ada"')
    same_criteria(ada, grace)
    adaa.refresh()
    assert adaa.session.reviewer == ADA
    for review in (ada, grace, adaa):
        assert dict(review.home().stages[0].decided) == {ADA: 3, GRACE: 3}
    adaa.close()
    again = open_review(ada.session.folder, "adaa", 6, state=tmp_path / "ada" / "state of Ada 1")
    assert again.session.reviewer == ADA
    report = next(iter(again.session.state.reports().values()))
    again.screening.decide(report.id, TITLE, Verdict.EXCLUDE)
    outcome = again.session.state.outcome(report, TITLE)
    assert [(vote.reviewer, vote.verdict) for vote in outcome.votes] == [
        (ADA, Verdict.EXCLUDE),
        (GRACE, Verdict.INCLUDE),
    ]
    undone = again.screening.undo()
    assert undone is not None
    assert again.session.state.outcome(report, TITLE).status is Status.INCLUDED
    assert [str(one) for one in again.integrity.verify().findings if one.severity.value == "error"] == []


def test_a_name_that_is_mapped_while_a_program_is_open_counts_at_once_and_can_be_taken_back(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=3)
    decide_all(ada, TITLE)
    decide_all(grace, TITLE, Verdict.EXCLUDE)
    sync(ada, grace)
    before = summary(grace.session.state)
    (first, *_) = grace.screening.unsettled(TITLE)
    grace.screening.resolve(first, TITLE, Verdict.INCLUDE, by=("Ada", "Grace"))
    settled = summary(grace.session.state)
    assert settled != before
    team(grace, "Ada B", "Grace", extra='[renamed]\nAda = "Ada B"')
    resolution = grace.session.state.outcome(grace.session.state.reports()[first], TITLE).resolution
    assert resolution is not None
    assert resolution.by == ("Ada B", "Grace")
    assert set(grace.home().stages[0].decided) == {"Ada B", "Grace"}
    fresh = open_review(grace.session.folder, "Grace", 9)
    assert summary(fresh.session.state) == summary(grace.session.state)
    team(grace, "Ada", "Grace")
    assert summary(grace.session.state) == settled


def test_two_names_of_one_person_who_decided_twice_and_differently_ask_again(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=1)
    team(ada, "Ada", "Adaa")
    adaa = open_review(ada.session.folder, "Adaa", 5)
    decide_all(ada, TITLE)
    decide_all(adaa, TITLE, Verdict.EXCLUDE)
    team(ada, "Ada", "Grace", extra='[renamed]\n"Adaa" = "Ada"')
    same_criteria(ada, grace)
    assert len(ada.screening.queue(TITLE)) == 1
    decide_all(ada, TITLE)
    sync(ada, grace)
    decide_all(grace, TITLE)
    assert grace.home().stages[0].included == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('[renamed]\n"Grace" = "Ada"', "still decides"),
        ('[renamed]\n"A" = "B"\n"B" = "Ada"', '"B" is renamed as well'),
        ('[renamed]\n"A" = "a/b"', "does not do as a name"),
        ('[renamed]\n"A" = 3', "where a text belongs"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_a_fault(lines: str, said: str) -> None:
    text = 'id = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"\ntitle = "x"\nquestion = "x"\nreviewers = ["Ada", "Grace"]\n'
    file = File("review.toml", text + lines)
    review_of(file.root)
    assert any(said in fault for fault in file.faults)


def test_rules_without_other_names_rename_nobody() -> None:
    assert Rules((ADA, GRACE)).renamed == {}


# ------------------------------------------------------------------------------------------------- devices


def test_a_lost_laptop_is_recovered_from_the_folder_as_a_new_device(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    first, second, *_ = ada.screening.queue(TITLE)
    ada.screening.decide(first, TITLE, Verdict.INCLUDE)
    ada.screening.decide(second, TITLE, Verdict.EXCLUDE)
    decide_all(grace, TITLE)
    sync(ada, grace)
    expected, lost, journal_then = summary(ada.session.state), ada.session.store.device, journal(ada).read_bytes()
    ada.close()
    shutil.rmtree(tmp_path / "ada" / "state of Ada 1")
    again = open_review(ada.session.folder, "Ada", 6, state=tmp_path / "ada" / "new laptop")
    assert summary(again.session.state) == expected
    assert again.session.store.device != lost
    assert len(again.screening.queue(TITLE)) == 2
    again.screening.decide(second, TITLE, Verdict.INCLUDE)
    decide_all(again, TITLE)
    sync(again, grace)
    assert summary(again.session.state) == summary(grace.session.state)
    assert grace.home().stages[0].included == 4
    assert next(again.session.folder.glob(f"data/journal/*@{lost}.jsonl")).read_bytes() == journal_then


def test_one_reviewer_at_two_devices_is_one_person(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    other = tmp_path / "desk" / "review"
    shutil.copytree(ada.session.folder, other)
    desk = open_review(other, "Ada", 7)
    first, second, third, fourth = ada.screening.queue(TITLE)
    for review, reports in ((ada, (first, second)), (desk, (third, second))):
        for report in reports:
            verdict = Verdict.EXCLUDE if (review, report) == (desk, second) else Verdict.INCLUDE
            review.screening.decide(report, TITLE, verdict)
    exchange(ada.session.folder, other, grace.session.folder)
    for review in (ada, desk, grace):
        review.refresh()
    assert ada.screening.queue(TITLE) == desk.screening.queue(TITLE) == [second, fourth]
    desk.screening.decide(second, TITLE, Verdict.INCLUDE)
    exchange(ada.session.folder, other, grace.session.folder)
    ada.refresh()
    assert ada.screening.queue(TITLE) == [fourth]
