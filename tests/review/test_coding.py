from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.integrity.independence import Ground
from reviewkit.model import Answer, Coding, Settlement, Stage, Status, Verdict
from tests.making import decide_all, open_review, sync, two_devices
from tests.review.test_appraising import INSTRUMENT

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import ReportId
    from reviewkit.review import Review

CODEBOOK = """
[[field]]
id = "design"
name = "Design"
kind = "one"
choices = ["survey", "interviews"]
double = {double}
[[field]]
id = "n"
name = "Participants"
kind = "number"
[[field]]
id = "themes"
name = "Themes"
kind = "several"
choices = ["trust", "power"]
evidence = true
double = {double}
"""
Answers = dict[str, tuple[str, ...]]
ALL: Answers = {"design": ("survey",), "n": ("40",), "themes": ("trust",)}
DOUBLE: Answers = {"design": ("survey",), "themes": ("trust",)}


def reviews(tmp: Path, articles: int = 2, *, double: bool = True) -> tuple[Review, Review]:
    """Ada's and Grace's review, everything included at full text, with a small codebook."""
    ada, grace = two_devices(tmp, articles)
    write_codebook(ada, grace, CODEBOOK.format(double=str(double).lower()))
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        for review in (ada, grace):
            decide_all(review, stage)
        sync(ada, grace)
    return ada, grace


def write_codebook(ada: Review, grace: Review, text: str) -> None:
    for review in (ada, grace):
        (review.session.folder / "criteria/extraction.toml").write_text(text, encoding="utf-8")
        review.refresh()


def code(review: Review, report: ReportId, answers: Answers) -> None:
    """Answer one field at a time, each with its page, and finish."""
    for field, values in answers.items():
        review.coding.answer(report, field, values, page="3")
    review.coding.finish(report)


def own(review: Review, report: ReportId) -> Coding:
    found = review.coding.view(report).own
    assert found is not None
    return found


def test_one_coder_is_enough_where_nothing_is_double_coded(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, double=False)
    first, second = ada.coding.queue()
    code(ada, first, ALL)
    sync(ada, grace)
    assert (ada.coding.queue(), grace.coding.queue()) == ([second], [second])
    study, still_open = grace.coding.studies()
    assert (study.status, study.coders, still_open.status) == (Status.INCLUDED, ("Ada",), Status.PENDING)
    assert {one.field: one.values for one in study.agreed or ()} == ALL
    code(grace, first, ALL | {"n": ("41",)})
    sync(ada, grace)
    assert (ada.coding.unsettled(), ada.coding.view(first).differing) == ([first], ("n",))


def test_of_fields_not_double_coded_one_of_the_two_is_asked_whoever_has_begun(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, articles=6)
    for report in ada.coding.queue():
        asked = [[field.id for field in review.coding.view(report).fields] for review in (ada, grace)]
        assert sorted(asked) == [["design", "n", "themes"], ["design", "themes"]]
    (report, *_) = [one for one in ada.coding.queue() if len(ada.coding.view(one).fields) == 3]
    code(ada, report, ALL)
    assert (ada.coding.studies()[0].status, len(grace.coding.queue())) == (Status.PENDING, 6)
    code(grace, report, DOUBLE)
    sync(ada, grace)
    found = next(one for one in grace.coding.studies() if one.id == report)
    assert (found.status, found.coders) == (Status.INCLUDED, ("Ada", "Grace"))
    assert {one.field: one.values for one in found.agreed or ()} == ALL


def test_where_coders_differ_they_settle_it_together(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path)
    report = ada.coding.queue()[0]
    code(ada, report, ALL)
    with pytest.raises(NotAllowedError, match="not finished by all"):
        ada.coding.settle(report, [])
    code(grace, report, ALL | {"themes": ("power", "trust")})
    sync(ada, grace)
    assert ada.coding.view(report).differing == ("themes",)
    assert [one.field for one in ada.coding.alike(report)] == ["design", "n"]
    with pytest.raises(NotAllowedError, match="lacks an answer to themes"):
        ada.coding.settle(report, [])
    with pytest.raises(NotAllowedError, match="part of settling"):
        ada.coding.answer(report, "themes", ("power",))
    body = ada.coding.settle(report, [Answer("themes", ("power", "trust"))], by=["Ada", "Grace"], note="both").body
    assert (body.by, body.how) == (("Ada", "Grace"), Settlement.CONSENSUS)  # type: ignore[union-attr]
    sync(ada, grace)
    (study, _) = grace.coding.studies()
    assert study.status is Status.INCLUDED
    assert {one.field: one.values for one in study.agreed or ()} == ALL | {"themes": ("trust", "power")}
    assert grace.coding.unsettled() == []
    ada.screening.undo()
    assert ada.coding.unsettled() == [report]


