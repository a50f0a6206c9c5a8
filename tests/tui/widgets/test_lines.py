from __future__ import annotations

import pytest

from reviewkit.tui import keys
from reviewkit.tui.widgets.lines import fitting


def line(shown: list[keys.Key]) -> str:
    return "  ".join(f"{key.label} {key.words}".rstrip() for key in shown)


@pytest.mark.parametrize("place", keys.PLACES)
@pytest.mark.parametrize("width", [78, 38, 20])
def test_the_way_back_and_the_keys_are_always_on_the_key_line(place: str, width: int) -> None:
    able = keys.on_line(place)
    shown = fitting(able, width)
    always = [key.action for key in able if key.action in ("back", "app.quit", "app.help")]
    assert [key.action for key in shown][-len(always) :] == always
    assert len(line(shown)) <= max(width, 24)
    places = [next(at for at, one in enumerate(able) if one.action == key.action) for key in shown]
    assert places == sorted(places)


def test_80_columns_show_all_that_is_needed_to_screen() -> None:
    able = [key for key in keys.on_line("screening") if key.label not in "grva"]  # those of other reports
    assert line(fitting(able, 78)) == ("y include  n exclude  m unsure  u undo  e note  l later  t tag  b back  ? keys")
    assert "1-9 why not" in line(fitting(able, 96))
