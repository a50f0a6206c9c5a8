"""Learning in a process of its own, so that no key waits for it: requests on stdin, answers on stdout, a line each.

`python -m reviewkit.ranking CACHE` is told `{"of": ...}`, from what the reports' texts come, and answers whether it has
their features already. If not, it is given the texts, `[title, abstract, [keywords]]` a line and `null` behind them,
and says when it has made the features. From then on each `{"known": [[row, relevant], ...]}` is answered by
`{"rows": n}` and n doubles, the scores of the rows; with a `"row"`, by the `"words"` that raised or lowered its score.
It ends with its input.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reviewkit.model import Record, RecordId
from reviewkit.ranking import features, scores, words
from reviewkit.ranking.keeping import keep, kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from reviewkit.ranking import Features
    from reviewkit.ranking.counting import Numbers


def serve(cache: Path, asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there is nothing more asked."""
    lines = map(json.loads, asked)
    of = next(lines, {"of": ""})["of"]
    made = kept(cache, of)
    _say(answers, {"has": made is not None})
    if made is None:
        made = features(list(_records(lines)))
        with contextlib.suppress(OSError):  # nobody misses it: it would only have saved time
            keep(cache, of, made)
        _say(answers, {"has": True})
    for request in lines:
        _answer(made, request, answers)


def _records(lines: Iterator[Any]) -> Iterator[Record]:
    for text in iter(lambda: next(lines, None), None):
        title, abstract, keywords = text
        yield Record(RecordId(""), title=title, abstract=abstract, keywords=tuple(keywords))


def _answer(made: Features, request: dict[str, Any], answers: BinaryIO) -> None:
    known = np.array(request["known"], dtype=np.int64).reshape(-1, 2)
    rows, relevant = known[:, 0], known[:, 1] > 0
    if "row" in request:
        found = words(made, rows, relevant, request["row"])
        _say(answers, {"words": [dataclasses.astuple(word) for word in found]})
        return
    ranked = _centred(scores(made, rows, relevant), rows, relevant)
    _say(answers, {"rows": len(ranked)}, ranked.astype("<f8").tobytes())


def _centred(found: Numbers, rows: Numbers, relevant: Numbers) -> Numbers:
    """Return scores that are above 0 for what is more like the relevant than like the irrelevant.

    While one kind is missing none is, so that the likeliest are also those nearest to 0.
    """
    if relevant.all() or not relevant.any():
        middle = found.max(initial=0.0)
    else:
        middle = (found[rows[relevant]].mean() + found[rows[~relevant]].mean()) / 2
    centred: Numbers = found - middle
    return centred


def _say(answers: BinaryIO, value: object, more: bytes = b"") -> None:
    answers.write(json.dumps(value).encode() + b"\n" + more)
    answers.flush()


if __name__ == "__main__":
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)  # keys go before; Windows has no such call
    serve(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
