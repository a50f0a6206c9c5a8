"""Bringing decisions over and taking them along, with two reviewers at two devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewkit.errors import NotAllowedError, UnknownReviewerError
from reviewkit.model import Decision, Stage, Verdict, short_id
from reviewkit.switching import WRITERS
from tests.making import REVIEWERS, decide_all, sync, two_devices

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import Event
    from reviewkit.review import Review

TA, FT = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT
IN, OUT = Verdict.INCLUDE, Verdict.EXCLUDE


@pytest.fixture
def both(tmp_path: Path) -> tuple[Review, Review]:
    """Ada's and Grace's review of three reports."""
    return two_devices(tmp_path)


def rayyan(review: Review, path: Path, *said: str) -> Path:
    """Rayyan's articles file with what is said of each report in the order of their ids."""
    views = [review.screening.view(report, TA).record for report in sorted(review.session.state.reports())]
    rows = [
        f'r{number},"{view.title}",{view.year},"{said[number]}"\n' for number, view in enumerate(views[: len(said)])
    ]
    path.write_text("key,title,year,notes\n" + "".join(rows), encoding="utf-8")
    return path


def hash_(**names: str) -> str:
    """What Rayyan's note says of decisions, as it stands in a CSV cell."""
    said = ", ".join(f'""{name}""=>""{word}""' for name, word in names.items())
    return f"RAYYAN-INCLUSION: {{{said}}}"


def decisions(review: Review) -> list[tuple[str, Verdict, bool, str]]:
    """Every decision of the history: who, what, blind, source."""
    events: list[Event] = list(review.session.state.events())
    return sorted(
        (one.actor, one.body.verdict, one.body.blind, one.body.source)
        for one in events
        if isinstance(one.body, Decision)
    )


def test_two_reviewers_of_one_file_are_brought_over_each_as_themselves(
    both: tuple[Review, Review], tmp_path: Path
) -> None:
    ada, _ = both
    file = rayyan(ada, tmp_path / "articles.csv", hash_(A="Included", G="Excluded"), hash_(A="Maybe", X="Included"), "")
    plan = ada.switching.plan(file, TA, {"A": "Ada", "g": "Grace"})
    assert {share.reviewer: dict(share.decisions) for share in plan.shares} == {
        "Ada": {IN: 1, OUT: 0, Verdict.UNSURE: 1},
        "Grace": {IN: 0, OUT: 1, Verdict.UNSURE: 0},
    }
    assert (plan.rows, plan.matched, plan.new, plan.not_asked_for) == (3, 3, 2, {"X": 1})
    assert decisions(ada) == []
    with pytest.raises(NotAllowedError, match="decisions of Grace, and you are Ada"):
        ada.switching.bring_over(plan)
    assert decisions(ada) == []
    ada.switching.bring_over(plan, confirmed=True)
    source = "articles.csv (Rayyan)"
    assert decisions(ada) == [
        ("Ada", IN, False, source),
        ("Ada", Verdict.UNSURE, False, source),
        ("Grace", OUT, False, source),
    ]
    journals = sorted(path.name.partition("@")[0] for path in (ada.session.folder / "data/journal").glob("*@*"))
    assert journals == ["Ada", "Grace"]


def test_the_same_file_again_changes_nothing(both: tuple[Review, Review], tmp_path: Path) -> None:
    ada, _ = both
    file = rayyan(ada, tmp_path / "a.csv", hash_(Ada="Included", Grace="Excluded") + " | RAYYAN-LABELS: one,two")
    names = {"Ada": "Ada", "Grace": "Grace"}
    first = ada.switching.bring_over(ada.switching.plan(file, TA, names), confirmed=True)
    before = len(list(ada.session.state.events()))
    plan = ada.switching.plan(file, TA, names)
    again = ada.switching.bring_over(plan, confirmed=True)
    replaced = ada.switching.bring_over(ada.switching.plan(file, TA, names, replace=True), confirmed=True)
    assert (first.decisions, first.tags, again.decisions, again.tags, replaced.decisions) == (1, 1, 0, 0, 0)
    assert (plan.new, plan.standing, plan.tags) == (0, 1, 0)
    assert len(list(ada.session.state.events())) == before
    report = min(ada.session.state.reports().values(), key=lambda one: one.id)
    assert ada.session.state.tags(report, ada.session.acting()) == ("one", "two")


def test_a_decision_that_stands_is_kept_unless_it_is_to_be_replaced(
    both: tuple[Review, Review], tmp_path: Path
) -> None:
    ada, _ = both
    report = min(ada.session.state.reports())
    ada.screening.decide(report, TA, OUT)
    file = rayyan(ada, tmp_path / "a.csv", hash_(Ada="Included"))
    plan = ada.switching.plan(file, TA)
    assert [one.why for one in plan.differing] == ["exclude here, include in the file"]
    assert ada.switching.bring_over(plan).decisions == 0
    assert ada.switching.bring_over(ada.switching.plan(file, TA, replace=True)).decisions == 1
    own = ada.screening.view(report, TA).own
    assert own is not None
    assert own.verdict is IN


