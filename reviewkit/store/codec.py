"""Dataclasses to JSON and back, and the canonical line of an event.

The canonical line is what is hashed, stored and compared: JSON with sorted keys and no blanks, made from the parsed
line and not from the dataclass, so that a field which a newer program added survives a pass through an older one.
Fields that have their default value are left out. What is read was written by anybody: every value's type is checked.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import re
import types
import typing
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from reviewkit import model
from reviewkit.criteria import name_fault
from reviewkit.errors import InputError
from reviewkit.store import eventformats

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = eventformats.FORMAT
"""Of journals and record files. A greater number is refused: a newer program wrote it."""

KINDS: dict[str, type] = {
    "search": model.Search,
    "import": model.Import,
    "link": model.Link,
    "comparison": model.Comparison,
    "decision": model.Decision,
    "resolution": model.Resolution,
    "retrieval": model.Retrieval,
    "fulltext": model.FullText,
    "study": model.SameStudy,
    "tags": model.Tags,
    "passed_on": model.PassedOn,
    "pilot": model.Pilot,
    "ruling": model.Ruling,
    "removal": model.Removal,
    "repair": model.Repair,
    "filling": model.Filling,
    "appraisal": model.Appraisal,
    "settled": model.Settled,
    "seed_searched": model.SeedSearched,
    "queue_order": model.QueueOrder,
    "stopping": model.Stopping,
    "coding": model.Coding,
    "reconciled": model.Reconciled,
    "quotation": model.Quotation,
    "code": model.Code,
    "memo": model.Memo,
    "criteria": model.CriteriaText,
    "undo": model.Undo,
}
NAMES: dict[type, str] = {kind: name for name, kind in KINDS.items()}
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DEVICE = re.compile(r"[0-9A-Za-z-]{1,64}")
_actor_fault = functools.lru_cache(maxsize=1024)(name_fault)
_LAST_SEQ = 2**53
"""What every database and JSON reader holds exactly."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_PLAIN = frozenset({str, int, bool, type(None)})

_T = TypeVar("_T")
_Coder = typing.Callable[[Any], Any]


def canonical(value: Mapping[str, object]) -> str:
    """Return the one JSON text of a value; lone surrogates, which UTF-8 cannot hold, as JSON escapes."""
    return _ENCODER.encode(value).encode("utf-8", "backslashreplace").decode()


def digest(line: str) -> str:
    """Return the sha256 of a canonical line, as the next event of the device names it in `previous`."""
    return hashlib.sha256(line.encode()).hexdigest()


def event_line(event: model.Event) -> str:
    """Return the canonical line of an event."""
    body = event.body
    value = _plain(event)
    value["v"] = FORMAT
    value["kind"] = NAMES[type(body)]
    value["body"] = _plain(body)
    return canonical(value)


def kind_of(event: model.Event) -> str:
    """Return the kind of an event as its line states it."""
    return NAMES[type(event.body)]


def event(value: Mapping[str, object]) -> model.Event:
    """Return the event in a parsed line. Raises `InputError` that says what is wrong with it."""
    check_format(value)
    value = eventformats.upgraded(value)
    kind = KINDS.get(str(value.get("kind")))
    if kind is None:
        raise InputError(
            f'it has the kind "{value.get("kind")}", which this version of reviewkit does not know',
            remedy="Update reviewkit on this device; the line is kept as it is.",
        )
    identity = value.get("id")
    if not isinstance(identity, str) or not _UUID.fullmatch(identity):
        raise InputError("its id is not a UUID in lower case")
    _check_writer(value)
    return decode(model.Event, {**value, "body": decode(kind, _object(value.get("body", {})))}, "event")


def _check_writer(value: Mapping[str, object]) -> None:
    """Raise `InputError` unless actor, device and seq can name a journal and a place in it, and nothing outside."""
    seq, device, actor = value.get("seq"), value.get("device"), value.get("actor")
    if not isinstance(seq, int) or not 1 <= seq <= _LAST_SEQ:
        raise InputError("its seq is not a whole number from 1")
    if not isinstance(device, str) or not _DEVICE.fullmatch(device):
        raise InputError("its device is not named by letters, digits and hyphens")
    if not isinstance(actor, str) or (fault := _actor_fault(actor)):
        raise InputError(f"its actor cannot be a reviewer's name ({fault if isinstance(actor, str) else 'no text'})")


def check_format(value: Mapping[str, object]) -> None:
    """Raise `InputError` if a newer program wrote this line."""
    version = value.get("v")
    if not isinstance(version, int) or version > FORMAT:
        raise InputError(
            f"it has format {version}; this version of reviewkit reads formats up to {FORMAT}",
            remedy="Update reviewkit on this device; nothing was changed.",
        )


def encoded(value: object) -> str:
    """Return a dataclass as a line that `parsed` and `decode` read again."""
    return canonical(_plain(value))


