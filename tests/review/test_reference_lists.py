"""References from text: read, confirmed, taken as records of a citation search; nothing is lost and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import InputError, NotAllowedError
from reviewkit.model import LinkOrigin, LinkVerdict, Route, SeedSearched, Stage, Verdict
from reviewkit.review import ListStanding, Wish, meaning, wished
from tests.making import decide_all, sync, two_devices
from tests.pdfs import pdf

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import ReportId
    from reviewkit.review import ListProposal, Review

LIST = """References
Authorba, K. (2001). How families and schools talk about rivers. Journal of Rivers, 2, 21–35.
Calzada, E. J., & Huang, K.-Y. (2015). Family and teacher characteristics as predictors. Urban Education, 50(7), 87.
Authorca, K. (2009). How families and schools talk about violins. Journal of Violins.
Ibid. (2001).
"""


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Three articles, of which the first is the seed."""
    return two_devices(tmp_path)[0]


def seed(review: Review) -> ReportId:
    return review.reports.find("apples")


def searched(review: Review) -> list[SeedSearched]:
    return [event.body for event in review.session.state.seed_searches() if isinstance(event.body, SeedSearched)]


def standings(proposal: ListProposal) -> list[ListStanding]:
    return [one.standing for one in proposal.references]


def test_reading_tells_where_each_reference_stands_and_writes_nothing(review: Review) -> None:
    before = review.session.store.position()
    proposal = review.reference_lists.read_list(seed(review), LIST)
    assert standings(proposal) == [
        ListStanding.KNOWN,
        ListStanding.NEW,
        ListStanding.LIKELY,
        ListStanding.UNREADABLE,
    ]
    assert proposal.references[0].meant[0].report == review.reports.find("rivers")
    assert proposal.aside == (("a heading", "References"),)
    assert proposal.ready() == (1, 2)
    assert review.session.store.position() == before


def test_what_is_taken_and_what_is_left_are_the_list_together(review: Review) -> None:
    proposal = review.reference_lists.read_list(seed(review), LIST)
    taken = review.reference_lists.take(proposal, proposal.ready())
    assert (taken.listed, taken.identified, taken.known, taken.new, taken.left) == (4, 2, 1, 1, 2)
    (said,) = searched(review)
    assert (said.index, said.listed, len(said.found), said.round) == ("reference list", 4, 2, 1)
    assert said.unresolved == tuple(proposal.references[place].printed for place in (2, 3))
    (search,) = [one for one in review.searches.counts() if one.search.route is Route.CITATION]
    assert (search.search.name, search.records) == ("Reference list of AuthorAa 2000", 2)
    records = review.session.records(said.found)
    assert all(proposal.references[place].printed in record.raw for place, record in enumerate(records.values()))
    rivers = review.session.state.report_of(said.found[0])
    assert rivers is not None
    assert rivers.id == review.session.state.reports()[review.reports.find("rivers")].id
    words = [link for link in review.session.state.links() if link.origin is LinkOrigin.PERSON]
    assert [(link.verdict, said.found[0] in (link.a, link.b)) for link in words] == [(LinkVerdict.SAME, True)]


def test_a_list_that_is_read_again_goes_on_where_it_was(review: Review) -> None:
    lists = review.reference_lists
    lists.take(lists.read_list(seed(review), LIST), [2])
    again = lists.read_list(seed(review), LIST)
    assert standings(again)[1] is ListStanding.TAKEN
    with pytest.raises(NotAllowedError, match="taken before"):
        lists.take(again, [2])
    lists.take(again, [1])
    (said,) = searched(review)
    assert (said.listed, len(said.found), len(said.unresolved)) == (4, 2, 2)
    other = lists.read_list(seed(review), "Bok, T. (1999). The other half of the list. Early Years, 2(2), 5–6.")
    lists.take(other, [1])
    (said,) = searched(review)
    assert (said.listed, len(said.found), len(said.unresolved)) == (5, 3, 2)
    assert len([one for one in review.searches.counts() if one.search.route is Route.CITATION]) == 1


