import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from reviewkit.dedup import links
from reviewkit.dedup.bridges import BRIDGE
from reviewkit.model import LinkVerdict, Record
from tests.dedup.records import records


@given(records(), st.randoms(use_true_random=False))
def test_links_do_not_depend_on_the_order_of_records(some: list[Record], random: st.DataObject) -> None:
    shuffled = some.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert links(shuffled) == links(some)


@given(records(), st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_links_do_not_depend_on_which_records_were_imported_first(some: list[Record], imports: list[int]) -> None:
    batches = [[record for record, turn in zip(some, imports, strict=False) if turn == now] for now in range(4)]
    known: list[Record] = []
    found = []
    for batch in batches:
        found += links(batch, known)
        known += batch
    once = links(some)
    assert sorted((link.a, link.b) for link in found) == [(link.a, link.b) for link in once]
    if not any(BRIDGE in link.reasons for link in (*found, *once)):  # what was joined before somebody came, holds
        assert sorted(found, key=lambda link: (link.a, link.b)) == once


@given(records())
def test_links_are_proposals_of_ordered_pairs_sorted_and_each_once(some: list[Record]) -> None:
    found = links(some)
    ends = [(link.a, link.b) for link in found]
    assert all(a < b for a, b in ends)
    assert ends == sorted(set(ends))
    assert all(link.verdict is not LinkVerdict.DIFFERENT and 0 <= link.score <= 100 and link.reasons for link in found)


@given(records())
def test_a_record_met_again_is_not_linked_with_itself(some: list[Record]) -> None:
    assert links(some, some) == links(some)


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import sys, reviewkit.dedup; print(sorted({'rapidfuzz', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
