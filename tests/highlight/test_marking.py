from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.highlight import Marker


def marked(terms: list[str], text: str) -> list[str]:
    return [text[start:end] for start, end in Marker(terms).places(text)]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("parents", "PARENTS and grandparents, parents' views", ["PARENTS", "parents"]),
        ("parent*", "Parental, parents; apparent", ["Parental", "parents"]),
        ("*parent", "grandparent parents", ["grandparent"]),
        ("parent*", "parent-teacher", ["parent"]),
        ("immigrant", "im-\n  migrant, immi- grant", ["im-\n  migrant"]),
        ("co-operat*", "cooperation co-operating", ["cooperation", "co-operating"]),
        ("wom?n", "women, woman, womb", ["women", "woman"]),
        (
            "early childhood",
            "early-childhood, early\nchildhood, early. Childhood",
            ["early-childhood", "early\nchildhood"],
        ),
        (
            "co-operation",
            "cooperation co-operation co\u2010operation",
            ["cooperation", "co-operation", "co\u2010operation"],
        ),
        ("cooperation", "co-operation of co-operators", ["co-operation"]),
        ("child care", "childcare, child-care", ["child-care"]),
        ("soft", "so\u00adft", ["so\u00adft"]),
        ("zoë", "Zoe\u0308 ZOE zoé", ["Zoe\u0308", "ZOE", "zoé"]),
        ("strasse", "die Straße", ["Straße"]),
        ("stra", "die Straße", []),
        ("home", "home language", ["home"]),
        ("日本", "日本 東京", ["日本"]),
        ("***", "stars *** everywhere", []),
        ("[red]", "[red]x[/]", ["red"]),
    ],
)
def test_a_term_is_found_whatever_its_case_accents_and_hyphens(term: str, text: str, found: list[str]) -> None:
    assert marked([term], text) == found


def test_the_longest_of_several_terms_is_marked_once() -> None:
    assert marked(["home", "home language", "language"], "home language and home") == ["home language", "home"]


@given(st.lists(st.text(max_size=12), max_size=5), st.text(max_size=200))
def test_places_lie_in_the_text_in_order_and_apart(terms: list[str], text: str) -> None:
    places = [0, *(place for span in Marker(terms).places(text) for place in span), len(text)]
    assert places == sorted(places)
    assert all(start < end for start, end in Marker(terms).places(text))


@given(st.text(alphabet="aåéßﬁ-\u0301 \u00adXY日", max_size=30), st.sampled_from(["NFC", "NFD"]))
def test_a_word_of_a_text_is_found_there_in_any_form(text: str, form: Literal["NFC", "NFD"]) -> None:
    for word in text.split():
        if any(character.isalpha() for character in word) and not word.startswith("\u0301"):
            assert Marker([unicodedata.normalize(form, word)]).places(text)


def test_a_second_text_costs_no_look_at_terms_for_words_that_are_known() -> None:
    marker = Marker([f"term{number}*" for number in range(50)])
    text = "some words that are all known by now " * 50
    first = marker.places(text)
    marker._wild = []  # were the terms asked again, none would be found
    assert marker.places(text + " term7s") == first
