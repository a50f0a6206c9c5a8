r"""What stands in a note: Rayyan's marks and our own, which are written in the same way.

Rayyan bundles all that was done with an article in its note (CSV column `notes`, RIS tag N1), after what the note held
before, parts joined by ` | `:

    RAYYAN-INCLUSION: {"Anna"=>"Included", "Ben"=>"Excluded"} | RAYYAN-LABELS: a,b
    | RAYYAN-EXCLUSION-REASONS: wrong population,foreign language | USER-NOTES: {"Anna"=>["sample overlaps"]}

Source: help.rayyan.ai, "Understanding Your Rayyan Export Files"; the hashes are Ruby's `Hash#inspect`, with blanks
around `=>` since Ruby 3.4. The thing a reader would get wrong: a name or a note may hold braces, quotation marks, ` | `
and marks of its own, so the hashes are read string by string and nothing within a string counts as a mark. Reasons and
labels are Rayyan's for the article, not for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.text import block, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MARK = re.compile(
    r"\b(?:(RAYYAN|REVIEWKIT)-(INCLUSION|LABELS|EXCLUSION-REASONS|REPORT|NOTES)|(?:RAYYAN-)?USER-(NOTES)):[ \t]*"
)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_LETTERS = {"n": "\n", "t": " ", "r": "", "e": "", "a": "", "b": "", "f": "", "v": "", "0": ""}
_BLANK = re.compile(r"\s*")
_INTERPOLATED = re.compile(r"#(?=[{$@])")
_ARROW = re.compile(r"\s*(?:=>|:)\s*")
_BETWEEN = re.compile(r"\s*,\s*")
_OWN_REASONS = re.compile(r"reasons?:\s*(.+)", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Marks:
    """All that a note says."""

    program: str = ""
    """`Rayyan` or `reviewkit`; empty if there is no mark in the note."""
    report: str = ""
    said: dict[str, list[str]] = field(default_factory=dict)
    """Name to each decision that stands there for it."""
    labels: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    """The article's, whoever gave them."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    own_reasons: dict[str, list[str]] = field(default_factory=dict)
    """Those that a person's note states: `reasons: language; population`."""
    faults: list[str] = field(default_factory=list)


def has_marks(text: str) -> bool:
    """Return whether a note says anything of decisions."""
    return _MARK.search(text) is not None


def marks(text: str) -> Marks:
    """Return what a note says; what cannot be read is among its faults."""
    found = Marks()
    place = 0
    while (mark := _MARK.search(text, place)) is not None:
        place = _take(found, text, mark)
    for name, notes in found.notes.items():
        found.own_reasons[name] = [reason for note in notes for reason in _stated(note)]
        found.notes[name] = [note for note in notes if not _stated(note)]
    return found


def _take(found: Marks, text: str, mark: re.Match[str]) -> int:
    """Put what one mark says into `found`; returns where to look for the next."""
    kind = mark.group(2) or mark.group(3)
    if mark.group(1) == "RAYYAN":
        found.program = "Rayyan"
    found.program = found.program or ("reviewkit" if mark.group(1) else "")
    if kind in ("INCLUSION", "NOTES"):
        hash_, end = _hash(text, mark.end())
        if end < 0:
            found.faults.append(f"what follows {mark.group().strip()} cannot be read")
            return len(text)
        into = found.said if kind == "INCLUSION" else found.notes
        for name, values in hash_.items():
            into.setdefault(name, []).extend(values)
        return end
    words, end = _words(text, mark.end())
    if kind == "REPORT":
        found.report = words.strip()
    else:
        (found.labels if kind == "LABELS" else found.reasons).extend(_listed(words))
    return end


def _stated(note: str) -> list[str]:
    match = _OWN_REASONS.fullmatch(note.strip())
    return [part.strip() for part in match.group(1).split(";") if part.strip()] if match else []


def _words(text: str, begin: int) -> tuple[str, int]:
    """Return the text of a mark that takes no hash: up to the next mark, or to the end of the line."""
    following = _MARK.search(text, begin)
    broken = text.find("\n", begin)
    ends = [place for place in (following.start() if following else -1, broken) if place >= 0]
    end = min(ends, default=len(text))
    return text[begin:end].rstrip().removesuffix("|").rstrip(), end


