"""Answers to the fields of a codebook: checked by the field's kind, put in the codebook's order, and what is missing.

The thing a reader would get wrong: no answer leaves a field open; an answer without values says `not reported`, which
is an answer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.model import NOT_REPORTED, Answer
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reviewkit.criteria.nouns import Extraction, Field

_DIGITS = re.compile(r"[0-9.,]*[0-9]")
_PLAIN = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")
_NUMBER = re.compile(f"-?{_PLAIN.pattern}")
_COMPARES = re.compile("[<>≤≥~≈±]")
_MOST_SHOWN = 60


def theme(field: str, choice: str) -> str:
    """Return how a choice is named as a theme of codes: `themes/language`."""
    return f"{field}/{choice}"


def themes(codebook: Extraction) -> tuple[str, ...]:
    """Return every theme that a code can belong to, in the order of the codebook."""
    return tuple(theme(field.id, choice) for field in codebook.fields for choice in field.choices)


def known_field(codebook: Extraction, wanted: str) -> Field:
    """Return the field of that id. Raises `NotAllowedError` that names those there are."""
    found = codebook.field(wanted)
    if found is None:
        there = ", ".join(field.id for field in codebook.fields)
        raise NotAllowedError(
            f'there is no field "{line(wanted)}" in the codebook',
            remedy=f"There are: {there}." if there else "Write fields into criteria/extraction.toml first.",
        )
    return found


def answer(field: Field, values: Sequence[str]) -> Answer:
    """Return the answer to a field, with what was read off a number as its note. No values: not reported.

    Raises `NotAllowedError` for what the field cannot hold.
    """
    if not values:
        return Answer(field.id, ())
    if field.choices:
        return Answer(field.id, _chosen(field, values))
    if len(values) > 1:
        raise NotAllowedError(f"{field.name} takes one answer, and {len(values)} were given")
    return _number(field, values[0]) if field.kind == "number" else Answer(field.id, (_text(field, values[0]),))


def _chosen(field: Field, values: Sequence[str]) -> tuple[str, ...]:
    known = {choice.casefold(): choice for choice in field.choices}
    strange = [value for value in values if line(value).casefold() not in known]
    if strange:
        raise NotAllowedError(
            f'"{line(strange[0])[:_MOST_SHOWN]}" is no choice of {field.name}',
            remedy=f"There are: {'; '.join(field.choices)}.",
        )
    chosen = {known[line(value).casefold()] for value in values}
    if field.kind == "one" and len(chosen) > 1:
        raise NotAllowedError(f"{field.name} takes one choice, and {len(chosen)} were given")
    return tuple(choice for choice in field.choices if choice in chosen)


def _text(field: Field, value: str) -> str:
    if not value.strip():
        raise NotAllowedError(f"{field.name} is empty", remedy=f"Write something, or answer `{NOT_REPORTED}`.")
    return value.strip()


def _number(field: Field, value: str) -> Answer:
    """Return a number as written; what stands around it, such as a unit, goes with it into the note."""
    # What nobody sees parts two numbers; dropped, it would make one of them that stands nowhere.
    written = line("".join(one if one.isprintable() else " " for one in value)).replace("\u2212", "-")
    digits = list(_DIGITS.finditer(written))
    if len(digits) != 1 or _COMPARES.search(written):
        raise _no_number(field, written, "Write one number with a point for the decimals, such as 12.5 or 12.5 mg.")
    (found,) = digits
    if not _PLAIN.fullmatch(found.group()):
        raise _no_number(field, written, _meant(found.group()))
    before = written[: found.start()]
    is_negative = before.endswith("-") and not before[-2:-1].isalnum()
    number = f"-{found.group()}" if is_negative else found.group()
    return Answer(field.id, (number,), note=written if written != number else "")


def _no_number(field: Field, written: str, remedy: str) -> NotAllowedError:
    return NotAllowedError(f'"{written[:_MOST_SHOWN]}" cannot be read as the number of {field.name}', remedy=remedy)


def _meant(digits: str) -> str:
    """Return what is to be written for digits with commas: nobody can tell a decimal comma from one of thousands."""
    if digits.count(",") == 1 and "." not in digits:
        decimal, whole = digits.replace(",", "."), digits.replace(",", "")
        return f"Is the comma for decimals or for thousands? Write {decimal} or {whole}."
    return "Write the number without commas, with one point at most, such as 1200 or 12.5."


def changed(old: Answer | None, new: Answer, *, quotation: str = "", page: str = "", note: str = "") -> Answer:
    """Return a new answer that keeps what the old one rests on, except where something else is given for it.

    What an old number was written with goes when the number does.
    """
    kept = old if old is not None else Answer(new.field, ())
    old_note = "" if kept.values and _reads(kept.note, kept.values[0]) else kept.note
    notes = [one for one in (note.strip() or old_note, new.note) if one]
    return replace(
        new,
        quotation=quotation.strip() or kept.quotation,
        page=page.strip() or kept.page,
        note="; ".join(dict.fromkeys(notes)),
    )


def _reads(note: str, value: str) -> bool:
    digits = _DIGITS.findall(note)
    return len(digits) == 1 and digits[0] == value.removeprefix("-")


def ordered(codebook: Extraction, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return answers in the order of the codebook, one a field; those to fields that it lost come last, by id."""
    place = {field.id: number for number, field in enumerate(codebook.fields)}
    by_field = {one.field: one for one in answers}
    return tuple(sorted(by_field.values(), key=lambda one: (place.get(one.field, len(place)), one.field)))


def holds(field: Field, given: Answer) -> bool:
    """Return whether the field, as the codebook has it now, can still hold an answer."""
    if not given.values or field.choices:
        several = field.kind == "several"
        return {*given.values} <= {*field.choices} and (several or len(given.values) < 2)
    return len(given.values) == 1 and (field.kind != "number" or bool(_NUMBER.fullmatch(given.values[0])))


def retired(codebook: Extraction, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the answers to fields, or with choices, that the codebook does not have any more."""
    fields = {field.id: field for field in codebook.fields}
    return tuple(one for one in answers if one.field not in fields or not holds(fields[one.field], one))


def missing(fields: Sequence[Field], answers: Iterable[Answer], quoted: Collection[str]) -> tuple[str, ...]:
    """Return in words what a coding lacks before it can be finished; `quoted` are the themes of its quotations."""
    given = {one.field: one for one in answers}
    found = []
    for field in fields:
        own = given.get(field.id)
        if own is None or not holds(field, own):
            found.append(f"an answer to {field.name}")
        elif field.evidence and own.values and not (own.quotation or own.page):
            bare = [value for value in own.values if theme(field.id, value) not in quoted]
            found += [f"a quotation or a page for {field.name}: {line(value)[:_MOST_SHOWN]}" for value in bare]
    return tuple(found)
