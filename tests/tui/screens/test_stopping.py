"""The screen that tells whether to read on, and the act of stopping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Stage, Stopping
from tests.tui.team import ANNA, BERIT, imported, own, papers, play, ris

if TYPE_CHECKING:
    from tests.tui.team import Team

TITLE = Stage.TITLE_ABSTRACT


def test_it_says_what_will_not_be_read_and_stops_after_a_yes_and_a_reason(team: Team) -> None:
    review = team.open(ANNA)
    imported(review, ris(papers()))
    both = [review, team.open(BERIT)]
    for one in both:
        for report in one.screening.queue(TITLE)[:2]:
            one.screening.decide(report, TITLE, "include")  # type: ignore[arg-type]
    review.refresh()
    text = play(review, "h", size=(80, 40))
    assert "reading all is quicker" in " ".join(text.split())
    assert "states no rule" in " ".join(text.split())
    assert "2 read" in text
    asked = play(review, "h", "s")
    assert "4 reports that nobody has read" in " ".join(asked.split())
    assert "against the rule" in " ".join(asked.split())
    assert "a stop needs a reason" in play(review, "h", "s", "2", "enter")
    assert not [event for event in own(review) if isinstance(event.body, Stopping)]
    text = play(review, "h", "s", "2", "<enough is found>", "enter")
    assert "Stopped by Anna, the rule being not stated" in text
    assert "g go on" in text
    home = play(review)
    assert "Not read" in home
    assert "left for you at title" not in home
    assert "The reading goes on." in play(review, "h", "g", "2", size=(40, 10))
    assert review.stopping.stopped() is None
    assert "Written" in play(review, "h", "w", size=(160, 50))
    assert (review.session.folder / "data/out/plots/stopping.svg").read_text().startswith("<?xml")
