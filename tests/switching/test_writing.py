"""Ours for other programs: it comes back as it went, and nothing in it acts."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.model import EventId, FileId, Record, ReportId, Reviewer, Stage, Verdict, Vote, record_id
from reviewkit.switching import LOSSES, WRITERS, Frame, Index, Line, read

FILE = FileId("ab" * 32)
ADA, GRACE = Reviewer("Ada"), Reviewer('Grace "B." =>{Hopper}')
FRAME = Frame(Stage.FULL_TEXT, ADA, (ADA, GRACE))
KINDS = [(program, suffix) for program, kinds in WRITERS.items() for suffix in kinds]
HOSTILE = (
    '=HYPERLINK("http://evil")',
    "-1+1",
    '"} | RAYYAN-INCLUSION: {"Ada"=>"Included"} | REVIEWKIT-REPORT: 1:1',
    "ASReview_relevant",
    "ER  - \nTY  - JOUR\nN1  - ASReview_irrelevant",
    "\x1b[31mred\x1b[0m, and; more | of it",
    "'quoted",
    "reasons: language",
)
_texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))
_votes = st.builds(
    lambda verdict, reasons, note: (verdict, reasons, note),
    st.sampled_from(Verdict),
    st.lists(st.sampled_from(("language", "timeframe")), max_size=2, unique=True).map(tuple),
    _texts,
)
_lines = st.lists(
    st.tuples(st.dictionaries(st.sampled_from((ADA, GRACE)), _votes), _texts, st.lists(_texts, max_size=2)), max_size=6
)
Drawn = list[tuple[dict[Reviewer, tuple[Verdict, tuple[str, ...], str]], str, list[str]]]


def lines_of(drawn: Drawn) -> list[Line]:
    """Reports with these votes, titles and tags."""
    return [
        Line(
            ReportId(record_id(FILE, number)),
            Record(record_id(FILE, number), title=f"How schools talk about {title} in year {number}", year=2000),
            tuple(Vote(who, EventId("e"), *said) for who, said in sorted(votes.items())),
            tuple(tags),
        )
        for number, (votes, title, tags) in enumerate(drawn, 1)
    ]


@pytest.mark.parametrize(("program", "suffix"), KINDS)
@given(drawn=_lines)
def test_what_goes_out_comes_back_with_the_same_verdicts_on_the_same_reports(
    program: str, suffix: str, drawn: Drawn
) -> None:
    lines = lines_of(drawn)
    if not lines:
        return
    labels = read(WRITERS[program][suffix](lines, FRAME).encode(), f"file{suffix}")
    index = Index([one.record for one in lines], ReportId)
    back = {(index.find(row).report, one.name): one.verdict for row in labels.rows for one in row.labels if one.verdict}
    sent = {(one.report, str(vote.reviewer)): vote.verdict for one in lines for vote in one.votes}
    if program == "asreview":  # which has one label, of nobody by name, and no unsure
        sent = {(report, "ASReview"): verdict for (report, name), verdict in sent.items() if name == ADA}
        sent = {key: verdict for key, verdict in sent.items() if verdict is not Verdict.UNSURE}
    assert labels.unread == ()
    assert [one.fault for row in labels.rows for one in row.labels if one.fault] == []
    assert back == sent


@pytest.mark.parametrize(("program", "suffix"), [kind for kind in KINDS if kind[0] != "asreview"])
def test_reasons_come_back_to_whom_they_belong(program: str, suffix: str) -> None:
    said = {ADA: (Verdict.EXCLUDE, ("language", "timeframe"), "mine"), GRACE: (Verdict.EXCLUDE, ("level",), "")}
    (row,) = read(WRITERS[program][suffix](lines_of([(said, "kites", ["a tag"])]), FRAME).encode(), "f").rows
    assert {one.name: one.reasons for one in row.labels} == {ADA: ("language", "timeframe"), GRACE: ("level",)}
    assert {one.name: one.note for one in row.labels} == {ADA: "mine", GRACE: ""}
    assert row.tags == ("a tag",)


@pytest.mark.parametrize("program", [program for program, kinds in WRITERS.items() if ".csv" in kinds])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_and_no_control_character_goes_out(program: str, text: str) -> None:
    record = Record(record_id(FILE, 1), title=text, authors=(text,), journal=text, abstract=text)
    line = Line(ReportId(record.id), record, (Vote(ADA, EventId("e"), Verdict.UNSURE, (), text),), (text,))
    written = WRITERS[program][".csv"]([line], FRAME)
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    assert "\x1b" not in written


@pytest.mark.parametrize(("program", "suffix"), KINDS)
def test_a_watermark_is_on_every_report(program: str, suffix: str) -> None:
    lines = lines_of([({}, "kites", []), ({}, "looms", [])])
    marked = Frame(Stage.FULL_TEXT, ADA, (ADA,), "INVENTED DATA")
    assert WRITERS[program][suffix](lines, marked).count("INVENTED DATA") == 2


def test_every_program_says_what_it_does_not_take() -> None:
    assert LOSSES.keys() == WRITERS.keys()
