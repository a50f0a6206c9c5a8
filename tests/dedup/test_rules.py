import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewkit import text
from reviewkit.dedup import RULES
from reviewkit.model import LinkOrigin, Record
from reviewkit.text import Doi
from tests.dedup.records import ARTICLE, link, numbered, other, said

CASES = Path(__file__).parents[1] / "data" / "dedup" / "bibdedupe_test_cases.json"
NO_DOI = {"doi": None}
NEW_DOI = Doi("10.1080/00000000.2016.1")
SUPPLEMENT = Doi("10.1016/s0000-0000(16)00001-1")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": ARTICLE.title.upper() + ".", "issn": ("1350293X",)},
        {"authors": ("Mueller-Norheim, H.", "Moser, T."), **NO_DOI},
        {"journal": "Eur. Early Child. Educ. Res. J.", "issn": (), **NO_DOI},
        {"pages": "221-8", "issue": "", **NO_DOI},
        {"pages": "", "volume": "", "issue": "", "issn": (), **NO_DOI},
        {"pages": "", "volume": "", "issue": "", "journal": "", "issn": ()},
        {"authors": (), **NO_DOI},
        {"title": "The Framing Effect in Preschool Teachers", **NO_DOI},
        {"title": "The framing effect in pre-school teachers: A mixed methods study", **NO_DOI},
        {"year": 2015, **NO_DOI},
        {"year": None, **NO_DOI},
        {"doi": NEW_DOI},
        {"year": 2017, "pages": "", **NO_DOI},
        {"journal": "Something that the platform calls it", "issn": (), **NO_DOI},
        {"journal": "", "issn": (), "authors": (), **NO_DOI},
        {"title": "The Framing Effect in Preschool Teachers", "authors": (), **NO_DOI},
    ],
    ids=str,
)
def test_one_article_as_two_platforms_export_it_is_the_same(changes: Mapping[str, Any]) -> None:
    assert said(ARTICLE, other(**changes)) == "same"


def test_a_standing_title_with_one_doi_and_no_doubt_is_the_same() -> None:
    assert (
        said(replace(EDITORIAL, doi=NEW_DOI), other(replace(EDITORIAL, doi=NEW_DOI), id=numbered(2), volume=""))
        == "same"
    )


def test_a_standing_title_on_the_very_same_pages_of_one_issue_is_the_same_whatever_one_says_of_the_year() -> None:
    assert said(EDITORIAL, other(EDITORIAL, id=numbered(2), year=2017)) == "same"
    assert said(EDITORIAL, other(EDITORIAL, id=numbered(2), year=2017, issue="")) != "same"


def test_a_record_from_before_print_is_the_same_if_it_has_the_same_abstract() -> None:
    online: dict[str, Any] = {"year": 2015, "volume": "", "issue": "", "pages": "", **NO_DOI}
    abstract = "Teachers weigh what they gain and what they may lose. " * 5
    assert said(replace(ARTICLE, abstract=abstract), other(abstract=abstract, **online)) == "same"
    assert said(replace(ARTICLE, abstract=abstract), other(**online)) == "uncertain"


def test_an_article_number_that_all_updates_share_is_no_place_where_the_year_is_off_by_one() -> None:
    review = replace(ARTICLE, journal="Cochrane Database Syst Rev", issn=(), volume="", pages="CD004336", doi=None)
    assert said(review, other(review, year=2015)) == "uncertain"
    assert said(review, other(review)) == "same"


def test_the_first_of_two_names_a_letter_short_does_not_part_an_article() -> None:
    two = replace(ARTICLE, authors=("Walworth, J.", "Moser, T."), doi=None)
    assert said(two, other(two, authors=("alworth, J.", "Moser, T."), pages="")) == "same"


def test_one_name_damaged_on_the_way_does_not_part_an_article() -> None:
    three = replace(ARTICLE, authors=("Bu?lova, T. V.", "Glotova, M. E.", "Khalak, M. E."), doi=None)
    assert said(three, other(three, id=numbered(2), authors=("Builova, T. V.", *three.authors[1:]))) == "same"


