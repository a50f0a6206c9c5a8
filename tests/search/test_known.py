"""Known articles held against the blocks, letter by letter."""

from __future__ import annotations

import pytest

from reviewkit.criteria import Block, Strategy
from reviewkit.model import Record, RecordId, Route
from reviewkit.search.known import Verdict, is_of, known, known_items, match
from reviewkit.text import doi

PARENTS = Block("parents", ("Parents", "famil*"), thesaurus={"eric": ("Parent Participation",)})
SCHOOL = Block("early childhood", ("Early childhood education", "Kindergarten"))
WHITMARSH = Record(
    RecordId("f:0000001"),
    title="Othered voices: asylum-seeking mothers and early years education",
    abstract="Interviews with families.",
    keywords=("Parent Participation",),
    doi=doi("10.1080/1350293X.2011.623515"),
)
STRATEGY = Strategy((PARENTS, SCHOOL), known=("https://doi.org/10.1080/1350293X.2011.623515",))


@pytest.mark.parametrize(
    ("term", "text", "meets"),
    [
        ("famil*", "Families", True),
        ("famil*", "unfamiliar", False),
        ("family", "families", False),
        ("child care", "Child-care centres", True),
        ("child care", "care of the child", False),
        ("child* care", "children care", True),
        ("mother-child", "the mother–child bond", True),
        ("Förskola", "forskola", True),
        ("parents", "grandparents", False),
    ],
)
def test_a_term_is_met_by_its_letters_and_by_no_others(term: str, text: str, meets: bool) -> None:
    assert bool(match(Block("b", (term,)), Record(RecordId("r"), title=text)).terms) is meets


@pytest.mark.parametrize(("field", "meets"), [("title", False), ("abstract", True), ("keywords", False)])
def test_only_the_fields_of_the_block_are_looked_at(field: str, meets: bool) -> None:
    found = match(Block("b", ("interviews",), fields=(field,)), WHITMARSH)
    assert bool(found.terms) is meets


def test_the_block_that_loses_an_article_is_named_with_the_words_that_come_near() -> None:
    (item,) = known_items(STRATEGY, [(WHITMARSH, "ERIC", Route.DATABASE)])
    assert (item.verdict, item.searches, item.lost_by) == (Verdict.FOUND, ("ERIC",), ("early childhood",))
    assert item.blocks[0].terms == ("famil*", "Parent Participation")
    record = Record(RecordId("r"), title="The kindergartner and the parent")
    assert match(SCHOOL, record).near == ("kindergartner",)
    assert match(Block("b", ("Parents",)), record).near == ("parent",)


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ([], Verdict.MISSED),
        ([(WHITMARSH, "By hand", Route.HAND)], Verdict.OTHER_ROUTE),
        ([(WHITMARSH, "References", Route.CITATION), (WHITMARSH, "ERIC", Route.REGISTER)], Verdict.FOUND),
    ],
)
def test_what_came_another_way_was_missed_by_the_searches(
    records: list[tuple[Record, str, Route]], verdict: Verdict
) -> None:
    (item,) = known_items(STRATEGY, records)
    assert item.verdict is verdict
    assert bool(item.blocks) is bool(records)


def test_a_record_from_elsewhere_is_held_against_the_blocks_and_changes_no_verdict() -> None:
    (item,) = known_items(STRATEGY, [], [WHITMARSH])
    assert (item.verdict, item.judged_on) == (Verdict.MISSED, ("title", "abstract", "keywords"))
    assert item.lost_by == ("early childhood",)


def test_of_several_records_the_fullest_is_held_against_the_blocks() -> None:
    bare = Record(RecordId("f:0000002"), title=WHITMARSH.title, doi=WHITMARSH.doi)
    (item,) = known_items(STRATEGY, [(bare, "A", Route.DATABASE), (WHITMARSH, "B", Route.DATABASE)])
    assert (item.searches, len(item.judged_on)) == (("A", "B"), 3)


@pytest.mark.parametrize(
    ("written", "title", "same"),
    [
        ("Othered Voices - Asylum-Seeking Mothers and early years education", WHITMARSH.title, True),
        ("Asylum-seeking mothers and early years education", WHITMARSH.title, False),
        (
            "Barriers to school involvement: are immigrant parents disadvantaged?",
            "Barriers to school involvement",
            True,
        ),
        ("Othered voices", WHITMARSH.title, False),
        ("", "", False),
    ],
)
def test_a_title_is_known_again_without_its_subtitle_if_it_is_long_enough(written: str, title: str, same: bool) -> None:
    assert is_of(known(written), Record(RecordId("r"), title=title)) is same
