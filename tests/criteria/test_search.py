"""What search.toml can say besides terms and databases, and how a term is taken apart."""

from __future__ import annotations

import pytest

from reviewkit import criteria
from reviewkit.criteria import Term, term
from reviewkit.errors import CriteriaError
from tests.criteria.test_read import MINIMAL, fault, read

FULL = """
fields = ["title"]
[[block]]
name = "parents"
terms = ["parent*"]
fields = ["title", "abstract"]
thesaurus = { eric = ["Parents"], ebsco = ["PARENTS"] }
written_out = { "parent*" = ["parent", "parents"] }
[[block]]
name = "talk"
terms = ["talk"]
[limits]
from = 2000
reason = "A law of that year."
[reporting]
contacts = "None."
"""


def test_blocks_say_where_to_look_and_what_headings_there_are() -> None:
    search = read(search=FULL).search
    first, second = search.blocks
    assert (first.fields, second.fields) == (("title", "abstract"), ("title",))
    assert dict(first.thesaurus) == {"eric": ("Parents",), "ebsco": ("PARENTS",)}
    assert dict(first.written_out) == {"parent*": ("parent", "parents")}
    assert (search.limits.reason, search.reporting.contacts) == ("A law of that year.", "None.")


def test_a_file_of_before_means_what_it_meant() -> None:
    (block,) = read(search='[[block]]\nname = "a"\nterms = ["b"]').search.blocks
    assert (block.fields, dict(block.thesaurus)) == (criteria.FIELDS[:3], {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('fields = ["titel"]', 'Did you mean "title"'),
        ('[[block]]\nname = "a"\nterms = ["b"]\nthesaurus = { erik = ["x"] }', 'Did you mean "eric"'),
        ('[[block]]\nname = "a"\nterms = ["b"]\nthesaurus = "Parents"', "thesaurus = { … }"),
        ('[[block]]\nname = "a"\nterms = ["b"]\nthesaurus = { eric = "Parents" }', 'eric = ["Parents"]'),
        ('[reporting]\ncontact = "x"', 'Did you mean "contacts"'),
    ],
)
def test_a_slip_is_named_with_what_to_write(text: str, words: str) -> None:
    assert words in fault(search=text)


def test_a_term_that_no_database_could_take_keeps_nobody_from_screening() -> None:
    try:
        criteria.read(MINIMAL | {"search.toml": '[[block]]\nname = "a"\nterms = ["(odd AND ends)?"]'})
    except CriteriaError as error:
        pytest.fail(str(error))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("parents", [("parents", False)]),
        ("immigra*", [("immigra", True)]),
        ('"child care"', [("child", False), ("care", False)]),
        ("child care", [("child", False), ("care", False)]),
        ("“child  care*”", [("child", False), ("care", True)]),
        ("mother-child", [("mother-child", False)]),
        ("Förskola", [("Förskola", False)]),
    ],
)
def test_a_term_is_a_word_or_a_phrase(written: str, words: list[tuple[str, bool]]) -> None:
    assert [(word.text, word.truncated) for word in term(written).words] == words


@pytest.mark.parametrize("written", ["", "*", '""', "a OR b", "be*vior", "*ology", "(x)", "a;b", "x**", "two, three"])
def test_what_is_no_term_says_why(written: str) -> None:
    found: Term = term(written)
    assert (found.words, bool(found.fault)) == ((), True)
