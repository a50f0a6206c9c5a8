"""Two raters at the keyboard: each alone, then together over what they differ on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Appraisal, Rating, Settled, Settlement, Stage, Undo
from reviewkit.tui.screens.differences import DifferencesScreen
from tests.pdfs import pdf
from tests.tui.team import ANNA, BERIT, decide, imported, own, papers, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team

INSTRUMENT = """
scale = ["met", "partly met", "not met"]
judgements = ["good enough", "falls short"]
designs = ["quantitative", "qualitative"]

[[criterion]]
id = "validity"
name = "validity"
designs = ["quantitative"]
guidance = "Are the instruments useful for what is asked?"

[[criterion]]
id = "coherence"
name = "coherence"
designs = ["quantitative", "qualitative"]
guidance = "Are the conclusions rooted in the data?"

[[criterion]]
id = "trust"
name = "trustworthiness"
designs = ["qualitative"]
evidence = true
"""
EVIDENCE = ("e", "<as they say>", "tab", "<12>", "tab", "<only here>", "enter")
SIZES = ((80, 24), (160, 50), (40, 10))
HOSTILE = "[red]x[/red] \x1b[31m=1+1"


@pytest.fixture
def both(team: Team) -> tuple[Review, Review]:
    """Anna's and Berit's devices; two studies wait for both."""
    team.criteria(lambda _: INSTRUMENT, "quality.toml")
    anna, berit = team.open(ANNA), team.open(BERIT)
    imported(anna, ris(papers(2)))
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        for review in (anna, berit):
            review.refresh()
            decide(review, stage, "include", "include")
    anna.refresh()
    berit.refresh()
    return anna, berit


def appraisals(review: Review) -> list[Appraisal]:
    return [event.body for event in own(review) if isinstance(event.body, Appraisal)]


def differences(running: ReviewkitApp) -> None:
    running.push_screen(DifferencesScreen(running.review))


def rated(review: Review, trust: str, judgement: str) -> None:
    """Finish the first study that waits."""
    report = review.appraising.queue()[0]
    ratings = [Rating("coherence", "met"), Rating("trust", trust, f"says {review.session.reviewer}", "12", HOSTILE)]
    review.appraising.fill(report, design="qualitative", ratings=ratings, judgement=judgement)
    review.appraising.finish(report)


def differ(anna: Review, berit: Review) -> None:
    """Let both finish the first study, differing on trustworthiness and overall."""
    rated(anna, "met", "good enough")
    rated(berit, "partly met", "falls short")
    anna.refresh()
    berit.refresh()


def above(text: str, height: int = 24) -> str:
    """Return the screen on top."""
    return "\n".join(text.splitlines()[-height:])


def test_every_key_is_saved_at_once_and_the_next_day_goes_on_where_it_was_left(both: tuple[Review, Review]) -> None:
    anna, _ = both
    text = play(anna, "enter", "2", "1")
    assert appraisals(anna)[-1] == Appraisal("qualitative", (Rating("coherence", "met"),))
    assert "› trustworthiness" in text
    text = play(anna, "enter")
    assert "› trustworthiness" in text
    assert "2 of 4 answered" in text
    play(anna, "enter", "m", "k", "k", "1", "j", "x")
    assert appraisals(anna)[-1].design == "quantitative"
    said = {one.criterion: one.value for one in appraisals(anna)[-1].ratings}
    assert said == {"validity": "not applicable", "coherence": "met", "trust": "unclear"}


def test_a_line_that_asks_for_evidence_stays_until_it_has_some(both: tuple[Review, Review]) -> None:
    anna, _ = both
    text = play(anna, "enter", "2", "1", "1")
    assert "› trustworthiness" in text
    assert "now its evidence: e" in text
    text = play(anna, "enter", *EVIDENCE)
    assert appraisals(anna)[-1].ratings[1] == Rating("trust", "met", "as they say", "12", "only here")
    assert "› overall" in text
    assert "p. 12  “as they say”" in text
    text = play(anna, "enter", "f")
    assert "lacks the overall judgement" in text
    assert not appraisals(anna)[-1].finished
    text = play(anna, "enter", "2", "e", "<weak throughout>", "ctrl+s", "f")
    assert appraisals(anna)[-1].finished
    assert (appraisals(anna)[-1].judgement, appraisals(anna)[-1].note) == ("falls short", "weak throughout")
    assert "2 of 2" in text


def test_undo_brings_back_the_study_as_it_was_and_later_puts_it_off(both: tuple[Review, Review]) -> None:
    anna, _ = both
    text = play(anna, "enter", "2", "1", "1", *EVIDENCE, "1", "f", "u")
    assert isinstance(own(anna)[-1].body, Undo)
    first, second = anna.appraising.queue()
    view = anna.appraising.view(first)
    assert view.own is not None
    assert not view.own.finished
    assert "Othered voices" in text
    assert "Quality    1 of 2" in text
    play(anna, "enter", "l", "2")
    assert anna.appraising.view(second).own is not None


def test_nothing_of_a_colleague_shows_before_ones_own_is_finished(both: tuple[Review, Review]) -> None:
    anna, berit = both
    first = anna.appraising.queue()[0]
    anna.appraising.set_design(first, "qualitative")
    before = [above(play(anna, "enter", size=size), size[1]) for size in SIZES]
    rated(berit, "partly met", "falls short")
    anna.refresh()
    assert [above(play(anna, "enter", size=size), size[1]) for size in SIZES] == before
    assert "No two appraisals differ" in play(anna, differences)


def test_who_differ_settle_line_by_line_from_where_they_agree(both: tuple[Review, Review]) -> None:
    anna, berit = both
    differ(anna, berit)
    text = play(anna, differences)
    (line,) = [one for one in text.splitlines() if "≠ trustworthiness" in one]
    assert line.split() == ["›", "≠", "trustworthiness", "met", "partly", "met", "—"]
    (line,) = [one for one in text.splitlines() if "  coherence" in one]
    assert line.split() == ["coherence", "met", "met", "met"]
    assert "s is written down as settled by Anna and Berit together." in text
    assert "what was agreed on lacks" in play(anna, differences, "s")
    text = play(anna, differences, "2", "b", differences, "1", "e", "<we talked>", "ctrl+s", "s")
    (settled,) = [event.body for event in own(anna) if isinstance(event.body, Settled)]
    assert settled.ratings == (Rating("coherence", "met"), Rating("trust", "partly met"))
    assert (settled.design, settled.judgement, settled.note) == ("qualitative", "good enough", "we talked")
    assert (settled.by, settled.how) == ((ANNA, BERIT), Settlement.CONSENSUS)
    assert "No two appraisals differ" in text
    text = play(anna, differences, "u")
    (line,) = [one for one in text.splitlines() if "≠ overall" in one]
    assert line.split()[-2:] == ["good", "enough"]
    assert "Note: we talked" in text
    assert len(anna.appraising.unsettled()) == 1


def test_home_leads_to_what_waits_and_counts_it(both: tuple[Review, Review]) -> None:
    anna, berit = both
    assert "2 studies left for you to appraise." in play(anna)
    differ(anna, berit)
    for review in both:
        rated(review, "met", "good enough")
    anna.refresh()
    text = play(anna)
    assert "1 study whose appraisals differ waits for the two of you." in text
    (row,) = [one for one in text.splitlines() if one.strip().startswith("Quality")]
    assert row.split() == ["Quality", "2", "2", "2", "1", "1", "0", "1"]
    text = play(anna, "enter")
    assert "Difference 1 of 1" in text
    play(anna, "enter", "2", "1", "s")
    assert "2 studies left for you to code." in play(anna)


def test_a_passage_of_the_full_text_becomes_evidence_with_its_page(both: tuple[Review, Review]) -> None:
    anna, _ = both
    first = anna.appraising.queue()[0]
    path = anna.session.folder.parent / "text.pdf"
    path.write_bytes(pdf("A first page.", "Some talk. The mothers were never asked at all. More talk."))
    anna.full_texts.attach(first, path)
    steps = ("r", "slash", "<never asked>", "enter", "q")
    text = play(anna, "enter", "2", *steps, "ctrl+s")
    assert appraisals(anna)[-1].ratings == (Rating("coherence", "", "The mothers were never asked at all.", "2"),)
    assert "Saved: what coherence rests on." in text


def test_hostile_text_is_shown_as_it_is(both: tuple[Review, Review]) -> None:
    anna, berit = both
    differ(anna, berit)
    for size in SIZES[:2]:
        text = play(anna, differences, size=size)
        assert "note: [red]x[/red]" in text
        assert "\x1b" not in text
    first = anna.appraising.queue()[0]
    anna.appraising.fill(first, design="qualitative", ratings=[Rating("trust", "met", HOSTILE, HOSTILE)])
    text = play(anna, "enter", "j", "e")
    assert "“[red]x[/red]" in text
    assert "\x1b" not in text


def test_at_40x10_the_line_under_the_cursor_is_all_there_is(both: tuple[Review, Review]) -> None:
    anna, _ = both
    text = play(anna, "enter", size=(40, 10))
    assert "1 quantitative   2 qualitative" in text
    text = play(anna, "enter", "2", "1", "1", "down", size=(40, 10))
    assert "1 good enough   2 falls short" in text
    assert appraisals(anna)[-1].ratings == (Rating("coherence", "met"), Rating("trust", "met"))


def test_more_answers_than_digits_are_chosen_from_a_list(team: Team, both: tuple[Review, Review]) -> None:
    anna, _ = both
    scale = ", ".join(f'"point {number}"' for number in range(1, 12))
    team.criteria(lambda text: text.replace('"met", "partly met", "not met"', scale), "quality.toml")
    anna.refresh()
    play(anna, "enter", "2", "enter", *["down"] * 10, "enter")
    assert appraisals(anna)[-1].ratings == (Rating("coherence", "point 11"),)


def test_the_agreed_design_says_what_is_asked_and_an_adjudicator_settles_alone(
    team: Team, both: tuple[Review, Review]
) -> None:
    anna, berit = both
    team.criteria(lambda text: text.replace('# adjudicator = "Grace Hopper"', 'adjudicator = "Grace"'))
    rated(anna, "met", "good enough")
    berit.refresh()
    first = berit.appraising.queue()[0]
    ratings = [Rating("validity", "met"), Rating("coherence", "met")]
    berit.appraising.fill(first, design="quantitative", ratings=ratings, judgement="good enough")
    berit.appraising.finish(first)
    grace = team.open("Grace")
    text = above(play(grace, "enter"))
    assert "You settle this as the adjudicator." in text
    assert "≠ validity" in text
    text = above(play(grace, "enter", "1"))
    assert "trustworthiness" not in text
    play(grace, "enter", "1", "2", "s")
    (settled,) = [event.body for event in own(grace) if isinstance(event.body, Settled)]
    assert (settled.design, settled.by, settled.how) == ("quantitative", ("Grace",), Settlement.ADJUDICATION)
    assert settled.ratings == (Rating("validity", "partly met"), Rating("coherence", "met"))
