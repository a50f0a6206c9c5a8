"""Fields that may be filled in: what lacks, what is taken, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.dedup import merged
from reviewkit.dedup.filling import checked, lacks, said
from reviewkit.dedup.retracted import RETRACTED
from reviewkit.errors import NotAllowedError
from reviewkit.model import NOTICES, Fillable, Record
from tests.dedup.records import numbered

BARE = Record(numbered(1), title="Kites")
FULL = Record(
    numbered(2),
    title="Kites",
    abstract="A",
    doi=None,
    language="English",
    keywords=("k",),
    year=2001,
    types=("Journal Article",),
)


@pytest.mark.parametrize(
    ("field", "given_", "kept"),
    [
        (Fillable.ABSTRACT, ["  one ", "two"], ("one\ntwo",)),
        (Fillable.DOI, ["see https://doi.org/10.1080/X.y)"], ("10.1080/x.y",)),
        (Fillable.KEYWORDS, ["kites", " ", "ropes "], ("kites", "ropes")),
        (Fillable.YEAR, ["published 2011"], ("2011",)),
    ],
)
def test_a_value_is_kept_in_the_form_of_its_field(field: Fillable, given_: list[str], kept: tuple[str, ...]) -> None:
    assert checked(field, given_) == kept
    assert said(merged([BARE], {field: kept}), field) == kept


@pytest.mark.parametrize(
    ("field", "given_"),
    [(Fillable.DOI, ["10"]), (Fillable.YEAR, ["soon"]), (Fillable.TYPES, []), (Fillable.OPEN_ACCESS, ["javascript:1"])],
)
def test_what_is_none_of_its_kind_is_refused(field: Fillable, given_: list[str]) -> None:
    with pytest.raises(NotAllowedError):
        checked(field, given_)


@given(st.dictionaries(st.sampled_from(Fillable), st.lists(st.text(), max_size=3).map(tuple)))
def test_what_was_filled_in_never_replaces_what_a_record_says_whatever_stands_in_the_event(
    filled: dict[Fillable, tuple[str, ...]],
) -> None:
    plain, whole = merged([BARE, FULL]), merged([BARE, FULL], filled)
    for field in Fillable:
        if field not in NOTICES and not lacks(plain, field):
            kept = getattr(whole, field)
            assert (tuple(one for one in kept if one != RETRACTED) if field is Fillable.TYPES else kept) == getattr(
                plain, field
            )
    assert whole.title == plain.title
