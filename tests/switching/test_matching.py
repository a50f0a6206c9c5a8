"""Finding a row's report: by all that it tells, and never by a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewkit.model import FileId, Record, RecordId, ReportId, record_id
from reviewkit.switching import Index
from reviewkit.switching.nouns import Row
from reviewkit.text import doi

FILE = FileId("ab" * 32)
KITES = Record(
    id=record_id(FILE, 1),
    title="How families and schools talk about kites",
    authors=("Lovelace, Ada",),
    year=2001,
    doi=doi("10.1000/kites"),
    accession=("ERIC:EJ1050530",),
)
LOOMS = Record(
    id=record_id(FILE, 2), title="How families and schools talk about looms", authors=("Hopper, G.",), year=2002
)
EDITORIAL = Record(id=record_id(FILE, 3), title="Editorial", authors=("Hopper, G.",), year=2003)
OTHER_EDITORIAL = Record(id=record_id(FILE, 4), title="Editorial", authors=("Noether, E.",), year=2003)
TWIN = replace(LOOMS, id=record_id(FILE, 5))
RECORDS = (KITES, LOOMS, EDITORIAL, OTHER_EDITORIAL)
NONE = Record(id=RecordId(""))


def index(*records: Record) -> Index:
    """Each record a report of its own."""
    return Index(records or RECORDS, ReportId)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (Row(2, NONE, report="abababab:1"), KITES),
        (Row(2, replace(NONE, doi=doi("https://doi.org/10.1000/KITES"))), KITES),
        (Row(2, replace(NONE, accession=("EBSCO:eric:EJ1050530",))), KITES),
        (Row(2, replace(NONE, title="HOW FAMILIES AND SCHOOLS TALK ABOUT KITES.", year=2001)), KITES),
        (Row(2, replace(NONE, title="How families & schools talk about looms")), LOOMS),
        (Row(2, replace(NONE, title="Editorial", year=2003, authors=("Emmy Noether",))), OTHER_EDITORIAL),
        (Row(2, replace(LOOMS, year=2017), report="abababab:2"), LOOMS),
        (Row(2, replace(KITES, id=RecordId("")), report="99999999:1"), KITES),
    ],
)
def test_a_report_is_found_by_what_the_row_tells(row: Row, found: Record) -> None:
    assert index().find(row).report == ReportId(found.id)


@pytest.mark.parametrize(
    ("row", "ambiguous", "why"),
    [
        (Row(2, LOOMS, report="abababab:1"), True, "contradicts itself: id points to abababab:1; title points to"),
        (Row(2, replace(LOOMS, doi=KITES.doi)), True, "contradicts itself"),
        (Row(2, replace(LOOMS, year=2012)), False, "its year, authors or DOI are others (here 2002)"),
        (Row(2, replace(LOOMS, authors=("Curie, M.",))), False, "its year, authors or DOI are others"),
        (Row(2, replace(KITES, doi=doi("10.1000/other"), accession=())), False, "its year, authors or DOI are others"),
        (Row(2, replace(NONE, title="Editorial", year=2003)), False, "many papers bear"),
        (Row(2, replace(NONE, title="Something else altogether, at length")), False, "nothing here has its DOI"),
        (Row(2, NONE), False, "neither an id nor a DOI or a title"),
        (Row(2, NONE, report="99999999:1"), False, "neither an id nor a DOI or a title"),
    ],
)
def test_what_is_not_certain_is_left_with_its_reason(row: Row, ambiguous: bool, why: str) -> None:
    found = index().find(row)
    assert found.report is None
    assert found.ambiguous is ambiguous
    assert why in found.why


def test_two_reports_with_one_title_year_and_authors_are_ambiguous_unless_an_id_tells() -> None:
    both = index(LOOMS, TWIN)
    assert both.find(Row(2, LOOMS)).why == "2 reports fit: abababab:2, abababab:5"
    assert both.find(Row(2, LOOMS, report="abababab:5")).report == ReportId(TWIN.id)


def test_records_of_one_report_are_one_place() -> None:
    merged = Index((LOOMS, TWIN), lambda _: ReportId(LOOMS.id))
    assert merged.find(Row(2, LOOMS)).report == ReportId(LOOMS.id)
