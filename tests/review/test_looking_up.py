"""Works looked up by their numbers, over a real folder and a real server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.model import Fillable, Route, Search, Stage
from reviewkit.review import Review, is_retracted
from tests.indexes import World, doi, title
from tests.making import article, make_review, open_review
from tests.servers import Asked, Reply, serving

ERIC = {"id": "EJ1050530", "title": "A study of homes", "author": ["Author, Kim"], "publicationdateyear": 2014}


@pytest.fixture
def ada(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    ada = open_review(make_review(tmp_path / "review"), "Ada")
    path = tmp_path / "first.ris"
    path.write_text(
        article(1, DO=doi(1), TI=title(1), AB="", LA="")
        + article(7, DO=doi(7), TI=title(7))
        + article(3, TI=title(3), AU="Author, Kim", PY="2001"),
        encoding="utf-8",
    )
    ada.searches.import_file(path, Search("ERIC", Route.DATABASE))
    return ada


@pytest.fixture
def world() -> World:
    return World({1: [3], 7: []})


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch, world: World) -> object:
    def answer(asked: Asked) -> Reply:
        if asked.path.startswith("/eric"):
            docs = [ERIC] if asked.params["search"] == "id:EJ1050530" else []
            return Reply(json.dumps({"response": {"numFound": len(docs), "start": 0, "docs": docs}}).encode())
        return world.answer(asked)

    with serving(answer) as server:
        for service in ("openalex", "crossref", "eric"):
            monkeypatch.setenv(f"REVIEWKIT_{service.upper()}_URL", f"{server.url}/{service}")
        yield server


@pytest.mark.parametrize(
    ("identifier", "found"),
    [(f"https://doi.org/{doi(3)}", title(3)), ("ej1050530", ERIC["title"]), ("PMID 3000003", title(3))],
)
def test_a_report_is_added_by_its_number_as_found_where_a_person_says(ada: Review, identifier: str, found: str) -> None:
    imported = ada.looking_up.add(identifier, Search("Handbook", Route.HAND))
    assert imported.records == 1
    record = next(one for one in ada.session.records(ada.session.state.origins()).values() if one.title == found)
    assert (record.authors[0], ada.session.search_name(record.id)) == ("Author, Kim", "Handbook")
    assert ada.looking_up.add(identifier, Search("Handbook", Route.HAND)).known


@pytest.mark.parametrize(
    ("identifier", "words"), [("hello", "neither"), ("10.1000/none", "nobody"), ("EJ999999", "nobody")]
)
def test_what_is_not_known_is_refused_and_nothing_is_written(ada: Review, identifier: str, words: str) -> None:
    before = ada.session.store.position()
    with pytest.raises(NotAllowedError, match=words):
        ada.looking_up.add(identifier, Search("Handbook", Route.HAND))
    assert ada.session.store.position() == before


def test_what_reports_lack_is_filled_in_with_its_origin_and_taken_back(ada: Review) -> None:
    looked = ada.looking_up.plan("openalex", [Fillable.ABSTRACT, Fillable.LANGUAGE])
    assert (looked.asked, looked.found) == (1, 1)
    assert [(one.field, one.values, one.source) for one in looked.proposed] == [
        (Fillable.ABSTRACT, ("Homes matter.",), "OpenAlex"),
        (Fillable.LANGUAGE, ("English",), "OpenAlex"),
    ]
    assert ada.filling.fill_all(looked.proposed) == 2
    assert ada.looking_up.plan("openalex", [Fillable.ABSTRACT]).asked == 0
    assert ada.filling.take_back("OpenAlex") == 2


def test_retractions_and_open_copies_are_kept_with_their_origin_and_withdrawn_once_nobody_says_so(
    ada: Review, world: World
) -> None:
    notices = [Fillable.OPEN_ACCESS, Fillable.RETRACTION]
    looked = ada.looking_up.plan("openalex", notices)
    assert (looked.asked, ada.filling.fill_all(looked.proposed)) == (2, 3)
    assert ada.looking_up.plan("openalex", notices).proposed == ()
    seven = ada.reports.find(title(7))
    view = ada.screening.view(seven, Stage.TITLE_ABSTRACT)
    assert is_retracted(view.record)
    assert view.record.url == "https://example.org/7.pdf"
    assert [(one.field, one.source, bool(one.values)) for one in view.filled] == [
        (Fillable.OPEN_ACCESS, "OpenAlex", True),
        (Fillable.RETRACTION, "OpenAlex", True),
    ]
    assert ada.looking_up.plan("crossref", notices).proposed == ()
    world.retracted = frozenset()
    again = ada.looking_up.plan("openalex", notices, again=True).proposed
    assert [(one.report, one.field, one.values) for one in again] == [(seven, Fillable.RETRACTION, ())]
    assert (ada.filling.fill_all(again), ada.filling.fill_all(again)) == (1, 0)
    assert not is_retracted(ada.screening.view(seven, Stage.TITLE_ABSTRACT).record)
    assert seven in {report.id for report, _ in ada.filling.lacking(Fillable.RETRACTION)}


def test_what_a_report_without_a_doi_may_be_is_shown_with_a_score_and_not_taken(ada: Review) -> None:
    (found,) = ada.looking_up.may_be()
    assert (found.doi, found.title, found.score >= 88) == (doi(3), title(3), True)
    assert len(ada.filling.lacking(Fillable.DOI)) == 1
