from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.fulltext.matching import Answer, File, Sought, answers
from reviewkit.model import ReportId
from reviewkit.text import Doi, doi

VOICES = Sought(
    ReportId("voices"),
    "Othered voices: asylum-seeking mothers and early years education",
    ("Whitmarsh, Judy",),
    2011,
    doi("10.1080/1350293X.2011.597970"),
)
GOALS = Sought(
    ReportId("goals"),
    "Goal setting during early childhood parent-teacher conferences: a comparison of three groups of parents",
    ("Cheatham, Gregory A.", "Ostrosky, Michaelene"),
    2013,
    doi("10.1080/02568543.2013.767291"),
)
SHORT = Sought(ReportId("short"), "Introduction", ("Moser, Thomas",), 2015)
PART = Sought(ReportId("part"), "Parents and schools in dialogue", ("Bell, Ann",), 2016)
WHOLE = Sought(ReportId("whole"), "Parents and schools in dialogue: a second look", ("Bell, Ann",), 2018)
ALL = (VOICES, GOALS, SHORT, PART, WHOLE)


def page(sought: Sought, stated: str = "", below: str = "Abstract\nSome words.") -> str:
    author = sought.authors[0].partition(",")[0] if sought.authors else ""
    return f"Journal 19(4)\n{stated}\n{sought.title}\n{author}\n{below}"


def answer(name: str, *pages: str, about: str = "", among: tuple[Sought, ...] = ALL) -> Answer:
    return answers([File(name, pages, about)], among)[0]


@pytest.mark.parametrize(
    ("name", "text", "report"),
    [
        ("x.pdf", page(VOICES), "voices"),
        ("x.pdf", page(VOICES, "https://doi.org/10.1080/1350293X.2011.597970."), "voices"),
        ("x.pdf", page(VOICES).upper(), "voices"),
        (
            "x.pdf",
            page(VOICES).replace("asylum-seeking", "asylum-\nseeking").replace("education", "edu-\ncation"),
            "voices",
        ),
        ("x.pdf", page(VOICES).replace(" ", ""), "voices"),
        ("10.1080_1350293x.2011.597970.pdf", "", "voices"),
        ("10.1080%2F1350293X.2011.597970 (1).pdf", page(VOICES), "voices"),
        ("Whitmarsh 2011 - Othered voices asylum-seeking mothers.pdf", "", "voices"),
        ("scan.pdf", "JSTOR cover page", None),
        ("x.pdf", page(PART), "part"),
        ("x.pdf", page(WHOLE), "whole"),
    ],
)
def test_a_file_is_known_by_its_doi_or_its_title(name: str, text: str, report: str | None) -> None:
    assert answer(name, *([text] if text else [])).report == report


def test_a_title_on_the_second_page_counts_where_the_first_is_a_cover() -> None:
    assert answer("x.pdf", "Downloaded from a repository.", page(GOALS)).report == GOALS.report


def test_the_file_s_own_information_may_tell_the_doi() -> None:
    assert answer("x.pdf", page(VOICES), about="doi:10.1080/1350293X.2011.597970").why.startswith("its DOI")


@pytest.mark.parametrize(
    ("name", "text", "first"),
    [
        pytest.param("x.pdf", page(SHORT), "short", id="a title of one word stands in many files"),
        pytest.param("x.pdf", page(VOICES).replace("Whitmarsh", "Somebody"), "voices", id="another author"),
        pytest.param("x.pdf", page(VOICES, "doi:10.9999/comment.on.it"), "voices", id="another paper's DOI"),
        pytest.param("x.pdf", "We answer to https://doi.org/10.1080/1350293X.2011.597970", "voices", id="a cited DOI"),
        pytest.param("10.1080_1350293x.2011.597970.pdf", page(GOALS), "voices", id="named for one, reads as another"),
        pytest.param("x.pdf", page(VOICES) + page(GOALS), "goals", id="two titles, as in a table of contents"),
    ],
)
def test_what_is_not_plain_is_asked(name: str, text: str, first: str | None) -> None:
    found = answer(name, text)
    assert found.report is None
    assert found.candidates[:1] == ((first,) if first else ())


def test_a_title_in_the_list_of_references_is_another_paper_s() -> None:
    found = answer("x.pdf", f"A letter\nDear editor.\nReferences\nWhitmarsh, J. (2011). {VOICES.title}. EECERJ, 19(4).")
    assert (found.report, found.why) == (None, "no report that is sought")


def test_of_two_reports_with_one_title_neither_is_taken() -> None:
    twin = Sought(ReportId("twin"), VOICES.title, VOICES.authors, 2012)
    found = answer("x.pdf", page(VOICES), among=(VOICES, twin))
    assert (found.report, set(found.candidates)) == (None, {"voices", "twin"})


def test_a_doi_that_goes_on_is_another_one() -> None:
    one, other = (Sought(ReportId(name), "", (), None, Doi(f"10.1234/{name}")) for name in ("x1", "x10"))
    assert answer("10.1234_x10.pdf", among=(one, other)).report == "x10"
    assert answer("10.1234_x1.pdf", among=(one, other)).report == "x1"
    assert answer("10.1234_x100.pdf", among=(one, other)).report is None


_words = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9), min_size=6, max_size=12, unique=True)
_titles = st.lists(_words.map(" ".join), min_size=1, max_size=6, unique=True)


@settings(max_examples=60, deadline=None)
@given(_titles, st.randoms())
def test_the_order_of_the_reports_changes_no_answer(titles: list[str], random: object) -> None:
    sought = [Sought(ReportId(str(number)), title, ("Bell, A",), 2000) for number, title in enumerate(titles)]
    files = [File("x.pdf", (page(one),)) for one in sought]
    forwards, backwards = answers(files, sought), answers(files, sought[::-1])
    assert [one.report for one in forwards] == [one.report for one in backwards]
    # Never the wrong one: each file is its own report's, or a question.
    assert all(one.report in (None, own.report) for one, own in zip(forwards, sought, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=80))
def test_any_text_gets_an_answer(text: str, name: str, title: str) -> None:
    sought = (Sought(ReportId("one"), title, (name,), None, doi(text)), VOICES)
    found = answers([File(name, (text, title), text)], sought)
    assert len(found) == 1
    assert set(found[0].candidates) <= {"one", "voices"}