@pytest.mark.parametrize("blind", [False, True])
def test_agreement_counts_what_was_brought_over_only_if_it_is_stated_blind(
    both: tuple[Review, Review], tmp_path: Path, blind: bool
) -> None:
    ada, _ = both
    file = rayyan(ada, tmp_path / "a.csv", *[hash_(Ada="Included", Grace="Included")] * 3)
    plan = ada.switching.plan(file, TA, {name: name for name in REVIEWERS}, blind=blind)
    assert any(("stay out of the agreement" in one) is not blind for one in plan.sentences() if "blind" in one)
    ada.switching.bring_over(plan, confirmed=True)
    found = ada.results.agreement()
    assert (TA in found) is blind


def test_reasons_become_criteria_by_id_name_or_word_and_others_go_into_the_note(
    both: tuple[Review, Review], tmp_path: Path
) -> None:
    ada, grace = both
    for one in both:
        decide_all(one, TA)
    sync(ada, grace)
    known = ada.screening.criteria(FT)
    first, second = known[0], known[1]
    out = hash_(Ada="Excluded") + " | RAYYAN-EXCLUSION-REASONS: "
    file = rayyan(ada, tmp_path / "a.csv", out + f"{second.name},wrong setting", out + first.id, out + "too old")
    plan = ada.switching.plan(file, FT)
    assert plan.unknown_reasons == {"wrong setting": 1, "too old": 1}
    assert [(one.line, one.why) for one in plan.refused] == [
        (4, "Ada's exclusion needs a reason that is a criterion here; given: too old")
    ]
    assert [(one.reasons, one.note) for one in plan.choices] == [
        ((second.id,), "reasons: wrong setting"),
        ((first.id,), ""),
    ]
    mapped = ada.switching.plan(file, FT, reasons={"Too old": first.id})
    assert mapped.refused == ()
    with pytest.raises(NotAllowedError, match="no criterion of full text"):
        ada.switching.plan(file, FT, reasons={"too old": "colour"})


def test_what_is_not_here_ambiguous_contradictory_or_too_early_is_listed_and_left(
    both: tuple[Review, Review], tmp_path: Path
) -> None:
    ada, _ = both
    first, second, third = (ada.screening.view(report, TA).record for report in sorted(ada.session.state.reports()))
    file = tmp_path / "sheet.csv"
    file.write_text(
        "report,title,reviewer,decision,stage\n"
        f"{short_id(first.id)},{second.title},Ada,yes,\n"  # a column sorted without the others
        f",{first.title},Ada,yes,\n"
        f",{first.title},Ada,no,\n"
        ",A paper that is nowhere in this review,Ada,yes,\n"
        f",{second.title},Ada,perhaps,\n"
        f",{third.title},Ada,,\n"
        f",{third.title},Ada,yes,full text\n"
        "a,row,with,too,many,cells\n",
        encoding="utf-8",
    )
    plan = ada.switching.plan(file, TA)
    assert [one.line for one in plan.ambiguous] == [2]
    assert [one.line for one in plan.refused] == [3, 4, 6]
    assert [one.line for one in plan.unmatched] == [5]
    assert [one.line for one in plan.unread] == [9]
    assert (plan.shares[0].undecided, plan.other_stage, plan.choices) == (1, 1, ())
    late = ada.switching.plan(file, FT)
    assert [(one.line, one.why) for one in late.refused if "reached" in one.why] == [
        (8, "the report has not reached full text here")
    ]
    assert [one.line for one in late.refused if "two things" in one.why] == [3, 4]


@pytest.mark.parametrize(
    ("reviewers", "says"),
    [
        ({}, "nothing in the file says which decisions are Ada's"),
        ({"Zoe": "Ada"}, 'the file names no "Zoe"'),
    ],
)
def test_whose_decisions_they_are_has_to_be_known(
    both: tuple[Review, Review], tmp_path: Path, reviewers: dict[str, str], says: str
) -> None:
    ada, _ = both
    file = rayyan(ada, tmp_path / "a.csv", hash_(Anna="Included"))
    with pytest.raises(NotAllowedError, match=says) as raised:
        ada.switching.plan(file, TA, reviewers)
    assert '"Anna" (1 decisions)' in raised.value.remedy
    with pytest.raises(UnknownReviewerError):
        ada.switching.plan(file, TA, {"Anna": "Zoe"})


