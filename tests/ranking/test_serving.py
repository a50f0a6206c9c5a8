"""The process that learns, played in this one, and what it keeps on disk."""

from __future__ import annotations

import json
from array import array
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from reviewkit.ranking.__main__ import serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = [
    ["Families and preschools", "Mothers meet preschool staff.", ["partnership"]],
    ["Preschools and mothers", "Families meet staff.", []],
    ["Steel bridges in winter", "Corrosion of bridges.", []],
    ["Corrosion of steel", "Bridges rust in winter.", []],
    ["", "", []],
]
KNOWN = [[0, 1], [2, 0]]


def served(cache: Path, *requests: object) -> list[Any]:
    """What is answered: objects, and after one that has `rows` the scores."""
    answers = BytesIO()
    serve(cache, BytesIO(b"".join(json.dumps(one).encode() + b"\n" for one in requests)), answers)
    answers.seek(0)
    found: list[Any] = []
    while text := answers.readline():
        found.append(json.loads(text))
        if "rows" in found[-1]:
            found.append(list(array("d", answers.read(8 * found[-1]["rows"]))))
    return found


def test_features_are_made_once_and_give_the_same_scores_and_words_from_disk(tmp_path: Path) -> None:
    asked = ({"known": KNOWN}, {"known": KNOWN, "row": 1})
    has, made, *first = served(tmp_path / "x.npz", {"of": "these"}, *TEXTS, None, *asked)
    assert (has, made) == ({"has": False}, {"has": True})
    assert served(tmp_path / "x.npz", {"of": "these"}, *asked) == [{"has": True}, *first]
    rows, scores, words = first
    assert rows == {"rows": len(TEXTS)}
    assert min(scores[:2]) > 0 > max(scores[2:4])
    assert words["words"][0][1] > 0


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-40], lambda _: b"", lambda _: b"PK\x03\x04no zip", lambda _: b"x"]
)
def test_features_of_something_else_or_damaged_are_made_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    cache = tmp_path / "x.npz"
    served(cache, {"of": "these"}, *TEXTS, None)
    assert served(cache, {"of": "others"}, None)[0] == {"has": False}
    served(cache, {"of": "these"}, *TEXTS, None)
    cache.write_bytes(damage(cache.read_bytes()))
    assert served(cache, {"of": "these"}, *TEXTS, None) == [{"has": False}, {"has": True}]


def test_with_nothing_known_or_one_kind_only_all_are_ranked(tmp_path: Path) -> None:
    _, _, _, none, _, one = served(tmp_path / "x.npz", {"of": ""}, *TEXTS, None, {"known": []}, {"known": [[0, 1]]})
    assert none == [0.0] * len(TEXTS)
    assert max(one[2:]) < one[0] <= max(one) == 0
