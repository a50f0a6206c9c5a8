"""How commands print: JSON for programs, lines for people, outside text made harmless."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from reviewkit.model import short_id
from reviewkit.text import block, line

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.model import Record

# DEL and the C1 controls, bidirectional controls, line separators, halves of surrogate pairs; JSON escapes the others.
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

json_option: Callable[[Any], Any] = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def echo_json(value: object) -> None:
    """Print a value, dataclasses and mappings included, as indented JSON; what could act on a terminal is escaped."""
    text = json.dumps(_plain(value), indent=2, ensure_ascii=False)
    click.echo(_ACTING.sub(lambda found: f"\\u{ord(found.group()):04x}", text))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value


def echo_line(text: str) -> None:
    """Print one line of text that came from outside."""
    click.echo(line(text))


def echo_block(text: str) -> None:
    """Print text of several lines that came from outside."""
    click.echo(block(text))


def citation(record: Record) -> str:
    """Return a record in one line: `3f2a9c1b:12  Whitmarsh 2011, Othered voices, Journal`."""
    first = record.authors[0].partition(",")[0] if record.authors else "no author"
    others = " et al." if len(record.authors) > 1 else ""
    journal = f", {record.journal}" if record.journal else ""
    return f"{short_id(record.id):<14} {first}{others} {record.year or 'n.d.'}, {record.title or '(no title)'}{journal}"


def plural(number: int, one: str, many: str = "") -> str:
    """Return `1 record` or `3 records`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