def test_a_whole_file_can_be_taken_back_and_what_it_replaced_counts_again(
    both: tuple[Review, Review], tmp_path: Path
) -> None:
    ada, _ = both
    first, second, _ = sorted(ada.session.state.reports())
    ada.screening.decide(first, TA, OUT)
    file = rayyan(ada, tmp_path / "a.csv", hash_(Ada="Included"), hash_(Ada="Included"))
    ada.switching.bring_over(ada.switching.plan(file, TA, replace=True))
    assert ada.switching.take_back("other.csv", TA) == 0
    assert ada.switching.take_back("a.csv", TA) == 2
    assert ada.switching.take_back("a.csv", TA) == 0
    own = ada.screening.view(first, TA).own
    assert own is not None
    assert own.verdict is OUT
    assert ada.screening.view(second, TA).own is None


def test_a_colleagues_own_decision_is_never_touched(both: tuple[Review, Review], tmp_path: Path) -> None:
    ada, grace = both
    report = min(grace.session.state.reports())
    grace.screening.decide(report, TA, OUT)
    sync(ada, grace)
    file = rayyan(ada, tmp_path / "a.csv", *[hash_(G="Included")] * 3)
    plan = ada.switching.plan(file, TA, {"G": "Grace"}, replace=True)
    ada.switching.bring_over(plan, confirmed=True)
    sync(ada, grace)
    own = [grace.screening.view(one, TA).own for one in sorted(grace.session.state.reports())]
    assert [one.verdict for one in own if one is not None] == [OUT, IN, IN]


_worlds = st.tuples(*[st.tuples(st.sampled_from((None, IN, OUT)), st.sampled_from((None, IN, OUT)))] * 2)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds=_worlds, data=st.data())
def test_plans_and_files_do_not_depend_on_what_a_colleague_decided_on_reports_left(
    tmp_path_factory: pytest.TempPathFactory,
    worlds: tuple[tuple[Verdict | None, Verdict | None], ...],
    data: st.DataObject,
) -> None:
    seen = []
    for world in (0, 1):
        tmp = tmp_path_factory.mktemp("world")
        ada, grace = two_devices(tmp, articles=2)
        for report, both_worlds in zip(sorted(grace.session.state.reports()), worlds, strict=True):
            if both_worlds[world] is not None:
                grace.screening.decide(report, TA, both_worlds[world] or IN)
        sync(ada, grace)
        file = rayyan(ada, tmp / "a.csv", hash_(Ada="Included", G="Included"), hash_(G="Excluded"))
        plan = ada.switching.plan(file, TA, {"G": "Grace", "Ada": "Ada"}, replace=True)
        written = []
        for program, kinds in WRITERS.items():
            for suffix in kinds:
                ada.switching.write(tmp / f"{program}{suffix}", program, TA)
                written.append((tmp / f"{program}{suffix}").read_bytes())
        seen.append((plan, plan.sentences(), written, ada.switching.bring_over(plan, confirmed=True)))
    assert seen[0][:3] == seen[1][:3]
    assert seen[0][3] == seen[1][3]


@pytest.mark.parametrize(
    ("program", "suffix"), [(program, suffix) for program, kinds in WRITERS.items() for suffix in kinds]
)
def test_a_round_through_another_program_changes_nothing_and_fills_an_empty_review(
    both: tuple[Review, Review], tmp_path: Path, program: str, suffix: str
) -> None:
    ada, grace = both
    for report, verdict in zip(sorted(ada.session.state.reports()), (IN, OUT, IN), strict=True):
        ada.screening.decide(report, TA, verdict, ("language",) if verdict is OUT else ())
    file = tmp_path / f"out{suffix}"
    assert ada.switching.write(file, program, TA)[0] == 3
    first = file.read_bytes()
    ada.switching.write(file, program, TA)
    assert file.read_bytes() == first
    plan = ada.switching.plan(file, TA)
    assert (plan.matched, plan.new, plan.standing, plan.differing) == (3, 0, 3, ())
    name = "ASReview" if program == "asreview" else "Ada"
    theirs = grace.switching.plan(file, TA, {name: "Grace"})
    grace.switching.bring_over(theirs)
    own = [grace.screening.view(one, TA).own for one in sorted(grace.session.state.reports())]
    assert [one.verdict for one in own if one is not None] == [IN, OUT, IN]


def test_a_file_is_not_written_where_it_does_not_belong(both: tuple[Review, Review], tmp_path: Path) -> None:
    ada, _ = both
    folder = ada.session.folder
    for path, says in (
        (tmp_path / "x.csv", "no file for covidence"),
        (tmp_path / "nowhere" / "x.ris", "no folder"),
        (folder / "data" / "searches" / "first.ris", "the review's own files"),
    ):
        with pytest.raises(NotAllowedError, match=says):
            ada.switching.write(path, "covidence", TA)
    assert ada.switching.write(folder / "data" / "out" / "x.ris", "covidence", TA, box="title_abstract.pending")[0] == 3
