"""A report's list of references: pasted, mended, looked through, taken; nothing is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Paste

from reviewkit.model import LinkVerdict, SeedSearched
from tests.indexes import World, doi, title
from tests.servers import serving
from tests.tui.team import ANNA, imported, own, papers, play, ris

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team

LIST = f"""References
Whitmarsh, J. (2011). Othered voices: Asylum-seeking mothers and early years education. Journal, 1, 100-117.
Lunneblad, J. (2017). Immigrant parents and kindergarten staff at odds. Journal of Feuds, 7(3), 1-9.
Guo, K. (2005). Asian immigrant parents' views of
parent-teacher relationships. Early Childhood, 8, 125.
Author, K. (2001). {title(3)}. Journal of homes, 4.
Ibid. (2001).
"""


def paste(text: str) -> Callable[[ReviewkitApp], object]:
    def pasted(running: ReviewkitApp) -> None:
        running.post_message(Paste(text))

    return pasted


def searched(review: Review) -> list[SeedSearched]:
    return [event.body for event in own(review) if isinstance(event.body, SeedSearched)]


def test_a_list_is_pasted_looked_up_confirmed_and_taken_and_is_kept_when_the_screen_is_left(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = team.open(ANNA)
    imported(review, ris(papers()))
    with serving(World({3: []}).answer) as server:
        monkeypatch.setenv("REVIEWKIT_CROSSREF_URL", f"{server.url}/crossref")
        text = play(review, "r", "c", paste(LIST), "l")
        assert "5 references: 1 in the review, 1 to be compared, 2 new, 1 unreadable." in text
        assert "Crossref has 1 for certain." in text
        assert len(server.asked) == 4
    assert searched(review) == []
    # Another day, without a network: nothing is left to look up.
    text = play(review, "r", "c", "l", "o", "u", "c", "n", "y", "x")
    assert "Something is said of each" in text
    assert "0 open    4 to take" in text
    assert searched(review) == []
    text = play(review, "r", "c", "t", "1", "t", "2", size=(160, 50))
    assert "4 taken: 1 known already, 3 new; 1 kept as text." in text
    (said,) = searched(review)
    assert (said.listed, len(said.found), said.unresolved) == (5, 4, ("Ibid. (2001).",))
    records = review.session.records(said.found)
    assert sorted(str(one.doi) for one in records.values() if one.doi) == [doi(3)]
    words = [link.verdict for link in review.session.state.links() if link.together]
    assert sorted(words) == [LinkVerdict.DIFFERENT, LinkVerdict.SAME]
    assert review.reference_lists.kept(review.reports.find("Othered voices")) is None


def test_what_is_no_list_is_told_and_kept_to_be_mended(team: Team) -> None:
    review = team.open(ANNA)
    imported(review, ris(papers(1)))
    text = play(review, "r", "c", paste("nothing of the kind"), "enter", "a", size=(40, 10))
    assert "nothing of the kind" in text