def test_eric_and_ebsco_records_of_one_article_are_the_same_by_their_eric_number() -> None:
    eric = Record(numbered(1), title=f"{ARTICLE.title}.", year=2016, accession=("ERIC:EJ1050530",))
    ebsco = Record(numbered(2), title=ARTICLE.title, year=2016, accession=("EBSCO:eric:EJ1050530", "EBSCO:aph:1"))
    found = link(eric, ebsco)
    assert found is not None
    assert (found.verdict.value, found.reasons) == ("same", ("same ERIC number", "same title", "same year"))


@pytest.mark.parametrize(
    "changes",
    [
        {"doi": NEW_DOI, "pages": ""},
        {"doi": SUPPLEMENT, "title": "Another title altogether about something else", "pages": "1-9"},
        {"authors": ("Li, Wei",)},
        {"authors": ("Li, Wei",), **NO_DOI},
        {"title": "Correction to: " + ARTICLE.title},
        {"title": "Retraction: " + ARTICLE.title, "year": 2018},
        {"title": ARTICLE.title + " (vol 24, pg 221, 2016)", **NO_DOI},
        {"types": ("Published Erratum",), **NO_DOI},
        {"title": ARTICLE.title + ": Part II", **NO_DOI},
        {"title": "The Framing Effect in School Teachers: A Mixed-Methods Study", **NO_DOI},
        {"year": 2019, **NO_DOI},
        {"year": 2017, "pages": "", "volume": "", **NO_DOI},
        {"volume": "25", **NO_DOI},
        {"pages": "301-309", **NO_DOI},
        {"title": ""},
        {"title": "", **NO_DOI},
        {"journal": "", "issn": (), "volume": "", "pages": "", **NO_DOI},
        {"year": 2018, "journal": "Conference on Teachers", "issn": (), "volume": "", "pages": "", **NO_DOI},
    ],
    ids=str,
)
def test_what_may_be_another_paper_is_never_merged_by_rule(changes: Mapping[str, Any]) -> None:
    assert said(ARTICLE, other(**changes)) != "same"


PART = other(title="Growing Up with Play in Kindergarten: Part I", doi=None, pages="1-9")
EDITORIAL = other(title="Editorial", doi=None, authors=("Moser, T.",), pages="221-223")
REPORT = other(title="Annual Report of the Institute of Early Education 2015", doi=None, pages="", volume="")


@pytest.mark.parametrize(
    ("like", "changes"),
    [
        (PART, {"title": "Growing Up with Play in Kindergarten: Part II"}),
        (PART, {"title": "Growing Up with Play in Kindergarten: Part 2", "pages": ""}),
        (EDITORIAL, {"volume": "25", "year": 2017}),
        (EDITORIAL, {"issue": "3", "pages": "221-223"}),
        (EDITORIAL, {"issue": "3", "pages": "", "volume": ""}),
        (EDITORIAL, {"authors": ("Li, Wei",)}),
        (EDITORIAL, {"authors": (), "pages": ""}),
        (EDITORIAL, {"doi": Doi("10.1000/xyz"), "authors": ("Li, Wei",), "pages": "9"}),
        (REPORT, {"title": "Annual Report of the Institute of Early Education 2016", "year": 2017}),
        (ARTICLE, {"title": "Comment on The Framing Effect in Preschool Teachers: A Mixed-Methods Study", "doi": None}),
        (ARTICLE, {"authors": ("Li, Wei",), "journal": "Play", "issn": (), "pages": "9", "doi": None}),
        (ARTICLE, {"doi": None, "year": 2011, "journal": "Conference on Teachers", "issn": (), "pages": "9-12"}),
        (ARTICLE, {"doi": NEW_DOI, "year": 2011, "pages": "9-12", "volume": "19"}),
    ],
    ids=str,
)
def test_what_is_clearly_another_paper_is_not_even_asked_about(like: Record, changes: Mapping[str, Any]) -> None:
    second = other(like, id=numbered(2), **changes)
    assert said(like, second) == "nothing"


