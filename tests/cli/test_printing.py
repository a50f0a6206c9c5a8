from __future__ import annotations

import json

import pytest

from reviewkit.cli.printing import echo_json

ACTING = "a\x1b[31m\x9b31m\x7f\u202etxt\u2066\u2028\ud83d\r\n ö"


def test_json_on_a_terminal_holds_nothing_that_acts_and_reads_back_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    echo_json({"note": ACTING})
    printed = capsys.readouterr().out
    assert not set(printed) & set("\x1b\x9b\x7f\u202e\u2066\u2028\ud83d\r")
    assert "ö" in printed
    assert json.loads(printed) == {"note": ACTING}
