from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.integrity.independence import Ground, evidence
from reviewkit.model import Decision, DeviceId, Event, EventId, ReportId, Reviewer, Stage, Undo, Verdict

if TYPE_CHECKING:
    from reviewkit.model import Body

REPORT, STAGE = ReportId("a" * 64 + ":0000001"), Stage.TITLE_ABSTRACT
DECIDED = Decision(STAGE, Verdict.INCLUDE)
AFTERWARDS = Decision(STAGE, Verdict.EXCLUDE, blind=False)


def act(who: str, seq: int, seen: dict[str, int], body: Body = DECIDED, replaces: str = "", device: str = "") -> Event:
    """What somebody did, on a device of their own unless another is named; its id is the person and the number."""
    return Event(
        EventId(f"{who}{seq}"),
        Reviewer(who),
        DeviceId(device or f"{who}'s"),
        seq,
        "",
        "",
        REPORT,
        body,
        "0",
        "",
        {DeviceId(f"{other}'s"): last for other, last in seen.items()},
        frozenset({EventId(replaces)} if replaces else ()),
    )


@pytest.mark.parametrize(
    ("acts", "ground", "holders"),
    [
        ([act("Ada", 1, {}), act("Grace", 1, {})], Ground.APART, []),
        ([act("Ada", 4, {"Grace": 2}), act("Grace", 3, {"Ada": 3})], Ground.APART, []),
        ([act("Ada", 4, {}), act("Grace", 3, {"Ada": 4})], Ground.HIDDEN, ["Grace"]),
        ([act("Ada", 1, {}), act("Grace", 2, {}, device="Ada's")], Ground.HIDDEN, ["Grace"]),
        ([act("Ada", 1, {}), act("Grace", 1, {"Ada": 1}, AFTERWARDS)], Ground.SHOWN, ["Grace"]),
        (
            [act("Ada", 1, {}), act("Grace", 1, {}), act("Grace", 2, {"Ada": 1}, AFTERWARDS, "Grace1")],
            Ground.APART,
            [],
        ),
        (
            [act("Ada", 1, {}), act("Ada", 2, {"Grace": 1}, DECIDED, "Ada1"), act("Grace", 1, {})],
            Ground.HIDDEN,
            ["Ada"],
        ),
        (
            [
                act("Ada", 1, {}),
                act("Ada", 2, {}, DECIDED, "Ada1"),
                act("Ada", 3, {"Grace": 1}, Undo(STAGE, EventId("Ada1")), "Ada2"),
                act("Grace", 1, {}),
            ],
            Ground.HIDDEN,
            ["Ada"],
        ),
    ],
    ids=[
        "neither had the other's",
        "each had only what came before",
        "the second's device held the first's",
        "one laptop for both",
        "decided in view",
        "a change of mind in view leaves the blind one to speak",
        "of two blind ones the last speaks",
        "going back to an earlier one is deciding again",
    ],
)
def test_the_ground_of_independence(acts: list[Event], ground: Ground, holders: list[str]) -> None:
    for order in (acts, acts[::-1]):
        found = evidence(REPORT, STAGE, order)
        assert found is not None
        assert found.ground is ground
        assert [held.made.reviewer for held in found.held] == holders


def test_one_reviewer_alone_is_no_evidence() -> None:
    undone = [act("Grace", 1, {}), act("Grace", 2, {}, Undo(STAGE), "Grace1")]
    assert evidence(REPORT, STAGE, [act("Ada", 1, {}), *undone]) is None


def test_the_words_name_who_held_what() -> None:
    found = evidence(REPORT, STAGE, [act("Ada", 12, {"Grace": 7}), act("Grace", 7, {})])
    assert found is not None
    assert found.sentences() == [
        "Ada's device had taken in Grace's decision (event 7 of device Grace's) before Ada decided; it is marked "
        "blind: the program did not show it"
    ]
