"""Who decides: names that are file names on every system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit import criteria
from reviewkit.criteria.review import review_of
from reviewkit.criteria.tables import File


def faults(text: str) -> list[str]:
    file = File("review.toml", f'id = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"\ntitle = "x"\nquestion = "x"\n{text}')
    review_of(file.root)
    return file.faults


@pytest.mark.parametrize(
    "name", ["Ada", "reviewer 1", "Ada Lovelace", "José", "李雷", "O'Neil-Smith", "A. B", "console", "com", "x" * 64]
)
def test_ordinary_names_do(name: str) -> None:
    assert criteria.name_fault(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        ("  ", "empty"),
        (" Ada", "blank"),
        (".Ada", "begins with a dot"),
        ("Ada.", "ends with a dot"),
        *((f"A{unfit}a", "can be in a name") for unfit in '/\\:*?"<>|@'),
        ("A\nda", "cannot be seen"),
        ("A\x00da", "cannot be seen"),
        ("A\u200bda", "cannot be seen"),
        ("A\u202eda", "cannot be seen"),
        ("A\u00a0da", "cannot be seen"),
        ("CON", "Windows"),
        ("nul.a", "Windows"),
        ("Com1", "Windows"),
        ("LPT²", "Windows"),
        ("x" * 65, "longer"),
        ("\U00020000" * 64, "longer"),
    ],
)
def test_a_name_that_is_no_file_name_somewhere_does_not(name: str, why: str) -> None:
    assert why in criteria.name_fault(name)


@given(st.text(max_size=80))
def test_a_name_that_does_leaves_room_in_a_file_name_and_stays_in_its_folder(name: str) -> None:
    if not criteria.name_fault(name):
        assert len(name.encode()) <= 200
        assert not {"/", "\\", "\0", "@"} & set(name)
        assert name not in (".", "..")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('reviewers = ["Ada", "ADA"]', '"ADA" is there twice'),
        ('reviewers = ["Jose\\u0301", "JOS\u00c9"]', "is there twice"),
        ('reviewers = ["a b", "a  b"]', "is there twice"),
        ('reviewers = ["a/b"]', '"a/b" does not do as a name'),
        ('reviewers = ["Ada"]\nadjudicator = "ada"', "hard to tell apart"),
        ('reviewers = ["Ada"]\nadjudicator = "a@b"', "adjudicator: "),
        ("reviewers = []", "is an empty list"),
    ],
)
def test_people_have_to_be_told_apart(lines: str, said: str) -> None:
    (only,) = faults(lines)
    assert said in only


def test_one_reviewer_is_enough_and_the_adjudicator_may_be_one_of_them() -> None:
    assert faults('reviewers = ["Ada"]\nadjudicator = "Ada"') == []


def test_a_name_is_the_same_however_its_accents_were_typed() -> None:
    file = File("review.toml", 'reviewers = ["Jose\u0301"]')
    assert review_of(file.root).reviewers == ("Jos\u00e9",)


@pytest.mark.parametrize("text", ["x", "00000000-0000-0000-0000-000000000000", "1b4e28ba2fa141d2883f0016d3cca427"])
def test_an_id_has_to_be_a_uuid_of_its_own(text: str) -> None:
    file = File("review.toml", f'id = "{text}"\ntitle = "x"\nquestion = "x"\nreviewers = ["Ada"]')
    review_of(file.root)
    (only,) = file.faults
    assert "is not a UUID" in only
