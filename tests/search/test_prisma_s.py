"""What searches say to the sixteen items, and what nobody has said."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from reviewkit.criteria import Limits, Reporting, Strategy
from reviewkit.model import Route, Search, SearchId
from reviewkit.search.prisma_s import PRISMA_S, Answer, Said, answers, as_markdown
from reviewkit.views import SearchCount

WHOLE = Search(
    "ASP and ERIC", Route.DATABASE, ("Academic Search Premier", "ERIC"), "EBSCOhost", "2018-10-15", "TI x", 143,
    limits="none", filters="none", prior_work="none", updates="none", peer_review="PRESS", removed_by_platform=12,
)  # fmt: skip
REPORTING = Reporting(registers="None.", browsing="None.", citation="None.", contacts="None.", other_methods="None.")


def asked(search: Search | None = WHOLE, entries: int = 143, **strategy: Any) -> dict[int, Answer]:
    counted = (SearchCount(SearchId("s"), search, ("a.ris",), entries, ()),) if search else ()
    return {one.number: one for one in answers(Said(counted, Strategy(**strategy), "by rules."))}


def test_there_are_sixteen_items_in_order() -> None:
    assert [item.number for item in PRISMA_S] == list(range(1, 17))


def test_a_search_of_which_everything_is_said_leaves_nothing_open() -> None:
    found = asked(reporting=REPORTING)
    assert [number for number, one in found.items() if not one.complete] == []
    assert "12 removed by the platform" in " ".join(found[16].said)


@pytest.mark.parametrize(
    ("field", "item"),
    [
        ("databases", 1), ("platform", 1), ("removed_by_platform", 2), ("query", 8), ("limits", 9), ("filters", 10),
        ("prior_work", 11), ("updates", 12), ("date", 13), ("peer_review", 14), ("announced", 15),
    ],
)  # fmt: skip
def test_what_a_search_leaves_out_opens_its_item_and_no_other(field: str, item: int) -> None:
    default: Any = getattr(Search("as nobody described it"), field)
    found = asked(dataclasses.replace(WHOLE, **{field: default}), reporting=REPORTING)
    assert {number for number, one in found.items() if not one.complete} == {item}


@pytest.mark.parametrize(("field", "item"), list(zip(dataclasses.asdict(REPORTING), range(3, 8), strict=False)))
def test_what_search_toml_leaves_out_opens_its_item(field: str, item: int) -> None:
    found = asked(reporting=dataclasses.replace(REPORTING, **{field: ""}))
    assert {number for number, one in found.items() if not one.complete} == {item}
    assert field in found[item].missing[0]


def test_ebscohost_with_two_databases_is_asked_for_what_it_does_not_tell() -> None:
    found = asked(dataclasses.replace(WHOLE, removed_by_platform=None))
    assert "EBSCOhost does not tell" in found[2].missing[0]
    assert not asked(dataclasses.replace(WHOLE, databases=("ERIC",), removed_by_platform=None))[2].missing


@pytest.mark.parametrize(
    ("route", "item"),
    [(Route.REGISTER, 3), (Route.WEBSITE, 4), (Route.HAND, 4), (Route.CITATION, 5), (Route.CONTACT, 6)],
)
def test_a_search_by_another_route_answers_its_item_once_it_says_how(route: Route, item: int) -> None:
    search = Search("Other", route, note="")
    assert asked(search)[item].missing == ("Other: how it was done",)
    assert asked(dataclasses.replace(search, note="Two people."))[item].complete


def test_a_limit_without_a_reason_is_open() -> None:
    assert asked(limits=Limits(2000))[9].missing
    assert not asked(limits=Limits(2000, reason="A law."))[9].missing


def test_results_that_did_not_come_are_asked_about() -> None:
    assert "142 came where 143 were announced" in asked(entries=142)[15].missing[0]


def test_the_table_is_markdown_whatever_a_name_holds() -> None:
    text = as_markdown(list(asked(dataclasses.replace(WHOLE, name="a|b\n`c`")).values()))
    assert all(line.count("|") - line.count("\\|") == 5 for line in text.splitlines()[3:])


def test_with_no_search_nothing_is_claimed() -> None:
    found = asked(None)
    assert [number for number, one in found.items() if one.complete] == [16]
