import json

import pytest

from reviewkit.formats import read
from tests.formats.samples import export, only, records, titles


def test_documents_of_eric() -> None:
    first = records("eric_api.json")[0]
    assert first.accession == ("ERIC:EJ903418",)
    assert (first.peer_reviewed, first.year, first.issn) == (True, 2008, ("0003-1224",))
    assert first.types == ("Journal Articles", "Reports - Research")
    assert first.authors[0] == "Levels, Mark"
    assert json.loads(first.raw)["id"] == "EJ903418"


def test_a_work_of_openalex() -> None:
    record = only("openalex_work.json")
    assert (record.doi, record.year, record.journal) == ("10.7717/peerj.4375", 2018, "PeerJ")
    assert record.accession == ("PMID:29456894", "OpenAlex:W2741809807")
    assert record.abstract.startswith("Despite growing interest in Open Access (OA) to scholarly literature, there is")
    assert ("referenced_works", "https://openalex.org/W1560783210") in record.unmapped


def test_pages_one_after_the_other_are_one_export() -> None:
    first, second, third = records("openalex_pages.json")
    assert (first.abstract, first.pages) == ("Play is Play", "1-9")
    assert (second.title, second.doi) == ("", "10.1000/two")
    assert (third.title, third.language, third.line) == ("Three", "Norwegian", 2)


def test_works_of_crossref_alone_and_in_a_page() -> None:
    alone, (first, second) = only("crossref_work.json"), records("crossref_page.json")
    assert (alone.doi, alone.types) == ("10.1109/icdcsw.2003.1203662", ("proceedings-article",))
    assert first.authors[0] == "Lim, Cathy S."
    assert (first.year, first.pages, first.issn) == (2010, "1-4", ("2042-003X",))
    assert "<" not in second.abstract


def test_csl_of_reference_managers() -> None:
    article, untitled = records("csl.json")
    assert article.title == "Outdoor play in Norway & Sápmi"
    assert article.authors == ("Berg, Anna", "van Gogh, Vincent", "World Health Organization")
    assert (article.issn, article.year) == (("1350-293X", "1752-1807"), 2020)
    assert (untitled.year, untitled.types) == (2019, ("chapter",))


def test_a_broken_work_costs_no_other() -> None:
    found = export("broken.json")
    assert titles("broken.json") == ["Fine", "Fine too"]
    assert [(each.ordinal, each.line) for each in found.rejections] == [(2, 3), (4, 6)]
    assert "Expecting ',' delimiter" in found.rejections[0].reason


def test_the_pages_of_a_run_through_an_api_are_one_export() -> None:
    page = '{"response": {"numFound": 3, "docs": [{"id": "EJ%d", "title": "One"}, {"id": "EJ%d", "title": "Two"}]}}'
    pages = ",\n".join((page % (100000, 100001), page % (100002, 100003), '{"results": [], "meta": {"count": 0}}'))
    found = read(f'{{"source": "ERIC API", "query": "x", "pages": [\n{pages}\n]}}'.encode(), "x")
    assert [record.accession for record in found.records] == [(f"ERIC:EJ10000{number}",) for number in range(4)]
    assert not found.rejections
    assert [record.line for record in found.records] == [2, 2, 3, 3]


def test_a_list_whose_name_is_broken_is_found_all_the_same() -> None:
    data = b'{"response": {"numFound": 2, "dXcs": [{"id": "EJ1", "title": "One"}, {"id": "EJ2", "title": "Two"}]}}'
    assert [record.title for record in read(data, "x").records] == ["One", "Two"]


def test_works_that_slid_into_a_list_of_authors_are_not_lost() -> None:
    data = b'[{"title": "One", "author": ["Berg, Anna", {"title": "Two"}, {"title": "Three"}]}]'
    found = read(data, "x")
    assert [record.title for record in found.records] == ["Two", "Three"]
    assert len(found.rejections) == 1


@pytest.mark.parametrize("depth", [20, 5_000, 200_000])
def test_deep_nesting_is_no_crash(depth: int) -> None:
    data = b'[{"title": "Fine"}, ' + b'{"items": [' * depth + b"]}" * depth + b"]"
    assert [record.title for record in read(data, "x").records] == ["Fine"]


def test_half_a_character_is_replaced_since_no_file_can_hold_it() -> None:
    record = read(b'[{"title": "Play \\ud83d now", "type": "article"}]', "x").records[0]
    assert record.title == "Play \ufffd now"
    assert record.title.encode()
