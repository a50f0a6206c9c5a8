"""Queries as the platforms' own help writes them, with the topic of the reference case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.highlight import query_terms


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        (
            '(TI parent* OR AB "early childhood") AND (DE "Preschool Education") AND PT article AND staff N5 talk',
            ("parent*", "early childhood", "Preschool Education", "staff", "talk"),
        ),
        ('"child care"[MeSH Terms] OR parent*[tiab] AND 2000:2018[dp] AND English[lang]', ("child care", "parent*")),
        ("(exp Parents/ or school$.ti,ab.) adj3 famil*.mp. and 2001.yr.", ("Parents", "school$", "famil*")),
        ("TITLE-ABS-KEY(parent* W/3 school) AND PUBYEAR > 2000 AND LANGUAGE(english)", ("parent*", "school")),
        ("TS=(parent* NEAR/3 teacher) AND LA=(English)", ("parent*", "teacher")),
        (
            'title:(kindergarten) subject:"Minority Groups" publicationtype:"Journal Articles"',
            ("kindergarten", "Minority Groups"),
        ),
        ("parents NOT (nurse OR clinic) AND staff", ("parents", "staff")),
        ("parents not hospital staff", ("parents", "staff")),
        ("“home language” and the x-ray", ("home language", "x-ray")),
        ("2010-2018", ()),
        ("", ()),
    ],
)
def test_terms_are_left_when_operators_codes_limits_and_numbers_are_gone(query: str, terms: tuple[str, ...]) -> None:
    assert query_terms(query) == terms


@given(st.text(alphabet='ab"()[]:=*?$#.,/ NOTandTI1\u201c', max_size=60))
def test_whatever_is_written_a_term_stands_in_the_query(query: str) -> None:
    assert all(term in query for term in query_terms(query))
