"""What home says at each moment of a small review, from nothing to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.dedup import RULES
from reviewkit.model import Access, Draft, Link, LinkOrigin, LinkVerdict, Search, Stage, Verdict
from reviewkit.review import Review
from tests.making import decide_all, export, make_review, open_review, sync, two_devices

if TYPE_CHECKING:
    from pathlib import Path

TITLE, TEXT, QUALITY = Stage
INCLUDE, EXCLUDE = Verdict.INCLUDE, Verdict.EXCLUDE


def said(review: Review) -> str:
    return review.home().step.sentence


@pytest.fixture
def both(tmp_path: Path) -> tuple[Review, Review]:
    return two_devices(tmp_path, articles=3)


def with_adjudicator(*reviews: Review) -> None:
    for review in reviews:
        path = review.session.folder / "criteria/review.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('# adjudicator = "Grace Hopper"', 'adjudicator = "Lin"'), encoding="utf-8")
        review.refresh()


def test_from_nobody_and_nothing_to_the_first_records(tmp_path: Path) -> None:
    folder = make_review(tmp_path / "review")
    nobody = Review.open(folder, state=tmp_path / "nobody")
    assert said(nobody) == "Say who you are: choose your name."
    review = open_review(folder, "Ada")
    assert said(review) == "No searches yet: drop an export here, or choose it."
    done = review.searches.import_file(export(tmp_path / "a.ris", range(2)), Search("ERIC", announced=3))
    step = review.home().step
    assert (step.sentence, step.search) == ("ERIC announced 3, got 2: see the search.", done.search)
    review.session.searches_seen = True
    assert said(review) == "2 left for you at title and abstract."
    a, b = sorted(review.session.state.origins())
    review.session.write([Draft(a, Link(a, b, LinkVerdict.UNCERTAIN, LinkOrigin.RULE, 70, rules=RULES))])
    assert said(review) == "1 uncertain pair waits for a look."


def test_conflicts_and_reasons_are_told_apart_and_who_settles_them(both: tuple[Review, Review]) -> None:
    ada, grace = both
    first, *others = ada.screening.queue(TITLE)
    for review in both:
        for report in others:
            review.screening.decide(report, TITLE, INCLUDE)
    ada.screening.decide(first, TITLE, INCLUDE)
    assert said(grace) == "1 left for you at title and abstract."
    grace.screening.decide(first, TITLE, EXCLUDE)
    sync(ada, grace)
    assert said(ada) == "1 conflict at title and abstract waits for the two of you."
    ada.screening.resolve(first, TITLE, EXCLUDE, by=("Ada", "Grace"))
    sync(ada, grace)
    decide_all(ada, TEXT, EXCLUDE, ["population"])
    assert said(ada) == "Grace's decisions are awaited; nothing is left for you."
    grace.screening.decide(others[0], TEXT, EXCLUDE, ["design"])
    grace.screening.decide(others[1], TEXT, INCLUDE)
    with_adjudicator(*both)
    sync(ada, grace)
    assert said(ada) == "1 conflict and 1 reason to agree on at full text wait for the two of you."
    lin = open_review(ada.session.folder, "Lin", 3)
    assert said(lin) == "1 conflict and 1 reason to agree on at full text wait for you, the adjudicator."


def test_who_only_adjudicates_is_left_nothing_to_decide_on(both: tuple[Review, Review]) -> None:
    ada, _ = both
    with_adjudicator(ada)
    lin = open_review(ada.session.folder, "Lin", 3)
    assert [count.left for count in lin.home().stages] == [0, 0, 0]
    assert said(lin) == "The others' decisions are awaited; nothing is left for you."


def test_a_full_text_that_is_awaited_is_told_and_one_not_had_holds_up_nothing(both: tuple[Review, Review]) -> None:
    for review in both:
        decide_all(review, TITLE)
    sync(*both)
    ada, grace = both
    first, second, third = ada.screening.queue(TEXT)
    ada.screening.set_access(first, Access.AWAITING, "asked the author")
    ada.screening.set_access(second, Access.NOT_RETRIEVED, "no library has it")
    sync(ada, grace)
    for review in both:
        review.screening.decide(third, TEXT, EXCLUDE, ["population"])
    sync(ada, grace)
    step = ada.home().step
    assert (step.sentence, step.screen) == ("1 full text is awaited; all else is decided.", "fulltexts")
    ada.screening.set_access(first, Access.NOT_RETRIEVED)
    step = ada.home().step
    left = len(ada.reporting.to_write())
    assert (step.sentence, step.screen) == (
        f"The flow adds up: 0 included; {left} items of the report are yours to write.",
        "flow",
    )