@pytest.mark.parametrize(
    ("field", "values", "says"),
    [
        ("design", ("essay",), "no choice of Design"),
        ("design", ("survey", "interviews"), "takes one choice"),
        ("colour", ("red",), "no field"),
        ("n", ("1,200",), "1.200 or 1200"),
        ("n", ("3-5 years",), "cannot be read as the number"),
        ("n", ("1", "2"), "takes one answer"),
        ("n", ("  ",), "cannot be read"),
    ],
)
def test_an_answer_that_the_field_cannot_hold_is_refused_and_nothing_is_written(
    tmp_path: Path, field: str, values: tuple[str, ...], says: str
) -> None:
    ada, _ = reviews(tmp_path)
    report, position = ada.coding.queue()[0], ada.session.store.position()
    with pytest.raises(NotAllowedError) as refused:
        ada.coding.answer(report, field, values)
    assert says in str(refused.value)
    assert ada.session.store.position() == position


def test_evidence_stays_when_the_answer_changes_and_a_quotation_of_the_theme_is_evidence(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path, double=False)
    report = ada.coding.queue()[0]
    ada.coding.answer(report, "design", ("survey",), quotation="we asked", page="4")
    ada.coding.answer(report, "design", ("interviews",))
    assert own(ada, report).answers == (Answer("design", ("interviews",), "we asked", "4"),)
    ada.coding.answer(report, "n", ("12 mothers",))
    ada.coding.answer(report, "themes", ("trust", "power"))
    missing = ("a quotation or a page for Themes: trust", "a quotation or a page for Themes: power")
    assert ada.coding.view(report).missing == missing
    power = ada.coding.new_code("Who decides", "themes/power").subject
    mark = ada.coding.quote(report, "They “decided” 〽\u202e alone.\n=1+1", "7", [power]).body.mark  # type: ignore[union-attr]
    assert ada.coding.view(report).missing == missing[:1]
    trust = ada.coding.new_code("Trust", "themes/trust").subject
    ada.coding.quote(report, "They “decided” alone.", "7", [power, trust], mark=mark)
    ada.coding.finish(report)
    (study, _) = ada.coding.studies()
    (quotation,) = study.quotations
    assert (quotation.themes, quotation.quotation.page) == (("themes/trust", "themes/power"), "7")
    assert {one.field: one.note for one in study.agreed or ()}["n"] == "12 mothers"


def test_codes_are_renamed_merged_and_taken_back_and_quotations_follow(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, double=False)
    first, second = ada.coding.queue()
    fear, dread = (ada.coding.new_code(name).subject for name in ("fear", "dread"))
    for refused in ("Fear", "", "x" * 101):
        with pytest.raises(NotAllowedError):
            ada.coding.new_code(refused)
    ada.coding.quote(first, "afraid", codes=[fear])
    ada.coding.quote(second, "full of dread", codes=[dread, fear])
    sync(ada, grace)
    grace.coding.rename(fear, "worry")
    grace.coding.merge(dread, fear)
    grace.coding.assign(fear, "themes/trust")
    sync(ada, grace)
    for review in (ada, grace):
        (only,) = review.coding.codes()
        assert (only.id, only.name, only.quotations, only.studies) == (fear, "worry", 2, 2)
    with pytest.raises(NotAllowedError, match="on 2 quotations"):
        ada.coding.drop(fear)
    for report in (first, second):
        (found,) = ada.coding.view(report).quotations
        ada.coding.unquote(report, found.quotation.mark)
    ada.coding.drop(fear)
    assert ada.coding.codes() == ()
    ada.screening.undo()  # the second quotation is back, and with it its codes
    (found,) = ada.coding.view(second).quotations
    assert [one.name for one in found.codes] == ["worry"]


