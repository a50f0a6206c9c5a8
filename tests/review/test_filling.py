"""Gaps of reports filled in by hand and from other exports; the records stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.model import Fillable, LinkVerdict, Search, Stage, Verdict
from reviewkit.review import Filter, verify_archive
from tests.making import article, make_review, open_review, sync, two_devices

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import ReportId
    from reviewkit.review import Review

TITLE = Stage.TITLE_ABSTRACT


def import_text(review: Review, text: str, name: str = "a.ris") -> None:
    path = review.session.folder.parent / name
    path.write_text(text, encoding="utf-8")
    review.searches.import_file(path, Search(name))


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Three papers, the first without an abstract, language and DOI, the second without an abstract."""
    review = open_review(make_review(tmp_path / "ada" / "review"), "Ada")
    import_text(review, article(1, AB="", LA="") + article(2, AB="", DO="10.1000/x2") + article(3))
    return review


def ids(review: Review) -> list[ReportId]:
    return sorted(review.session.state.reports())


def other_export(review: Review, *entries: str) -> Path:
    path = review.session.folder.parent / "more.ris"
    path.write_text("".join(entries), encoding="utf-8")
    return path


def test_what_is_filled_in_shows_everywhere_with_its_origin_and_the_record_stays_as_it_is(review: Review) -> None:
    first = ids(review)[0]
    assert [report.id for report, _ in review.filling.lacking()] == ids(review)[:2]
    assert list(review.filling.lacking_by_search().values()) == [2]
    review.filling.fill(first, Fillable.ABSTRACT, ["  Pasted from the site.\n"])
    view = review.screening.view(first, TITLE)
    assert view.record.abstract == "Pasted from the site."
    assert [(one.field, one.source, one.by) for one in view.filled] == [(Fillable.ABSTRACT, "pasted", "Ada")]
    assert [report.id for report, _ in review.filling.lacking()] == ids(review)[1:2]
    rows = review.reports.rows(Filter(lacks=Fillable.ABSTRACT))
    assert [row.report.id for row in rows] == ids(review)[1:2]
    assert "Pasted from the site." in review.exporting.as_csv("screened")
    (record,) = review.session.records([first]).values()  # type: ignore[list-item]
    assert record.abstract == ""
    assert review.integrity.check() == []


def test_only_what_all_records_leave_empty_is_filled_in_and_a_record_that_says_it_goes_before(review: Review) -> None:
    one, _, three = ids(review)
    with pytest.raises(NotAllowedError, match="have the abstract"):
        review.filling.fill(three, Fillable.ABSTRACT, ["something else"])
    review.filling.fill(one, Fillable.ABSTRACT, ["pasted"])
    review.duplicates.link(one, three, LinkVerdict.SAME)  # type: ignore[arg-type]
    view = review.screening.view(one, TITLE)
    assert view.record.abstract.startswith("An account of")
    assert view.filled == ()


@pytest.mark.parametrize(
    ("field", "values", "kept"),
    [
        (Fillable.DOI, ["https://doi.org/10.1080/ABC"], "10.1080/abc"),
        (Fillable.LANGUAGE, ["Norwegian"], "Norwegian"),
        (Fillable.DOI, ["none"], None),
        (Fillable.LANGUAGE, [" "], None),
        (Fillable.ABSTRACT, ["x" * 100_001], None),
    ],
)
def test_each_field_takes_what_is_of_its_kind(
    review: Review, field: Fillable, values: list[str], kept: str | None
) -> None:
    first = ids(review)[0]
    if kept is None:
        with pytest.raises(NotAllowedError):
            review.filling.fill(first, field, values)
        assert review.session.state.fillings() == {}
    else:
        review.filling.fill(first, field, values, "OpenAlex")
        assert getattr(review.screening.view(first, TITLE).record, field) == kept


def test_another_text_goes_in_its_place_the_same_writes_nothing_and_undo_walks_back(review: Review) -> None:
    first = ids(review)[0]
    review.filling.fill(first, Fillable.ABSTRACT, ["one"])
    review.filling.fill(first, Fillable.ABSTRACT, ["two"])
    assert review.filling.fill(first, Fillable.ABSTRACT, ["two"]) is None
    seen = []
    for _ in range(2):
        review.screening.undo()
        seen.append(review.screening.view(first, TITLE).record.abstract)
        assert [row.record.abstract for row in review.reports.rows() if row.report.id == first] == seen[-1:]
    assert seen == ["one", ""]


def test_an_export_of_the_same_papers_fills_in_what_lacks_and_says_of_the_rest_why_not(review: Review) -> None:
    one, two, _ = ids(review)
    path = other_export(
        review,
        article(1, AB="Found by its title.", KW="kites"),
        "TY  - JOUR\nDO  - 10.1000/x2\nAB  - Found by its DOI alone.\nER  - \n",
        article(3, AB="Of a paper that has one."),
        article(9),
        article(2, TI="Another paper with a mistyped DOI", DO="10.1000/x2", AB="Not of this paper."),
        "TY  - JOUR\nXX\nER  - \n",
    )
    plan = review.filling.plan(path)
    assert (plan.entries, plan.matched) == (6, 3)
    wanted = {(one, "abstract"), (one, "language"), (one, "keywords"), (two, "abstract")}
    assert {(each.report, str(each.field)) for each in plan.proposed} == wanted
    assert len(plan.passed) == 3
    assert review.session.state.fillings() == {}
    assert review.filling.fill_all(plan.proposed) == 4
    assert review.filling.fill_all(plan.proposed) == 0
    assert review.screening.view(two, TITLE).record.abstract == "Found by its DOI alone."
    assert {each.source for each in review.screening.view(one, TITLE).filled} == {"file more.ris"}
    assert review.filling.take_back("file more.ris") == 4
    assert len(review.filling.lacking()) == 2


def test_only_the_fields_asked_for_are_taken_and_an_imported_file_has_nothing_to_add(review: Review) -> None:
    plan = review.filling.plan(other_export(review, article(1, AB="An abstract.", KW="kites")), [Fillable.KEYWORDS])
    assert [(each.field, each.values) for each in plan.proposed] == [(Fillable.KEYWORDS, ("kites",))]
    with pytest.raises(NotAllowedError, match="was imported"):
        review.filling.plan(review.session.folder.parent / "a.ris")


def test_an_archive_without_abstracts_says_how_many_texts_of_people_are_in_its_history(review: Review) -> None:
    path = review.session.folder.parent / "bare.zip"
    assert review.keeping.archive(path, abstracts=False).texts == 0
    review.filling.fill(ids(review)[0], Fillable.ABSTRACT, ["pasted"])
    review.filling.fill(ids(review)[0], Fillable.LANGUAGE, ["Norwegian"])
    assert review.keeping.archive(path, abstracts=False).texts == 1
    assert verify_archive(path).faults == ()


def test_what_a_colleague_fills_in_shows_to_both_and_leaves_decisions_as_they_were(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    report = min(ids(ada))
    ada.screening.decide(report, TITLE, Verdict.INCLUDE)
    grace.filling.fill(report, Fillable.DOI, ["10.1000/grace"])
    ada.filling.fill(report, Fillable.DOI, ["10.1000/ada"])
    sync(ada, grace)
    for review in (ada, grace):
        view = review.screening.view(report, TITLE)
        assert (view.record.doi, [one.by for one in view.filled]) == ("10.1000/ada", ["Ada"])
        assert review.integrity.check() == []
    assert grace.screening.view(report, TITLE).own is None
    assert grace.screening.decide(report, TITLE, Verdict.EXCLUDE).body.blind is True  # type: ignore[union-attr]
