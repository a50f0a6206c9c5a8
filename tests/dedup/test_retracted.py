"""What calls a report retracted, and what does not."""

from __future__ import annotations

import pytest

from reviewkit.dedup import merged
from reviewkit.dedup.retracted import is_retracted
from reviewkit.model import Fillable, Record, RecordId
from tests.dedup.records import numbered


@pytest.mark.parametrize(
    ("title", "types", "is_so"),
    [
        ("Retracted: On apes", (), True),
        ("[RETRACTED ARTICLE] On apes", (), True),
        ("RETRACTED ARTICLE: On apes", (), True),
        ("Retraction notice to: On apes", (), True),
        ("On apes", ("Journal Article", "Retracted Publication"), True),
        ("On apes", ("Retraction of Publication",), True),
        ("Retracted articles and their readers", (), False),
        ("Withdrawn children in kindergarten: a study", (), False),
        ("On apes", ("JOUR",), False),
    ],
)
def test_a_record_says_that_it_was_retracted_or_not(title: str, types: tuple[str, ...], is_so: bool) -> None:
    assert is_retracted(Record(RecordId("x:1"), title, types=types)) is is_so


def test_what_one_record_or_a_service_calls_retracted_is_retracted_as_a_whole() -> None:
    bare, marked = Record(numbered(1), title="On apes and men"), Record(numbered(2), title="RETRACTED: On apes and men")
    assert is_retracted(merged([bare, marked]))
    assert not is_retracted(merged([bare]))
    assert is_retracted(merged([bare], {Fillable.RETRACTION: ("retraction 10.1000/notice",)}))
    assert not is_retracted(merged([bare], {Fillable.RETRACTION: ()}))
    assert merged([bare], {Fillable.OPEN_ACCESS: ("https://example.org/1.pdf",)}).url == "https://example.org/1.pdf"