def test_codes_merged_in_a_circle_on_two_devices_are_one_code(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, double=False)
    report = ada.coding.queue()[0]
    a, b = (ada.coding.new_code(name).subject for name in ("one", "two"))
    ada.coding.quote(report, "text", codes=[a, b])
    sync(ada, grace)
    ada.coding.merge(a, b)
    grace.coding.merge(b, a)
    sync(ada, grace)
    assert len(ada.coding.codes()) == 1
    assert ada.coding.codes() == grace.coding.codes()


def test_a_memo_of_ones_own_is_shown_to_nobody_else(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, double=False)
    report = ada.coding.queue()[0]
    code_id = ada.coding.new_code("trust").subject
    ada.coding.quote(report, "text", codes=[code_id])
    for about in (report, code_id, "review"):
        ada.coding.memo(about, f"for all on {about}")
        kept = ada.coding.memo(about, "I was a teacher myself", own=True).body.mark  # type: ignore[union-attr]
        ada.coding.memo(about, "I was a teacher once", own=True, mark=kept)
    sync(ada, grace)
    for about in (report, code_id, "review"):
        assert [one.memo.text for one in grace.coding.memos(about)] == [f"for all on {about}"]
        assert [one.memo.text for one in ada.coding.memos(about)] == [f"for all on {about}", "I was a teacher once"]
    ada.coding.memo("review", "", mark=kept)
    assert len(ada.coding.memos("review")) == 1
    ada.screening.undo()
    assert len(ada.coding.memos("review")) == 2


def test_undo_walks_back_through_answers_and_quotations(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path)
    report = ada.coding.queue()[0]
    ada.coding.answer(report, "design", ("survey",))
    ada.coding.answer(report, "design", ("interviews",))
    ada.coding.quote(report, "text")
    for values, quotations in ((("interviews",), 0), (("survey",), 0)):
        ada.screening.undo()
        view = ada.coding.view(report)
        assert view.own is not None
        assert (view.own.answers[0].values, len(view.quotations)) == (values, quotations)
        assert view.own.blind
    ada.screening.undo()
    assert ada.coding.view(report).own is None


def test_answers_from_two_devices_that_differ_wait_for_the_coder_again(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, double=False)
    report = ada.coding.queue()[0]
    other = open_review(grace.session.folder, "Ada", 7, state=tmp_path / "third")
    code(ada, report, ALL)
    code(other, report, ALL | {"n": ("41",)})
    sync(ada, grace)
    view = ada.coding.view(report)
    assert (view.at_odds, view.status, ada.coding.queue()[0]) == (True, Status.PENDING, report)
    ada.coding.answer(report, "n", ("40",))
    ada.coding.finish(report)
    assert ada.coding.view(report).status is Status.INCLUDED


def test_codings_stay_with_a_study_put_together_and_taken_apart(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, double=False)
    first, second = ada.coding.queue()
    code(ada, first, ALL)
    code(ada, second, ALL | {"n": ("7",)})
    ada.coding.quote(second, "text")
    ada.studies.link(first, second)
    assert ada.coding.queue() == [first]  # the two differ, so the study waits for her again
    assert len(ada.coding.view(first).quotations) == 1
    ada.studies.unlink(first, second)
    assert ada.coding.queue() == []
    sync(ada, grace)
    assert [{one.field: one.values for one in study.agreed or ()}["n"] for study in grace.coding.studies()] == [
        ("40",),
        ("7",),
    ]


def test_an_answer_made_with_the_colleagues_in_view_is_not_blind(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path)
    report = ada.coding.queue()[0]
    code(grace, report, ALL)
    sync(ada, grace)
    code(ada, report, ALL)
    assert own(ada, report).blind
    *_, evidence = ada.integrity.evidence(report)
    assert (evidence.where, evidence.ground) == ("coding", Ground.HIDDEN)
    write_codebook(ada, grace, CODEBOOK.format(double="true") + '[[field]]\nid="year"\nname="Year"\nkind="number"\n')
    assert ada.coding.view(report).older
    ada.coding.answer(report, "year", ("2001",))  # a field that is new may be answered, and in view of the colleague's
    assert not own(ada, report).blind
    assert ada.coding.queue()[0] == report
    ada.coding.finish(report)
    assert ada.coding.view(report).status is Status.INCLUDED


