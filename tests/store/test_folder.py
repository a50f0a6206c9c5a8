from __future__ import annotations

import hashlib
import io

from hypothesis import given
from hypothesis import strategies as st

from reviewkit.store import folder

CONTENT = st.lists(st.sampled_from([b"{}", b"more", b" ", b"\r", b"\n", b"\n", b"\x0b\n", b"\xff"])).map(b"".join)


@given(CONTENT, CONTENT)
def test_a_grown_journal_goes_on_where_its_complete_lines_ended(before: bytes, added: bytes) -> None:
    first = folder.Journal(io.BytesIO(before))
    known = list(first.complete_lines())
    whole = before[: before.rfind(b"\n") + 1]
    assert (first.size, first.digest()) == (len(whole), hashlib.sha256(whole).hexdigest())
    grown = folder.Journal(io.BytesIO(before + added))
    assert grown.goes_on_after(first.size, first.digest())
    assert known + list(grown.complete_lines()) == list(folder.complete_lines(before + added))
    assert grown.size == (before + added).rfind(b"\n") + 1


@given(CONTENT, CONTENT)
def test_a_journal_that_began_otherwise_is_read_from_its_beginning(before: bytes, now: bytes) -> None:
    journal = folder.Journal(io.BytesIO(now))
    if not journal.goes_on_after(len(before), hashlib.sha256(before).hexdigest()):
        assert list(journal.complete_lines()) == list(folder.complete_lines(now))
    else:
        assert now.startswith(before)


@given(CONTENT)
def test_lines_bear_their_numbers_and_end_in_a_line_feed(data: bytes) -> None:
    lines = data.split(b"\n")[:-1]
    assert list(folder.complete_lines(data)) == [
        (number, line.rstrip(b"\r")) for number, line in enumerate(lines, start=1) if line.strip()
    ]