def _listed(words: str) -> list[str]:
    """Return the parts between commas, each once."""
    return list(dict.fromkeys(part for word in words.split(",") if (part := line(word.strip().strip('"')))))


# --------------------------------------------------------------------------------------------- reading Ruby's hashes


def _hash(text: str, place: int) -> tuple[dict[str, list[str]], int]:
    """Return a hash of strings, or of lists of strings, and where it ends; -1 if it is broken."""
    found: dict[str, list[str]] = {}
    if not text.startswith("{", place):
        return found, -1
    place = _skip(text, place + 1, _BLANK)
    while not text.startswith("}", place):
        name, place = _string(text, place)
        arrow = _ARROW.match(text, place) if place >= 0 else None
        values, place = _values(text, arrow.end()) if arrow else ([], -1)
        if place < 0:
            return {}, -1
        found.setdefault(line(name), []).extend(values)
        place = _skip(text, place, _BETWEEN) if _BETWEEN.match(text, place) else _skip(text, place, _BLANK)
    return found, place + 1


def _values(text: str, place: int) -> tuple[list[str], int]:
    """Return the one string, or all those of a list, and where they end."""
    if text.startswith("nil", place):
        return [], place + 3
    if not text.startswith("[", place):
        value, end = _string(text, place)
        return [value], end
    found: list[str] = []
    place = _skip(text, place + 1, _BLANK)
    while not text.startswith("]", place):
        value, place = _string(text, place)
        if place < 0:
            return [], -1
        found.append(value)
        place = _skip(text, place, _BETWEEN) if _BETWEEN.match(text, place) else _skip(text, place, _BLANK)
    return found, place + 1


def _string(text: str, place: int) -> tuple[str, int]:
    match = _STRING.match(text, place)
    return (block(_ESCAPE.sub(_unescaped, match.group(1))).strip(), match.end()) if match else ("", -1)


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1)
    if code[0] in "ux" and len(code) > 1:
        number = int(code[1:].strip("{}"), 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _LETTERS.get(code, code)


def _skip(text: str, place: int, what: re.Pattern[str]) -> int:
    match = what.match(text, place)
    return match.end() if match else place


# ----------------------------------------------------------------------------------------------------------- writing


def note(
    *,
    prefix: str,
    report: str,
    said: Mapping[str, str],
    labels: Sequence[str],
    reasons: Sequence[str],
    notes: Mapping[str, Sequence[str]],
) -> str:
    """Return a note that `marks` reads back; the marks bear `RAYYAN` or `REVIEWKIT` as their prefix.

    Labels cannot hold commas, bars or marks, which become semicolons, slashes and blanks.
    """
    parts = [
        f"REVIEWKIT-REPORT: {report}",
        f"{prefix}-INCLUSION: {_as_hash({name: _as_string(word) for name, word in said.items()})}" if said else "",
        f"{prefix}-LABELS: {','.join(map(_listable, labels))}" if labels else "",
        f"{prefix}-EXCLUSION-REASONS: {','.join(map(_listable, reasons))}" if reasons else "",
    ]
    if any(notes.values()):
        own = {name: f"[{', '.join(map(_as_string, texts))}]" for name, texts in notes.items() if texts}
        parts.append(f"{'USER' if prefix == 'RAYYAN' else prefix}-NOTES: {_as_hash(own)}")
    return " | ".join(part for part in parts if part)


def _as_hash(items: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{_as_string(name)}=>{value}' for name, value in items.items())}}}"


def _as_string(text: str) -> str:
    """Return a text as Ruby's `String#inspect` gives it, on one line."""
    escaped = line(text).replace("\\", "\\\\").replace('"', '\\"')
    quoted = _INTERPOLATED.sub(r"\\#", escaped)
    return f'"{quoted}"'


def _listable(word: str) -> str:
    plain = line(word).replace(",", ";").replace("|", "/")
    return _MARK.sub(lambda mark: mark.group().replace("-", " ").replace(":", " "), plain)
