import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.formats import read
from tests.formats.mutate import ENTRIES, MAKERS, fault


@pytest.mark.parametrize("name", MAKERS)
def test_undamaged_each_numbered_file_is_all_its_entries(name: str) -> None:
    begin, make, between, end = MAKERS[name]
    found = read((begin + between.join(map(make, range(ENTRIES))) + end).encode(), "x")
    assert (len(found.records), len(found.rejections)) == (ENTRIES, 0)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused_and_costs_no_sound_entry(seed: int) -> None:
    assert fault(seed) == ""


@pytest.mark.slow
def test_thousands_of_damaged_files() -> None:
    assert [said for seed in range(8_000) if (said := fault(seed))] == []
