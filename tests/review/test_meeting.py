from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.errors import NotAllowedError
from reviewkit.model import LinkVerdict, PassedOn, Settlement, Stage, Verdict
from tests.making import decide_all, open_review, sync, two_devices

if TYPE_CHECKING:
    from reviewkit.review import Review

GOLDEN = Path(__file__).parents[1] / "data/meeting/agenda.md"
TITLE, TEXT = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT
INCLUDE, EXCLUDE, UNSURE = Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.UNSURE


@pytest.fixture
def both(tmp_path: Path) -> tuple[Review, Review]:
    """Two who see four reports differently at title and abstract, two at full text, and one pair of records."""
    ada, grace = two_devices(tmp_path, articles=9)
    ada.rulings.record("population", "A home language other than the majority's counts.")
    sync(ada, grace)
    reports = sorted(ada.session.state.reports())
    for report in reports[4:8]:
        for review in (ada, grace):
            review.screening.decide(report, TITLE, INCLUDE)
    ada.screening.decide(reports[0], TITLE, EXCLUDE, ["population", "topic"], "language is *no* proxy")
    grace.screening.decide(reports[0], TITLE, UNSURE, ["design"], "see\nthe full text")
    ada.screening.decide(reports[1], TITLE, INCLUDE)
    grace.screening.decide(reports[1], TITLE, EXCLUDE, ["design"])
    ada.screening.decide(reports[2], TITLE, EXCLUDE)
    grace.screening.decide(reports[2], TITLE, INCLUDE)
    grace.screening.decide(reports[3], TITLE, EXCLUDE, ["design"], "Ada has not seen this one")
    sync(ada, grace)
    plan = [(EXCLUDE, "population"), (EXCLUDE, "design"), (INCLUDE, "")], [(EXCLUDE, "design"), (INCLUDE, "")]
    for review, own in zip((ada, grace), plan, strict=True):
        for report, (verdict, why) in zip(reports[4:8], own, strict=False):
            review.screening.decide(report, TEXT, verdict, [why] if why else [])
    first, second, third, *_ = sorted(ada.session.state.origins())
    ada.duplicates.link(first, second, LinkVerdict.DIFFERENT)
    grace.duplicates.link(first, second, LinkVerdict.SAME)
    ada.duplicates.link(second, third, LinkVerdict.DIFFERENT)
    sync(ada, grace)
    return ada, grace


def test_the_agenda_is_the_same_bytes_for_both_and_as_it_was(both: tuple[Review, Review]) -> None:
    ada, grace = (review.meeting.as_markdown(review.meeting.agenda()) for review in both)
    assert ada == grace
    assert ada == GOLDEN.read_text(encoding="utf-8")


def test_it_goes_criterion_by_criterion_conflicts_before_reasons_and_as_the_screen_does(
    both: tuple[Review, Review],
) -> None:
    ada = both[0]
    items = ada.meeting.agenda().items
    assert [(item.stage, item.reason_only, [one.id for one in item.criteria]) for item in items] == [
        (TITLE, False, ["design", "population", "topic"]),
        (TITLE, False, ["design"]),
        (TITLE, False, []),
        (TEXT, False, ["design"]),
        (TEXT, True, ["design", "population"]),
    ]
    assert [item.report.id for item in items if item.stage is TITLE] == [
        one.report for one in ada.meeting.waiting(TITLE)
    ]


def test_what_one_has_not_decided_on_is_in_nobodys_agenda(both: tuple[Review, Review]) -> None:
    for review in both:
        assert "has not seen this one" not in review.meeting.as_markdown(review.meeting.agenda())


def test_only_pairs_of_which_people_say_different_things_are_disputed(both: tuple[Review, Review]) -> None:
    ada, grace = both
    (dispute,) = ada.meeting.disputes()
    assert dispute.said == (("Ada", ("different",)), ("Grace", ("same",)))
    first, second, *_ = sorted(grace.session.state.origins())
    grace.duplicates.link(first, second, LinkVerdict.DIFFERENT)
    sync(ada, grace)
    assert ada.meeting.disputes() == ()


def test_commands_print_text_markdown_and_json_and_write_a_file(
    both: tuple[Review, Review], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "another device"))
    at = ["--review", str(both[0].session.folder)]

    def printed(*command: str) -> str:
        assert run([*at, *command]) == 0
        return capsys.readouterr().out

    assert printed("agenda", "--markdown") == GOLDEN.read_text(encoding="utf-8")
    text = printed("agenda", "--stage", "full_text")
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "at title and abstract" not in text
    assert len(json.loads(printed("agenda", "--json"))["items"]) == 5
    printed("agenda", "--out", str(tmp_path / "agenda.md"))
    assert (tmp_path / "agenda.md").read_bytes() == GOLDEN.read_bytes()
    assert "Ada: different, Grace: same" in printed("pairs", "--disputed")
    assert len(json.loads(printed("pairs", "--disputed", "--json"))["disputes"]) == 1


