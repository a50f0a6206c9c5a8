"""What a record says to a criterion; the reference case's documents that must not pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit import criteria
from reviewkit.criteria import Every, FactRule, Languages, PeerReviewed, Types, Years
from reviewkit.model import Record, RecordId, Stage
from reviewkit.screening.facts import Fact, fact
from reviewkit.text import Doi

FOLDER = Path(__file__).parents[2] / "criteria"
ID = RecordId("0" * 64 + ":0000001")
EMPTY = Record(ID)
PERSON = {"empirical", "immigrant_families", "population", "level"}
"""Criteria of the reference case that only a person can tell."""

WHITMARSH = Record(
    ID,
    title="Othered voices: asylum-seeking mothers and early years education",
    year=2011,
    types=("JOUR", "Article"),
    language="English",
)
LUND = Record(
    ID,
    title="Refugee parents and ECE professionals in a Norwegian setting",
    year=2024,
    doi=Doi("10.3389/feduc.2024.1331771"),
    types=("JOUR", "Article"),
    language="eng",
    peer_reviewed=True,
)
WEB_ARTICLE = Record(
    ID, title="What parent partnership is and why it matters", types=("ELEC", "Web page"), language="en"
)
HANDBOOK_CHAPTER = Record(
    ID, title="Partnership with parents under the EYFS", year=2012, types=("CHAP", "Book chapter"), language="English"
)
NURSERIES = Record(
    ID,
    title="A parent-practitioner partnership model in English nurseries",
    year=2021,
    types=("Journal Articles", "Reports - Research"),
    language="English",
    peer_reviewed=True,
)


@pytest.fixture(scope="module")
def rules() -> dict[str, FactRule | None]:
    read = criteria.read({path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml")})
    return {reason.id: reason.fact for reason in read.reasons(Stage.TITLE_ABSTRACT)}


@pytest.mark.parametrize(
    ("record", "not_met"),
    [
        (WHITMARSH, set()),
        (LUND, {"timeframe"}),
        (WEB_ARTICLE, {"publication_type"}),
        (HANDBOOK_CHAPTER, {"publication_type"}),
        (NURSERIES, {"timeframe"}),
    ],
)
def test_documents_that_must_not_pass_are_caught_by_what_their_record_says(
    rules: dict[str, FactRule | None], record: Record, not_met: set[str]
) -> None:
    assert {name for name, rule in rules.items() if fact(rule, record) is Fact.NOT_MET} == not_met


def test_only_a_person_can_tell_the_rest(rules: dict[str, FactRule | None]) -> None:
    assert {name for name, rule in rules.items() if rule is None} == PERSON


@pytest.mark.parametrize(
    ("types", "peer_reviewed", "expected"),
    [
        (("Journal Articles", "Reports - Research"), True, Fact.MET),
        (("Journal Articles", "Guides - Classroom - Teacher"), True, Fact.MET),
        (("Journal Articles", "Reports - Research"), None, Fact.UNKNOWN),
        (("Journal Articles", "Reports - Research"), False, Fact.NOT_MET),
        (("Reports - Research",), None, Fact.UNKNOWN),
        (("Guides - Classroom - Teacher",), None, Fact.UNKNOWN),
        (("JOUR", "Article"), True, Fact.MET),
        (("JOUR",), None, Fact.UNKNOWN),
        (("GEN",), None, Fact.UNKNOWN),
        (("JOUR", "Book review"), True, Fact.NOT_MET),
        (("BOOK", "Book"), None, Fact.NOT_MET),
        (("Books", "Collected Works - General"), None, Fact.NOT_MET),
        (("THES",), None, Fact.NOT_MET),
        (("Dissertations/Theses",), None, Fact.NOT_MET),
    ],
)
def test_publication_types_as_eric_and_ebsco_word_them(
    rules: dict[str, FactRule | None], types: tuple[str, ...], peer_reviewed: bool | None, expected: Fact
) -> None:
    assert fact(rules["publication_type"], Record(ID, types=types, peer_reviewed=peer_reviewed)) is expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("English", Fact.MET),
        ("ENGLISH", Fact.MET),
        ("eng", Fact.MET),
        ("en", Fact.MET),
        ("en-GB", Fact.MET),
        ("Spanish; English", Fact.MET),
        ("eng/spa", Fact.MET),
        ("ger", Fact.NOT_MET),
        ("Français", Fact.UNKNOWN),
        ("French, German", Fact.NOT_MET),
        ("German; summary in English", Fact.UNKNOWN),
        ("Language", Fact.UNKNOWN),
        ("und", Fact.UNKNOWN),
        ("", Fact.UNKNOWN),
        (" ; ", Fact.UNKNOWN),
    ],
)
def test_languages_by_name_and_by_code(language: str, expected: Fact) -> None:
    assert fact(Languages(("English",)), Record(ID, language=language)) is expected


def test_a_misspelt_language_in_the_criteria_is_held_against_no_record() -> None:
    assert fact(Languages(("Englisch",)), Record(ID, language="eng")) is Fact.UNKNOWN


def test_a_language_that_the_table_does_not_know_is_met_by_the_same_word() -> None:
    assert fact(Languages(("Sámi",)), Record(ID, language="SAMI")) is Fact.MET


@pytest.mark.parametrize(
    ("rule", "types", "expected"),
    [
        (Types(("Article",), ("Book",)), ("article",), Fact.MET),
        (Types(("Article",), ("Book",)), ("Article", "Book"), Fact.NOT_MET),
        (Types(("Article",), ("Book",)), ("Book review",), Fact.UNKNOWN),
        (Types(("Article",)), ("Book",), Fact.UNKNOWN),
        (Types((), ("Book",)), ("Article",), Fact.UNKNOWN),
    ],
)
def test_a_type_counts_as_a_whole_and_a_refused_one_goes_first(
    rule: Types, types: tuple[str, ...], expected: Fact
) -> None:
    assert fact(rule, Record(ID, types=types)) is expected


@pytest.mark.parametrize(
    ("rule", "year", "expected"),
    [
        (Years(2000, 2018), 1999, Fact.NOT_MET),
        (Years(2000, 2018), 2000, Fact.MET),
        (Years(2000, 2018), 2018, Fact.MET),
        (Years(2000, 2018), 2019, Fact.NOT_MET),
        (Years(2000, None), 2099, Fact.MET),
        (Years(None, 2018), 1500, Fact.MET),
    ],
)
def test_both_ends_of_a_range_of_years_belong_to_it(rule: Years, year: int, expected: Fact) -> None:
    assert fact(rule, Record(ID, year=year)) is expected


@pytest.mark.parametrize(
    ("wanted", "said", "expected"),
    [(True, True, Fact.MET), (True, False, Fact.NOT_MET), (False, False, Fact.MET), (False, True, Fact.NOT_MET)],
)
def test_peer_review_is_held_against_what_is_wanted(wanted: bool, said: bool, expected: Fact) -> None:
    assert fact(PeerReviewed(wanted), Record(ID, peer_reviewed=said)) is expected


RULES = st.one_of(
    st.builds(Years, st.integers(1990, 2010), st.integers(2010, 2020)),
    st.builds(Languages, st.lists(st.sampled_from(["English", "French"]), min_size=1).map(tuple)),
    st.builds(Types, st.just(("Article",)), st.just(("Book",))),
    st.builds(PeerReviewed, st.booleans()),
)
RECORDS = st.builds(
    Record,
    st.just(ID),
    year=st.none() | st.integers(1980, 2030),
    language=st.sampled_from(["", "eng", "fre", "German", "?"]),
    types=st.lists(st.sampled_from(["Article", "Book", "GEN"])).map(tuple),
    peer_reviewed=st.none() | st.booleans(),
)


@given(RULES)
def test_what_a_record_does_not_say_is_never_held_against_it(rule: Years | Languages | Types | PeerReviewed) -> None:
    assert fact(rule, EMPTY) is Fact.UNKNOWN


@given(st.lists(RULES, min_size=1), RECORDS)
def test_several_facts_are_met_if_each_is_and_not_met_as_soon_as_one_is_not(
    several: list[Years | Languages | Types | PeerReviewed], record: Record
) -> None:
    each = [fact(one, record) for one in several]
    together = fact(Every(tuple(several)), record)
    assert (together is Fact.MET) == all(one is Fact.MET for one in each)
    assert (together is Fact.NOT_MET) == any(one is Fact.NOT_MET for one in each)
    assert together is fact(Every(tuple(reversed(several))), record)
