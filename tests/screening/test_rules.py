from __future__ import annotations

from reviewkit.criteria import Languages, Years
from reviewkit.model import FileId, Record, record_id
from reviewkit.screening.rules import by_file, failing
from tests.screening.reports import reports

A, B = FileId("a" * 64), FileId("b" * 64)


def test_a_rule_takes_out_what_fails_and_never_what_a_record_does_not_say() -> None:
    years = (1999, 2000, None, 1850)
    pairs = [(one, Record(one.id, year=year)) for one, year in zip(reports(4), years, strict=True)]  # type: ignore[arg-type]
    assert failing(Years(first=2000), pairs) == [pairs[0][0], pairs[3][0]]


def test_a_language_in_words_that_the_program_does_not_know_stays_in() -> None:
    words = ("French", "Klingon", "", "English; French")
    pairs = [(one, Record(one.id, language=word)) for one, word in zip(reports(4), words, strict=True)]  # type: ignore[arg-type]
    assert failing(Languages(("English",)), pairs) == [pairs[0][0]]


def test_records_are_named_by_file_in_one_order() -> None:
    ids = [record_id(B, 2), record_id(A, 10), record_id(A, 9), record_id(A, 9)]
    assert by_file(ids) == by_file(reversed(ids)) == ((A, (9, 10)), (B, (2,)))
