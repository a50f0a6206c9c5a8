"""What a project of qualitative analysis holds, before it is written as REFI-QDA.

The thing a reader would get wrong: ids here are ours, of any form; what goes into a file are GUIDs made from them, the
same each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reviewkit.export.placing import Pages

Kind = Literal["Text", "Float", "Boolean"]


@dataclass(frozen=True, slots=True)
class Node:
    """A field, a theme or a code, with those below it."""

    id: str
    name: str
    about: str = ""
    colour: str = ""
    """`#rrggbb`."""
    notes: tuple[str, ...] = ()
    """Ids."""
    below: tuple[Node, ...] = ()
    is_codable: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """What somebody quoted."""

    id: str
    text: str
    page: str
    coder: str
    """Empty: agreed on."""
    time: str
    nodes: tuple[str, ...]
    """Ids of what it is coded with."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A memo."""

    id: str
    name: str
    text: str
    writer: str
    time: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report: its full text as far as it is at hand, and the passages quoted from it."""

    id: str
    name: str
    citation: str
    full_text: Pages | None = None
    is_pdf: bool = False
    """The file itself is at hand and goes along."""
    passages: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()
    """Ids."""


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that is known of cases."""

    id: str
    name: str
    kind: Kind
    about: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A study."""

    id: str
    name: str
    about: str
    values: tuple[tuple[str, str], ...]
    """Id of the variable, and its value as XML writes it."""
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """All that goes into the file."""

    id: str
    name: str
    about: str
    nodes: tuple[Node, ...]
    variables: tuple[Variable, ...]
    cases: tuple[Case, ...]
    documents: tuple[Document, ...]
    notes: tuple[Note, ...]
    own_notes: tuple[str, ...]
    """Ids of those on the project as a whole."""
