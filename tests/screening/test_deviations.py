from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reviewkit import criteria as criteria_
from reviewkit.criteria import Criterion
from reviewkit.model import (
    CriteriaText,
    Decision,
    DeviceId,
    Event,
    EventId,
    Import,
    Reviewer,
    Ruling,
    SearchId,
    Stage,
    Verdict,
)
from reviewkit.screening import codebook
from reviewkit.screening.deviations import Past, amendments, deviations, in_order
from tests.test_templates import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.criteria import Criteria
    from reviewkit.model import Body
    from reviewkit.screening.deviations import Deviation

BASE = criteria_.read(filled())
YEAR, *OTHERS = BASE.screening.criteria
EARLIER = replace(BASE, screening=replace(BASE.screening, criteria=(replace(YEAR, include="Since 1995."), *OTHERS)))
ONE = replace(EARLIER, review=replace(EARLIER.review, decisions=1))
TEXTS = {"base": BASE, "earlier": EARLIER, "one": ONE}


def event(number: int, body: Body, subject: str, device: str = "d1", seen: Mapping[str, int] | None = None) -> Event:
    return Event(
        id=EventId(f"00000000-0000-0000-0000-{number:012d}"),
        actor=Reviewer("Ada" if device == "d1" else "Grace"),
        device=DeviceId(device),
        seq=number,
        previous="",
        time=f"2026-05-{number:02d}T10:00:00Z",
        subject=subject,
        body=body,
        version="0",
        criteria="",
        seen={DeviceId(one): seq for one, seq in (seen or {}).items()},
    )


def noted(number: int, name: str, device: str = "d1", seen: Mapping[str, int] | None = None) -> Event:
    return event(number, CriteriaText(()), name, device, seen)


def told(events: list[Event], now: Criteria) -> list[Deviation]:
    def of(kind: type) -> list[Event]:
        return [one for one in events if isinstance(one.body, kind)]

    past = Past(of(CriteriaText), of(Ruling), of(Import), of(Decision))
    fingerprint = next(name for name, criteria in TEXTS.items() if criteria is now)
    return deviations(past, lambda one: TEXTS.get(one.subject), now, fingerprint)


IMPORT = Import(SearchId("s"), "x.ris", "RIS", 3, 0)
DECISION = Decision(Stage.TITLE_ABSTRACT, Verdict.INCLUDE)


def test_what_changed_before_the_first_import_was_drafting() -> None:
    events = [noted(1, "base"), noted(2, "earlier"), event(3, IMPORT, "f"), event(4, DECISION, "r1")]
    assert told(events, EARLIER) == []


def test_a_change_tells_old_and_new_text_who_when_and_after_how_many_decisions() -> None:
    events = [
        noted(1, "base"),
        event(2, IMPORT, "f"),
        event(3, DECISION, "r1"),
        event(4, DECISION, "r1"),
        event(5, DECISION, "r2"),
        noted(6, "earlier"),
        event(7, DECISION, "r3"),
        noted(8, "one"),
    ]
    first, second = told(events, ONE)
    assert (first.by, first.time[:10], first.decisions) == ("Ada", "2026-05-06", 2)
    [change] = first.amendments
    assert (change.what, change.before, change.after) == (
        "criterion 2000 or later (timeframe), include",
        YEAR.include,
        "Since 1995.",
    )
    assert [(one.what, one.before, one.after) for one in second.amendments] == [
        ("decisions that a report needs", "2", "1")
    ]
    assert second.decisions == 3


def test_the_same_change_noted_by_two_devices_is_one_deviation() -> None:
    events = [
        noted(1, "base"),
        event(2, IMPORT, "f"),
        noted(3, "earlier"),
        noted(4, "earlier", "d2", {"d1": 2}),
    ]
    assert [one.by for one in told(events, EARLIER)] == ["Ada"]