def test_coding_begun_while_one_coder_was_enough_does_not_spoil_what_comes_after(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, double=False)
    first, second = ada.coding.queue()
    code(ada, first, ALL)
    sync(ada, grace)
    write_codebook(ada, grace, CODEBOOK.format(double="true"))
    code(ada, second, ALL)
    sync(ada, grace)
    for report, blind in ((first, False), (second, True)):
        grace.coding.answer(report, "design", ("survey",))
        assert own(grace, report).blind is blind


def test_a_study_excluded_at_quality_is_not_coded_and_its_codings_are_kept(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path)
    report = ada.coding.queue()[0]
    code(ada, report, ALL)
    for review in (ada, grace):
        (review.session.folder / "criteria/quality.toml").write_text(INSTRUMENT.format(excludes="true"), "utf-8")
        review.refresh()
        review.screening.decide(report, Stage.QUALITY, Verdict.EXCLUDE, ["clarity"])
    sync(ada, grace)
    assert len(ada.coding.studies()) == 1
    with pytest.raises(NotAllowedError, match="excluded at quality"):
        ada.coding.view(report)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_of_a_colleagues_coding_shows_before_ones_own_is_finished(tmp_path: Path, seed: int) -> None:
    seen = []
    for world in ("a", "b"):
        ada, grace = reviews(tmp_path / world, articles=3)
        chance = Random(seed * 2 + (world == "b"))
        shared = ada.coding.new_code("shared").subject
        rated, begun, untouched = ada.coding.queue()
        for review in (grace, ada):
            review.coding.quote(rated, f"{review.session.reviewer} quotes", codes=[shared] * (review is ada))
            code(review, rated, ALL)
        sync(ada, grace)
        for report in (begun, untouched):
            answers: Answers = {"design": (chance.choice(("survey", "interviews")),), "themes": (), "n": ()}
            for _ in range(chance.randrange(1, 4)):
                mine = grace.coding.new_code(f"mine {chance.random()}", "themes/power").subject
                grace.coding.quote(report, f"{chance.random()}", codes=[mine, shared])
                grace.coding.memo(report, f"{chance.random()}")
            code(grace, report, answers)
        ada.coding.answer(begun, "design", ("survey",))
        sync(ada, grace)
        of = ada.coding
        shown: list[object] = [of.queue(), of.unsettled(), of.studies(), of.codes(), of.progress()]
        shown += [of.view(one) for one in (begun, untouched)] + [of.memos(one) for one in (begun, untouched)]
        with pytest.raises(NotAllowedError):
            of.alike(begun)
        assert ada.coding.answer(begun, "n", ("3",)).body.blind  # type: ignore[union-attr]
        seen.append(shown)
    assert seen[0] == seen[1]


def test_answers_that_a_changed_codebook_touches_are_listed_and_the_change_is_a_deviation(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, double=False)
    first, second = ada.coding.queue()
    write_codebook(ada, grace, CODEBOOK.format(double="false").replace("Participants", "People"))
    ada.coding.answer(second, "n", ("7",))
    assert ada.protocol.deviations() == []  # nobody had coded anything: drafting
    code(ada, first, ALL)
    changed = CODEBOOK.format(double="false").replace('"survey", "interviews"', '"survey", "interviews", "other"')
    added = '[[field]]\nid = "year"\nname = "Year"\nkind = "number"\n'
    write_codebook(ada, grace, changed.replace("Participants", "People") + added)
    assert [
        (one.report, one.field, one.answer and one.answer.values, one.why) for one in ada.another_look.answers()
    ] == [
        (first, "design", ("survey",), "Design: choices reworded"),
        (first, "year", None, "Year: added"),
    ]
    (deviation,) = ada.protocol.deviations()
    assert [one.what for one in deviation.amendments] == ["field Design (design), choices", "field Year (year) added"]
    ada.coding.answer(first, "year", ("2001",))
    ada.coding.finish(first)
    assert ada.another_look.answers() == []