def test_nothing_to_settle_says_so(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    assert "Nothing waits to be settled." in ada.meeting.as_markdown(ada.meeting.agenda())


def named(review: Review, adjudicator: str) -> None:
    path = review.session.folder / "criteria/review.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('# adjudicator = "Grace Hopper"', f'adjudicator = "{adjudicator}"'), encoding="utf-8")
    review.refresh()


def test_a_conflict_is_settled_in_the_names_of_all_who_decided_or_of_an_adjudicator_who_never_did(
    both: tuple[Review, Review],
) -> None:
    ada = both[0]
    named(ada, "Lin")
    report = ada.meeting.waiting(TITLE)[0].report
    settling = ada.meeting.settling(report, TITLE)
    assert (settling.by, settling.how) == (("Ada", "Grace"), Settlement.CONSENSUS)
    lin = open_review(ada.session.folder, "Lin", 3)
    settling = lin.meeting.settling(report, TITLE)
    assert (settling.by, settling.how) == (("Lin",), Settlement.ADJUDICATION)
    lin.screening.resolve(report, TITLE, INCLUDE, by=settling.by)
    assert report not in [one.report for one in lin.meeting.waiting(TITLE)]


def test_an_adjudicator_who_has_decided_on_the_report_settles_it_with_the_others(both: tuple[Review, Review]) -> None:
    ada = both[0]
    named(ada, "Ada")
    report = ada.meeting.waiting(TITLE)[0].report
    assert ada.meeting.settling(report, TITLE).how is Settlement.CONSENSUS
    with pytest.raises(NotAllowedError, match="cannot adjudicate"):
        ada.meeting.pass_on(report, TITLE)


def test_a_conflict_can_be_passed_to_the_adjudicator_and_taken_back(both: tuple[Review, Review]) -> None:
    ada, grace = both
    report = ada.meeting.waiting(TITLE)[0].report
    with pytest.raises(NotAllowedError, match="nobody is named"):
        ada.meeting.pass_on(report, TITLE)
    for review in both:
        named(review, "Lin")
    assert ada.meeting.pass_on(report, TITLE)
    sync(ada, grace)
    assert grace.meeting.passed_on(report, TITLE) == ("Ada",)
    assert grace.meeting.passed_on(report, TEXT) == ()
    assert "For the adjudicator, says Ada" in grace.meeting.as_markdown(grace.meeting.agenda())
    assert not ada.meeting.pass_on(report, TITLE)
    sync(ada, grace)
    assert grace.meeting.passed_on(report, TITLE) == ()


def test_that_a_conflict_was_passed_on_shows_only_while_both_decisions_do(both: tuple[Review, Review]) -> None:
    ada, grace = both
    for review in both:
        named(review, "Lin")
    report = ada.meeting.waiting(TITLE)[0].report
    ada.meeting.pass_on(report, TITLE)
    undone = ada.screening.undo()
    assert undone is not None
    assert (undone[0].body, undone[1]) == (PassedOn(TITLE), report)
    assert ada.meeting.passed_on(report, TITLE) == ()
    ada.meeting.pass_on(report, TITLE)
    sync(ada, grace)
    while grace.screening.view(report, TITLE).own is not None:
        grace.screening.undo()
    assert grace.meeting.passed_on(report, TITLE) == ()
    assert grace.screening.view(report, TITLE).tags == ()


def test_what_is_no_conflict_cannot_be_passed_on(both: tuple[Review, Review]) -> None:
    ada = both[0]
    named(ada, "Lin")
    undecided = ada.screening.queue(TITLE)[0]
    with pytest.raises(NotAllowedError, match="no conflict of yours"):
        ada.meeting.pass_on(undecided, TITLE)


def test_who_left_is_named_as_absent(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, TITLE)
    decide_all(grace, TITLE, EXCLUDE)
    sync(ada, grace)
    path = grace.session.folder / "criteria/review.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"Ada", "Grace"', '"Grace", "Lin"'), encoding="utf-8")
    grace.refresh()
    report = grace.meeting.waiting(TITLE)[0].report
    settling = grace.meeting.settling(report, TITLE)
    assert (settling.by, settling.absent) == (("Grace",), ("Ada",))
    grace.screening.resolve(report, TITLE, INCLUDE, by=settling.by)