def test_a_change_is_told_against_the_criteria_that_its_writer_knew() -> None:
    events = [noted(1, "base"), event(2, IMPORT, "f"), noted(3, "earlier"), noted(4, "one", "d2", {"d1": 2})]
    _, second = told(events, ONE)
    assert [one.what for one in second.amendments] == [
        "decisions that a report needs",
        "criterion 2000 or later (timeframe), include",
    ]


def test_criteria_edited_since_the_last_act_are_told_as_not_on_record() -> None:
    [only] = told([noted(1, "base"), event(2, IMPORT, "f"), event(3, DECISION, "r1")], EARLIER)
    assert (only.by, only.time, only.decisions) == (None, "", 1)
    assert "Not on record before somebody's next act, after 1 decision" in codebook.deviations_as_markdown("", [only])


def test_criteria_taken_back_to_what_they_were_are_told_as_another_change() -> None:
    events = [noted(1, "base"), event(2, IMPORT, "f"), noted(3, "earlier"), event(4, DECISION, "r1")]
    first, back = told(events, BASE)
    assert [(a.before, a.after) for a in back.amendments] == [(a.after, a.before) for a in first.amendments]


def test_two_devices_that_note_the_same_criteria_leave_nothing_open_whatever_their_clocks_say() -> None:
    events = [noted(2, "base"), event(3, IMPORT, "f"), noted(4, "earlier"), noted(5, "one")]
    events += [noted(1, "one", "d2", {"d1": 3})]  # by its clock the first
    assert all(one.by is not None for one in told(events, ONE))


def test_rulings_stand_among_the_deviations_in_their_order() -> None:
    events = [
        noted(1, "base"),
        event(2, IMPORT, "f"),
        event(3, Ruling("language", "Sami counts"), "r"),
        noted(4, "earlier"),
    ]
    first, second = told(events, EARLIER)
    assert [one.what for one in first.amendments] == ["ruling on English (language)"]
    assert second.by == "Ada"


def test_every_kind_of_change_is_told() -> None:
    new = replace(
        BASE,
        screening=replace(
            BASE.screening,
            criteria=(
                *OTHERS[1:3],
                replace(OTHERS[0], stages=(Stage.FULL_TEXT,)),
                *OTHERS[3:],
                Criterion("age", "children", "Under six."),
            ),
            rules=("language",),
        ),
        quality=replace(BASE.quality, excludes=True),
        review=replace(BASE.review, reviewers=(Reviewer("Ada"),)),
    )
    assert [one.what for one in amendments(BASE, new)] == [
        "reviewers",
        "rules that remove records",
        "appraisal excludes studies",
        "criterion children (age) added",
        "criterion 2000 or later (timeframe) retired",
        "order of the criteria, the first being the primary reason",
        "criterion peer-reviewed (publication_type), stages",
    ]
    assert amendments(new, new) == []


def test_texts_from_outside_are_harmless_in_the_markdown() -> None:
    events = [noted(1, "base"), event(2, IMPORT, "f"), event(3, Ruling("language", "# <b>\x1b[31m*x*"), "r")]
    text = codebook.deviations_as_markdown("PROSPERO [1](x)", told(events, BASE))
    assert text.startswith("# Deviations from the protocol PROSPERO \\[1\\](x)\n")
    assert "\x1b" not in text
    assert "“# \\<b\\>\\[31m\\*x\\*”" in text


@given(st.permutations(range(1, 7)))
def test_each_event_stands_behind_all_that_its_writer_knew_in_any_order_given(order: list[int]) -> None:
    chain = [
        noted(number, "base", f"d{number % 2 + 1}", {"d1": number - 1, "d2": number - 1}) for number in range(1, 7)
    ]
    backwards = [replace(one, time=f"2026-06-{30 - one.seq:02d}") for one in chain]  # clocks that run wrong
    assert [one.seq for one in in_order([backwards[number - 1] for number in order])] == [1, 2, 3, 4, 5, 6]