def test_what_is_cut_between_import_and_event_is_completed_by_running_it_again(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = review.reference_lists
    proposal = lists.read_list(seed(review), LIST)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(lists, "_links", cut)
        with pytest.raises(KeyboardInterrupt):
            lists.take(proposal, [1, 2])
    assert searched(review) == []
    lists.take(proposal, [1, 2])
    assert len(searched(review)[0].found) == 2
    assert sum(one.records for one in review.searches.counts()) == 5


def test_a_likely_one_waits_for_a_persons_word(review: Review) -> None:
    lists = review.reference_lists
    proposal = lists.read_list(seed(review), LIST)
    with pytest.raises(NotAllowedError, match="may be"):
        lists.take(proposal, [3])
    for known, standing in ((True, ListStanding.KNOWN), (False, ListStanding.NEW)):
        assert meaning(proposal.references[2], known=known).standing is standing
    said = tuple(meaning(one, known=True) if one.number == 3 else one for one in proposal.references)
    assert lists.take(replace(proposal, references=said), [3]).known == 1


@pytest.mark.parametrize(("numbers", "what"), [([4], "cannot be read"), ([9], "only 1 to 4"), ([], "nothing to take")])
def test_what_cannot_be_taken_is_refused_before_anything_is_written(
    review: Review, numbers: list[int], what: str
) -> None:
    proposal = review.reference_lists.read_list(seed(review), LIST)
    before = review.session.store.position()
    with pytest.raises(NotAllowedError, match=what):
        review.reference_lists.take(proposal, numbers)
    assert review.session.store.position() == before


def test_the_list_is_read_from_an_attached_pdf(review: Review, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(pdf("Talk about apples. We cite Huang (2015).", LIST.replace("\u2013", "-")))
    for one in ("Ada", "Grace"):
        review.session.remember_reviewer(one)
        decide_all(review, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    review.full_texts.attach(seed(review), paper)
    proposal = review.reference_lists.from_pdf(seed(review))
    assert proposal.source.endswith(".pdf")
    assert standings(proposal)[:2] == [ListStanding.KNOWN, ListStanding.NEW]


@pytest.mark.parametrize("text", ["", "nothing of the kind", "x" * 1_000_001])
def test_a_text_without_references_is_said_to_be_none(review: Review, text: str) -> None:
    with pytest.raises(InputError):
        review.reference_lists.read_list(seed(review), text)


def test_a_colleague_sees_what_was_taken(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    ada.reference_lists.take(ada.reference_lists.read_list(seed(ada), LIST), [2])
    sync(ada, grace)
    assert searched(grace) == searched(ada)
    assert standings(grace.reference_lists.read_list(seed(grace), LIST))[1] is ListStanding.TAKEN


def test_references_are_joined_split_and_set_aside_and_nothing_said_of_the_others_is_lost(review: Review) -> None:
    lists = review.reference_lists
    proposal = lists.read_list(seed(review), LIST)
    first, *rest = (one.printed for one in proposal.references)
    said = replace(proposal, references=(wished(proposal.references[0], Wish.TAKE), *proposal.references[1:]))
    joined = lists.rewritten(said, 2, 3, [f"{rest[0]} {rest[1]}"])
    assert [one.number for one in joined.references] == [1, 2, 3]
    assert joined.confirmed == (1,)
    assert lists.rewritten(joined, 2, 2, [rest[0], rest[1]]).references == said.references
    left = lists.rewritten(joined, 3, 3, [])
    assert [one.printed for one in left.references] == [first, f"{rest[0]} {rest[1]}"]
    assert left.aside[-1] == ("set aside by hand", rest[2])
    taken = lists.take(left, left.confirmed)
    assert (taken.listed, taken.identified, taken.left) == (2, 1, 1)
    split = lists.rewritten(lists.read_list(seed(review), f"{first}\n{rest[0]} {rest[1]}"), 2, 2, rest[:2])
    lists.take(split, [2])
    (event,) = searched(review)
    assert (event.listed, event.unresolved) == (3, (rest[1],))  # what was split is not left over as one
    with pytest.raises(NotAllowedError, match="taken before"):
        lists.rewritten(lists.read_list(seed(review), LIST), 1, 2, ["both"])


def test_a_list_that_is_kept_comes_back_as_it_was_and_as_the_review_is_now(review: Review) -> None:
    lists = review.reference_lists
    proposal = lists.read_list(seed(review), LIST)
    listed = list(proposal.references)
    listed[2] = wished(meaning(listed[2], known=False), Wish.TAKE)
    listed[3] = wished(listed[3], Wish.LEAVE)
    said = replace(proposal, references=tuple(listed))
    lists.keep(said)
    assert lists.kept(seed(review)) == said
    lists.take(said, said.confirmed)
    again = lists.kept(seed(review))
    assert again is not None
    assert [one.standing for one in again.references][2] is ListStanding.TAKEN
    more = lists.read_list(seed(review), f"{listed[0].printed}\nBok, T. (1999). The other half. Early Years, 2(2), 5.")
    both = lists.added(again, more)
    assert [one.number for one in both.references] == [1, 2, 3, 4, 5]
    assert both.references[3].wish is Wish.LEAVE
    lists.forget(seed(review))
    assert lists.kept(seed(review)) is None


def test_a_persons_no_is_written_down_so_that_no_rule_joins_the_two(review: Review) -> None:
    lists = review.reference_lists
    proposal = lists.read_list(seed(review), LIST)
    listed = [meaning(one, known=False) if one.number == 3 else one for one in proposal.references]
    lists.take(replace(proposal, references=tuple(listed)), [3])
    words = [link.verdict for link in review.session.state.links() if link.origin is LinkOrigin.PERSON]
    assert words == [LinkVerdict.DIFFERENT]
