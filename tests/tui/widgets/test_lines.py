from __future__ import annotations

import pytest

from reviewkit.tui import keys
from reviewkit.tui.widgets.lines import fitting


@pytest.mark.parametrize("place", keys.PLACES)
@pytest.mark.parametrize("width", [76, 36, 20])
def test_the_way_back_and_the_keys_are_always_on_the_key_line(place: str, width: int) -> None:
    able = keys.on_line(place)
    shown = fitting(able, width)
    always = [key for key in able if key.action in ("back", "app.quit", "app.help")]
    assert [key for key in shown if key in always] == always
    assert sum(len(f"{key.label} {key.words}") + 2 for key in shown) - 2 <= max(width, 24)
    assert shown[: len(shown) - len(always)] == [key for key in able if key not in always][: len(shown) - len(always)]
