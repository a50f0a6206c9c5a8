"""Papers that look like one and are two, copies that look like two and are one, and whole searches of both."""

# ruff: noqa: E501  # a case a line, in tables that are read as such

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reviewkit import text
from reviewkit.dedup import links, reports
from reviewkit.formats import read
from reviewkit.model import LinkVerdict, Record, Route
from reviewkit.text import Doi
from tests.bench.lookalikes import DAMAGE, LOOKALIKES, Paper, corpus
from tests.dedup.records import ARTICLE, numbered, other, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DATA = Path(__file__).parents[1] / "data" / "dedup"
NEW_DOI = Doi("10.1080/00000000.2016.1")
T = ARTICLE.title
NO_DOI: dict[str, Any] = {"doi": None}
LATER: dict[str, Any] = {"year": 2017, "volume": "25", "pages": "11-19", "doi": None}
BOOK = replace(ARTICLE, title="Play and Learning in Early Childhood, 2nd edition", journal="", volume="", issue="", pages="", doi=None, issn=())  # fmt: skip
SUPPLEMENT = replace(ARTICLE, issue="Suppl 1", pages="S42", title="Effects of outdoor play on motor skills in girls")
COCHRANE = replace(
    ARTICLE, journal="Cochrane Database of Systematic Reviews", issn=(), volume="", issue="1", pages="CD001234",
    doi=Doi("10.1002/14651858.cd001234.pub2"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "like", "changes"),
    [
        ("part I and II", replace(ARTICLE, title=f"{T}: Part I"), {"title": f"{T}: Part II", **NO_DOI}),
        ("part I and II, one DOI", replace(ARTICLE, title=f"{T}. 1"), {"title": f"{T}. 2"}),
        ("erratum", ARTICLE, {"title": f"Erratum: {T}", **NO_DOI}),
        ("erratum at the end", ARTICLE, {"title": f"{T} (Erratum)"}),
        ("correction", ARTICLE, {"title": f"Correction: {T}"}),
        ("correction to", ARTICLE, {"title": f"Author Correction: {T}", "pages": ""}),
        ("retraction", ARTICLE, {"title": f"Retraction notice to “{T}”", **LATER}),
        ("retracted", ARTICLE, {"title": f"{T} (Retracted article)"}),
        ("expression of concern", ARTICLE, {"title": f"Expression of concern: {T}", **NO_DOI}),
        ("comment", ARTICLE, {"title": f"{T}: comment", **NO_DOI}),
        ("comment on", ARTICLE, {"title": f"Comment on '{T}'", "authors": ("Li, Wei",)}),
        ("reply", ARTICLE, {"title": f"{T}: reply", **NO_DOI}),
        ("authors' reply", ARTICLE, {"title": f"Authors' response: {T}", "pages": "", **NO_DOI}),
        ("editorial of the next issue", replace(ARTICLE, title="Editorial"), {"issue": "3", "pages": "", **NO_DOI}),
        ("editorial of the next volume", replace(ARTICLE, title="From the editor", doi=None), LATER),
        ("conference abstract", ARTICLE, {"journal": "Child Development", "issn": (), "volume": "80", "pages": "S12", **NO_DOI}),
        ("abstract in the same journal", ARTICLE, {"year": 2015, "volume": "23", "pages": "e123", **NO_DOI}),
        ("abstract, the volume unknown", ARTICLE, {"volume": "", "issue": "", "pages": "e474", **NO_DOI}),
        ("preprint", ARTICLE, {"journal": "bioRxiv", "issn": (), "volume": "", "issue": "", "pages": "", "doi": Doi("10.1101/2016.01.01.012345")}),
        ("preprint without a DOI", ARTICLE, {"journal": "PsyArXiv Preprints", "issn": (), "volume": "", "pages": "", **NO_DOI}),
        ("preprint known by its DOI", replace(ARTICLE, doi=None, volume="", pages=""), {"journal": "", "issn": (), "doi": Doi("10.31234/osf.io/abcde")}),
        ("translated edition", ARTICLE, {"journal": "Zeitschrift für Pädagogik", "issn": (), **LATER}),
        ("edition", BOOK, {"title": "Play and Learning in Early Childhood, 3rd edition"}),
        ("edition that says so only once", BOOK, {"title": "Play and Learning in Early Childhood"}),
        ("chapter of one book", replace(ARTICLE, title="Children and their outdoor play", volume=""), {"title": "Teachers and their indoor work", "pages": "229-240"}),
        ("annual report", replace(ARTICLE, title="Annual report of the institute 2015", **NO_DOI), {"title": "Annual report of the institute 2016"}),
        ("annual report without a year", replace(ARTICLE, title="Annual report of the institute", **NO_DOI), LATER),
        ("update of a review", COCHRANE, {"year": 2019, "doi": Doi("10.1002/14651858.cd001234.pub3")}),
        ("update of a review, no DOI", replace(COCHRANE, doi=None), {"year": 2017, "issue": "4"}),
        ("same title by others", ARTICLE, {"authors": ("Li, Wei",), "journal": "Play", "issn": (), **LATER}),
        ("same title by others in one journal", ARTICLE, {"authors": ("Li, Wei", "Chen, Xi"), "pages": "", **NO_DOI}),
        ("supplement with one DOI", SUPPLEMENT, {"title": "Effects of outdoor play on motor skills in boys"}),
        ("supplement with one DOI, more words", SUPPLEMENT, {"title": "Effects of outdoor play and sleep on motor skills in girls"}),
        ("two versions with a DOI each", replace(ARTICLE, doi=Doi("10.12688/f1000research.1.v1")), {"doi": Doi("10.12688/f1000research.1.v2")}),
        ("protocol and results on a page 1 each", replace(ARTICLE, pages="1-9"), {"title": f"{T[:38]}", "pages": "1-9", **NO_DOI}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_two_papers_are_kept_apart(kind: str, like: Record, changes: Mapping[str, Any]) -> None:
    assert said(like, other(like, id=numbered(2), **changes)) != "same"


@pytest.mark.parametrize(
    ("damage", "like", "changes"),
    [
        ("journal abbreviated", ARTICLE, {"journal": "Eur Early Child Educ Res J", "issn": (), **NO_DOI}),
        ("journal missing", ARTICLE, {"journal": "", "issn": (), **NO_DOI}),
        ("journal and pages missing", ARTICLE, {"journal": "", "issn": (), "pages": "", **NO_DOI}),
        ("a database's name for a journal", ARTICLE, {"journal": "WOS", "issn": (), **NO_DOI}),
        ("initials", ARTICLE, {"authors": ("Müller-Norheim H", "Moser T"), **NO_DOI}),
        ("order of authors", ARTICLE, {"authors": ("Moser, T.", "Müller-Norheim, H."), **NO_DOI}),
        ("authors in one field", ARTICLE, {"authors": ("Müller-Norheim, H. and Moser, T. and Play Group",), **NO_DOI}),
        ("an initial that is none", replace(ARTICLE, authors=("O'Brien, F.",)), {"authors": ("O'Brien F",), **NO_DOI}),
        ("title without subtitle", ARTICLE, {"title": "The Framing Effect in Preschool Teachers", **NO_DOI}),
        ("brackets", ARTICLE, {"title": f"[{T}]", **NO_DOI}),
        ("full stop", ARTICLE, {"title": f"{T}.", **NO_DOI}),
        ("translated twin", ARTICLE, {"title": f"{T} [Rammeeffekten hos barnehagelærere: en studie]", **NO_DOI}),
        ("twin before the title", ARTICLE, {"title": f"Rammeeffekten hos barnehagelærere = {T}", **NO_DOI}),
        ("transliteration", replace(ARTICLE, authors=("Bjørnsson, Åsa",)), {"authors": ("Bjoernsson, Aasa",), **NO_DOI}),
        ("diacritics", replace(ARTICLE, authors=("Yılmaz, Ö.", "Łukasik, P.")), {"authors": ("Yilmaz, O.", "Lukasik, P."), **NO_DOI}),
        ("entities", replace(ARTICLE, title="Effects of β-blockers & play in preschool children"), {"title": "Effects of &beta;-blockers &amp; play in preschool children", **NO_DOI}),
        ("capitals", replace(ARTICLE, title="Effects of β-blockers in preschool children"), {"title": "EFFECTS OF Β-BLOCKERS IN PRESCHOOL CHILDREN", **NO_DOI}),
        ("year off by one", ARTICLE, {"year": 2017, **NO_DOI}),
        ("short last page", ARTICLE, {"pages": "221-8", **NO_DOI}),
        ("first page only", ARTICLE, {"pages": "221", **NO_DOI}),
        ("DOI missing", ARTICLE, NO_DOI),
        ("DOI prefixed", ARTICLE, {"doi": text.doi("https://doi.org/10.1080/1350293X.2016.1143257")}),
        ("DOI cut short", ARTICLE, {"doi": Doi("10.1080/1350293x.2016")}),
        ("DOI wrong", ARTICLE, {"doi": NEW_DOI}),
        ("a letter missing", ARTICLE, {"title": T.replace("Teachers", "Techers"), **NO_DOI}),
        ("first author damaged", ARTICLE, {"authors": ("üller-Norheim, H.", "Moser, T."), **NO_DOI}),
        ("no authors", ARTICLE, {"authors": (), **NO_DOI}),
        ("no authors, no pages", ARTICLE, {"authors": (), "pages": "", **NO_DOI}),
        ("issue with its supplement", ARTICLE, {"issue": "2 Suppl 1", **NO_DOI}),
        ("pages mistyped, same abstract", replace(ARTICLE, abstract="We asked teachers. " * 12), {"pages": "212-228", **NO_DOI}),
        ("nothing but title, authors, year", BOOK, {"authors": ("Muller-Norheim, H.", "Moser, T.")}),
        ("short title", replace(ARTICLE, title="Play in Norway"), {"issue": "", **NO_DOI}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_two_copies_of_one_paper_are_found(damage: str, like: Record, changes: Mapping[str, Any]) -> None:
    assert said(like, other(like, id=numbered(2), **changes)) == "same"


# ---------------------------------------------------------------------------------------------- known duplicates


def groups(records: Sequence[Record]) -> list[tuple[int, ...]]:
    """Return the entries of each report, by their places in `records`."""
    places = {record.id: place for place, record in enumerate(records)}
    found = reports({record.id: Route.DATABASE for record in records}, links(records))
    return [tuple(places[one] for one in report.records) for report in found]


def test_a_real_search_has_no_false_merge_and_nearly_all_duplicates_are_found() -> None:
    data = gzip.decompress((DATA / "bibdedupe_stroke_records.csv.gz").read_bytes())
    records = read(data, "stroke.csv").records
    known = list(csv.reader((DATA / "bibdedupe_stroke_merged_ids.csv").open(encoding="utf-8")))[1:]
    papers = {own: group for (group,) in known for own in group.split(";")}
    labels = [papers.get(own := dict(record.unmapped)["ID"], own) for record in records]
    found = {pair for group in groups(records) for pair in combinations(group, 2)}
    true = {(a, b) for a, b in combinations(range(len(labels)), 2) if labels[a] == labels[b]}
    assert found <= true
    assert len(found) >= 476
    assert len(true) == 479


def test_of_a_real_search_only_labelled_records_have_duplicates() -> None:
    records = read(gzip.decompress((DATA / "tafenoquine.xml.gz").read_bytes()), "tafenoquine.xml").records
    found = {place for group in groups(records) if len(group) > 1 for place in group}
    assert found <= {place for place, record in enumerate(records) if "Duplicate</style></caption>" in record.raw}
    assert len(found) >= 105


def as_record(ordinal: int, one: Paper) -> Record:
    return Record(
        numbered(ordinal), title=one.title, authors=one.authors, year=text.year(one.year), journal=one.journal,
        volume=one.volume, issue=one.number, pages=one.pages, abstract=one.abstract, doi=text.doi(one.doi),
    )  # fmt: skip


def test_a_made_up_search_full_of_look_alikes_has_no_false_merge() -> None:
    made = corpus(1_500, seed=6, lookalikes=0.5)
    records = [as_record(ordinal, one) for ordinal, one in enumerate(made.entries, 1)]
    found = {pair for group in groups(records) for pair in combinations(group, 2)}
    true = {(a, b) for a, b in combinations(range(len(records)), 2) if made.papers[a] == made.papers[b]}
    assert [(made.origins[a], made.origins[b]) for a, b in found - true] == []
    assert len(found) > 0.93 * len(true)


def test_the_made_up_searches_hold_every_kind_of_look_alike_and_damage() -> None:
    origins = " ".join(corpus(4_000, seed=6, lookalikes=0.5).origins)
    assert [name for name in (*LOOKALIKES, *DAMAGE) if name not in origins] == []


# ---------------------------------------------------------------------------------------------- bad input

MANY = 1_500
BAD = {
    "empty titles": lambda i: Record(numbered(i), authors=(f"Author{i % 50}, A.",), year=2000 + i % 20),
    "one word": lambda i: Record(numbered(i), title=f"Word{i % 7}", authors=("Li, W.",), year=2000 + i % 20),
    "Editorial": lambda i: Record(numbered(i), title="Editorial", journal="BMJ", year=2000 + i % 20, volume=str(i), pages=str(i)),
    "one nonsense DOI": lambda i: Record(numbered(i), title=f"{chr(97 + i % 26) * 9} {i} about another matter", doi=Doi("10.1000/xyz123")),
    "no Latin letters": lambda i: Record(numbered(i), title=f"室外游戏对幼儿发展的影响研究第{i}部分", authors=("王伟",), year=2000 + i % 20),
    "nothing at all": lambda i: Record(numbered(i)),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_no_mass_merge(kind: str) -> None:
    found = links([BAD[kind](i) for i in range(1, MANY + 1)])
    same = [link for link in found if link.verdict is LinkVerdict.SAME]
    assert len(same) <= (MANY if kind == "nothing at all" else 0)
    assert len(found) <= 60 * MANY


def test_five_thousand_authors_are_compared_like_any() -> None:
    crowd = tuple(f"Author{i}, A." for i in range(5_000))
    many = replace(ARTICLE, authors=crowd)
    assert said(many, other(many, authors=crowd[:40], doi=None)) == "same"
    assert said(many, other(many, authors=crowd[::-1])) == "uncertain"