@pytest.mark.parametrize(
    ("like", "changes"),
    [
        (PART, {"title": "Growing Up with Play in Kindergarten"}),
        (EDITORIAL, {"pages": ""}),
        (EDITORIAL, {"doi": None, "issn": (), "authors": ("Moser, Thomas",), "volume": "", "issue": ""}),
        (replace(EDITORIAL, title="Introduction to the special issue on play in kindergarten", authors=()), {}),
        (ARTICLE, {"volume": "25", "pages": "301-309"}),
    ],
    ids=str,
)
def test_papers_that_series_and_issues_may_repeat_need_more_than_most_to_be_merged(
    like: Record, changes: Mapping[str, Any]
) -> None:
    assert said(like, other(like, id=numbered(2), **changes)) == "uncertain"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"doi": NEW_DOI, "pages": ""}, "DOIs differ"),
        ({"pages": "301-309", **NO_DOI}, "pages differ"),
        ({"authors": ("Li, Wei",), **NO_DOI}, "authors differ"),
        ({"title": ARTICLE.title + " 2", **NO_DOI}, "a number in one title only"),
        ({"title": "Correction to: " + ARTICLE.title}, "a notice or comment, and what it is about"),
        ({"title": "Rammeeffekten hos barnehagelærere"}, "same DOI"),
        ({"year": 2017, "pages": "", "volume": "", **NO_DOI}, "year off by one"),
    ],
    ids=str,
)
def test_a_person_is_asked_where_one_fact_is_in_the_way(changes: Mapping[str, Any], reason: str) -> None:
    found = link(ARTICLE, other(**changes))
    assert found is not None
    assert found.verdict.value == "uncertain"
    assert reason in found.reasons


def test_a_link_says_who_proposed_it_by_which_rules_and_why() -> None:
    found = link(ARTICLE, other(pages="221-8", journal="Eur Early Child Educ Res J", issn=()))
    assert found is not None
    assert (found.a, found.b, found.origin, found.rules) == (ARTICLE.id, numbered(1), LinkOrigin.RULE, RULES)
    assert found.reasons == (
        *("same DOI", "same title", "same first author", "same year"),
        *("journal abbreviated", "same volume", "same pages"),
    )


def test_a_sure_pair_scores_above_an_uncertain_one() -> None:
    sure, unsure = link(ARTICLE, other(year=2015, journal="X", issn=())), link(ARTICLE, other(doi=NEW_DOI, pages=""))
    assert sure is not None
    assert unsure is not None
    assert unsure.score < sure.score <= 100


# ---------------------------------------------------------------------------------------------- verified by hand

TO_A_PERSON = {
    "abrahao_parigi_gupta_cook_2017_pnas_short_vs_full": "one record has a title, authors and a year only",
    "smith_2020_same_title_author_different_venue": "journal and workshop",
    "stahl_cmc_2004_vs_stahl_cmc_2003_amcis": "a year apart, and neither says where",
    "stahl_elbeltagi_2004_cmc_missing_doi_vs_with_doi": "neither says where it appeared",
    "tan_2004_2005_pub2_vs_pub3": "two versions with a DOI each",
    "pare_wagner_prester_jds_2024_vs_2023_online_first": "online first a year earlier, no DOI",
    "vaishnav_goel_2025_vs_2024_same_theme_different_years": "a subtitle and a year apart",
}


def _names(printed: str) -> tuple[str, ...]:
    separator = " and " if " and " in printed else ";"
    return tuple(name.strip() for name in printed.split(separator) if name.strip())


def _record(ordinal: int, fields: Mapping[str, str | None]) -> Record:
    value = {key: entry or "" for key, entry in fields.items()}
    return Record(
        id=numbered(ordinal),
        title=value.get("title", ""),
        authors=_names(value.get("author", "")),
        year=text.year(value.get("year", "")),
        journal=value.get("journal", "") or value.get("booktitle", ""),
        volume=value.get("volume", ""),
        issue=value.get("number", ""),
        pages=value.get("pages", ""),
        doi=text.doi(value.get("doi", "")),
        issn=(value.get("isbn", ""),),
    )


@pytest.mark.parametrize("case", json.loads(CASES.read_text("utf-8"))["cases"], ids=lambda case: case["id"])
def test_pairs_verified_by_hand_are_merged_kept_apart_or_shown_to_a_person(case: Mapping[str, Any]) -> None:
    expected = "same" if case["expected_duplicate"] else "nothing"
    outcome = said(_record(1, case["record_a"]), _record(2, case["record_b"]))
    assert outcome == ("uncertain" if case["id"] in TO_A_PERSON else expected)
