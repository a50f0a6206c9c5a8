"""What a report says of stopping before everything was read."""

from __future__ import annotations

from reviewkit.criteria import StoppingRule
from reviewkit.report.stopped import Stopped, sentences

RULE = StoppingRule(95, 90)
FIGURES = {"rule": "met", "settled": "340", "relevant": "41", "unread": "416", "drawn": "240", "left": "1 (0 to 4)"}


def test_without_a_rule_and_a_stop_nothing_is_said_and_with_a_rule_alone_that_nobody_stopped() -> None:
    assert sentences(None, None) == []
    assert sentences(RULE, None) == [
        "A rule for stopping was stated (95 % of the relevant reports found, with 90 % confidence). Reading was not "
        "stopped before its end."
    ]


def test_a_stop_is_told_with_who_why_and_what_was_known_then() -> None:
    said = " ".join(sentences(RULE, Stopped(("Ada",), "the rule is met", {**FIGURES, "p": "0.0400"})))
    for part in (
        "Ada stopped the reading of titles and abstracts before all was read, as the rule allowed.",
        "The reason given: The rule is met.",
        "By then 340 reports had been settled, 41 of them relevant.",
        "1 (0 to 4) relevant ones were likely left (p = 0.0400 that",
    ):
        assert part in said


def test_a_stop_without_a_rule_or_random_picks_claims_nothing() -> None:
    bare = {**FIGURES, "rule": "not stated", "drawn": "0", "p": "1.0000"}
    said = sentences(None, Stopped(("Ada", "Grace"), "no more time", bare))
    assert said[0] == "No rule for stopping was stated."
    assert "it cannot be told how many relevant ones were left" in said[-1]
    assert len(sentences(RULE, Stopped(("Ada",), "enough", {}))) == 2
