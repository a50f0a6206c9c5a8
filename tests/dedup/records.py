"""Records for the tests of this folder: one whole article, to be told apart by what a test changes, and a strategy."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from reviewkit.dedup import links
from reviewkit.model import FileId, Link, Record, RecordId, record_id
from reviewkit.text import Doi

ARTICLE = Record(
    id=record_id(FileId("a" * 64), 1),
    title="The Framing Effect in Preschool Teachers: A Mixed-Methods Study",
    authors=("Müller-Norheim, Hanne", "Moser, Thomas"),
    year=2016,
    journal="European Early Childhood Education Research Journal",
    volume="24",
    issue="2",
    pages="221-228",
    doi=Doi("10.1080/1350293x.2016.1143257"),
    issn=("1350-293X",),
)
"""What most tests change something of."""


def numbered(ordinal: int) -> RecordId:
    return record_id(FileId("b" * 64), ordinal)


def other(like: Record = ARTICLE, **changes: Any) -> Record:
    """Return a second record like the first but for its id and the changes."""
    return replace(like, **{"id": numbered(1), **changes})


def link(a: Record, b: Record) -> Link | None:
    """Return the one link that the rules propose between two records, if any."""
    found = links([a, b])
    assert len(found) <= 1
    return found[0] if found else None


def said(a: Record, b: Record) -> str:
    """Return `same`, `uncertain` or `nothing`."""
    found = link(a, b)
    return found.verdict.value if found else "nothing"


# Few values a field, so that records often agree in some and differ in others, as those of one review do.
_TITLES = (
    "",
    "Editorial",
    "Play and learning in the early years: a longitudinal study",
    "Play and learning in the early years",
    "Play and learning in the early year: a longitudinal study.",
    "Play and learning in the early years: Part II",
    "Correction to: Play and learning in the early years",
    "Movement quality of toddlers in Norwegian kindergartens",
)


def records(least: int = 0, most: int = 12) -> st.SearchStrategy[list[Record]]:
    """Return lists of records with ids of their own, in no order."""
    one = st.builds(
        Record,
        id=st.integers(1, 500).map(numbered),
        title=st.sampled_from(_TITLES),
        authors=st.sampled_from(
            [(), ("Moser, T.",), ("Moser, Thomas", "Norheim, Hanne"), ("Thomas Moser",), ("Li, W",)]
        ),
        year=st.sampled_from([None, 2015, 2016]),
        journal=st.sampled_from(["", "Early Years", "Int J Early Years Educ"]),
        volume=st.sampled_from(["", "3", "4"]),
        pages=st.sampled_from(["", "1-9", "221-8", "221-228"]),
        doi=st.sampled_from([None, Doi("10.1000/a"), Doi("10.1000/b")]),
        accession=st.sampled_from([(), ("ERIC:EJ1000001",), ("EBSCO:eric:EJ1000001",)]),
    )
    return st.lists(one, min_size=least, max_size=most, unique_by=lambda record: record.id)
