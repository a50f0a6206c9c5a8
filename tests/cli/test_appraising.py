from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.model import Stage, short_id
from tests.making import decide_all, sync, two_devices
from tests.review.test_appraising import INSTRUMENT

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import ReportId
    from reviewkit.review import Review

RATINGS = ("--rate", "validity=met", "--rate", "clarity=partly met")


@pytest.fixture
def both(tmp_path: Path) -> tuple[Review, Review]:
    """A review of one study that is included at full text, as Ada and Grace have it."""
    ada, grace = two_devices(tmp_path, 1)
    for review in (ada, grace):
        (review.session.folder / "criteria/quality.toml").write_text(
            INSTRUMENT.format(excludes="true"), encoding="utf-8"
        )
        review.refresh()
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        for review in (ada, grace):
            decide_all(review, stage)
        sync(ada, grace)
    return ada, grace


def at(review: Review, *words: str) -> int:
    """Run a command in a review's folder as its reviewer, on its device."""
    folder, name = review.session.folder, str(review.session.reviewer)
    with pytest.MonkeyPatch.context() as patch:
        seed = {"Ada": 1, "Grace": 2}[name]
        patch.setenv("REVIEWKIT_STATE", str(folder.parent / f"state of {name} {seed}"))
        return run(["--review", str(folder), "--as", name, *words])


def study(review: Review) -> ReportId:
    (report,) = review.session.state.reports()
    return report


def test_a_study_is_rated_with_evidence_finished_and_settled(
    both: tuple[Review, Review], capsys: pytest.CaptureFixture[str]
) -> None:
    ada, grace = both
    report = study(ada)
    evidence = ("--quotation", "validity=we a=b measured", "--page", "validity=12-13", "--about", "validity=two scales")
    assert at(ada, "appraise", short_id(report), "--design", "survey", *RATINGS, *evidence) == 0
    assert "not finished" in capsys.readouterr().out
    assert at(ada, "appraise", short_id(report), "--finish") == 0
    other = ("--rate", "validity=not met", "--rate", "clarity=partly met")
    assert at(grace, "appraise", short_id(report), "--design", "survey", *other, "--note", "thin", "--finish") == 0
    sync(ada, grace)
    capsys.readouterr()
    assert at(ada, "appraisals", "--differing", "--json") == 0
    (shown,) = json.loads(capsys.readouterr().out)
    own = next(one["appraisal"] for one in shown["raters"] if one["rater"] == "Ada")
    assert own["ratings"][0] == {
        "criterion": "validity",
        "value": "met",
        "quotation": "we a=b measured",
        "page": "12-13",
        "note": "two scales",
    }
    assert at(ada, "settle", short_id(report)) == 1
    assert "lacks a rating of validity" in capsys.readouterr().err
    assert at(ada, "settle", short_id(report), "--rate", "validity=not met", "--note", "read again") == 0
    assert capsys.readouterr().out.endswith("is settled: weak.\n")
    ada.refresh()
    settled = ada.appraising.view(report).settled
    assert settled is not None
    assert [(one.criterion, one.value) for one in settled.ratings] == [
        ("validity", "not met"),
        ("clarity", "partly met"),
    ]
    assert (settled.by, settled.note) == (("Ada", "Grace"), "read again")
    assert at(ada, "appraisals", "--differing") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--rate", "validity"), 2, "not of the form CRITERION=TEXT"),
        (("--rate", "=met"), 2, "not of the form CRITERION=TEXT"),
        (("--design", "essay"), 1, 'there is no design "essay"'),
        (("--rate", "validity=met"), 1, "the design of the study is open"),
        (("--design", "survey", "--rate", "gone=met"), 1, 'there is no criterion "gone"'),
        (("--design", "survey", "--rate", "validity=splendid"), 1, 'there is no rating "splendid"'),
        (("--design", "survey", "--judgement", "good"), 1, "by the rule in criteria/quality.toml"),
        (("--design", "survey", "--finish"), 1, "lacks a rating of validity, a rating of clarity"),
    ],
)
def test_what_does_not_do_is_said_and_nothing_is_written_of_it(
    both: tuple[Review, Review],
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    ada, _ = both
    assert at(ada, "appraise", short_id(study(ada)), *words) == code
    assert said in " ".join(capsys.readouterr().err.split())
    ada.refresh()
    own = ada.appraising.view(study(ada)).own
    assert own is None or (own.ratings, own.finished) == ((), False)


def test_an_instrument_is_printed_as_a_file_would_have_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["instruments", "domains"]) == 0
    assert 'judgement_by = "rule"' in capsys.readouterr().out
    assert run(["instruments", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == ["checklist", "domains", "mixed-methods", "reference-case"]
    assert run(["instruments", "nothing"]) == 1
