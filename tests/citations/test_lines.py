"""What indexes gave, written as an export and read again, with answers recorded from the services themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewkit import formats
from reviewkit.citations import crossref, lines, openalex, semantic_scholar
from reviewkit.citations.nouns import Answered, Listing, Work
from reviewkit.model import Direction, RecordId

DATA = Path(__file__).parents[1] / "data" / "citations"


def recorded(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_bytes())


def works() -> dict[str, list[Work]]:
    references = [
        one
        for number in (0, 2, 4)
        for raw in crossref.works(recorded(f"crossref_work_with_references_{number}")["json"])[0]["reference"]
        if isinstance(one := crossref.reference(raw), Work)
    ]
    listed = [crossref.work(raw) for raw in crossref.works(recorded("crossref_list_with_references_1")["json"])]
    citing = semantic_scholar.work(recorded("s2_Citation")["citingPaper"])
    pages = [semantic_scholar.page(one["json"]) for one in recorded("s2_paper_references_2pages")]
    cited = [semantic_scholar.work(raw) for page in pages for raw in page.papers]
    return {
        "Crossref": [*references, *filter(None, listed)],
        "OpenAlex": [openalex.work(recorded("openalex_work_W2741809807"))],
        "Semantic Scholar": [one for one in [citing, *cited] if isinstance(one, Work)],
    }


@pytest.mark.parametrize("index", ["Crossref", "OpenAlex", "Semantic Scholar"])
def test_every_work_is_one_record_with_what_the_index_says_of_it(index: str) -> None:
    some = {one.key: one for one in works()[index]}
    seed = RecordId("f" * 64 + ":0000001")
    answered = Answered((Listing(seed, Direction.BACKWARD, len(some), tuple(some)),), some)
    keys = lines.keys(answered, {})
    export = formats.read(lines.export(index, answered, keys), "found.jsonl")
    assert (len(export.records), export.rejections) == (len(some), ())
    for key, record in zip(keys, export.records, strict=True):
        assert lines.key_of(record.raw) == key
        assert (record.doi, record.year) == (some[key].doi, some[key].year)
        assert bool(record.title) == bool(some[key].title)
        assert ("found.cited_by", seed) in record.unmapped
    assert lines.keys(answered, {(seed, Direction.BACKWARD): set(keys)}) == []


def test_a_reference_without_a_doi_keeps_the_fields_that_the_publisher_deposited() -> None:
    (raw,) = [
        one
        for one in crossref.works(recorded("crossref_work_with_references_2")["json"])[0]["reference"]
        if one["key"] == "e_1_2_1_37_2"
    ]
    work = crossref.reference(raw)
    assert isinstance(work, Work)
    (record,) = formats.read(lines.of_works("Crossref", [work]), "found.jsonl").records
    assert (
        record.title
        == "Muscle and tendon: properties, models, scaling and application to biomechanics and motor control"
    )
    assert (record.authors, record.year, record.volume, record.pages) == (("Zajac FE",), 1989, "17", "359")
    assert record.journal == "Crit Rev Biomed Eng"
