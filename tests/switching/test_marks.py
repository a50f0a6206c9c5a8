"""Rayyan's notes: hashes as Ruby writes them, whatever stands in the strings."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.switching.marks import has_marks, marks, note
from reviewkit.text import line

_texts = st.text(
    st.one_of(st.sampled_from('"\\{}[]=>|,:;#$@ \n'), st.characters(exclude_categories=("Cs", "Cc"))), max_size=30
)
_hostile = st.one_of(
    _texts,
    st.sampled_from(
        (
            'RAYYAN-INCLUSION: {"Ada"=>"Excluded"}',
            '"} | RAYYAN-INCLUSION: {"Grace"=>"Maybe"}',
            "| RAYYAN-LABELS: a,b",
            "USER-NOTES: {",
            "=>",
            "\\",
            '\\"',
            "#{1+1}",
        )
    ),
)
_words = st.sampled_from(("Included", "Excluded", "Maybe"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('RAYYAN-INCLUSION: {"Anna"=>"Included"}', {"Anna": ["Included"]}),
        ('RAYYAN-INCLUSION: {"Anna" => "Included", "Ben"=>"Maybe"}', {"Anna": ["Included"], "Ben": ["Maybe"]}),
        ('pages 3-4 | RAYYAN-INCLUSION: {"A. \\"Bo\\" {C}"=>"Excluded"}', {'A. "Bo" {C}': ["Excluded"]}),
        ('RAYYAN-INCLUSION: {"\\u0141ukasz \\u{1F600}"=>"Included"}', {"Łukasz 😀": ["Included"]}),
        ("RAYYAN-INCLUSION: {}", {}),
        ("an ordinary note", {}),
    ],
)
def test_decisions_are_read_by_name(text: str, said: dict[str, list[str]]) -> None:
    assert marks(text).said == said


def test_labels_reasons_and_notes_are_told_apart() -> None:
    # The layout is that of help.rayyan.ai, "Understanding Your Rayyan Export Files".
    found = marks(
        'RAYYAN-INCLUSION: {"Kofi"=>"Excluded"} | RAYYAN-LABELS: ML, Hospital | RAYYAN-EXCLUSION-REASONS: wrong '
        'population,foreign language | USER-NOTES: {"Kofi"=>["check the definition", "reasons: language"]}'
    )
    assert found.labels == ["ML", "Hospital"]
    assert found.reasons == ["wrong population", "foreign language"]
    assert found.notes == {"Kofi": ["check the definition"]}
    assert found.own_reasons == {"Kofi": ["language"]}


@pytest.mark.parametrize(
    "text",
    [
        'RAYYAN-INCLUSION: {"Anna"=>"Incl',
        'RAYYAN-INCLUSION: {"Anna"}',
        "RAYYAN-INCLUSION: Included",
        'RAYYAN-INCLUSION: {"Anna"=>["Included"',
        "RAYYAN-INCLUSION: " + '{"a"=>{' * 3000,
    ],
)
def test_a_broken_hash_is_a_fault_and_no_decision(text: str) -> None:
    found = marks(text)
    assert found.faults
    assert found.said == {}


def test_a_note_of_a_million_characters_is_read_in_no_time() -> None:
    began = time.perf_counter()
    assert marks('RAYYAN-INCLUSION: {"' * 50_000).faults
    assert marks('RAYYAN-INCLUSION: {"A"=>"Included"} | ' * 25_000).said["A"] == ["Included"] * 25_000
    assert time.perf_counter() - began < 5


@given(
    said=st.dictionaries(_hostile.filter(lambda name: bool(line(name))), _words, max_size=3),
    labels=st.lists(_hostile, max_size=3),
    texts=st.lists(_hostile, max_size=2),
    prefix=st.sampled_from(("RAYYAN", "REVIEWKIT")),
)
def test_what_is_written_says_the_same_when_read(
    said: dict[str, str], labels: list[str], texts: list[str], prefix: str
) -> None:
    said = {line(name): word for name, word in said.items()}
    notes = dict.fromkeys(said, texts)
    text = note(prefix=prefix, report="3f2a9c1b:12", said=said, labels=labels, reasons=["language"], notes=notes)
    found = marks(f"12 pages | {text}")
    assert "\n" not in text
    assert has_marks(text)
    assert found.faults == []
    assert found.report == "3f2a9c1b:12"
    assert found.reasons == ["language"]
    assert {name: words for name, words in found.said.items() if words} == {name: [word] for name, word in said.items()}
