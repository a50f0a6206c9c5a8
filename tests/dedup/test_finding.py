"""Which known papers the entries of another file are."""

from __future__ import annotations

from dataclasses import replace

from reviewkit.dedup import found
from reviewkit.model import Record
from reviewkit.text import doi
from tests.dedup.records import ARTICLE, numbered

KNOWN = replace(ARTICLE, id=numbered(1), doi=doi("10.1000/known"), accession=("ERIC:EJ123456",))
OTHER = Record(numbered(2), title="Kites over schools", authors=("Doe, Jane",), year=2003, doi=doi("10.1000/other"))


def entry(**fields: object) -> Record:
    return replace(KNOWN, id=numbered(9), **fields)  # type: ignore[arg-type]


def test_an_entry_is_found_by_title_year_and_authors_without_any_number() -> None:
    same, doubts = found([entry(doi=None, accession=())], [KNOWN, OTHER])
    assert same == {numbered(9): {KNOWN.id}}
    assert doubts == {}


def test_an_entry_without_a_title_is_found_by_its_doi_or_accession_number_alone() -> None:
    bare = Record(numbered(9), doi=KNOWN.doi, abstract="words")
    numbered_only = Record(numbered(8), accession=("eric:ej123456",))
    assert found([bare, numbered_only], [KNOWN, OTHER])[0] == {numbered(9): {KNOWN.id}, numbered(8): {KNOWN.id}}


def test_a_doi_beside_another_papers_title_finds_nothing() -> None:
    same, _ = found([entry(doi=OTHER.doi, accession=())], [OTHER])
    assert same == {}


def test_what_may_be_known_is_left_with_the_reasons() -> None:
    same, doubts = found([entry(authors=("Other, Sam",))], [KNOWN])
    assert same == {}
    assert "authors differ" in doubts[numbered(9)]
