"""What each index's answers are read as, held to answers that were recorded from the services themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewkit.citations import crossref, openalex, opencitations, semantic_scholar
from reviewkit.citations.nouns import Work
from reviewkit.model import Direction

DATA = Path(__file__).parents[1] / "data" / "citations"


def recorded(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_bytes())


def test_an_openalex_work_is_read_with_what_it_cites() -> None:
    (raw,) = openalex.single(recorded("openalex_work_W2741809807")).works
    found = openalex.work(raw)
    assert (found.key, found.doi, found.year) == ("W2741809807", "10.7717/peerj.4375", 2018)
    assert found.authors[0] == "Heather Piwowar"
    assert (found.retraction, found.open_access) == ("", "https://peerj.com/articles/4375.pdf")
    cites = openalex.references(raw)
    assert (len(cites), cites[0]) == (45, "W1560783210")
    assert "referenced_works" not in found.raw


@pytest.mark.parametrize(
    ("name", "listed", "with_doi", "titled", "words"),
    [
        ("crossref_work_with_references_0", 13, 3, 8, 2),
        ("crossref_work_with_references_2", 36, 28, 8, 0),
        ("crossref_work_with_references_4", 54, 37, 15, 2),
    ],
)
def test_a_publishers_references_are_works_or_words(
    name: str, listed: int, with_doi: int, titled: int, words: int
) -> None:
    (raw,) = crossref.works(recorded(name)["json"])
    found = [crossref.reference(one) for one in raw["reference"]]
    works = [one for one in found if isinstance(one, Work)]
    assert len(found) == listed == raw["reference-count"]
    assert sum(one.doi is not None for one in works) == with_doi
    assert sum(one.doi is None for one in works) == titled
    assert sum(isinstance(one, str) for one in found) == words
    assert all(one.title for one in works if one.doi is None)


def test_a_list_of_crossref_works_is_read_one_by_one() -> None:
    items = crossref.works(recorded("crossref_list_with_references_1")["json"])
    found = [crossref.work(one) for one in items]
    assert [one.year for one in found if one] == [2010, 2016, 1997, 1997, 2018]
    assert all(one and one.doi and "reference" not in one.raw for one in found)


def test_semantic_scholars_scraps_are_words_and_no_works() -> None:
    first, second = (semantic_scholar.page(one["json"]) for one in recorded("s2_paper_references_2pages"))
    read = [semantic_scholar.work(one) for page in (first, second) for one in page.papers]
    assert (first.following, second.following) == (50, None)
    assert (len(read), sum(isinstance(one, str) for one in read)) == (67, 23)
    assert "Table 7: Business effects on existing business owners" in read


def test_a_batch_keeps_its_order_and_knows_what_is_not_known() -> None:
    (batch,) = recorded("s2_paper_batch")
    answer = [*batch["json"], None, {"paperId": None}]
    assert [bool(one) for one in semantic_scholar.papers(answer)] == [True, True, True, False, False]


def test_a_citing_paper_is_read_with_its_numbers() -> None:
    page = semantic_scholar.page({"offset": 0, "data": [recorded("s2_Citation"), None, {"citingPaper": None}]})
    (found,) = [semantic_scholar.work(one) for one in page.papers]
    assert isinstance(found, Work)
    assert (found.doi, found.year) == ("10.1109/lra.2022.3229266", 2023)


def test_pairs_of_opencitations_are_dois_in_both_versions() -> None:
    (answer,) = recorded("opencitations_refs")
    dois, texts = opencitations.others(answer["json"], Direction.BACKWARD)
    assert (len(dois), texts) == (len(answer["json"]), [])
    assert "10.1002/(sici)1097-4571(198909)40:5<342::aid-asi7>3.0.co;2-u" in dois
    second = [{"cited": "omid:br/06101801781 doi:10.7717/peerj-cs.421 pmid:34084924"}, None, {"cited": "omid:br/1"}]
    assert opencitations.others(second, Direction.BACKWARD) == (["10.7717/peerj-cs.421"], ["omid:br/1"])
    assert opencitations.others(second, Direction.BACKWARD, 1) == (["10.7717/peerj-cs.421"], [])
    assert len(opencitations.others(answer["json"], Direction.BACKWARD, 5)[0]) == 5


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        (openalex.page, {"meta": {"count": 3}, "results": None}),
        (openalex.page, recorded("s2_not_found")[0]["json"]),
        (openalex.single, {"id": None}),
        (crossref.works, {"status": "failed", "message": [{"type": "filter-not-available"}]}),
        (crossref.works, None),
        (semantic_scholar.page, recorded("s2_not_found")[0]["json"]),
        (semantic_scholar.papers, {"error": "No valid paper ids given"}),
        (opencitations.counted, []),
        (opencitations.pairs, {}),
    ],
)
def test_what_is_no_such_answer_is_not_taken_for_an_empty_one(read: Any, answer: Any) -> None:
    with pytest.raises((KeyError, ValueError, TypeError, AttributeError, IndexError)):
        read(answer)


@pytest.mark.parametrize(
    "raw",
    [
        {"id": "https://openalex.org/W1", "title": None, "doi": None, "authorships": None, "open_access": None},
        {"id": "https://openalex.org/W1", "authorships": [None, {"author": None}], "referenced_works": [None, 7]},
    ],
)
def test_nulls_in_a_work_are_left_out(raw: dict[str, Any]) -> None:
    assert openalex.page({"meta": {"count": 1}, "results": [None, raw]}).works == (raw,)
    assert (openalex.work(raw).key, openalex.work(raw).title, openalex.references(raw)) == ("W1", "", ())
