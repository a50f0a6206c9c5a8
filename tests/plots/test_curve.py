"""The curve of relevant against read."""

from __future__ import annotations

import pytest

from reviewkit.flow.diagram.svg import svg
from reviewkit.plots.curve import Curve, as_text, drawing

CURVE = Curve((1, 2, 3, 5, 40), 60, 120, watermark="invented")


@pytest.mark.parametrize(("width", "height"), [(76, 8), (30, 5), (16, 3)])
def test_it_takes_no_more_room_than_there_is_and_ends_where_reading_has_come_to(width: int, height: int) -> None:
    lines = as_text(CURVE, width, height)
    assert len(lines) == height
    assert max(map(len, lines)) <= width
    assert lines[0].startswith("5 │")
    assert lines[-1].endswith("120")
    assert len(lines[-3]) == 3 + (width - 3 + 1) // 2


def test_it_rises_to_the_top_when_the_last_relevant_one_is_read() -> None:
    top = as_text(CURVE, 63, 6)[0][3:]
    assert top.index("█") == 19  # each column stands for two reports


def test_without_room_or_readings_there_is_none() -> None:
    assert as_text(CURVE, 9, 8) == as_text(CURVE, 80, 2) == as_text(Curve((), 0, 12), 80, 8) == []
    assert as_text(Curve((), 3, 12), 20, 4)[0].startswith("0 │")


def test_the_picture_has_its_numbers_and_is_drawn_of_nothing_too() -> None:
    text = svg(drawing(CURVE))
    for words in (">5<", ">60<", ">120<", "invented", "5 relevant reports among 60 read, of 120."):
        assert words in text
    assert svg(drawing(Curve((), 0, 0))).startswith("<?xml")