def record_line(record: model.Record) -> str:
    """Return the line of a record in a record file."""
    return canonical(_said(record))


def rejection_line(rejection: model.Rejection) -> str:
    """Return the line of a rejection in a record file."""
    return canonical(_said(rejection))


def parsed(line: bytes | str) -> dict[str, object]:
    """Return the JSON object in a line. Raises `InputError` if there is none."""
    try:
        return _object(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise InputError("it is not a line of JSON") from error


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise InputError("it is not a JSON object")
    return value


# --------------------------------------------------------------------------------- dataclass to plain and back


def _plain(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if dataclasses.is_dataclass(value):
        defaults = _shape(type(value)).defaults
        return {name: _plain(item) for name, default in defaults if (item := getattr(value, name)) != default}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _said(value: model.Record | model.Rejection) -> dict[str, object]:
    """Return the same of a record, whose tuples JSON writes as lists; there are a hundred thousand in an import."""
    defaults = _shape(type(value)).defaults
    return {name: item for name, default in defaults if (item := getattr(value, name)) != default}


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def decode(kind: type[_T], value: Mapping[str, object], what: str = "") -> _T:
    """Return `value` as the dataclass `kind`. Raises `InputError` naming the field that does not fit."""
    shape = _shape(kind)
    fields: dict[str, object] = {}
    known = shape.fields
    for name, item in value.items():
        if name not in known:
            continue
        exact, coder = known[name]
        if type(item) is exact:
            fields[name] = item
        else:
            try:
                fields[name] = coder(item)
            except (TypeError, ValueError) as error:
                raise InputError(f'{what or kind.__name__.lower()}: "{name}" does not fit ({error})') from error
    if not shape.required <= fields.keys():
        missing = sorted(shape.required - fields.keys())
        raise InputError(f"{what or kind.__name__.lower()}: {', '.join(missing)} missing")
    return kind(**fields)


@dataclasses.dataclass(frozen=True, slots=True)
class _Shape:
    """How a dataclass is read and written."""

    fields: Mapping[str, tuple[type | None, _Coder]]
    """By name the type whose values are taken as they are, and what reads all others."""
    required: frozenset[str]
    """Names of the fields without a default."""
    defaults: tuple[tuple[str, object], ...]
    """Name and default of each field; a value that equals it is not written."""


_SHAPES: dict[type, _Shape] = {}


def _shape(kind: type) -> _Shape:
    """Return how a dataclass is read and written; worked out once."""
    known = _SHAPES.get(kind)
    if known is None:
        known = _SHAPES[kind] = _new_shape(kind)
    return known


def _new_shape(kind: Any) -> _Shape:
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    required = frozenset(
        field.name
        for field in fields
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    )
    return _Shape(
        {field.name: (_exact(hints[field.name]), _coder(hints[field.name])) for field in fields},
        required,
        tuple((field.name, _default(field)) for field in fields),
    )


def _exact(hint: Any) -> type | None:
    """Return the plain type of which every value fits a field; None where there is more to read."""
    while isinstance(hint, typing.NewType):
        hint = hint.__supertype__
    return hint if hint in (str, int, bool) else None


def _coder(hint: Any) -> _Coder:
    while isinstance(hint, typing.NewType):
        hint = hint.__supertype__
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is model.Body:
        return _as_is
    if origin in (typing.Union, types.UnionType):
        inner = _coder(next(argument for argument in arguments if argument is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_coder(arguments)
    if origin is frozenset:
        inner = _coder(arguments[0])
        return lambda value: frozenset([inner(item) for item in _a(list, value)])
    if origin is not None:
        return _mapping_coder(_coder(arguments[1]))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return lambda value: decode(hint, _a(dict, value))
    if issubclass(hint, Enum):
        members = {member.value: member for member in hint}
        return lambda value: members[value] if value in members else hint(value)
    return functools.partial(_a, hint)


def _tuple_coder(arguments: tuple[Any, ...]) -> _Coder:
    if arguments[-1] is Ellipsis:
        inner, exact = _coder(arguments[0]), _exact(arguments[0])

        def read(value: Any) -> tuple[Any, ...]:
            return tuple([item if type(item) is exact else inner(item) for item in _a(list, value)])

        return read
    parts = [_coder(argument) for argument in arguments]
    return lambda value: tuple(part(item) for part, item in zip(parts, _a(list, value), strict=True))


def _mapping_coder(inner: _Coder) -> _Coder:
    return lambda value: {_a(str, key): inner(item) for key, item in _a(dict, value).items()}


def _as_is(value: object) -> object:
    return value


def _a(kind: type[_T], value: object) -> _T:
    """Return a value if it is exactly of a kind (a bool is no int); raises `TypeError`."""
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected, {type(value).__name__} found")
    return value
