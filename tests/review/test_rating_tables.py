"""What people take away from the appraisal: rows, files, pictures, sentences, and nothing that they may not see."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from reviewkit.cli.app import group
from reviewkit.errors import NotAllowedError
from reviewkit.model import Rating, Stage
from reviewkit.report.markdown import paper_as_markdown
from reviewkit.review import UNCLEAR
from tests.making import sync
from tests.review.test_appraising import GOOD, WEAK, appraise, reviews

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review


def rated(tmp: Path) -> tuple[Review, Review]:
    """Three studies: agreed on, differing, and the third rated by Ada alone, with evidence."""
    ada, grace = reviews(tmp, 3)
    first, second, third = ada.appraising.queue()
    for review, other in ((ada, WEAK), (grace, {**GOOD, "validity": UNCLEAR})):
        appraise(review, first, GOOD)
        appraise(review, second, other)
    ada.appraising.set_design(third, "survey")
    ada.appraising.evidence(third, "validity", "=SUM(A1) “we measured”", "12-13", "two scales")
    appraise(ada, third, GOOD)
    sync(ada, grace)
    return ada, grace


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_long_rows_hold_each_rating_with_its_evidence_and_what_was_agreed_on(tmp_path: Path) -> None:
    ada, grace = rated(tmp_path)
    rows = lines(ada.rating_tables.as_csv())
    assert [row["rater"] for row in rows] == [
        "Ada",
        "Ada",
        "Grace",
        "Grace",
        "agreed",
        "agreed",
        *["Ada", "Ada", "Grace", "Grace"],
        "Ada",
        "Ada",
    ]
    last = next(row for row in rows if row["quotation"])
    assert (last["quotation"], last["page"], last["note"]) == ("'=SUM(A1) “we measured”", "12-13", "two scales")
    assert {row["status"] for row in rows} == {"agreed", "to settle", "open"}
    assert {len(row["criteria_version"]) for row in rows} == {0, 12}
    assert not any(row["rater"] == "Ada" and row["status"] == "open" for row in lines(grace.rating_tables.as_csv()))


def test_wide_rows_hold_a_study_each_also_one_that_nobody_may_see_yet(tmp_path: Path) -> None:
    _, grace = rated(tmp_path)
    agreed, differing, hidden = lines(grace.rating_tables.as_csv(wide=True))
    assert (agreed["agreed: validity"], agreed["Ada: the judgement"]) == ("met", "good")
    assert (differing["agreed: validity"], differing["Ada: validity"], differing["Grace: validity"]) == (
        "",
        "not met",
        UNCLEAR,
    )
    assert hidden["status"] == "open"
    assert not any(value for head, value in hidden.items() if ": " in head)


def test_what_was_settled_says_by_whom(tmp_path: Path) -> None:
    ada, _ = rated(tmp_path)
    (report,) = ada.appraising.unsettled()
    given = [Rating(criterion, value) for criterion, value in WEAK.items()]
    ada.appraising.settle(report, "survey", given, "weak", by=["Ada", "Grace"])
    row = lines(ada.rating_tables.as_csv(wide=True))[1]
    assert (row["status"], row["excluded"], row["settled"]) == ("settled", "yes", "consensus: Ada, Grace")
    found = ada.rating_tables.appraised()
    assert (found.over, found.open, found.independent, found.differing, found.consensus) == (2, 1, 2, 1, 1)
    assert (found.designs, found.judgements) == ((("survey", 2),), (("good", 1), ("weak", 1)))


def test_files_of_ratings_and_pictures(tmp_path: Path) -> None:
    ada, _ = rated(tmp_path)
    tables = ada.rating_tables
    for name in ("a.csv", "a.xlsx", "a.docx"):
        assert tables.write(tmp_path / name) == 3
        before = (tmp_path / name).read_bytes()
        tables.write(tmp_path / name)
        assert (tmp_path / name).read_bytes() == before
    files, missing = ada.pictures.write(None, tables.plots())
    assert {path.name for path in files} >= {"ratings.svg", "summary.pdf", "agreement.png", "ratings_survey.csv"}
    assert missing == ()
    with pytest.raises(NotAllowedError, match="has no ending"):
        tables.write(tmp_path / "a.txt")
    with pytest.raises(NotAllowedError, match="there is no folder"):
        tables.write(tmp_path / "nowhere" / "a.csv")


def test_the_report_has_every_number_and_the_page_the_pictures(tmp_path: Path) -> None:
    ada, _ = rated(tmp_path)
    text = "\n".join(paper_as_markdown(paper) for paper in ada.reporting.papers())
    for said in (
        "2 studies were rated by Ada and Grace, each by two or more who had not seen another's ratings.",
        "On 1 study they differed in a rating, the design or the judgement: 1 is not settled yet.",
        "1 study was appraised (survey 1). Overall, they were judged: good 1.",
        "weak where 1 criterion or more is rated",
        "In the quality assessment, validity: 50.0% of 2 ratings given twice",
        "Studies with two independent appraisals: 2.",
        "How often each rating was given",
    ):
        assert said in text
    page = ada.reporting.page()
    assert page.count("<svg") == 4
    assert "s-Agreement-20-of-20-the-20-raters" in page


def test_agreement_by_criterion_stands_at_the_quality_stage(tmp_path: Path) -> None:
    ada, _ = rated(tmp_path)
    found = ada.results.full_agreement()[Stage.QUALITY]
    assert list(found.ratings) == ["design", "validity", "clarity", "all criteria together", "overall judgement"]
    assert found.criteria == {}
    assert "Quality, ratings" in ada.results.agreement_as_text({Stage.QUALITY: found}, 80)


def test_a_review_without_ratings_says_so(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path, 1)
    assert [plot.pages for plot in ada.rating_tables.plots()] == [(), (), ()]
    assert ada.results.full_agreement().get(Stage.QUALITY) is None
    assert "Ratings of quality" not in ada.reporting.page()


def test_commands(tmp_path: Path) -> None:
    ada, _ = rated(tmp_path)
    folder = ada.session.folder
    ada.close()

    def run(*words: str) -> str:
        found = CliRunner().invoke(group, ["--review", str(folder), "--as", "Grace", *words])
        assert found.exit_code == 0, found.output
        return found.output

    assert len(json.loads(run("ratings", "--json"))) == 10  # nothing of the study that Grace has not finished
    assert run("ratings", "--wide").count("\n") == 4
    assert set(json.loads(run("plots", "--json"))) == {"ratings", "summary", "agreement", "studies_by_year"}
    assert "Each study counts as many times as it has reports." in run("plots", "--text", "--weight", "reports")
    assert "ratings_by_rater" in json.loads(run("plots", "--by-rater", "--json"))
    out = tmp_path / "figures"
    out.mkdir()
    run("plots", "-o", str(out), "--format", "svg")
    assert {path.suffix for path in out.iterdir()} == {".svg", ".csv"}
